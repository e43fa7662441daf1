/** Notes a server beside a site: the image of the site does not contain it. */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../../ports/ports.ts';
import { lineAt } from '../../../text/lines.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';
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
  const found =
    startedBeside(manifest, files) ?? (await pythonBeside(project, files, manifest.folder));
  return found ? [found] : [];
}

const pythonServers =
  /^[^\w\n]*(?:flask|fastapi|django|starlette|litestar|quart|sanic|tornado|aiohttp|falcon|bottle|gunicorn|uvicorn)\b/im;

/** The manifests of servers in Python, and what each says. A module of Go in a folder is seen from here. */
const pythonManifests: ReadonlyMap<string, RegExp> = new Map([
  ['requirements.txt', pythonServers],
  ['pyproject.toml', pythonServers],
  ['Pipfile', pythonServers],
  ['manage.py', /\bDJANGO_SETTINGS_MODULE\b/],
]);

/** A server in Python in a folder: `api/requirements.txt`. */
async function pythonBeside(
  project: ProjectReader,
  files: readonly string[],
  folder: string,
): Promise<Note | undefined> {
  for (const file of files) {
    const inside = folderOf(file);
    const serves = pythonManifests.get(basename(file));
    if (!serves || !isBeside(inside, folder)) continue;
    const found = serves.exec((await project.read(file)) ?? '');
    if (!found) continue;
    const because = `says ${found[0].replace(/^\W+/, '')}`;
    return noteOf(inside, { file, line: lineAt(found.input, found.index), because });
  }
  return undefined;
}

/** Whether a folder is in that of the site, and for no tests or examples. */
function isBeside(inside: string, folder: string): boolean {
  return inside !== folder && folderOf(inside) === folder && !supportFolder(inside);
}

function noteOf(folder: string, evidence: Evidence): Note {
  return {
    code: 'node/server-left-out',
    level: 'warning',
    text: text(`the server in ${folder}`),
    hint: `Make an image of it, too: cd ${folder} && npx create-secure-dockerfile`,
    evidence: [evidence],
  };
}

/** Another package in a folder: `service/package.json`. */
async function serverBeside(
  project: ProjectReader,
  files: readonly string[],
  folder: string,
): Promise<Note | undefined> {
  for (const file of files) {
    const inside = folderOf(file);
    if (basename(file) !== 'package.json' || !isBeside(inside, folder)) continue;
    const read = parseManifest(inside, (await project.read(file)) ?? '');
    if (!read.ok) continue;
    const name = servers.find((it) => it in productionDependencies(read.manifest));
    if (name === undefined || !('start' in read.manifest.scripts || read.manifest.main)) continue;
    return noteOf(inside, place(read.manifest, ['dependencies', name], `depends on ${name}`));
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
