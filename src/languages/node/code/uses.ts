/** What a program uses when it runs: every call of its sources, as the tables of knowledge read it. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { isOperations } from '../../shared/ports.ts';
import type { Demand, Listen, PathUse, Start, Stop, Uses } from '../../shared/uses.ts';
import { firstText, possible, type Value } from '../../shared/values.ts';
import { knowledge } from '../knowledge/index.ts';
import { neverRuns } from './branches.ts';
import { functionTypes } from './bindings.ts';
import { demandsIn } from './demands.ts';
import { argumentsOf } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import { hintsIn, listensOf, type LocalHost, localHostOf, shown } from './listens.ts';
import { givenIn, holds, type Match, matchesIn, Rows } from './match.ts';
import type { Module } from './module.ts';
import { pathsOf } from './paths.ts';
import type { ReadProgram } from './program.ts';

const rows = new Rows(knowledge);

/** The uses of a program, and what only Node's modules ask for. */
export interface NodeUses extends Uses {
  /** Servers that only this machine reaches. */
  readonly local: readonly LocalHost[];
  /** Where it listens, if that is only where NODE_ENV is not `production`; `null` otherwise. */
  readonly outsideProduction: Evidence | null;
}

/** The most characters that are parsed for their calls: the nearest files to the entry come first. */
const mostParsed = 3_000_000;

/** @returns what the sources of a program use. */
export function usesOf({ evaluator, modules }: ReadProgram): NodeUses {
  const listens: Listen[] = [];
  const reads: PathUse[] = [];
  const writes: PathUse[] = [];
  const starts: Start[] = [];
  const stops: Stop[] = [];
  const local: LocalHost[] = [];
  parseFirst([...modules.values()].filter((it) => opens.test(it.text)));
  const needs: Demand[] = [];
  const inDevelopment: Listen[] = [];
  for (const match of allMatches(modules.values(), evaluator)) {
    const { means } = match.row;
    if (neverRuns(match.call, evaluator) || isIdle(match, modules, evaluator)) {
      if (means.startsWith('listens') && asksForMode(match.call, modules))
        inDevelopment.push(...listensOf(match, evaluator));
    } else if (means.startsWith('listens')) {
      listens.push(...listensOf(match, evaluator));
      local.push(...[localHostOf(match, evaluator)].filter((it) => it !== undefined));
    } else if (means.startsWith('reads') || means === 'serves-folder')
      reads.push(...pathsOf(match, evaluator));
    else if (means.startsWith('writes')) writes.push(...pathsOf(match, evaluator));
    else if (means.startsWith('starts')) starts.push(...startsOf(match, evaluator));
    else if (means.startsWith('handles')) stops.push(...stopsOf(match, evaluator));
    else if (means.startsWith('needs-variable')) needs.push(...needsOf(match, evaluator));
  }
  const [outside] = listens.length === 0 ? inDevelopment : [];
  if (outside) listens.push(...inDevelopment);
  const isKnown = listens.some((it) => it.port !== undefined && it.port !== 0 && !isOperations(it));
  const hints = isKnown ? [] : hintsIn(modules.values(), evaluator);
  // Last, because it has files parsed that open nothing themselves.
  const demanded = [...demandsIn([...modules.values()], evaluator)];
  return {
    listens: [...listens, ...hints],
    reads,
    writes,
    starts,
    needs: [...demanded, ...needs],
    loads: [],
    stops,
    local,
    outsideProduction: outside?.evidence ?? null,
  };
}

