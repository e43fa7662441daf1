/**
 * Every part of the end-to-end tests, one after the other, whatever became of the one before: each builds two things side by side, which
 * is what a small machine can do. The last line counts all of them. `--cover` goes to run.mjs.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support.mjs';

const parts = [
  'registry',
  'go-builds',
  'go-private',
  'python-index',
  'python-contents',
  'run',
  'prove',
  'rebuild',
];

const totals = { passed: 0, failed: 0 };
for (const part of parts) {
  console.log(`\n==> ${part}`);
  const flags = part === 'run' ? process.argv.slice(2) : [];
  const child = spawn(process.execPath, [join(root, `test/e2e/${part}.mjs`), ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    last = (last + text).slice(-1000);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const [, passed, failed] = /^(\d+) passed, (\d+) failed\s*$/m.exec(
    last.trimEnd().split('\n').at(-1),
  ) ?? [null, '0', '1'];
  totals.passed += Number(passed);
  // A part that ends badly is a failure even where it counted none.
  totals.failed += Number(failed) || (code === 0 ? 0 : 1);
}
console.log(`\nEnd to end: ${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
