/**
 * End to end: after a change of one source line (`edit` in an example's expect.json, where NONCE is replaced by a number that no build has seen) the image is built again without the network and
 * without installing anything. A first rebuild shows which steps run again; then exactly those get `--network=none`, and the
 * image has to answer with the change. Needs `docker`.
 *
 *   node test/e2e/rebuild.mjs [NAME...]
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { copyOf, counter, docker, inPool, program, root } from './support.mjs';

const words = process.argv.slice(2);
const installs =
  /npm (?:ci|install)|yarn install|yarn workspaces focus|pnpm (?:install|fetch|deploy)|bun install|uv sync|pip install(?!.*--no-index)|go (?:-C \S+ )?mod download|apk add|apt-get/;
const { step, close } = counter();

/** The RUN steps of a build that were not CACHED, by BuildKit's own titles: `[build 3/7] RUN ...`. */
function ranAgain(progress) {
  const titles = new Map(
    [...progress.matchAll(/^#(\d+) (\[.*\d+\/\d+\] RUN .*)$/gm)].map(([, number, title]) => [
      number,
      title,
    ]),
  );
  for (const [, number] of progress.matchAll(/^#(\d+) CACHED$/gm)) titles.delete(number);
  return [...titles.values()];
}

/**
 * The Dockerfile with `--network=none` on the steps of these titles. BuildKit numbers, in each stage, what changes files; FROM counts
 * where it is an image from outside.
 */
function withoutNetwork(text, titles) {
  const wanted = new Set(titles.map((it) => /^\[(.*?) *(\d+)\/\d+\]/.exec(it)?.slice(1).join(' ')));
  const lines = text.split('\n');
  const stages = new Set(['scratch']);
  let stage = '';
  let number = 0;
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      stage = instruction.getBuildStage() ?? `stage-${stages.size - 1}`;
      number = stages.has(instruction.getImage()) ? 0 : 1;
      stages.add(stage);
    } else if (['RUN', 'COPY', 'ADD', 'WORKDIR'].includes(keyword)) {
      number += 1;
      if (keyword !== 'RUN' || !wanted.delete(`${stage} ${number}`)) continue;
      const { line } = instruction.getRange().start;
      lines[line] = lines[line].replace(/^RUN /, 'RUN --network=none ');
    }
  }
  assert.deepEqual([...wanted], [], 'steps that ran again and are not in the Dockerfile');
  return lines.join('\n');
}

const build = async (folder, image) =>
  (await docker('build', '--progress', 'plain', '--tag', image, folder)).stderr;

async function rebuilt(name, { edit, request, env, bases }) {
  const base = bases.includes('scratch') ? 'scratch' : bases[0];
  const image = `secure-dockerfile-rebuild-${name}-${process.pid}`;
  const folder = copyOf(name);
  await step(`${name} on ${base}: one line changed, no network, nothing installed`, async () => {
    const created = await program(folder, '--yes', '--base', base);
    assert.equal(created.code, 0, created.stderr);
    await build(folder, image);
    const source = join(folder, edit.file);
    const before = readFileSync(source, 'utf8');
    assert.equal(
      before.split(edit.from).length,
      2,
      `${edit.file} has ${JSON.stringify(edit.from)} once`,
    );
    // Ends with 7: an example may answer with it as decimals, and a printed number drops the zeros at its end.
    const nonce = `${Date.now() % 1e8}7`;
    const contains = edit.contains.replace('NONCE', nonce);
    writeFileSync(
      source,
      before.replace(edit.from, () => edit.to.replace('NONCE', nonce)),
    );

    const again = ranAgain(await build(folder, image));
    assert.ok(again.length > 0, 'no step ran again');
    assert.deepEqual(
      again.filter((it) => installs.test(it)),
      [],
      'steps that install ran again',
    );
    const dockerfile = join(folder, 'Dockerfile');
    writeFileSync(dockerfile, withoutNetwork(readFileSync(dockerfile, 'utf8'), again));

    const environment = Object.entries(env ?? {}).flatMap(([key, value]) => [
      '--env',
      `${key}=${value}`,
    ]);
    const verified = await program(
      'verify',
      folder,
      '--json',
      '--path',
      request.path,
      ...environment,
    );
    const report = JSON.parse(verified.stdout);
    assert.deepEqual(report.broken, [], verified.stdout.slice(0, 3000));
    assert.ok(
      report.answer?.body?.includes(contains),
      `the answer does not hold ${JSON.stringify(contains)}: ${report.answer?.body?.slice(0, 300)}`,
    );
    return `${again.length} step${again.length === 1 ? '' : 's'} ran again`;
  });
  rmSync(folder, { recursive: true, force: true });
  await docker('image', 'rm', '--force', image);
}

const jobs = readdirSync(join(root, 'examples'))
  .filter((it) => words.length === 0 || words.some((word) => it.includes(word)))
  .flatMap((name) => {
    const file = join(root, 'examples', name, 'expect.json');
    const expectation = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    return expectation.edit ? [() => rebuilt(name, expectation)] : [];
  });
await inPool(jobs);
close();
