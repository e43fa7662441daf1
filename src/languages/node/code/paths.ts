/** Paths that a program reads and writes, from the values of arguments. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Meaning } from '../../shared/knowledge.ts';
import type { PathUse } from '../../shared/uses.ts';
import { alternatives, possible, type Value } from '../../shared/values.ts';
import { placed } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import { callbackValues, givenIn, type Match } from './match.ts';
import { shown } from './listens.ts';

const folders: readonly Meaning[] = ['reads-folder', 'serves-folder', 'writes-folder'];
const purposes: Partial<Record<Meaning, NonNullable<PathUse['purpose']>>> = {
  'serves-folder': 'served',
  'writes-cache': 'cache',
  'writes-database': 'database',
  'writes-generated': 'generated',
  'writes-log': 'log',
};

/** @returns the paths that a call names; nothing where only the run knows them. */
export function pathsOf(match: Match, evaluator: Evaluator): readonly PathUse[] {
  const { row, call } = match;
  const given = givenIn(match, row.argument, evaluator);
  const purpose = purposes[row.means];
  const isFolder = folders.includes(row.means);
  const evidence = { file: call.file, line: call.line, because: shown(call) };
  const use = (value: Value): readonly PathUse[] =>
    pathsIn(value, evaluator).map((it) => ({
      ...it,
      kind: isFolder || !it.complete ? 'folder' : 'file',
      ...(purpose ? { purpose } : {}),
      evidence,
    }));
  if (!given)
    return row.absent === undefined || isMeantOtherwise(match, evaluator)
      ? []
      : use(textOf(row.absent, call));
  return callbackValues(given.value, evaluator, call)
    .flatMap((it) => (it.kind === 'list' ? it.items : [it]))
    .flatMap(use);
}

/** Whether an option that is not read says where: `{ createReadStream }`. */
function isMeantOtherwise(match: Match, evaluator: Evaluator): boolean {
  return givenIn(match, 'storage', evaluator) !== undefined;
}

function textOf(text: string, at: SyntaxNode): Value {
  return { kind: 'text', pieces: [text], at: { file: at.file, line: at.line } };
}

/** Characters that no path has which a program names in its text. */
const strange = /[*?"<>|:\s]/;

/** @returns the paths in a value, relative to the package. */
export function pathsIn(
  value: Value,
  evaluator: Evaluator,
): readonly Pick<PathUse, 'path' | 'complete' | 'setting' | 'below'>[] {
  const { folder } = evaluator.program;
  return alternatives(value)
    .filter((it) => it.kind === 'text')
    .flatMap(possible)
    .flatMap(({ text: whole, complete: isWhole, setting }) => {
      // Of a pattern, the folder in front of it counts.
      const text = whole.replace(/(?:\{\{|%DATE%|\[name\]|\*).*$/, '');
      const complete = isWhole && text === whole;
      const plain = text
        .replace(/^(?:file:(?:\/\/(?=\/))?|sqlite3?:(?:\/\/)?)/, '')
        .replace(/\?.*$/, '');
      const { path, below } = placed(plain);
      const from =
        below === 'source' && !path.startsWith('..')
          ? posix.relative(`/${folder}`, `/${path}`)
          : path;
      // What follows the slash at the end is not known, and the folder in front of it is.
      const isFolder = from !== '' && plain.endsWith('/');
      const known = complete || isFolder ? from : from.replace(/[^/]*$/, '');
      const clean = normal(known, !complete);
      if (clean === '' || strange.test(clean)) return [];
      return [
        {
          path: clean,
          complete,
          ...(setting ? { setting } : {}),
          ...(below === 'source' ? { below: 'program' as const } : {}),
          ...(below === 'home' ? { below: 'home' as const } : {}),
        },
      ];
    });
}

function normal(path: string, isOpen: boolean): string {
  const plain = posix.normalize(path).replace(/^\.\/|\/$/g, '');
  if (plain === '.' || plain === '') return '';
  return isOpen ? `${plain}/` : plain;
}
