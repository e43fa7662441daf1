/**
 * Lists the files that the build context of a Go program leaves out, and finds those among them
 * that the program embeds and therefore needs.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { folderOf } from '../../text/paths.ts';
import { globPattern } from '../../text/patterns.ts';
import { commonIgnores, ignoredBy } from '../shared/ignore-list.ts';
import type { GoPackage, ScannedFile } from './packages.ts';

export interface Ignored {
  /**
   * Folders at the root that hold build output. A folder of such a name that has Go files in it is
   * a package and is not listed.
   */
  readonly outputs: readonly string[];
}

const outputFolders = ['bin', 'out', 'tmp'];

export async function ignoredFacts(project: ProjectReader): Promise<Ignored> {
  const files = await project.files();
  const outputs = outputFolders.filter(
    (folder) => !files.some((it) => it.startsWith(`${folder}/`) && it.endsWith('.go')),
  );
  return { outputs: outputs.map((it) => `/${it}`) };
}

/**
 * Files that a Go build does not read. vendor/ and docs/ are not listed because both may hold
 * packages.
 */
export const unreadByBuilds: readonly string[] = [
  '**/*_test.go',
  '**/*.test',
  '**/*.prof',
  '**/coverage.out',
  '**/coverage.html',
  '**/__debug_bin*',
  '**/.golangci.yml',
  '**/.golangci.yaml',
  '**/.goreleaser.yml',
  '**/.goreleaser.yaml',
  '**/.air.toml',
  '**/node_modules',
];

/**
 * Decides whether the build context leaves a file out, unless it is listed as kept.
 *
 * @param path relative to the root of the project.
 */
export const isLeftOut = ignoredBy([
  ...commonIgnores.flatMap((it) => it.patterns),
  ...unreadByBuilds,
  ...outputFolders.map((it) => `/${it}`),
]);

/** The target of one go:embed pattern. */
export interface EmbedTarget {
  readonly path: string;
  readonly pattern: string;
  /** Whether a file matches. The compiler rejects a pattern that matches no file. */
  readonly found: boolean;
  /** The only file that matches, where that keeps an empty folder in git: `dist/.gitkeep`. */
  readonly placeholder: string | undefined;
  readonly evidence: Evidence;
}

/** Files that keep a folder in git which is empty otherwise. */
const placeholders = /(?:^|\/)(?:\.gitkeep|\.keep|\.gitignore|\.placeholder|gitkeep|placeholder)$/i;

export interface Embedded {
  /** Embedded files that the build context would otherwise leave out. */
  readonly kept: readonly string[];
  readonly targets: readonly EmbedTarget[];
}

/**
 * Finds the embedded files by the rules of go:embed: https://pkg.go.dev/embed#hdr-Directives
 *
 * @param packages those of the program.
 * @param files the files of the project.
 */
export function findEmbedded(
  packages: readonly GoPackage<ScannedFile>[],
  files: readonly string[],
): Embedded {
  const kept = new Set<string>();
  const targets: EmbedTarget[] = [];
  for (const found of packages) {
    for (const { path, source } of found.files) {
      for (const { pattern, line } of source.embeds) {
        const { all, bare, target, glob } = readPattern(pattern, found.folder);
        const fixed = fixedPart(target);
        const matched = files.filter(
          (it) => target === '' || (it.startsWith(fixed) && glob.test(it)),
        );
        targets.push({
          path: fixed,
          pattern,
          found: matched.length > 0,
          placeholder:
            matched.length === 1 ? matched.find((it) => placeholders.test(it)) : undefined,
          evidence: { file: path, line, because: `embeds ${pattern}` },
        });
        for (const it of matched) {
          if (isTaken(it, found.folder, { all, bare }) && isLeftOut(it)) kept.add(it);
        }
      }
    }
  }
  return { kept: [...kept].sort(), targets };
}

/** @returns whether a pattern would embed a file if it existed. */
export function isEmbeddedBy({ pattern, evidence }: EmbedTarget, file: string): boolean {
  const folder = folderOf(evidence.file);
  const read = readPattern(pattern, folder);
  return read.glob.test(file) && isTaken(file, folder, read);
}

interface Pattern {
  /** Whether hidden files of folders are embedded, too. */
  readonly all: boolean;
  readonly bare: string;
  /** The pattern from the root of the project. */
  readonly target: string;
  readonly glob: RegExp;
}

function readPattern(pattern: string, folder: string): Pattern {
  const all = pattern.startsWith('all:');
  const bare = (all ? pattern.slice(4) : pattern).replace(/\/+$/, '');
  const target = [folder, bare === '.' ? '' : bare].filter((it) => it !== '').join('/');
  const glob = new RegExp(`^${globPattern(target, { star: '[^/]*', one: '[^/]' })}(/.*)?$`);
  return { all, bare, target, glob };
}

/** Of a folder, hidden files are left out, unless the pattern begins with `all:`. */
function isTaken(
  file: string,
  folder: string,
  { all, bare }: Pick<Pattern, 'all' | 'bare'>,
): boolean {
  const inner = file
    .slice(folder === '' ? 0 : folder.length + 1)
    .split('/')
    .slice(bare.split('/').length);
  return all || !inner.some((part) => /^[._]/.test(part));
}

function fixedPart(path: string): string {
  const parts = path.split('/');
  const wild = parts.findIndex((it) => /[*?[]/.test(it));
  return (wild === -1 ? parts : parts.slice(0, wild)).join('/');
}
