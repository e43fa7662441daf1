// How long `docker build` takes after a change of one source line, as a share of what the Dockerfile of a beginner takes after the same
// change (`FROM golang`, `COPY .`, `go build`): the two in turn in one run, so that the ratio holds when the machine's speed drifts.
// Prints ratios; ends with 1 when the median is above the bound. Needs `docker`.
//
//   npm run bench:rebuild [runs]
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, docker, program } from '../../test/e2e/support.mjs';
import { median } from './median.mjs';

const bound = 0.15;
const runs = Number(process.argv[2] ?? 3);
const [name, source] = ['go-chi', 'main.go'];

const folder = copyOf(name);
const { code, stderr } = await program(folder, '--yes', '--base', 'scratch');
if (code !== 0) throw new Error(stderr);
const image = readFileSync(join(folder, 'Dockerfile'), 'utf8').match(
  /(?<=^FROM .*)\S*golang:\S+/m,
)[0];
// The same image and the same ignored files: what differs is the Dockerfile.
writeFileSync(
  join(folder, 'beginner.Dockerfile'),
  `FROM ${image}\nWORKDIR /app\nCOPY . .\nRUN go build -o /app/server .\nCMD ["/app/server"]\n`,
);

async function time(dockerfile) {
  const begun = process.hrtime.bigint();
  await docker(
    'build',
    '--file',
    join(folder, dockerfile),
    '--tag',
    `secure-dockerfile-bench-${dockerfile.toLowerCase()}`,
    folder,
  );
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

const text = readFileSync(join(folder, source), 'utf8');
const ours = [];
const beginner = [];
for (let run = 0; run <= runs; run += 1) {
  // The first pair fills the caches and does not count.
  writeFileSync(
    join(folder, source),
    `${text}\nvar change = "${Date.now()}"\n\nfunc init() { println(change) }\n`,
  );
  const pair = [await time('Dockerfile'), await time('beginner.Dockerfile')];
  if (run === 0) continue;
  ours.push(pair[0]);
  beginner.push(pair[1]);
}
rmSync(folder, { recursive: true });
await docker(
  'image',
  'rm',
  '--force',
  'secure-dockerfile-bench-dockerfile',
  'secure-dockerfile-bench-beginner.dockerfile',
);
const ratio = median(ours.map((it, index) => it / beginner[index]));
console.log(
  `${name} after a change of one line: ${median(ours).toFixed(1)} s, beginner's Dockerfile ${median(beginner).toFixed(1)} s, ratio ${ratio.toFixed(3)} (medians of ${runs} pairs; at most ${bound})`,
);
if (ratio > bound) process.exitCode = 1;
