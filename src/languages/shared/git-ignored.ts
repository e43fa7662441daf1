/**
 * Reads .gitignore, which shows what a build makes and what belongs to one developer.
 * https://git-scm.com/docs/gitignore
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { folderOf } from '../../text/paths.ts';
import { globPattern } from '../../text/patterns.ts';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly evidence: Evidence;
}

/**
 * Reads every .gitignore of the project. A folder of which all files are ignored (`dist/*`) counts
 * as ignored itself.
 * @returns a function that gives the line that ignores a path, `undefined` if git keeps the path.
 */
export async function ignoredByGit(
  project: ProjectReader,
): Promise<(path: string) => Evidence | undefined> {
  const files = await project.files();
  const rules: Rule[] = [];
  for (const file of files.filter((it) => /(?:^|\/)\.gitignore$/.test(it)))
    for (const [index, line] of ((await project.read(file)) ?? '').split('\n').entries()) {
      const rule = ruleOf(line.trim(), file, index + 1);
      if (rule) rules.push(rule);
    }
  return (path) => {
    const isFile = files.includes(path);
    const last = rules.findLast(
      (it) => it.matches(path) && !(it.negated && it.foldersOnly && isFile),
    );
    return last?.negated === false ? last.evidence : undefined;
  };
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
