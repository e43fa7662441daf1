/**
 * Servers of the Model Context Protocol: the transport that `run` is given decides whether they
 * listen. Without one they speak on standard input.
 * https://gofastmcp.com/deployment/running-server https://github.com/modelcontextprotocol/python-sdk
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Row } from '../../shared/knowledge.ts';
import type { Listen } from '../../shared/uses.ts';
import { isInBranch } from '../../shared/branches.ts';
import { firstText, possible, type Value } from '../../shared/values.ts';
import { argumentValue } from './argument-values.ts';
import { calledNames } from './callees.ts';
import type { Evaluator } from './evaluating.ts';
import { listensOf } from './listens.ts';

const servers = /^(?:fastmcp|mcp\.server(?:\.\w+)*)\.(?:Fast)?MCP(?:Server)?(\(\)\.\w+)?$/;

/** Methods that serve, with the transport that their name says. */
const serving: Readonly<Record<string, string | undefined>> = {
  run: undefined,
  run_async: undefined,
  run_stdio_async: 'stdio',
  run_sse_async: 'sse',
  run_http_async: 'http',
  run_streamable_http_async: 'streamable-http',
};

/**
 * @param name the full name of what is called.
 * @returns where a server of this protocol listens; `undefined` for another call.
 */
export function mcpListens(
  call: SyntaxNode,
  {
    name,
    row,
    evidence,
  }: { readonly name: string; readonly row: Row; readonly evidence: Evidence },
  evaluator: Evaluator,
): readonly Listen[] | undefined {
  const [found, method] = servers.exec(name) ?? [];
  if (found === undefined) return undefined;
  if (method === undefined) {
    const speaks = runsIn(evaluator).map((it) => speaksOn(it, evaluator));
    return speaks.length > 0 && speaks.every((it) => it === 'stdio')
      ? []
      : listensOf(call, row, evaluator, evidence);
  }
  const transport = speaksOn(call, evaluator);
  if (transport === 'stdio') return [];
  const own = listensOf(call, { ...row, argument: 'port', host: 'host' }, evaluator, evidence);
  return own.length > 0 || transport === undefined
    ? own
    : besideMaking(call, row, evaluator, evidence);
}

/** Where it listens that names no port itself: what made the server may, and else it is 8000. */
function besideMaking(
  call: SyntaxNode,
  row: Row,
  evaluator: Evaluator,
  evidence: Evidence,
): readonly Listen[] {
  const made = evaluator.originOf(
    evaluator.evaluate(call.field('function')?.field('object')),
  )?.call;
  // The call that made it is a row itself.
  if (made && argumentValue(made, 'port', evaluator)) return [];
  const at = made && argumentValue(made, 'host', evaluator) ? made : call;
  const absent = {
    ...row,
    argument: 'port',
    host: 'host',
    absent: settingOf(call, 'port', evaluator) ?? '8000',
    absentHost: settingOf(call, 'host', evaluator) ?? '127.0.0.1',
  };
  const variable = /^fastmcp\./.test(row.call) ? 'FASTMCP_HOST' : undefined;
  return listensOf(at, absent, evaluator, evidence).map((it) => ({
    ...it,
    ...(variable !== undefined && it.hostSetting === undefined && it.host === '127.0.0.1'
      ? { hostSetting: { variable } }
      : {}),
  }));
}

/** What is set after the server is made: `mcp.settings.port = 9000`. */
function settingOf(call: SyntaxNode, key: string, evaluator: Evaluator): string | undefined {
  const server = call.field('function')?.field('object')?.text ?? '';
  const set = evaluator.sources.modules
    .filter((it) => it.text.includes('.settings.'))
    .flatMap((it) => it.root?.all('assignment') ?? [])
    .find((it) => it.field('left')?.text === `${server}.settings.${key}`);
  return set && firstText(evaluator.evaluate(set.field('right')));
}