/** A file that opens files and sockets itself: it matters most where not all are parsed. */
const opens =
  /["'](?:node:)?(?:fs(?:\/promises)?|fs-extra|https?|http2|net|dgram|child_process)["']/;

/** A tree stays once it is there, so these files are within the bound. */
function parseFirst(modules: readonly Module[]): void {
  for (const it of modules) if (rows.mayMatch(it.text)) it.parse();
}

type Modules = ReadProgram['modules'];

/** The calls in its file of the function around a node. */
function callsOfOwner(node: SyntaxNode, modules: Modules): readonly SyntaxNode[] {
  const owner = node.above(...functionTypes);
  const name = (owner?.field('name') ?? owner?.parent?.field('name'))?.text;
  return name === undefined ? [] : (modules.get(node.file)?.calls.get(name) ?? []);
}

/** Whether a server is made in a function that its file, which no other loads, never calls. */
function isIdle({ row, call }: Match, modules: Modules, evaluator: Evaluator): boolean {
  if (!row.means.startsWith('listens') || evaluator.program.importers(call.file).length > 0)
    return false;
  const calls = callsOfOwner(call, modules);
  return calls.length > 0 && calls.every((it) => neverRuns(it, evaluator));
}

/** Whether a condition around a call, or around the call of its function, asks for NODE_ENV. */
function asksForMode(call: SyntaxNode, modules: Modules): boolean {
  return [call, ...callsOfOwner(call, modules)].some((it) => {
    const condition = it.above('if_statement', 'binary_expression', 'ternary_expression');
    return /NODE_ENV|prod|dev/i.test((condition?.field('condition') ?? condition)?.text ?? '');
  });
}

function* allMatches(modules: Iterable<Module>, evaluator: Evaluator): Generator<Match> {
  let parsed = 0;
  for (const module of modules) {
    if (parsed > mostParsed) return;
    const matches = matchesIn(module, rows, evaluator);
    if (rows.mayMatch(module.text)) parsed += module.text.length;
    for (const it of matches) if (holds(it, evaluator)) yield it;
  }
}

function startsOf(match: Match, evaluator: Evaluator): readonly Start[] {
  const { row, call } = match;
  const evidence = { file: call.file, line: call.line, because: shown(call) };
  if (row.argument === undefined)
    return row.absent === undefined ? [] : [{ program: row.absent, evidence }];
  const given = givenIn(match, row.argument, evaluator);
  const shell: readonly Start[] = row.means === 'starts-shell' ? [{ program: 'sh', evidence }] : [];
  if (!given) return shell;
  const [value] = given.value.kind === 'list' ? given.value.items : [given.value];
  const programs = (value ? possible(value) : []).flatMap(({ text, complete }) => {
    const [word = '', ...others] = text.trimStart().split(/\s+/);
    const isWhole = complete || others.length > 0;
    return word !== '' && isWhole ? [{ program: word, evidence }] : [];
  });
  return [...shell, ...programs];
}

/** A row without an argument means any call; with one, its value is the signal. */
function stopsOf(match: Match, evaluator: Evaluator): readonly Stop[] {
  const { row, call } = match;
  const signal = row.means === 'handles-sigterm' ? 'SIGTERM' : 'SIGINT';
  const evidence = { file: call.file, line: call.line, because: `handles ${signal}` };
  if (row.argument === undefined) return [{ signal, evidence }];
  const given = givenIn(match, row.argument, evaluator);
  return given && possible(given.value).some((it) => it.text === signal)
    ? [{ signal, evidence }]
    : [];
}

function needsOf(match: Match, evaluator: Evaluator): Uses['needs'] {
  const given = givenIn(match, match.row.argument, evaluator);
  if (!given) return [];
  const variable =
    given.value.setting?.variable ?? firstText(given.value) ?? askedFor(given.value, evaluator);
  if (variable === undefined || !/^[A-Z][A-Z0-9_]*$/.test(variable)) return [];
  // `process.env.TOKEN ?? ''` is no token.
  const isGiven = possible(given.value).some(
    (it) => it.complete && it.text !== '' && it.text !== variable,
  );
  if (isGiven || isOneOfSeveral(match.call) || isAskedFor(match.call, given.node)) return [];
  return [
    {
      variable,
      when:
        match.row.means === 'needs-variable-at-start' || isAtStart(match.call)
          ? 'start'
          : 'request',
      evidence: { file: match.call.file, line: match.call.line, because: 'demanded' },
    },
  ];
}

/** Whether a setting decides which of several a call belongs to: `if (store === 'mongodb') connect(...)`. */
function isOneOfSeveral(call: SyntaxNode): boolean {
  for (
    let at = call.above('if_statement', 'switch_case');
    at;
    at = at.above('if_statement', 'switch_case')
  ) {
    const condition = at.field('condition')?.text ?? '';
    const isCompared = /[=!]==?\s*["'`]\w/.test(condition);
    if (at.type === 'switch_case' || (isCompared && !/NODE_ENV|\bprod|\bdev/.test(condition)))
      return true;
  }
  return false;
}

/** Whether the code around a call does without its value: `if (token) client.login(token)`. */
function isAskedFor(call: SyntaxNode, value: SyntaxNode | undefined): boolean {
  const condition = call.above('if_statement', 'binary_expression', 'ternary_expression');
  const text = (condition?.field('condition') ?? condition?.field('left'))?.text ?? '';
  return value !== undefined && text.includes(value.text) && !text.includes(`!${value.text}`);
}

/** `get('TOKEN')` of a library of settings. */
function askedFor(value: Value, evaluator: Evaluator): string | undefined {
  const made = evaluator.made(value);
  const [name] = made ? argumentsOf(made.call) : [];
  return name && firstText(evaluator.evaluate(name, made?.frame));
}

/** Whether code is outside of functions. */
function isAtStart(node: SyntaxNode): boolean {
  return (
    node.above(
      'function_declaration',
      'arrow_function',
      'function_expression',
      'method_definition',
    ) === undefined
  );
}
