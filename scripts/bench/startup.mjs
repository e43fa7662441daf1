// How long the commands take in a small project, as a multiple of a bare `node -e 0`: whole processes, the two in turn in one run, so that the
// ratio holds when the machine's speed drifts. Prints ratios; ends with 1 when a median is above its bound.
//
//   npm run bench [runs]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';

const create = ['--yes', '--offline', '--base', 'scratch'];
/** What is started where, and the ratio that it may have. `update` is not among them: it waits for registries. */
const cases = [
  { example: 'go-api', argv: create, bound: 3.5 },
  { example: 'python-stdlib', argv: create, bound: 3.5 },
  { example: 'node-express-npm', argv: create, bound: 3.5 },
  { example: 'node-express-npm', argv: ['--help'], bound: 3.5 },
  { example: 'node-express-npm', argv: ['check', '--offline'], bound: 3.5 },
];
const runs = Number(process.argv[2] ?? 21);
const root = fileURLToPath(new URL('../..', import.meta.url));

function time(argv, cwd) {
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, argv, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const taken = Number(process.hrtime.bigint() - begun) / 1e6;
  if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status}: ${stderr}`);
  return taken;
}

console.log(
  `${'example'.padEnd(18)}${'command'.padEnd(34)}${'node -e 0'.padStart(10)}${'the command'.padStart(13)}${'ratio'.padStart(7)}   (medians of ${runs} pairs)`,
);
for (const { example, argv, bound } of cases) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  cpSync(join(root, 'examples', example), folder, {
    recursive: true,
    filter: (path) =>
      !/[/\\](?:node_modules|\.venv|Dockerfile|\.dockerignore|secure-dockerfile\.yaml)$/.test(path),
  });
  // The other commands read what this one writes.
  time([join(root, 'bin.cjs'), ...create], folder);
  const command = [join(root, 'bin.cjs'), ...argv];
  time(command, folder);
  const pairs = Array.from({ length: runs }, () => ({
    bare: time(['-e', '0'], folder),
    ours: time(command, folder),
  }));
  rmSync(folder, { recursive: true });
  const ratio = median(pairs.map((it) => it.ours / it.bare));
  const shown = (numbers) => `${median(numbers).toFixed(1)} ms`;
  console.log(
    `${example.padEnd(18)}${argv.join(' ').padEnd(34)}${shown(pairs.map((it) => it.bare)).padStart(10)}${shown(pairs.map((it) => it.ours)).padStart(13)}${ratio.toFixed(2).padStart(7)}${ratio > bound ? `   above ${bound}` : ''}`,
  );
  if (ratio > bound) process.exitCode = 1;
}
