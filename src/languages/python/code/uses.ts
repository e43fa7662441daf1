/** Finds what a program uses when it runs, by the tables of knowledge. No code is run. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { hashOf } from '../../../text/word-filter.ts';
import type { Evidence } from '../../../types.ts';
import type { Meaning, Row } from '../../shared/knowledge.ts';
import type { Demand, Listen, Load, PathUse, Start, Stop, Uses } from '../../shared/uses.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import { modes, rowsByName } from '../knowledge/index.ts';
import { argumentValue } from './argument-values.ts';
import { argumentAt, calledName, handedCall } from './arguments.ts';
import { calledNames } from './callees.ts';
import { cherrypyListens } from './cherrypy.ts';
import { demandsIn } from './demands.ts';
import type { Evaluator } from './evaluating.ts';
import { listensOf } from './listens.ts';
import { handlerFiles, sectionFiles } from './log-files.ts';
import { isOnlyAsked, mcpListens } from './mcp.ts';
import { isExpected, type PythonModule } from './module.ts';
import { isNothing, pathsOf, type PathPurpose } from './path-uses.ts';
import type { Package } from '../package.ts';
import { settingsIn } from './settings.ts';
import { type Entry, isGuarded, reachedModules } from './sources.ts';
import { startedBy, startedByName } from './starts.ts';
import { isForOtherSystem, isOfOtherSystem } from './systems.ts';

/** What is found, before it is put together. */
interface Found {
  readonly listens: Listen[];
  readonly reads: PathUse[];
  readonly writes: PathUse[];
  readonly starts: Start[];
  readonly needs: Demand[];
  readonly loads: Load[];
  readonly stops: Stop[];
}

/** A call with the row that knows it. */
interface Use {
  readonly call: SyntaxNode;
  readonly row: Row;
  readonly name: string;
  readonly evaluator: Evaluator;
}

/**
 * @param packages the packages that the program runs with.
 * @returns what the modules use that the entry reaches.
 */
export function usesOf(entry: Entry, evaluator: Evaluator, packages: readonly Package[]): Uses {
  const found: Found = {
    listens: [],
    reads: [],
    writes: [],
    starts: [],
    needs: [],
    loads: [],
    stops: [],
  };
  const reached = reachedModules(entry, evaluator.sources);
  evaluator.within(reached);
  for (const it of reached) if (opens.test(it.text) && mayCall(it)) it.parse();
  for (const module of reached.filter((it) => !isOfOtherSystem(it))) {
    const isRun = (node: SyntaxNode): boolean =>
      (entry.main === 'any' || module === entry.main || !isGuarded(node)) &&
      !isForOtherSystem(node, evaluator);
    if (mayCall(module))
      for (const call of module.calls) if (isRun(call)) readCall(call, evaluator, found);
    for (const use of settingsIn(module, evaluator, packages))
      if (isRun(use.node)) found.writes.push(...use.paths);
    found.needs.push(...demandsIn(module, evaluator, reached).filter(({ node }) => isRun(node)));
  }
  return { ...found, writes: unique(found.writes), reads: unique(found.reads) };
}

/**
 * A module that opens files, sockets and programs itself. It matters most where not all are parsed: a
 * tree stays once it is there, so these are within the bound.
 */
