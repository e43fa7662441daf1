// Writes the committed output of every example anew, as `npx create-secure-dockerfile` would with the preset in it.
// Pins come from the snapshot, so that the result is the same everywhere. test/golden/examples.test.ts compares.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, [join(root, 'scripts/ready.mjs')], { stdio: 'inherit' });
for (const name of readdirSync(join(root, 'examples')).sort()) {
  const folder = join(root, 'examples', name);
  if (!existsSync(join(folder, 'secure-dockerfile.yaml'))) continue;
  rmSync(join(folder, 'Dockerfile'), { force: true });
  rmSync(join(folder, '.dockerignore'), { force: true });
  execFileSync(process.execPath, [join(root, 'bin.js'), folder, '--offline'], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  console.log(`${name}: written`);
}
