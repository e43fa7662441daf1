// How long `--yes --offline` takes in a project of each language, as a multiple of a bare `node -e 0`: whole processes, the two commands in
// turn in one run, so that the ratio holds when the machine's speed drifts. Prints ratios; ends with 1 when the median is above the bound.
//
//   npm run bench [runs]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bound = 3.5;
const runs = Number(process.argv[2] ?? 21);
const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = ['go-api', 'python-stdlib', 'node-express-npm'];

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
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

console.log(
  `${'example'.padEnd(20)}${'node -e 0'.padStart(12)}${'the command'.padStart(13)}${'ratio'.padStart(8)}   (medians of ${runs} pairs; at most ${bound})`,
);
for (const name of examples) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  cpSync(join(root, 'examples', name), folder, {
    recursive: true,
    filter: (path) =>
      !/[/\\](node_modules|\.venv|Dockerfile|\.dockerignore|secure-dockerfile\.yaml)$/.test(path),
  });
  const command = [join(root, 'bin.cjs'), '--yes', '--offline', '--base', 'scratch'];
  time(command, folder);
  const bare = [];
  const ours = [];
  const ratios = [];
  for (let run = 0; run < runs; run += 1) {
    bare.push(time(['-e', '0'], folder));
    ours.push(time(command, folder));
    ratios.push(ours.at(-1) / bare.at(-1));
  }
  rmSync(folder, { recursive: true });
  console.log(
    `${name.padEnd(20)}${`${median(bare).toFixed(1)} ms`.padStart(12)}${`${median(ours).toFixed(1)} ms`.padStart(13)}${median(ratios).toFixed(2).padStart(8)}`,
  );
  if (median(ratios) > bound) process.exitCode = 1;
}
