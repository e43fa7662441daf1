/**
 * End to end, `prove`: small projects that generation alone gets wrong, each of one kind of lesson (prove/NAME). What the rounds taught
 * is in the preset, and the files that it leaves keep every promise. Needs `docker` and working registry names.
 *
 *   node test/e2e/prove.mjs [NAME...]     only projects whose name contains one of these words
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { counter, inPool, parallel, program, root } from './support.mjs';

const { step, close } = counter();
const words = process.argv.slice(2);

async function check(name) {
  const folder = mkdtempSync(join(tmpdir(), `prove-${name}-`));
  const page = `${folder}.md`;
  try {
    cpSync(join(root, 'test/e2e/prove', name), folder, { recursive: true });
    const expected = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
    rmSync(join(folder, 'expect.json'));
    const proven = await program('prove', folder, '--json', '--report', `markdown=${page}`);
    assert.equal(proven.code, 0, `prove ended with ${proven.code}: ${proven.stderr.slice(-1500)}`);
    const { rounds, best } = JSON.parse(proven.stdout);
    assert.notEqual(rounds[0].outcome, '', 'the first round kept every promise: nothing is taught');
    assert.equal(rounds.length, expected.rounds, JSON.stringify(rounds.map((it) => it.outcome)));
    assert.equal(best.base, expected.base);
    const preset = parse(readFileSync(join(folder, 'secure-dockerfile.yaml'), 'utf8'));
    assert.deepEqual(preset, { ...preset, base: expected.base, ...expected.preset });
    // The report is that of the best round, and names the Dockerfile as the project has it.
    const report = readFileSync(page, 'utf8');
    assert.ok(report.includes(best.report.promises[0].title), report.slice(0, 2000));
    assert.ok(best.report.seen.memory > 1e6, `it used ${best.report.seen.memory} bytes of memory`);
    assert.equal(best.report.dockerfile, 'Dockerfile');
    // What it left is what it proved: the project's own folder, without the temporary files.
    const env = (expected.env ?? []).flatMap((it) => ['--env', it]);
    const more = [...env, ...(expected.arguments ?? [])];
    const verified = await program('verify', folder, '--json', '--strict', ...more);
    assert.equal(verified.code, 0, verified.stdout.slice(0, 3000));
    return best.learned.map((it) => `${it.option} ${it.value}`).join(', ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(page, { force: true });
  }
}

const names = readdirSync(join(root, 'test/e2e/prove')).filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
);
// They are small, and mostly wait, as the broken images do.
await inPool(
  names.map((name) => () => step(name, () => check(name))),
  parallel * 2,
);
close();
