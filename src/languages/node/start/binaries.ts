/** The name of a program that a dependency brings in, its file in node_modules out. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, isRecord, type Manifest } from '../manifest.ts';

/** Programs that servers start with: package and file, from the `bin` of each package.json. */
const known: Readonly<Record<string, readonly [packageName: string, file: string]>> = {
  next: ['next', 'dist/bin/next'],
  'react-router-serve': ['@react-router/serve', 'bin.js'],
  'remix-serve': ['@remix-run/serve', 'dist/cli.js'],
  strapi: ['@strapi/strapi', 'bin/strapi.js'],
  fastify: ['fastify-cli', 'cli.js'],
  'moleculer-runner': ['moleculer', 'bin/moleculer-runner.js'],
  probot: ['probot', 'bin/probot.js'],
  srvx: ['srvx', 'bin/srvx.mjs'],
  'json-server': ['json-server', 'lib/bin.js'],
  medusa: ['@medusajs/cli', 'cli.js'],
  directus: ['directus', 'cli.js'],
  n8n: ['n8n', 'bin/n8n'],
};

/** @returns a function that finds programs; package-lock.json is read once, because it lists the programs of every package. */
export async function binaryFinder(project: ProjectReader, manifest: Manifest): Promise<(name: string) => string | undefined> {
  const text = await project.read('package-lock.json');
  let locked: ReadonlyMap<string, string> | undefined;
  return (name) => {
    const entry = known[name];
    if (entry && dependsOn(manifest, entry[0])) return `node_modules/${entry[0]}/${entry[1]}`;
    locked ??= lockedBinaries(text ?? '{}');
    return locked.get(name);
  };
}

function lockedBinaries(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let lock: unknown;
  try {
    lock = JSON.parse(text);
  } catch {
    return found;
  }
  const packages = isRecord(lock) && isRecord(lock['packages']) ? lock['packages'] : {};
  for (const [path, entry] of Object.entries(packages)) {
    // What only development needs is not in the image; nested copies are not the one that a script means.
    if (!isRecord(entry) || entry['dev'] === true || !isRecord(entry['bin']) || path.lastIndexOf('node_modules/') !== 0) continue;
    for (const [name, file] of Object.entries(entry['bin'])) if (typeof file === 'string' && !found.has(name)) found.set(name, `${path}/${file.replace(/^\.\//, '')}`);
  }
  return found;
}
