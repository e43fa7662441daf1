/**
 * Runs every part of the end-to-end tests in turn, even after a failure: each builds two images side by side, which is what a small
 * machine can do. The last line counts all of them. `--cover` goes to run.mjs; `--podman` judges images with Podman, too.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './support.mjs';

/** Images that show what differs between the engines: files, processes, sockets, places to write. */
const withPodman =
  'good good-alpine good-health good-volume good-writable good-udp good-worker root user-without-group wrong-port loopback-only ' +
  'write-outside setuid-file capability-file deleted-secret ignores-signal shell-as-pid-1 udp-unbound env-file-by-another-name';

const flags = process.argv.slice(2).filter((it) => it !== '--podman');

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
if (process.argv.includes('--podman')) parts.push(`broken --engine=podman ${withPodman}`);

const totals = { passed: 0, failed: 0 };
/** The steps that failed, each with its indented lines: repeated at the end, where the reader of a long log looks first. */
const failures = [];
for (const part of parts) {
  console.log(`\n==> ${part}`);
  const [name, ...words] = part.split(' ');
  const all = name === 'run' ? flags : words;
  const child = spawn(process.execPath, [join(root, `test/e2e/${name}.mjs`), ...all], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  let inFailure = false;
  child.stdout.setEncoding('utf8');
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    inFailure = line.startsWith('FAIL') || (inFailure && line.startsWith(' '));
    if (inFailure) failures.push(line);
    if (line.trim()) last = line;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const [, passed, failed] = /^(\d+) passed, (\d+) failed\s*$/m.exec(last) ?? [null, '0', '1'];
  totals.passed += Number(passed);
  // A part that exits with an error is a failure even if it counted none.
  totals.failed += Number(failed) || (code === 0 ? 0 : 1);
}
for (const line of failures) console.log(line);
console.log(`\nEnd to end: ${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