const speaksOnInput = /\bstdio_server\(|\btransport\s*=\s*["']stdio["']/;

/**
 * Whether a program of this protocol speaks on standard input, and something else has to be set
 * before a call is reached that listens: it is in a branch that is not taken, or what has it is only
 * called in such branches.
 */
export function isOnlyAsked(call: SyntaxNode, evaluator: Evaluator): boolean {
  return (
    evaluator.sources.modules.some((it) => speaksOnInput.test(it.text)) &&
    isNotReached(call, evaluator, 3)
  );
}

function isNotReached(call: SyntaxNode, evaluator: Evaluator, depth: number): boolean {
  if (isAskedFor(call, evaluator)) return true;
  const name = call.above('function_definition')?.field('name')?.text;
  if (name === undefined || depth === 0) return false;
  const sites = evaluator.sources.modules
    .filter((it) => it.text.includes(name))
    .flatMap((it) => it.callsOf(name));
  return sites.length > 0 && sites.every((it) => isNotReached(it, evaluator, depth - 1));
}

/** All calls that serve. */
function runsIn(evaluator: Evaluator): readonly SyntaxNode[] {
  return evaluator.sources.modules
    .filter((it) => it.text.includes('.run'))
    .flatMap((module) => Object.keys(serving).flatMap((it) => module.callsOf(it)))
    .filter((it) =>
      calledNames(it, evaluator).some((name) => servers.exec(name)?.[1] !== undefined),
    );
}

/**
 * What a call that serves speaks on where nothing is set: `stdio`, `http`; `undefined` where that is
 * not known. A call that a setting has to ask for speaks on nothing else than the others.
 */
function speaksOn(call: SyntaxNode, evaluator: Evaluator): string | undefined {
  const method = calledNames(call, evaluator)
    .map((it) => /\w+$/.exec(it)?.[0] ?? '')
    .find((it) => Object.hasOwn(serving, it));
  if (isAskedFor(call, evaluator)) return 'stdio';
  const named = method === undefined ? undefined : serving[method];
  if (named !== undefined) return named;
  const value = argumentValue(call, ['transport', 0], evaluator);
  return value ? transportOf(value) : 'stdio';
}

function transportOf(value: Value): string | undefined {
  const text = value.kind === 'nothing' ? 'stdio' : onlyText(value);
  return text !== undefined && /^[\w-]+$/.test(text) ? text : undefined;
}

/**
 * The text of a value that can be only one where nothing is set: the default of a setting, although
 * other texts of that setting are replaced later, as `sse` by `http`.
 */
function onlyText(value: Value): string | undefined {
  const all = possible(value);
  const defaults = all.filter((it) => it.setting !== undefined);
  const texts = (defaults.length > 0 ? defaults : all).flatMap((it) =>
    it.complete ? [it.text] : [],
  );
  return new Set(texts).size === 1 ? texts[0] : undefined;
}

/** The texts of a value or of its items; `undefined` where one is not known, or there is none. */
function textsIn(value: Value): readonly string[] | undefined {
  const texts = (value.kind === 'list' ? value.items : [value]).flatMap((it) => onlyText(it) ?? []);
  const isKnown = texts.length === (value.kind === 'list' ? value.items.length : 1);
  return isKnown && texts.length > 0 ? texts : undefined;
}

/** Whether a call is in a branch that is not taken where nothing is set: `if transport == "http":`. */
function isAskedFor(call: SyntaxNode, evaluator: Evaluator): boolean {
  return isInBranch(call, (at, child) => {
    if (child.fieldName === 'consequence') return holds(at.field('condition'), evaluator) === false;
    if (at.type !== 'if_statement') return false;
    const before = [at, ...at.parts.filter((it) => it.type === 'elif_clause')];
    return before.some(
      (it) => it.start < child.start && holds(it.field('condition'), evaluator) === true,
    );
  });
}

/** The truth of a switch where nothing is set: `if args.http:`, `if os.getenv("HTTP"):`. */
function truthOf(value: Value): boolean | undefined {
  if (value.kind === 'truth') return value.truth;
  return value.setting && /^(?:unknown|nothing)$/.test(value.kind) ? false : undefined;
}

/**
 * The truth of `transport == "http"`, `transport in ("http", "sse")` and `transports == {"http"}` where
 * nothing is set.
 */
function holds(condition: SyntaxNode | undefined, evaluator: Evaluator): boolean | undefined {
  if (condition?.type !== 'comparison_operator') return truthOf(evaluator.evaluate(condition));
  const [left, right, ...others] = condition.parts;
  if (!left || !right || others.length > 0) return undefined;
  const [given, texts] = [left, right].map((it) => textsIn(evaluator.evaluate(it)));
  if (!given || !texts) return undefined;
  const isNamed = given.every((it) => texts.includes(it));
  const operator = condition.field('operators')?.text ?? '';
  if (/^(?:==|in)$/.test(operator)) return isNamed;
  return /^(?:!=|not in)$/.test(operator) ? !isNamed : undefined;
}
