/**
 * Finds a Prisma client that neither the install nor the build generates: developers run a script
 * for it, `"db:generate": "prisma generate"`. From version 7 on, no install generates it.
 * https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { isBelow, isInFolder, seenFrom } from '../../../text/paths.ts';
import type { Build } from '../build/output.ts';
import type { ClientGeneration } from '../details.ts';
import { dependsOn, type Manifest, recordOf } from '../files/manifest.ts';
import { textsOfScript } from '../files/script-files.ts';
import { installScripts, installedSchema } from '../package-managers/install-scripts.ts';

interface Package {
  readonly manifest: Manifest;
  readonly build: Build | null;
}

const generates = /\bprisma\b[^&|;]*\bgenerate\b/;
const onlyGenerates =
  /^(?:(?:npx|bunx|yarn|pnpm exec|dotenv(?: -e \S+)*|--)\s+)*prisma\s+generate(?:\s+--?[\w=./-]+)*$/;

/**
 * @param root the root of the workspace, or else the package itself.
 * @param packages the package that runs, and those of its workspace that it needs.
 */
export async function clientGeneration(
  project: ProjectReader,
  root: Manifest,
  packages: readonly Package[],
): Promise<ClientGeneration | null> {
  const manifests = [...new Set([...packages.map((it) => it.manifest), root])];
  const line = manifests.find((it) => dependsOn(it, 'prisma'));
  if (!line || isGenerated(manifests, packages) || (await isTask(project, packages))) return null;
  const files = await project.files();
  if (installedSchema(root, files) !== undefined) return null;
  const schemas: Schema[] = [];
  for (const file of files) {
    if (!file.endsWith('.prisma') || !manifests.some((it) => isInFolder(file, it.folder))) continue;
    const found = schemaOf(file, (await project.read(file)) ?? '');
    if (found) schemas.push(found);
  }
  if (schemas.length === 0 || schemas.some((it) => isCommitted(it, files))) return null;
  const command = commandOf(line, schemas, files);
  const isInstalled = schemas.some((it) => it.output === null);
  return command && { ...command, isInstalled };
}

/** Whether something that runs anyway generates it, or runs a script that does. */
function isGenerated(manifests: readonly Manifest[], packages: readonly Package[]): boolean {
  const names = manifests.flatMap(({ scripts }) =>
    Object.keys(scripts).filter((it) => generates.test(scripts[it] ?? '')),
  );
  const running = [
    ...manifests.flatMap((it) => installScripts.flatMap((script) => textsOfScript(it, script))),
    ...packages.flatMap(({ manifest, build }) =>
      build?.script ? textsOfScript(manifest, build.script) : [],
    ),
  ];
  return (
    manifests.some((it) => dependsOn(it, '@prisma/nuxt')) ||
    running.some(
      (it) => generates.test(it) || it.split(/[\s"']+/).some((word) => names.includes(word)),
    )
  );
}

/** Whether a task runner generates it before it builds. */
async function isTask(project: ProjectReader, packages: readonly Package[]): Promise<boolean> {
  const texts = await Promise.all(['turbo.json', 'nx.json'].map((it) => project.read(it)));
  const isRun = packages.some(({ build }) => build?.task || build?.script === 'build');
  return isRun && texts.some((it) => /["'][^"']*generate["']/.test(it ?? ''));
}

interface Schema {
  readonly file: string;
  /** Where the client is written; `null` for the package @prisma/client. */
  readonly output: string | null;
}

function schemaOf(file: string, text: string): Schema | null {
  const generator = [...text.matchAll(/\bgenerator\s+\w+\s*\{([^}]*)\}/g)]
    .map((it) => it[1] ?? '')
    .find((it) => /\bprovider\s*=\s*"prisma-client(?:-js)?"/.test(it));
  if (generator === undefined) return null;
  const output = /\boutput\s*=\s*"([^"]+)"/.exec(generator)?.[1];
  const path = output === undefined ? null : posix.join(posix.dirname(file), output);
  return { file, output: path?.includes('node_modules') ? null : path };
}

function isCommitted({ output }: Schema, files: readonly string[]): boolean {
  return output !== null && files.some((it) => isBelow(it, output));
}

/** Whether a script generates the client, by a program of the project, and changes no database. */
function isHarmless(script: string): boolean {
  return generates.test(script) && !/\b(?:migrate|push|seed|dev|start)\b/.test(script);
}

/** @returns `null` where nothing says which of several schemas is meant. */
function commandOf(
  manifest: Manifest,
  schemas: readonly Schema[],
  files: readonly string[],
): Omit<ClientGeneration, 'isInstalled'> | null {
  const { scripts, folder } = manifest;
  const named = Object.keys(scripts);
  const script =
    named.find((it) => onlyGenerates.test((scripts[it] ?? '').trim())) ??
    named.find((it) => /(?:^|[:-])generate$/.test(it) && isHarmless(scripts[it] ?? ''));
  if (script !== undefined) return { manifest, script, command: '' };
  const paths = schemas.map((it) => seenFrom(folder, it.file));
  const isFound =
    'schema' in recordOf(manifest.all['prisma']) ||
    files.some((it) => /^prisma\.config\.[cm]?[jt]s$/.test(seenFrom(folder, it))) ||
    paths.some((it) => /^(?:prisma\/)?schema(?:\.prisma$|\/)/.test(it));
  if (isFound) return { manifest, script: null, command: 'prisma generate' };
  const [path, other] = paths;
  return path === undefined || other !== undefined || !/^[\w./-]+$/.test(path)
    ? null
    : { manifest, script: null, command: `prisma generate --schema=${path}` };
}
