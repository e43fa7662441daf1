/** Where a program listens: calls of servers, and settings that are named like a port. */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isForeign } from '../../shared/ports.ts';
import type { Listen } from '../../shared/uses.ts';
import {
  alternatives,
  firstText,
  numberValue,
  type Place,
  type Possible,
  possible,
  type Setting,
  type Value,
} from '../../shared/values.ts';
import { argumentsOf } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import { givenIn, type Match } from './match.ts';
import type { Module } from './module.ts';
import { defaultOf } from './settings.ts';

/** @returns where a call listens; nothing for a socket in the file system. */
export function listensOf(match: Match, evaluator: Evaluator): readonly Listen[] {
  const { row, call } = match;
  const given = portBehindHost(match, evaluator) ?? givenIn(match, row.argument, evaluator);
  const host = hostOf(match, evaluator);
  const names = [
    given?.node?.text.slice(0, 60),
    (call.field('function') ?? call.field('constructor'))?.text.slice(0, 60),
    posix.basename(call.file),
  ].filter((it) => it !== undefined);
  const base = {
    protocol: row.means === 'listens-udp' ? 'udp' : 'tcp',
    speaks: row.means === 'listens-http' ? 'http' : 'other',
    host: host?.text ?? row.absentHost ?? '',
    certain: true,
    names,
  } as const;
  const evidence = { file: call.file, line: call.line };
  if (!given && row.absent !== undefined) {
    const port = Number(row.absent);
    const setting = row.variable === undefined ? {} : withSetting({ variable: row.variable });
    return [
      {
        ...base,
        port,
        ...setting,
        evidence: { ...evidence, because: `listens on ${port} by default` },
      },
    ];
  }
  if (!given) return [];
  const found = portsIn(given.value);
  // The port of the scheme says nothing where the address may have another.
  const isOpen = found.length === 1 && ofScheme.test(given.node?.text ?? '');
  const values = isOpen ? [] : found;
  if (values.length === 0 && !isOpen && !mayBePort(given.value, row.call)) return [];
  if (values.length === 0)
    return [{ ...base, port: undefined, evidence: { ...evidence, because: shown(call) } }];
  return values.map(({ port, setting, at, address }) => ({
    ...base,
    ...(address === undefined ? {} : { host: address }),
    port,
    ...(setting ? withSetting(setting) : {}),
    evidence: evidenceOf(port, setting, at.file === call.file ? at : evidence),
  }));
}

/** `url.port || 80` of an address that is not known: the port is that of its scheme. */
const ofScheme = /^(?:\w+\.)+port\s*(?:\|\||\?\?)\s*(?:80|443)$/;

/** `listen(host, port, done)` of uWebSockets.js, where the receiver does not show the library. */
function portBehindHost(match: Match, evaluator: Evaluator): ReturnType<typeof givenIn> {
  if (match.row.call !== '*.listen') return undefined;
  const [first, second] = argumentsOf(match.call);
  const isHost = first !== undefined && /(?:^|[._])host(?:name)?$/i.test(first.text);
  return isHost && second !== undefined && /port$/i.test(second.text)
    ? givenIn(match, 1, evaluator)
    : undefined;
}

function withSetting(setting: Setting): { readonly setting: Setting; readonly holds: 'port' } {
  return { setting, holds: 'port' };
}

function evidenceOf(
  port: number | undefined,
  setting: Setting | undefined,
  at: Place,
): Listen['evidence'] {
  const by = setting?.variable ?? setting?.flag ?? setting?.key;
  const place = { file: at.file, line: at.line };
  if (by === undefined) return { ...place, because: `listens on ${port}` };
  return {
    ...place,
    because: port === undefined ? `reads ${by}` : `reads ${by}, ${port} by default`,
  };
}

const longestShown = 60;

/** The first line of a call, for evidence. It ends with "…" where the call goes on. */
export function shown(node: SyntaxNode): string {
  const [first = '', ...others] = node.text.split('\n');
  const line = first.trim();
  return line.length > longestShown || others.length > 0 ? `${line.slice(0, longestShown)}…` : line;
}

interface Port {
  readonly port: number | undefined;
  readonly address?: string;
  readonly setting?: Setting | undefined;
  readonly at: Place;
}

/** Variables for a socket of Unix: `server.listen(process.env.SOCKET_PATH)`. */
const ofSocket = /(?:^|_)(?:PATH|SOCKET|SOCK|SOCKET_?FILE|UNIX\w*)$/i;