const opens =
  /\b(?:makedirs|mkdir|write_text|write_bytes|FileHandler|subprocess|Popen|serve_forever|create_server)\b|\bopen\([^)]*["'][wax]/;

/** A sieve by text: a module without any name of the tables needs no tree. */
function mayCall({ text, words }: PythonModule): boolean {
  return (
    hashesOfRows.some((it) => words.mayHave(it)) ||
    words.mayHave(hashOfPlumbum) ||
    /^[ \t]*import sh\b/m.test(text)
  );
}

const hashesOfRows = [...rowsByName.keys()].map(hashOf);
const hashOfPlumbum = hashOf('plumbum');

function readCall(call: SyntaxNode, evaluator: Evaluator, found: Found): void {
  const handed = handedCall(call);
  if (handed) readCall(handed, evaluator, found);
  const last = calledName(call);
  const callee = call.field('function');
  const isKnown =
    rowsByName.has(last) ||
    /^(?:[A-Z]|__init__$)/.test(last) ||
    (callee?.type === 'identifier' && isAlias(call, last, evaluator)) ||
    callee?.field('object')?.text === 'sh';
  if (!isKnown) return;
  const seen = new Set<Row>();
  for (const name of calledNames(call, evaluator)) {
    found.starts.push(...startedByName(call, name));
    for (const row of rowsFor(name)) {
      if (seen.has(row)) continue;
      seen.add(row);
      add({ call, row, name, evaluator }, found);
    }
  }
}

/** `from subprocess import run as start`: a plain name that means a known one. */
function isAlias(call: SyntaxNode, name: string, evaluator: Evaluator): boolean {
  const bindings = evaluator.moduleOf(call)?.namesOf().get(name) ?? [];
  return bindings.some((it) => {
    if (it.kind === 'import')
      return (
        rowsByName.has(it.target.slice(it.target.lastIndexOf('.') + 1)) ||
        it.target.startsWith('plumbum.cmd.')
      );
    return it.kind === 'value' && rowsByName.has(/\w*$/.exec(it.value.text)?.[0] ?? '');
  });
}

function rowsFor(name: string): readonly Row[] {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return (rowsByName.get(last) ?? []).filter(
    ({ call }) => call === name || (call.startsWith('*.') && name.endsWith(call.slice(1))),
  );
}

function evidenceOf({ call, name }: Use, because: string): Evidence {
  return { file: call.file, line: call.line, because: `${plainName(name)} ${because}` };
}

/** The name as people write it: `pathlib.Path().mkdir` is `mkdir`. */
function plainName(name: string): string {
  return name.includes('()') || name.startsWith('?') ? name.slice(name.lastIndexOf('.') + 1) : name;
}

function add(use: Use, found: Found): void {
  const { row, call } = use;
  switch (row.means) {
    case 'listens-http':
    case 'listens-tcp':
    case 'listens-udp':
      if (isOnlyAsked(call, use.evaluator)) break;
      found.listens.push(
        ...(mcpListens(call, { ...use, evidence: evidenceOf(use, 'listens') }, use.evaluator) ??
          cherrypyListens(call, row, evidenceOf(use, 'listens'), use.evaluator) ??
          listensOf(call, row, use.evaluator, evidenceOf(use, 'listens'))),
      );
      break;
    case 'reads-file':
    case 'reads-folder':
    case 'serves-folder':
    case 'writes-file':
    case 'writes-folder':
    case 'writes-database':
    case 'writes-log':
    case 'writes-cache':
    case 'writes-generated':
      addPath(use, found);
      break;
    case 'starts-program':
    case 'starts-shell':
      found.starts.push(...startedBy(call, row, use.name, use.evaluator));
      break;
    case 'needs-variable':
    case 'needs-variable-at-start':
      found.needs.push(
        ...textsOf(use).map((variable): Demand => ({
          variable,
          when: 'start',
          evidence: evidenceOf(use, `demands ${variable}`),
        })),
      );
      break;
    case 'loads-library':
      if (!isExpected(call, /./))
        found.loads.push(
          ...textsOf(use).map((library): Load => ({
            library,
            evidence: evidenceOf(use, `loads ${library}`),
          })),
        );
      break;
    case 'handles-sigterm':
    case 'handles-sigint':
      addStop(use, found);
      break;
  }
}

function valueOf({ call, row, evaluator }: Use): Value | undefined {
  return argumentValue(call, row.argument, evaluator);
}

function textsOf(use: Use): readonly string[] {
  const value = valueOf(use);
  if (!value) return use.row.absent === undefined ? [] : [use.row.absent];
  return alternatives(value).flatMap((it) =>
    it.kind === 'text' && !it.pieces.includes(null) && it.pieces.join('') !== ''
      ? [it.pieces.join('')]
      : [],
  );
}

const purposes: Partial<Readonly<Record<Meaning, PathPurpose>>> = {
  'serves-folder': 'served',
  'writes-cache': 'cache',
  'writes-database': 'database',
  'writes-log': 'log',
};

function addPath(use: Use, found: Found): void {
  const { row, call } = use;
  const value = valueOf(use) ?? (row.absent === undefined ? undefined : textOf(row.absent, call));
  if (!value) return;
  if (row.call === 'logging.config.dictConfig')
    for (const it of handlerFiles(value)) addPathOf(it, use, found);
  else addPathOf(value, use, found);
  if (row.call === 'logging.config.fileConfig')
    for (const it of sectionFiles(value, call, use.evaluator))
      addPathOf(it, { ...use, row: { ...row, means: 'writes-log' } }, found);
}

function addPathOf(value: Value, use: Use, found: Found): void {
  const { row, call, evaluator, name } = use;
  if (isNothing(value)) return;
  if (isReadOnly(call)) {
    const evidence = { file: call.file, line: call.line, because: `${plainName(name)} reads it` };
    found.reads.push(...pathsOf(plainPath(value), { kind: 'file', evidence, isCertain: false }));
    return;
  }
  const mode = Object.hasOwn(modes, row.call) ? modes[row.call] : undefined;
  const isWritten = mode ? isWriting(call, mode, evaluator) : row.means.startsWith('writes');
  const purpose = purposes[row.means];
  const isFolder = /folder$/.test(row.means) || row.means === 'writes-cache';
  const because = becauseOf(row.means, isWritten, name);
  const paths = pathsOf(value, {
    kind: isFolder ? 'folder' : 'file',
    ...(purpose ? { purpose } : {}),
    evidence: { file: call.file, line: call.line, because },
    // A method of anything can be called on what is no path.
    isCertain: isWritten && !row.call.startsWith('*.'),
  });
  (isWritten ? found.writes : found.reads).push(...paths);
}

function textOf(text: string, { file, line }: SyntaxNode): Value {
  return { kind: 'text', pieces: [text], at: { file, line } };
}

function becauseOf(means: Meaning, isWritten: boolean, name: string): string {
  if (means === 'writes-log' && /Config$/.test(name)) return 'the log is written to it';
  if (means === 'serves-folder') return `${plainName(name)} serves it`;
  return `${plainName(name)} ${isWritten ? 'writes' : 'reads'} it`;
}

/** The path in `file:data/x.db?mode=ro`. */
function plainPath(value: Value): Value {
  const [first] = alternatives(value);
  if (first?.kind !== 'text') return value;
  const pieces = first.pieces.map((it) => it && it.replace(/^file:/, '').replace(/\?.*$/s, ''));
  return { ...first, pieces };
}

/** A database that is opened read-only, or by an address that has the mode. */
function isReadOnly(call: SyntaxNode): boolean {
  return (
    argumentAt(call, 'uri')?.text === 'True' ||
    argumentAt(call, 'read_only')?.text === 'True' ||
    argumentAt(call, 'pragmas')?.text.includes('query_only') === true
  );
}

function isWriting(
  call: SyntaxNode,
  mode: readonly (number | string)[],
  evaluator: Evaluator,
): boolean {
  const value = argumentValue(call, mode, evaluator);
  return (
    value !== undefined &&
    alternatives(value).some((it) => it.kind === 'text' && /[wax+]/.test(it.pieces.join('')))
  );
}

/** Of signal.signal: which signal the argument is. */
function addStop(use: Use, found: Found): void {
  const { row, call } = use;
  const evidence = evidenceOf(use, 'handles it');
  const wanted = row.means === 'handles-sigterm' ? 'SIGTERM' : 'SIGINT';
  const value = valueOf(use);
  const names = value
    ? alternatives(value).flatMap((it) => {
        if (it.kind === 'foreign') return [it.name.slice(it.name.lastIndexOf('.') + 1)];
        if (it.kind === 'number') return [it.number === 15 ? 'SIGTERM' : 'SIGINT'];
        // A signal that is not known can be any.
        return it.kind === 'unknown' ? ['SIGTERM', 'SIGINT'] : [];
      })
    : [wanted];
  if (names.some((it) => it === wanted || !/^SIG/.test(it)) && call.named)
    found.stops.push({ signal: wanted, evidence });
}

/** The same path once for each kind, with the first place. */
function unique(uses: readonly PathUse[]): readonly PathUse[] {
  const known = new Map<string, PathUse>();
  for (const it of uses) {
    const place =
      it.path === '' && !it.complete ? `${it.evidence.file}:${it.evidence.line ?? 0}` : '';
    const key = `${it.kind} ${it.below ?? ''} ${it.path} ${it.complete} ${place}`;
    if (!known.has(key)) known.set(key, it);
  }
  return [...known.values()];
}
