/** Configuration files without which the program ends. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { PathUse } from '../../shared/uses.ts';
import { alternatives, firstText, placeOf } from '../../shared/values.ts';
import { isDocument } from './documents.ts';
import type { Evaluator } from './evaluator.ts';
import { isFatalCall } from './fates.ts';
import { pathsOf } from './paths.ts';
import type { Match } from './rows.ts';

/** No argument is this text: whether a call is fatal does not depend on a variable here. */
const noVariable = '\u0000';

export interface DemandedFile extends PathUse {
  /** Where the program looks for it, too, without the extension. */
  readonly stems?: readonly PathUse[];
  /** Its name without the extension, where it may be in a folder that is not known. */
  readonly anywhere?: string;
}

/** @returns the files that every run reads, and ends where one is missing. */
export function demandedFiles(
  evaluator: Evaluator,
  matches: readonly Match[],
): readonly DemandedFile[] {
  const read = matches.filter(
    ({ row, value }) =>
      row.means === 'reads-file' &&
      !row.call.startsWith('github.com/spf13/viper.') &&
      value !== undefined &&
      alternatives(value).length === 1,
  );
  const found = read
    .map((it) => ({ node: it.node, paths: pathsOf(evaluator, it).filter(isConfiguration) }))
    .filter(({ node, paths }) => paths.length > 0 && isFatalCall(evaluator, node, noVariable))
    .flatMap(({ paths }) => paths);
  return [...found, ...ofViper(evaluator)];
}

const isConfiguration = ({ path, complete, below }: PathUse): boolean =>
  complete && below === undefined && isDocument(path);

/** The file name that viper looks for, with the extension that a document usually has. */
function ofViper(evaluator: Evaluator): readonly DemandedFile[] {
  const { code } = evaluator;
  if (!code.imports('github.com/spf13/viper')) return [];
  const textOf = (call: SyntaxNode): string | undefined =>
    firstText(evaluator.value(call.field('arguments')?.parts[0]));
  const [type = 'yaml', ...types] = code
    .methodCalls('SetConfigType')
    .flatMap((it) => textOf(it) ?? []);
  const [call, ...others] = code.methodCalls('SetConfigName');
  const name = call && textOf(call);
  const given = code
    .methodCalls('AddConfigPath')
    .map((it) => textOf(it)?.replace(/^\.(?:\/|$)/, ''));
  const folders = given.filter((it) => it !== undefined);
  const isUnknown = folders.length < given.length;
  const isFatalRead = code
    .methodCalls('ReadInConfig')
    .some((it) => isFatalCall(evaluator, it, noVariable));
  const isClear = types.length === 0 && others.length === 0 && folders.length > 0;
  if (!call || name === undefined || !isClear) return [];
  if (!isFatalRead) return [];
  const evidence = { ...placeOf(call), because: `reads the configuration ${name}` };
  const file = (path: string): PathUse => ({ path, kind: 'file', complete: true, evidence });
  const folder = folders.find((it) => it === '') ?? folders[0] ?? '';
  const found = file(inside(folder, /\.\w+$/.test(name) ? name : `${name}.${type}`));
  const stems = folders.map((it): PathUse => ({
    ...file(`${inside(it, name)}.`),
    complete: false,
    isStem: true,
  }));
  return isConfiguration(found)
    ? [{ ...found, stems, ...(isUnknown ? { anywhere: name } : {}) }]
    : [];
}

const inside = (folder: string, name: string): string =>
  folder === '' ? name : `${folder.replace(/\/$/, '')}/${name}`;
