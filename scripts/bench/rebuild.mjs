// How long `docker build` takes after a change of one source line, as a share of what the Dockerfile of a beginner takes after the same
// change (`COPY .`, then the install or the compiler): the two in turn in one run, so that the ratio holds when the machine's speed
// drifts. Prints ratios; ends with 1 when a median is above the bound, or when a rebuild installs or looks for libraries again.
// Needs `docker`, and npm's registry.
//
//   npm run bench:rebuild [runs]
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, docker, program, run } from '../../test/e2e/support.mjs';
import { median } from './median.mjs';

const bound = 0.15;
const runs = Number(process.argv[2] ?? 3);

/**
 * Each example: the image that its build begins with, the line that changes, what a beginner writes after `COPY . .`, and packages that
 * are added to the few of the example, because a service has hundreds: what a rebuild saves is the time of their install.
 */
const examples = {
  'go-chi': {
    image: 'golang',
    source: 'main.go',
    line: (mark) => `var change = "${mark}"\n\nfunc init() { println(change) }`,
    beginner: 'RUN go build -o /app/server .\nCMD ["/app/server"]',
  },
  'python-streamlit': {
    image: 'python',
    source: 'app.py',
    line: (mark) => `change = "${mark}"`,
    beginner: 'RUN pip install -r requirements.txt\nCMD ["streamlit", "run", "app.py"]',
  },
  'node-express-npm': {
    image: 'node',
    source: 'server.js',
    line: (mark) => `globalThis.change = '${mark}';`,
    beginner: 'RUN npm install\nCMD ["npm", "start"]',
    packages: [
      '@aws-sdk/client-s3',
      '@opentelemetry/sdk-node',
      '@sentry/node',
      'axios',
      'bullmq',
      'date-fns',
      'googleapis',
      'ioredis',
      'lodash',
      'mongoose',
      'nodemailer',
      'pg',
      'sequelize',
      'socket.io',
      'stripe',
      'winston',
      'zod',
    ],
  },
};

/** What a rebuild has no reason to run again. */
const lasting =
  /\b(?:go mod download|npm (?:ci|install)|pip install|apt-get|apk add)\b|\/tmp\/libraries/;

for (const [name, example] of Object.entries(examples)) await measure(name, example);

async function measure(name, { image, source, line, beginner, packages = [] }) {
  const folder = copyOf(name);
  if (packages.length > 0) {
    const added = await run('npm', ['install', '--package-lock-only', ...packages], {
      cwd: folder,
    });
    if (added.code !== 0) throw new Error(added.stderr);
  }
  const { code, stderr } = await program(folder, '--yes', '--base', 'scratch');
  if (code !== 0) throw new Error(stderr);
  const from = new RegExp(`(?<=^FROM .*)\\S*\\b${image}:\\S+`, 'm');
  const [pinned] = readFileSync(join(folder, 'Dockerfile'), 'utf8').match(from);
  // The same image and the same ignored files: what differs is the Dockerfile.
  writeFileSync(
    join(folder, 'beginner.Dockerfile'),
    `FROM ${pinned}\nWORKDIR /app\nCOPY . .\n${beginner}\n`,
  );
  const text = readFileSync(join(folder, source), 'utf8');
  const pairs = [];
  for (let run = 0; run <= runs; run += 1) {
    writeFileSync(join(folder, source), `${text}\n${line(Date.now())}\n`);
    const ours = await build(folder, 'Dockerfile');
    const theirs = await build(folder, 'beginner.Dockerfile');
    // The first pair fills the caches and does not count.
    if (run === 0) continue;
    pairs.push({ ours: ours.seconds, theirs: theirs.seconds });
    report(name, again(ours.log));
  }
  rmSync(folder, { recursive: true });
  await docker('image', 'rm', '--force', ...['Dockerfile', 'beginner.Dockerfile'].map(tagOf));
  const ratio = median(pairs.map((it) => it.ours / it.theirs));
  const seconds = (which) => median(pairs.map((it) => it[which])).toFixed(1);
  console.log(
    `${name} after a change of one line: ${seconds('ours')} s, beginner's Dockerfile ${seconds('theirs')} s, ratio ${ratio.toFixed(3)} (medians of ${runs} pairs; at most ${bound})`,
  );
  if (ratio > bound) process.exitCode = 1;
}

async function build(folder, dockerfile) {
  const begun = process.hrtime.bigint();
  const { stderr } = await docker(
    'build',
    '--progress=plain',
    '--file',
    join(folder, dockerfile),
    '--tag',
    tagOf(dockerfile),
    folder,
  );
  return { seconds: Number(process.hrtime.bigint() - begun) / 1e9, log: stderr };
}

function tagOf(dockerfile) {
  return `secure-dockerfile-bench-${dockerfile.toLowerCase()}`;
}

/** The lasting steps that a build ran, by its log: `#9 [dependencies 3/5] RUN npm ci`, then `#9 CACHED` unless it ran. */
function again(log) {
  const cached = new Set([...log.matchAll(/^(#\d+) CACHED$/gm)].map(([, step]) => step));
  return [...log.matchAll(/^(#\d+) (\[.*\] RUN .*)$/gm)]
    .filter(([, step, text]) => lasting.test(text) && !cached.has(step))
    .map(([, , text]) => text.slice(0, 100));
}

function report(name, steps) {
  if (steps.length === 0) return;
  console.log(`${name} runs again: ${steps.join(' and ')}`);
  process.exitCode = 1;
}
