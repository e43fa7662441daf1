/** Finds the file in node_modules for a program that a dependency includes. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, isRecord, type Manifest, productionDependencies } from '../files/manifest.ts';
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
  keystone: ['@keystone-6/core', 'bin/cli.js'],
  medusa: ['@medusajs/cli', 'cli.js'],
  directus: ['directus', 'cli.js'],
  n8n: ['n8n', 'bin/n8n'],
  'functions-framework': ['@google-cloud/functions-framework', 'build/src/main.js'],
  verdaccio: ['verdaccio', 'bin/verdaccio'],
  'node-red': ['node-red', 'red.js'],
  'parse-server': ['parse-server', 'bin/parse-server'],
  flowise: ['flowise', 'bin/run'],
  maildev: ['maildev', 'bin/maildev'],
  prism: ['@stoplight/prism-cli', 'dist/index.js'],
  postgraphile: ['postgraphile', 'cli.js'],
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
  const linked = text === undefined && (await hasLinks(project));
  let locked: ReadonlyMap<string, readonly [packageName: string, file: string]> | undefined;
  return (name) => {
    const own = known[name];
    if (own && dependsOn(manifest, own[0])) return `${locate(own[0])}/${own[1]}`;
    locked ??= lockedBinaries(text ?? '{}');
    const entry = locked.get(name);
    if (entry) return `${locate(entry[0])}/${entry[1]}`;
    return linked && providers(manifest).some((it) => it.replace(/^@[^/]+\//, '') === name)
      ? locate(`.bin/${name}`)
      : undefined;
  };
}

function providers(manifest: Manifest): readonly string[] {
  return Object.keys(productionDependencies(manifest));
}

/**
 * Whether node can run what is in node_modules/.bin: a link to the program's file. pnpm writes
 * shell scripts there, and Plug'n'Play has no such folder.
 */
async function hasLinks(project: ProjectReader): Promise<boolean> {
  const files = await project.files();
  return !files.some((it) => /^(?:pnpm-lock\.yaml|\.yarnrc\.yml|\.pnp\..*)$/.test(it));
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
