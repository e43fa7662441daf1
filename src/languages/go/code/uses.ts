/** Finds what a Go program uses when it runs. */
import { openParser } from '../../../syntax/parse.ts';
import type { Listen, Uses } from '../../shared/uses.ts';
import { knowledge } from '../knowledge/index.ts';
import type { ProgramSource } from '../packages.ts';
import { noDocuments, type Documents } from './documents.ts';
import { GoEvaluator } from './evaluate.ts';
import { isListening, listensOf, namedListens } from './listens.ts';
import { GoCode } from './program.ts';
import { matchesOf, type Match } from './rows.ts';
import { Types } from './types.ts';

/** @param documents the configuration files of the project. */
export async function usesOf(
  program: ProgramSource,
  documents: Documents = noDocuments,
): Promise<Uses> {
  const code = new GoCode(program, await openParser('go'));
  const evaluator = new GoEvaluator(code, new Types(code), documents);
  const matches = matchesOf(evaluator, knowledge);
  return {
    listens: listensIn(evaluator, matches),
    reads: [],
    writes: [],
    starts: [],
    needs: [],
    loads: [],
    stops: [],
  };
}

function listensIn(evaluator: GoEvaluator, matches: readonly Match[]): readonly Listen[] {
  const called = distinct(
    matches.filter((it) => isListening(it.row.means)).flatMap((it) => listensOf(evaluator, it)),
  );
  const named = called.some((it) => it.port !== undefined && it.port > 0)
    ? []
    : namedListens(evaluator);
  return [...called, ...distinct(named)];
}

/** Drops what is seen twice: `net.Listen` and the `Serve` that takes its listener. */
function distinct(listens: readonly Listen[]): readonly Listen[] {
  const key = ({ port, protocol, evidence, setting }: Listen): string =>
    JSON.stringify([port, protocol, evidence.file, evidence.line, setting]);
  const found = new Map<string, Listen>();
  for (const it of listens) {
    const other = found.get(key(it));
    if (!other || (other.speaks === 'other' && it.speaks === 'http')) found.set(key(it), it);
  }
  return [...found.values()];
}
