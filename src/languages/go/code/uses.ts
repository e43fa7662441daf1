/** Finds what a Go program uses when it runs. */
import { Budget } from '../../shared/budget.ts';
import { isLoopback } from '../../../text/hosts.ts';
import type { Listen, PathUse, Uses } from '../../shared/uses.ts';
import { knowledge } from '../knowledge/index.ts';
import type { ProgramSource } from '../packages.ts';
import { type DemandedFile, demandedFiles } from './demanded-files.ts';
import { demandsIn } from './demands.ts';
import { documentsOf, noDocuments } from './documents.ts';
import { type EnvironmentFile, environmentFiles } from './environment-files.ts';
import { GoEvaluator } from './evaluate.ts';
import { isListening, listensOf, namedListens } from './listens.ts';
import { isReading, isWriting, namedReads, pathsOf, viperReads } from './paths.ts';
import { codeOf, type CodeFile, type GoCode } from './program.ts';
import { matchesOf, type Match } from './rows.ts';
import { isStarting, startsOf } from './starts.ts';
import { isLoading, isStopping, loadsOf, stopsOf } from './stops.ts';
import { listeningTransport, type Transport } from './transports.ts';
import { Types } from './types.ts';

/** Gives the texts of the configuration files among what a program reads, by path. */
export type ReadDocuments = (reads: readonly PathUse[]) => Promise<ReadonlyMap<string, string>>;

export interface GoUses extends Uses {
  /** Files of variables without which the program ends. */
  readonly environmentFiles: readonly EnvironmentFile[];
  /** The setting without which it does not listen. */
  readonly transport?: Transport;
  /** Configuration files without which the program ends. */
  readonly demandedFiles: readonly DemandedFile[];
}

/** @param budget what all programs of the project share. */
export async function usesOf(
  program: ProgramSource,
  read?: ReadDocuments,
  budget = new Budget(),
): Promise<GoUses> {
  const code = await codeOf(program, budget);
  const types = new Types(code);
  const first = new GoEvaluator(code, types, noDocuments);
  const uses = withoutDocuments(first);
  const documents = (await read?.(uses.reads)) ?? new Map<string, string>();
  if (documents.size === 0) return uses;
  // What the files hold can only be read when it is known which files are read.
  return withoutDocuments(new GoEvaluator(code, types, documentsOf(documents)));
}

const listening = knowledge.filter((it) => isListening(it.means));
const stopping = knowledge.filter((it) => isStopping(it.means));
const others = knowledge.filter((it) => !isListening(it.means) && !isStopping(it.means));

function withoutDocuments(evaluator: GoEvaluator): GoUses {
  // The port comes before all else that may use up the bounds.
  const listens = listensIn(evaluator, matchesOf(evaluator, listening));
  const stops = matchesOf(evaluator, stopping).flatMap((it) => stopsOf(evaluator, it));
  const matches = matchesOf(evaluator, others);
  const paths = (counts: typeof isReading): readonly PathUse[] =>
    matches.filter((it) => counts(it.row.means)).flatMap((it) => pathsOf(evaluator, it));
  const inManual = manualsOf(evaluator.code);
  const transport = listeningTransport(evaluator);
  const isOfProgram = ({ evidence }: PathUse): boolean => !inManual.has(evidence.file);
  return {
    listens,
    reads: [...paths(isReading), ...viperReads(evaluator), ...namedReads(evaluator)].filter(
      isOfProgram,
    ),
    writes: paths(isWriting).filter(isOfProgram),
    starts: matches
      .filter((it) => isStarting(it.row.means))
      .flatMap((it) => startsOf(evaluator, it)),
    needs: demandsIn(evaluator),
    loads: matches.filter((it) => isLoading(it.row.means)).flatMap(loadsOf),
    stops,
    ...(transport ? { transport } : {}),
    environmentFiles: environmentFiles(evaluator, matches),
    demandedFiles: demandedFiles(evaluator, matches),
  };
}

/** @returns the files of commands that write the manual, which a developer starts. */
function manualsOf({ files }: GoCode): ReadonlySet<string> {
  const isManual = ({ imports, package: { name } }: CodeFile): boolean =>
    name !== 'main' && imports.has('github.com/spf13/cobra/doc');
  return new Set(files.filter(isManual).map(({ path }) => path));
}

function listensIn(evaluator: GoEvaluator, matches: readonly Match[]): readonly Listen[] {
  const called = distinct(matches.flatMap((it) => listensOf(evaluator, it)));
  const isKnown = called.some((it) => it.port !== undefined && it.port > 0 && !isAside(it));
  if (isKnown) return called;
  // A call says more about a setting than its name: the profiler listens where this one says.
  const settings = new Set(called.map((it) => JSON.stringify(it.setting)));
  const named = distinct(namedListens(evaluator)).filter(
    (it) => it.port !== undefined || !settings.has(JSON.stringify(it.setting)),
  );
  const isNamed = named.some((it) => it.port !== undefined && it.setting !== undefined);
  return [...called.filter((it) => !isNamed || !isAside(it)), ...named];
}

/** Listens in the background for this machine alone, whatever is set: it is not the server. */
function isAside({ host, setting, hostSetting, waits }: Listen): boolean {
  const isLocal = host !== undefined && isLoopback(host);
  return isLocal && !setting && !hostSetting && !waits;
}

/**
 * Drops what is seen twice: `net.Listen` and the `Serve` that takes its listener. Of several hosts
 * at one place, one that a setting replaces counts more than one that is not known.
 */
function distinct(listens: readonly Listen[]): readonly Listen[] {
  const key = ({ port, protocol, evidence, setting }: Listen): string =>
    JSON.stringify([port, protocol, evidence.file, evidence.line, setting]);
  const found = new Map<string, Listen>();
  for (const it of listens) {
    const other = found.get(key(it));
    if (!other || (other.speaks === 'other' && it.speaks === 'http'))
      found.set(key(it), withPlainNames(withHost(it, other), other));
    else found.set(key(it), withPlainNames(withHost(other, it), it));
  }
  return [...found.values()];
}

/** `ServeTLS` or `Serve` on one address: it needs no certificate. */
function withPlainNames(listen: Listen, other: Listen | undefined): Listen {
  const needsCertificate = ({ names: [call = ''] }: Listen): boolean => /\.\w+TLS\(/.test(call);
  return other && needsCertificate(listen) && !needsCertificate(other)
    ? { ...listen, names: other.names }
    : listen;
}

function withHost(listen: Listen, other: Listen | undefined): Listen {
  if (listen.host !== undefined || other?.hostSetting === undefined) return listen;
  const { host, hostSetting } = other;
  return { ...listen, host, hostSetting };
}
