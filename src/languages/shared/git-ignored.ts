/**
 * Reads .gitignore, which shows what a build makes and what belongs to one developer.
 * https://git-scm.com/docs/gitignore
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { folderOf, isBelow, isWithin, joined } from '../../text/paths.ts';
import { globPattern } from '../../text/patterns.ts';
import { oncePerProject } from './once.ts';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly evidence: Evidence;
}

/** A line of a .gitignore, without the space around it. */
interface IgnoreLine {
  readonly text: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** @returns the lines of every .gitignore of the project. */
export const ignoreLines = oncePerProject(async (project): Promise<readonly IgnoreLine[]> => {
  const found: IgnoreLine[] = [];
  for (const file of (await project.files()).filter((it) => /(?:^|\/)\.gitignore$/.test(it)))
    for (const [index, text] of ((await project.read(file)) ?? '').split('\n').entries())
      found.push({ text: text.trim(), file, line: index + 1 });
  return found;
});

/**
 * Reads every .gitignore of the project. A folder of which all files are ignored (`dist/*`) counts
 * as ignored itself.
 * @returns a function that gives the line that ignores a path, `undefined` if git keeps the path.
 */
export async function ignoredByGit(
  project: ProjectReader,
): Promise<(path: string) => Evidence | undefined> {
  const files = await project.files();
  const lines = await ignoreLines(project);
  const rules = lines.flatMap(({ text, file, line }) => ruleOf(text, file, line) ?? []);
  return (path) => {
    const isFile = files.includes(path);
    const last = rules.findLast(
      (it) => it.matches(path) && !(it.negated && it.foldersOnly && isFile),
    );
    return last?.negated === false ? last.evidence : undefined;
  };
}

/**
 * @param folder a folder of the project.
 * @returns the paths inside the folder that a line of .gitignore names without wildcards. A line
 *   without a slash counts for the folder itself, and not for those in it.
 */
export async function ignoredPaths(
  project: ProjectReader,
  folder: string,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const { text, file } of await ignoreLines(project)) {
    const start = folderOf(file);
    const plain = text.replace(/^\*\*\//, '').replace(/\/\*{0,2}$/, '');
    if (!/^[\w./@+-]+$/.test(plain) || plain.startsWith('./')) continue;
    const anywhere = !plain.includes('/') && isWithin(folder, start || folder);
    const path = joined(anywhere ? folder : start, plain);
    if (isBelow(path, folder)) found.add(path);
  }
  return [...found];
}

function ruleOf(line: string, file: string, number: number): Rule | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const negated = line.startsWith('!');
  const pattern = line
    .slice(negated ? 1 : 0)
    .replace(/^\*\*\//, '')
    .replace(/\/\*{0,2}$/, '');
  if (pattern === '') return undefined;
  const anywhere = !pattern.includes('/');
  const source = pattern
    .replace(/^\//, '')
    .split(/(\*\*\/?)/)
    .map((it) =>
      it.startsWith('**') ? '(?:.*/)?' : globPattern(it, { star: '[^/]*', one: '[^/]' }),
    )
    .join('');
  const folder = folderOf(file);
  const start = folder === '' ? '' : globPattern(`${folder}/`, { star: '\\*', one: '\\?' });
  const expression = new RegExp(`^${start}${anywhere ? '(?:.*/)?' : ''}${source}(?:/.*)?$`);
  return {
    matches: (path) => expression.test(path),
    negated,
    foldersOnly: /\/$/.test(line),
    evidence: { file, line: number, because: `git ignores ${line}` },
  };
}