/** The ports in a value: numbers, addresses with a port, and settings without a default. */
function portsIn(value: Value): readonly Port[] {
  return possible(value).flatMap((it): readonly Port[] => {
    const { setting, at } = it;
    if (!it.complete)
      return setting && it.text === '' && !ofSocket.test(setting.variable ?? '')
        ? [{ port: undefined, setting, at }]
        : tailPort(value, it);
    const match = /^(?:[a-z+]+:\/\/)?(?:(\[[^\]]*\]|[\w.*-]*):)?(\d{1,5})\/?$/.exec(it.text);
    if (!match || Number(match[2]) > 65535) return [];
    const [, address] = match;
    return [{ port: Number(match[2]), setting, at, ...(address === undefined ? {} : { address }) }];
  });
}

/** `${host}:50051`: the end of a text is its port. */
function tailPort(value: Value, { setting, at }: Possible): readonly Port[] {
  return alternatives(value).flatMap((it) => {
    const last = it.kind === 'text' ? it.pieces.at(-1) : undefined;
    const port = /:(\d{2,5})$/.exec(last ?? '')?.[1];
    return port === undefined ? [] : [{ port: Number(port), setting, at }];
  });
}

/** Whether an argument that cannot be read may be a port. A function is none. */
function mayBePort(value: Value, call: string): boolean {
  if (value.kind === 'code' || value.kind === 'list') return false;
  if (possible(value).some((it) => it.complete)) return false;
  return !call.startsWith('*.') || value.kind !== 'record';
}

function hostOf(match: Match, evaluator: Evaluator): Possible | undefined {
  const given = givenIn(match, match.row.host ?? [1, 'host', 'hostname'], evaluator);
  return given ? possible(given.value).find((it) => /[a-z:.]/i.test(it.text)) : undefined;
}

/** A server that only this machine reaches. */
export interface LocalHost {
  readonly address: string;
  /** The variable that changes it. */
  readonly variable: string | undefined;
  /** The flag of the program that changes it: `--host`. */
  readonly flag: string | undefined;
  readonly at: Place;
  readonly isDefault: boolean;
}

const local = /^(?:localhost|127\.0\.0\.1|::1|\[::1\])$/;

/** @returns the address of a call that listens on localhost only. */
export function localHostOf(match: Match, evaluator: Evaluator): LocalHost | undefined {
  const host = hostOf(match, evaluator);
  const { call, row } = match;
  if (!host) {
    const given = givenIn(match, match.row.host ?? [1, 'host', 'hostname'], evaluator);
    return row.absentHost !== undefined &&
      local.test(row.absentHost) &&
      !given &&
      !isSocket(match, evaluator)
      ? {
          address: row.absentHost,
          variable: undefined,
          flag: undefined,
          at: { file: call.file, line: call.line },
          isDefault: true,
        }
      : undefined;
  }
  return local.test(host.text) && host.complete
    ? {
        address: host.text,
        variable: host.setting?.variable,
        flag: host.setting?.flag,
        at: { file: call.file, line: call.line },
        isDefault: false,
      }
    : undefined;
}

/** `listen({ path })`: a socket in the file system has no address. */
function isSocket(match: Match, evaluator: Evaluator): boolean {
  return givenIn(match, 'path', evaluator) !== undefined;
}

const portName =
  /^(?:(?:http|server|app|api|web|default|listen|my)_?)?port(?:_?(?:number|http|default))?$/i;
const bareNames = ['PORT', 'HTTP_PORT', 'APP_PORT', 'SERVER_PORT', 'API_PORT', 'NODE_PORT'];
const mention = /\b(?:port|PORT)\b|_PORT\b|[a-z]Port\b/;
/** The most places that are looked at for a name. */
const mostHints = 400;

/** @returns settings and constants that are named like a port, in the order of the program. */
export function hintsIn(modules: Iterable<Module>, evaluator: Evaluator): readonly Listen[] {
  const found: Listen[] = [];
  const inSchemas: Listen[] = [];
  let looked = 0;
  for (const module of modules) {
    if (!mention.test(module.text) || !module.root) continue;
    if (asks.test(module.text))
      for (const node of module.root.all('call_expression'))
        found.push(...readWithDefault(node, evaluator));
    for (const node of module.root.all(
      'variable_declarator',
      'pair',
      'binary_expression',
      'member_expression',
      'subscript_expression',
    )) {
      if (!mention.test(node.text.slice(0, 400)) || (looked += 1) > mostHints) continue;
      found.push(...hintsAt(node, evaluator));
      if (node.type === 'pair') inSchemas.push(...schemaDefault(node, evaluator));
    }
  }
  // Of several schemas with a port, nothing says which is the server's.
  const isOne = new Set(inSchemas.map((it) => it.port)).size === 1;
  return isOne ? [...found, ...inSchemas] : found;
}

/** Libraries of schemas whose chain may give a default: `z.number().default(3000)`. */
const schemaChain = /^(?:z|v|t|s|Joi|joi|yup|Yup|Schema|Type|S)\s*\.[\s\S]*\.default\((\d{2,5})\)/;

