// Installs and builds what is missing or out of date, and does nothing when all is there. Runs before start, test and test:e2e; before check, which
// reads the sources, with `packages`: then nothing is built.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const timeOf = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const newestIn = (folder) =>
  Math.max(
    ...readdirSync(join(root, folder), { recursive: true }).map((name) =>
      timeOf(join(folder, name)),
    ),
  );
const run = (command, ...args) =>
  execFileSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // On Windows npm is a command file, which only a shell runs. The path of node may have a space
    // in it, where a shell would split it.
    shell: process.platform === 'win32' && command === 'npm',
  });

if (timeOf('node_modules/.package-lock.json') < timeOf('package-lock.json'))
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
if (
  process.argv[2] !== 'packages' &&
  timeOf('dist/start.cjs') <
    Math.max(
      newestIn('src'),
      newestIn('templates'),
      timeOf('package.json'),
      timeOf('scripts/build.mjs'),
    )
)
  run(process.execPath, 'scripts/build.mjs');
