/**
 * Finds the commands of a build that change a database. A build of an image has none, so such a
 * command ends it.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';

export interface RewrittenScript {
  readonly name: string;
  /** The script without its commands for a database. */
  readonly text: string;
}

export interface WithoutDatabase {
  readonly scripts: readonly RewrittenScript[];
  /** The commands that are left out, as they are written. */
  readonly dropped: readonly string[];
}

/** What may be in front of a command: the program that runs it, and variables. */
const launcher =
  /^(?:(?:npx|bunx|pnpx|pnpm(?: exec| dlx)?|yarn(?: run| dlx)?|bun(?: x| run)?|npm exec)(?: (?:--|-y|--yes))*\s+)?(?:(?:cross-env|env)\s+)?(?:[A-Z_]\w*=\S*\s+)*/;

const changesDatabase =
  /^(?:prisma\s+(?:migrate\s+(?:deploy|dev|reset|resolve)|db\s+(?:push|seed|execute|pull))|payload\s+migrate(?::(?:fresh|refresh|reset|down|status))?(?!\S)|drizzle-kit\s+(?:push|migrate)|knex\s+(?:migrate:(?:latest|up)|seed:run)|sequelize(?:-cli)?\s+db:\S+|typeorm\S*\s+(?:migration:run|schema:sync)|medusa\s+db:\S+|mikro-orm\s+(?:migration:up|schema:update)|node\s+ace\s+(?:migration:run|db:seed)|kysely\s+migrate)(?!\S)/;

/** Drivers of databases that are files: the build can make one. */
const fileDrivers = [
  'better-sqlite3',
  'sqlite3',
  '@libsql/client',
  '@payloadcms/db-sqlite',
  '@prisma/adapter-better-sqlite3',
  '@prisma/adapter-libsql',
];

/** @returns `undefined` if the script has no such command, or the database is a file. */
export async function withoutDatabase(
  project: ProjectReader,
  manifest: Manifest,
  script: string,
): Promise<WithoutDatabase | undefined> {
  const found = new Map<string, Rewriting>();
  for (const name of [`pre${script}`, script, `post${script}`])
    if (name in manifest.scripts) rewrite(name, manifest, found);
  const changed = [...found].filter(([, { dropped }]) => dropped.length > 0);
  if (changed.length === 0 || (await isFile(project, manifest))) return undefined;
  return {
    scripts: changed.map(([name, { text }]) => ({ name, text })),
    dropped: [...new Set(changed.flatMap(([, { dropped }]) => dropped))],
  };
}

interface Rewriting {
  readonly text: string;
  readonly dropped: readonly string[];
}

/** Rewrites a script and those that it runs. What may fail (`||`) stays as it is. */
function rewrite(name: string, manifest: Manifest, found: Map<string, Rewriting>): void {
  const text = manifest.scripts[name] ?? '';
  // A script may run itself.
  found.set(name, { text, dropped: [] });
  const parts = text.split(/\s+&&\s+/);
  const dropped = parts.map((it) => it.trim()).filter((it) => isForDatabase(it));
  const kept = parts.filter((it) => !dropped.includes(it.trim()));
  found.set(name, { text: kept.length > 0 ? kept.join(' && ') : 'true', dropped });
  for (const part of kept) {
    const run = /^\s*(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) ([\w:.-]+)\s*$/.exec(
      part,
    )?.[1];
    if (run !== undefined && run in manifest.scripts && !found.has(run))
      rewrite(run, manifest, found);
  }
}

function isForDatabase(command: string): boolean {
  return !/[|;&]/.test(command) && changesDatabase.test(command.replace(launcher, ''));
}

async function isFile(project: ProjectReader, manifest: Manifest): Promise<boolean> {
  if (fileDrivers.some((it) => dependsOn(manifest, it))) return true;
  const schemas = (await project.files()).filter((it) => it.endsWith('.prisma'));
  const texts = await Promise.all(schemas.map(async (it) => (await project.read(it)) ?? ''));
  return texts.some((it) => /\bprovider\s*=\s*"sqlite"/.test(it));
}
