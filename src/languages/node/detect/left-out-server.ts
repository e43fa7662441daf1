/** Notes a server beside a site: the image of the site does not contain it. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { supportFolder } from '../../shared/services.ts';
import { type Manifest, parseManifest, place, productionDependencies } from '../files/manifest.ts';

/** Libraries with which a program serves. */
const servers = [
  'express',
  'fastify',
  'koa',
  'hono',
  'elysia',
  'polka',
  'restify',
  '@hapi/hapi',
  '@nestjs/core',
  '@adonisjs/core',
  '@apollo/server',
  'apollo-server',
  'graphql-yoga',
  'socket.io',
];

const text = (what: string): string => `the image only has the site, and not ${what}`;

/** @param manifest the package of the site, which is in no workspace. */
export async function leftOutServer(project: ProjectReader, manifest: Manifest): Promise<Note[]> {
  const files = await project.files();
  const beside = await serverBeside(project, files, manifest.folder);
  if (beside) return [beside];
  const started = startedBeside(manifest, files);
  return started ? [started] : [];
}

/** Another package in a folder: `service/package.json`. */
async function serverBeside(
  project: ProjectReader,
  files: readonly string[],
  folder: string,
): Promise<Note | undefined> {
  for (const file of files) {
    const inside = folderOf(file);
    const isBeside = file === joined(inside, 'package.json') && folderOf(inside) === folder;
    if (!isBeside || inside === folder || supportFolder(inside)) continue;
    const read = parseManifest(inside, (await project.read(file)) ?? '');
    if (!read.ok) continue;
    const name = servers.find((it) => it in productionDependencies(read.manifest));
    if (name === undefined || !('start' in read.manifest.scripts || read.manifest.main)) continue;
    return {
      code: 'node/server-left-out',
      level: 'warning',
      text: text(`the server in ${inside}`),
      hint: `Make an image of it, too: cd ${inside} && npx create-secure-dockerfile`,
      evidence: [place(read.manifest, ['dependencies', name], `depends on ${name}`)],
    };
  }
  return undefined;
}

/** `cd backend && nodemon app.js`, with the packages of the site's own manifest. */
const starts =
  /\bcd (?:\.\/)?([\w-]+)\/? && (?:\w+=\S+ )*(?:cross-env (?:\w+=\S+ )+)?(?:npx )?(?:nodemon|node|tsx(?: watch)?|ts-node-dev|ts-node|bun(?: --watch)?) (?:-\S+ )*([\w./-]+)/;

function startedBeside(manifest: Manifest, files: readonly string[]): Note | undefined {
  const name = servers.find((it) => it in productionDependencies(manifest));
  if (name === undefined) return undefined;
  for (const [script, command] of Object.entries(manifest.scripts)) {
    if (!/start|dev|serve|watch/.test(script)) continue;
    const [, folder = '', entry = ''] = starts.exec(command) ?? [];
    const path = joined(manifest.folder, joined(folder, entry));
    if (folder === '' || !files.includes(path)) continue;
    return {
      code: 'node/server-left-out',
      level: 'warning',
      text: text(`the server ${path}`),
      hint: `To start the server instead: --start "node ${joined(folder, entry)}"`,
      evidence: [place(manifest, ['scripts', script], `the script "${script}" runs ${path}`)],
    };
  }
  return undefined;
}
