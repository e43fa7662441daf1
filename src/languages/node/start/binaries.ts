/** Finds the file in node_modules for a program that a dependency includes. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, isRecord, type Manifest } from '../files/manifest.ts';
import { lockedPackages } from '../files/documents.ts';
import { packageFinder } from './packages.ts';

/** Programs that start servers: the package and the file, from the `bin` of its package.json. */
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

/**
 * @returns a function that finds programs. Paths are relative to the folder of the manifest. It
 *   reads package-lock.json once, because that lists the programs of every package.
 */
export async function binaryFinder(
  project: ProjectReader,
  manifest: Manifest,
): Promise<(name: string) => string | undefined> {
  const locate = await packageFinder(project, manifest);
  const text = await project.read('package-lock.json');
  let locked: ReadonlyMap<string, readonly [packageName: string, file: string]> | undefined;
  return (name) => {
    const own = known[name];
    if (own && dependsOn(manifest, own[0])) return `${locate(own[0])}/${own[1]}`;
    locked ??= lockedBinaries(text ?? '{}');
    const entry = locked.get(name);
    return entry && `${locate(entry[0])}/${entry[1]}`;
  };
}

function lockedBinaries(text: string): Map<string, readonly [string, string]> {
  const found = new Map<string, readonly [string, string]>();
  for (const [path, entry] of Object.entries(lockedPackages(text))) {
    // Development dependencies are not in the image, and a script does not refer to nested copies.
    if (
      !isRecord(entry) ||
      entry['dev'] === true ||
      !isRecord(entry['bin']) ||
      path.lastIndexOf('node_modules/') !== 0
    )
      continue;
    for (const [name, file] of Object.entries(entry['bin']))
      if (typeof file === 'string' && !found.has(name))
        found.set(name, [path.slice('node_modules/'.length), file.replace(/^\.\//, '')]);
  }
  return found;
}