/** `port: z.number().default(3000)`, and `port: { default: 3000, env: 'PORT' }` of configurations. */
function schemaDefault(pair: SyntaxNode, evaluator: Evaluator): readonly Listen[] {
  const [name, value] = [keyOf(pair), pair.field('value')];
  if (!value || !portName.test(name) || isForeign(ownerOf(pair))) return [];
  if (value.type === 'object') {
    const given = evaluator.evaluate(value);
    const variable = given.kind === 'record' ? textOf(given.entry('env')) : undefined;
    const absent = given.kind === 'record' ? given.entry('default') : undefined;
    return variable === undefined || !absent
      ? []
      : hintOf(name, { ...absent, setting: { variable } }, pair);
  }
  const [, digits] = schemaChain.exec(value.text) ?? [];
  return digits === undefined
    ? []
    : hintOf(name, numberValue(Number(digits), { file: pair.file, line: pair.line }), pair);
}

function textOf(value: Value | undefined): string | undefined {
  return value && firstText(value);
}

function hintsAt(node: SyntaxNode, evaluator: Evaluator): readonly Listen[] {
  switch (node.type) {
    case 'variable_declarator': {
      const name = node.field('name');
      const value = node.field('value');
      if (!name || !value) return [];
      if (name.type === 'object_pattern')
        return name
          .all('object_assignment_pattern')
          .flatMap((it) => it.field('left') ?? [])
          .filter((it) => portName.test(it.text) || /PORT$/.test(it.text))
          .flatMap((it) => hintOf(it.text, evaluator.evaluate(it), node));
      return hintOf(name.text, evaluator.evaluate(value), node);
    }
    case 'pair': {
      const [name, value] = [keyOf(node), node.field('value')];
      if (value && isServerPort(name, node)) return hintOf('port', evaluator.evaluate(value), node);
      if (value?.type !== 'call_expression') return [];
      if (portName.test(name)) {
        const setting = evaluator.evaluate(value);
        if (setting.setting?.variable !== undefined) return hintOf(name, setting, node);
      }
      if (!/^(?:[A-Z0-9_]+_)?PORT$/.test(name)) return [];
      const fallback = defaultOf(evaluator, evaluator.evaluate(value));
      return fallback ? hintOf(name, { ...fallback, setting: { variable: name } }, node) : [];
    }
    default:
      return hintOf('', evaluator.evaluate(node), node);
  }
}

const asks = /\(\s*["'`][A-Z_]*PORT["'`]\s*,/;

/** `readENV('PORT', 1337)`: a function of the project reads a variable, and has a default for it. */
function readWithDefault(node: SyntaxNode, evaluator: Evaluator): readonly Listen[] {
  const [first, second, more] = argumentsOf(node);
  const variable = /^["'`]([A-Z_]+)["'`]$/.exec(first?.text ?? '')?.[1];
  if (variable === undefined || second === undefined || more !== undefined) return [];
  if (!bareNames.includes(variable) && !portName.test(variable)) return [];
  const value = evaluator.evaluate(second);
  return hintOf(variable, value.setting ? value : { ...value, setting: { variable } }, node);
}

/** The objects of a configuration that are about the program's own server. */
const serverName =
  /^(?:server|http|https?_?server|listen(?:er)?|app|api|web|express|fastify|koa)$/i;

/** Whether a key is the port of the server: `LISTEN_PORT: 2222`, `server: { port: 3000 }`. */
function isServerPort(name: string, pair: SyntaxNode): boolean {
  const owner = ownerOf(pair);
  if (!portName.test(name) || isForeign(owner)) return false;
  return name.toLowerCase() !== 'port' || serverName.test(owner);
}

/** The key of a pair, or the name of a variable, without quotes. */
function keyOf(node: SyntaxNode): string {
  const key = node.field(node.type === 'pair' ? 'key' : 'name');
  return key?.text.replace(/^["']|["']$/g, '') ?? '';
}

/** What an object with a pair is the value of. */
function ownerOf(pair: SyntaxNode): string {
  const owner = pair.above('pair', 'variable_declarator');
  return owner ? keyOf(owner) : '';
}

function hintOf(name: string, value: Value, node: SyntaxNode): readonly Listen[] {
  return portsIn(value).flatMap(({ port, setting }): readonly Listen[] => {
    const variable = setting?.variable;
    const isSetting = variable !== undefined && /PORT$/.test(variable) && !isForeign(variable);
    if (!isSetting && !portName.test(name)) return [];
    if (port === undefined ? !bareNames.includes(variable ?? '') : port < 10) return [];
    if (variable !== undefined && isForeign(variable)) return [];
    return [
      {
        protocol: 'tcp',
        speaks: 'other',
        port,
        host: undefined,
        ...(setting ? withSetting(setting) : {}),
        certain: false,
        names: [name],
        evidence: evidenceOf(port, setting, { file: node.file, line: node.line }),
      },
    ];
  });
}
