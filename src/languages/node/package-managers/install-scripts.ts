/**
 * Finds which install scripts of package.json run, and what they need before the sources are
 * copied.
 * https://docs.npmjs.com/cli/using-npm/scripts#npm-install
 */
import { shellWord, splitCommand } from '../../../text/shell-words.ts';
import { folderOf, isWithin, joined } from '../../../text/paths.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest, recordOf } from '../files/manifest.ts';
import { isSource } from '../files/sources.ts';

export interface Lifecycle {
  /**
   * Scripts that only set up a developer's machine: git hooks, or a check of the package manager.
   */
  readonly development: readonly string[];
  /** Scripts that the packages need to work: patches, generated clients. */
  readonly needed: readonly string[];
  /** Files and folders that these scripts read. */
  readonly files: readonly string[];
  /** Whether one of them reads unknown files. */
  readonly needsSources: boolean;
  /** The words after `patch-package`; `null` if it is not called. */
  readonly patches: readonly string[] | null;
  /** Whether the install of a package writes code that the program loads: the client of Prisma. */
  readonly generates: boolean;
}

export const installScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

const developmentOnly =
  /\b(husky|simple-git-hooks|lefthook|pre-commit|git-hooks|core\.hooksPath|only-allow|check-engine|is-ci|npx-only|yorkie|playwright install|svelte-kit sync|link-workspace|skip-preinstall)\b/;

/** Prints something, or only changes the repository, which no build context has. */
const nothingHere = /^\s*(?:echo\b[^&|;]*|exit 0|true|git\s[^&|;]*(?:&&\s*git\s[^&|;]*)*)\s*$/;

/** Explains why such scripts are removed before an install. */
export const onlyForDevelopers = "Removes install scripts that only set up a developer's machine.";

/**
 * @param program `npm`, or `bun pm`.
 * @returns a command that removes scripts from package.json.
 */
export function deleteScripts(program: string, scripts: readonly string[]): string {
  return `${program} pkg delete ${scripts.map((it) => shellWord(`scripts.${it}`)).join(' ')}`;
}

/** @returns a command that gives scripts other texts in package.json. */
export function setScripts(
  program: string,
  scripts: readonly { readonly name: string; readonly text: string }[],
): string {
  return `${program} pkg set ${scripts.map(({ name, text }) => shellWord(`scripts.${name}=${text}`)).join(' ')}`;
}

/** @param files all files of the project. */
export function lifecycleOf(manifest: Manifest, files: readonly string[]): Lifecycle {
  const present = installScripts.filter((it) => it in manifest.scripts);
  const development = present.filter(
    (it) =>
      developmentOnly.test(manifest.scripts[it] ?? '') ||
      nothingHere.test(manifest.scripts[it] ?? ''),
  );
  const needed = present.filter((it) => !development.includes(it));
  const named = new Set<string>();
  let needsSources = false;
  for (const script of needed) {
    const read = readsOf(manifest.scripts[script] ?? '', files);
    if (read === null) needsSources = true;
    for (const file of read ?? []) named.add(file);
  }
  const patching = needed
    .map((it) => /\bpatch-package\b([^&|;]*)/.exec(manifest.scripts[it] ?? ''))
    .find((it) => it !== null);
  const schema = needed.some((it) => generating.test(manifest.scripts[it] ?? ''))
    ? undefined
    : installedSchema(manifest, files);
  return {
    development,
    needed,
    generates: schema !== undefined,
    files: [...named, ...(schema === undefined ? [] : [schema])],
    needsSources,
    patches: patching ? wordsOf(patching[1] ?? '') : null,
  };
}

/**
 * What install scripts need, with the sources where a file that they read loads one of another
 * folder: `import { locales } from '../config/i18n.ts'`.
 */
export async function lifecycleIn(
  project: ProjectReader,
  manifest: Manifest,
  files: readonly string[],
): Promise<Lifecycle> {
  const lifecycle = lifecycleOf(manifest, files);
  if (lifecycle.needsSources) return lifecycle;
  for (const folder of lifecycle.files) {
    const sources = files.filter((it) => isWithin(it, folder) && isSource(it)).slice(0, mostRead);
    for (const file of sources) {
      const text = (await project.read(joined(manifest.folder, file))) ?? '';
      const leaves = [...text.matchAll(loadedByPath)].some(
        ([, path = '']) => !isWithin(joined(folderOf(file), path), folder),
      );
      if (leaves) return { ...lifecycle, needsSources: true };
    }
  }
  return lifecycle;
}

/** The most files of a folder that are read. */
const mostRead = 40;

/** A file by a path from the one that loads it. Types are not loaded. */
const loadedByPath =
  /(?:^[ \t]*(?:import|export)\s+(?!type\b)[^"';]*|\b(?:require|import)\s*\(\s*)["'](\.{1,2}\/[^"'\n]+)["']/gm;

const generating = /\bprisma\s+generate\b/;

/**
 * Up to version 6, the install of @prisma/client generates the client if it finds the schema and
 * the command line. A build that generates it does so for the build stage alone.
 * https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client
 *
 * @returns the schema that it finds.
 */
export function installedSchema(manifest: Manifest, files: readonly string[]): string | undefined {
  const range = manifest.dependencies['@prisma/client'] ?? '';
  if (!/^[~^]?[2-6]\b/.test(range) || !dependsOn(manifest, 'prisma')) return undefined;
  const { schema } = recordOf(manifest.all['prisma']);
  const stated = typeof schema === 'string' ? [schema.replace(/^\.\//, '')] : [];
  return [...stated, 'prisma/schema.prisma', 'schema.prisma'].find((it) => files.includes(it));
}

/** @returns the files that a script reads; `null` if unknown. */
function readsOf(script: string, files: readonly string[]): string[] | null {
  const found: string[] = [];
  for (const command of script
    .split(/&&|;/)
    .map((it) => it.trim().replace(/^(?:npx|pnpm exec|yarn)\s+/, ''))) {
    if (/^patch-package\b/.test(command)) found.push(...folders(patchFolder(command), files));
    else if (/^prisma\s+generate\b/.test(command)) found.push(...prismaFiles(command, files));
    else if (/^(?:nuxt|nuxi)\s+prepare\b|^npm rebuild\b|^echo\b/.test(command)) continue;
    else {
      const file = /^node\s+(?:\.\/)?([\w./-]+)$/.exec(command)?.[1];
      const exact =
        file === undefined ? undefined : [file, `${file}.js`].find((it) => files.includes(it));
      if (exact === undefined) return null;
      // Other files that the script reads are usually beside it.
      found.push(exact.includes('/') ? exact.slice(0, exact.indexOf('/')) : exact);
    }
  }
  return found;
}

function prismaFiles(command: string, files: readonly string[]): string[] {
  const schema = /--schema[= ](?:\.\/)?(\S+)/.exec(command)?.[1];
  const named = schema === undefined ? [] : [schema];
  return [
    ...named,
    ...(files.some((it) => it.startsWith('prisma/')) ? ['prisma'] : []),
    ...files.filter((it) => /^prisma\.config\.[cm]?[jt]s$/.test(it)),
    ...files.filter((it) => it === 'schema.prisma'),
  ];
}

/** @returns the arguments; empty if they need a shell. */
function wordsOf(text: string): readonly string[] {
  const words = splitCommand(text);
  return words.ok ? words.words : [];
}

/** https://github.com/ds300/patch-package#options */
function patchFolder(command: string): string {
  return (/--patch-dir[= ]["']?(?:\.\/)?([^\s"']+)/.exec(command)?.[1] ?? 'patches').replace(
    /\/$/,
    '',
  );
}

function folders(name: string, files: readonly string[]): string[] {
  return files.some((it) => it.startsWith(`${name}/`)) ? [name] : [];
}
