/** Makes places that listen from matches of the tables, and from settings that are named like one. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { isLoopback } from '../../../text/hosts.ts';
import type { Meaning, Row } from '../../shared/knowledge.ts';
import { isForeign } from '../../shared/ports.ts';
import { isServicePort } from '../../shared/service-ports.ts';
import type { Listen } from '../../shared/uses.ts';
import {
  alternatives,
  firstText,
  placeOf,
  possible,
  textValue,
  type Place,
  type Setting,
  type Value,
} from '../../shared/values.ts';
import { isAlways, isWaiting } from './always.ts';
import type { Evaluator } from './evaluator.ts';
import { tagValue } from './field-settings.ts';
import { flagsIn } from './flags.ts';
import { mentionsOf } from './mentions.ts';
import { valueOf, type Match } from './rows.ts';
import { keysIn } from './viper.ts';

interface Address {
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly text: string;
  readonly setting: Setting | undefined;
  readonly at: Place;
}

const hole = '\u0000';

export const isListening = (means: Meaning): boolean => means.startsWith('listens-');

/** @returns the places where a call listens: none for a Unix socket or for no address at all. */
export function listensOf(evaluator: Evaluator, match: Match): readonly Listen[] {
  const { row, node } = match;
  const networks = networksOf(evaluator, node, row);
  if (networks.length === 0 || acmeHandler.test(wordsOf(node))) return [];
  const { addresses, ofHost } = withoutHosts(evaluator, addressesOf(evaluator, match));
  const strict = row.call.startsWith('*.');
  const always = addresses.length === 1 && isAlways(evaluator, node);
  const names = [
    wordsOf(node),
    ...receiverOf(node),
    ...aroundOf(evaluator, node),
    ...(isProfiler(evaluator, node) ? ['pprof'] : []),
  ];
  const opening = addresses.find(
    (it) => it.setting?.variable !== undefined && it.text === `:${hole}`,
  );
  return addresses.flatMap((address): readonly Listen[] => {
    if (strict && !(address.port !== undefined && /:\d\d+$/.test(address.text))) return [];
    const settings =
      opening?.setting && isShut(address)
        ? { setting: opening.setting, holds: 'port' as const, opens: true as const }
        : settingsOf(evaluator, address, ofHost ?? hostOfLibrary(row));
    return networks.map((protocol) => ({
      protocol,
      speaks: row.means === 'listens-http' ? 'http' : 'other',
      port: address.port,
      host: address.host,
      ...settings,
      // A name takes the place of a port that is not set: `if addr == ":" { addr = ":http" }`.
      certain: addresses.length === 1 || !/^:https?$/.test(address.text),
      ...(always ? { always } : {}),
      ...(isWaiting(node) ? { waits: true } : {}),
      names: [...names, ...declaredAt(evaluator, address)],
      evidence: evidenceOf(evaluator, { ...address, setting: settings.setting }, placeOf(node)),
    }));
  });
}

/** Addresses without those that are the host alone, a part of the others, and what sets that. */
function withoutHosts(
  evaluator: Evaluator,
  all: readonly Address[],
): { readonly addresses: readonly Address[]; readonly ofHost: Setting | undefined } {
  const hasPort = all.some((it) => it.port !== undefined);
  const isHost = (it: Address): boolean =>
    hasPort && it.port === undefined && it.setting !== undefined && isNameOfHost(it.setting);
  const rest = all.filter((it) => !isHost(it));
  // Development alone brings the loopback address: `if dev { hosts = []string{"127.0.0.1"} }`.
  const isAlsoOpen = (shut: Address): boolean =>
    rest.some((it) => it.port === shut.port && it.setting === undefined && !isShut(it));
  return {
    addresses: rest.filter((it) => !(isShut(it) && it.port !== undefined && isAlsoOpen(it))),
    ofHost: all.find((it) => isHost(it) || setsHost(evaluator, it))?.setting,
  };
}

/** Whether an address is on this machine alone, whatever is set. */
const isShut = ({ host, setting }: Address): boolean =>
  setting === undefined && host !== undefined && isLoopback(host);

/** What sets the host where a library reads it from the environment. */
const hostOfLibrary = ({ hostVariable: variable }: Row): Setting | undefined =>
  variable === undefined ? undefined : { variable };

/** What sets the port or the whole address, and what sets the host beside it. */
function settingsOf(
  evaluator: Evaluator,
  address: Address,
  ofHost: Setting | undefined,
): Pick<Listen, 'setting' | 'holds' | 'hostSetting'> {
  const isOfHost = setsHost(evaluator, address);
  const setting = isOfHost ? undefined : address.setting;
  const holds = setting && holdsOf(evaluator, setting);
  const isApart = isOfHost || holds === 'port' || (ofHost !== undefined && !setting);
  const isLocal = address.host !== undefined && isLoopback(address.host);
  const hostSetting =
    isApart && isLocal ? (settingOfHost(evaluator, address.host) ?? ofHost) : undefined;
  return {
    ...(setting ? { setting, holds: holds ?? 'address' } : {}),
    ...(hostSetting ? { hostSetting } : {}),
  };
}

/**
 * Answers the challenges of ACME, beside a server that has the certificates and is found, too:
 * https://pkg.go.dev/golang.org/x/crypto/acme/autocert
 */
const acmeHandler = /\.HTTPHandler\(/;

/** The text of a call or literal, without the limits of a server: they do not say what it is for. */
function wordsOf(node: SyntaxNode): string {
  const parts = node.type === 'composite_literal' ? node.field('body')?.parts : undefined;
  const texts = parts
    ?.filter((it) => !/Timeout|Max|ErrorLog|Context/.test(it.field('key')?.text ?? ''))
    .map((it) => it.text.slice(0, 160));
  return (texts?.join(', ') ?? node.text.slice(0, 160)).replace(/\/\/.*$/gm, '');
}

/** The type whose method listens: `MetricsServer` of `func (s MetricsServer) Open()`. */
function receiverOf(node: SyntaxNode): readonly string[] {
  const receiver = node.above('method_declaration')?.field('receiver');
  return receiver?.all('type_identifier').map((it) => it.text) ?? [];
}

/** The function and the package that listen: `NewMetricsServer` of `package metrics`. */
function aroundOf({ code }: Evaluator, node: SyntaxNode): readonly string[] {
  const around = node.above('function_declaration')?.field('name')?.text ?? 'main';
  return [around, code.packageOf(node).name].filter((it) => it !== 'main');
}

/** The constant, variable or field that has an address: `DefaultPeerURL` of another package. */
function declaredAt({ code }: Evaluator, { at, port }: Address): readonly string[] {
  const line =
    port === undefined ? undefined : code.treeOf(at.file)?.root.text.split('\n')[at.line - 1];
  const name = /^\s*(?:const |var )?(\w+)(?: string)?\s*(?::=|=|:)\s/.exec(line ?? '')?.[1];
  return name === undefined ? [] : [name];
}

function evidenceOf(
  evaluator: Evaluator,
  { setting, at, text, port }: Address,
  from: Place,
): Listen['evidence'] {
  const read = setting && evaluator.settings.get(nameOf(setting));
  const place = read?.at ?? (port === undefined ? from : at);
  const said = text.replaceAll(hole, '…');
  if (!setting) return { ...place, because: port === undefined ? 'listens' : `listens on ${said}` };
  const what = whatOf(setting);
  return { ...place, because: port === undefined ? what : `${what}, by default ${said}` };
}

function whatOf({ variable, flag, key }: Setting): string {
  if (variable !== undefined) return `environment variable ${variable}`;
  return flag === undefined ? `key ${key ?? ''}` : `flag ${flag.replace(/^--/, '')}`;
}

const nameOf = ({ variable, flag, key }: Setting): string => variable ?? flag ?? key ?? '';

function addressesOf({ documents }: Evaluator, match: Match): readonly Address[] {
  const { row, node } = match;
  const isGiven = match.argument !== undefined && match.argument.text !== '""';
  if (!isGiven && row.absent === undefined && row.argument !== undefined) return [];
  if (!isGiven && row.absent !== undefined) {
    const configured = row.absentKey === undefined ? [] : documents.values([row.absentKey]);
    if (configured.length > 0) return configured.flatMap(addresses);
    const value = textValue(row.absent, placeOf(node));
    const { variable, flag } = row;
    if (variable !== undefined) return addresses({ ...value, setting: { variable } });
    return addresses(flag === undefined ? value : { ...value, setting: { flag } });
  }
  return addresses(valueOf(match));
}

/** Reads `host:port`, `:port`, `tcp://host:port`, a port alone, and addresses as records. */
function addresses(value: Value): readonly Address[] {
  return alternatives(value).flatMap((it): readonly Address[] => {
    const base = { setting: it.setting, at: it.at };
    if (it.kind === 'number') return [{ ...base, ...portOf(it.number), text: String(it.number) }];
    if (it.kind === 'list') return it.items.flatMap(addresses);
    if (it.kind === 'record') {
      const port = it.entry('Port') ?? it.entry('Addr');
      return port ? addresses(port) : [];
    }
    if (it.kind !== 'text') return [{ ...base, port: undefined, host: undefined, text: '' }];
    const text = it.pieces.map((piece) => piece ?? hole).join('');
    if (text.startsWith('unix') || text.startsWith('/')) return [];
    const bare = text.replace(/^\w+:\/\//, '').replace(/^0\.0\.0\.0(?=:)/, '');
    const named = /:(https?)$/.exec(bare)?.[1];
    const [, host, digits] =
      /^(.*):(\d{1,5})\/?$/s.exec(
        named === undefined ? bare : bare.replace(named, named === 'http' ? '80' : '443'),
      ) ??
      /^()(\d{2,5})$/.exec(bare) ??
      [];
    return [
      {
        ...base,
        port: digits === undefined ? undefined : portOf(Number(digits)).port,
        host: host === undefined || host.includes(hole) ? undefined : bareHost(host),
        text,
      },
    ];
  });
}

/** `*` is any address, and brackets belong to the address and not to the host: `[127.0.0.1]:80`. */
function bareHost(host: string): string {
  return host === '*' ? '' : host.replace(/^\[([\d.]+)\]$/, '$1');
}

function portOf(number: number): { port: number | undefined; host: undefined } {
  return {
    port: Number.isInteger(number) && number >= 0 && number <= 65535 ? number : undefined,
    host: undefined,
  };
}

/**
 * The networks that the call names: `net.Listen("unix", path)`, `dns.Server{Net: "udp"}`; both where
 * a function gets one and then the other. None for a Unix socket.
 */
function networksOf(evaluator: Evaluator, node: SyntaxNode, row: Row): readonly ('tcp' | 'udp')[] {
  const given = node.field('arguments')?.parts ?? [];
  const position = typeof row.argument === 'number' ? row.argument - 1 : -1;
  const body = node.field('body')?.parts ?? [];
  const field = body
    .find((it) => /^(?:Net|Network)$/.test(it.field('key')?.text ?? ''))
    ?.field('value');
  for (const it of [given[position], field]) {
    const found = it ? possible(evaluator.value(it)) : [];
    // A setting names one of several, and the default comes first.
    const first = networksIn(found[0]?.setting ? found.slice(0, 1) : found);
    const networks = first.length > 0 ? first : networksIn(found);
    const isOther = found.some(({ text }) => /^(?:unix|ip)/.test(text));
    // A program that can also listen on a Unix socket does not do so without being asked.
    if (networks.length > 0 || isOther) return networks;
  }
  return [row.means === 'listens-udp' ? 'udp' : 'tcp'];
}

const networksIn = (found: readonly { readonly text: string }[]): readonly ('tcp' | 'udp')[] =>
  (['tcp', 'udp'] as const).filter((it) => found.some(({ text }) => text.startsWith(it)));

/** The default handlers with net/http/pprof among them: https://pkg.go.dev/net/http/pprof */
function isProfiler({ code }: Evaluator, node: SyntaxNode): boolean {
  return (
    node.above('go_statement') !== undefined &&
    /^(?:nil|http\.DefaultServeMux)$/.test(handlerOf(node)) &&
    code.fileOf(node).text.includes('"net/http/pprof"')
  );
}

/** What answers: the last argument of a call, or a field of a server, which is nil if it is left out. */
function handlerOf(node: SyntaxNode): string {
  if (node.type !== 'composite_literal') return node.field('arguments')?.parts.at(-1)?.text ?? '';
  const fields = node.field('body')?.parts ?? [];
  const handler = fields.find((it) => it.field('key')?.text === 'Handler');
  return handler?.field('value')?.text ?? 'nil';
}

function holdsOf({ settings }: Evaluator, setting: Setting): 'port' | 'address' {
  if (/port$/i.test(nameOf(setting))) return 'port';
  const value = settings.get(nameOf(setting))?.value;
  return value && /^\d+$/.test(firstText(value) ?? '') ? 'port' : 'address';
}

/** Whether the setting of an address is that of its host alone, beside a port that is written. */
function setsHost({ settings }: Evaluator, { host, setting }: Address): boolean {
  if (!setting || host === undefined) return false;
  const value = settings.get(nameOf(setting))?.value;
  return value !== undefined && firstText(value) === host && (host !== '' || isNameOfHost(setting));
}

/** Whether a setting is named for what has no port. */
function isNameOfHost(setting: Setting): boolean {
  return /(?:^|[^a-z])(?:host|hostname|ip|ipv4|interface)$/i.test(nameOf(setting));
}

/** The setting beside that of the port by which the program listens on this machine alone. */
function settingOfHost({ settings }: Evaluator, host: string | undefined): Setting | undefined {
  const names = [...settings]
    .filter(([it, { value }]) => hostName.test(it) && !isForeign(it) && firstText(value) === host)
    .map(([it]) => it);
  const [name] = names;
  if (name === undefined) return undefined;
  // A variable that sets the same leaves the start command as it is.
  const ending = `_${name.replace(/^-+/, '').replace(/\W/g, '_').toUpperCase()}`;
  const variable = names.find((it) => !it.startsWith('-') && `_${it}`.endsWith(ending));
  return variable === undefined ? { flag: name } : { variable };
}

const hostName =
  /^(?:--?(?:[\w.-]*[-._])?|(?:[A-Z0-9]+_)*)(?:host|hostname|(?:(?:listen|bind)[-_]?)?(?:addr|address|ip|host)|bind|listen|ipv4|interface)$/i;
const variableName = /^(?:[A-Z][A-Z0-9]*_)*(?:PORT|ADDR|ADDRESS|LISTEN|BIND)$/;
const flagName = /^(?:[a-z0-9]+[-._])*(?:port|addr|address|listen|bind|http)$/i;
const keyName =
  /(?:(?:^|[._-])(?:port|listen|bind|addr|address)|(?:Port|Listen|Bind|Addr|Address))$/;
/** A constant is no setting, so that all of its name has to speak of the program's own server. */
const constantName =
  /^(?:(?:default|http|https|web|server|service|srv|app|api|rest|grpc|metrics|public|listen|listening|bind|host|my)_?)*(?:port|addr|address)$/i;

/**
 * Finds settings and constants that are named like a port. They count where no call shows a port:
 * then a library listens, or the address comes from where it cannot be followed.
 */
export function namedListens(evaluator: Evaluator): readonly Listen[] {
  const found = namedInCode(evaluator);
  return found.some((it) => it.port !== undefined) ? found : [...found, ...inDocuments(evaluator)];
}

/** A port in a configuration file that the program reads, whoever listens on it. */
function inDocuments(evaluator: Evaluator): readonly Listen[] {
  return evaluator.documents
    .named(keyName)
    .filter(({ setting }) => !isForeign(setting?.key ?? ''))
    .flatMap((it) => uncertain(evaluator, it))
    .filter((it) => it.port !== undefined && isPlausible(it))
    .map((it) => (/http/i.test(it.setting?.key ?? '') ? { ...it, speaks: 'http' } : it));
}

function namedInCode(evaluator: Evaluator): readonly Listen[] {
  const { code } = evaluator;
  const sieve =
    /(?:PORT|ADDR|ADDRESS|LISTEN|BIND)["`,]|"(?:[\w.-]*[-._])?(?:port|addr|address|listen|bind|http)"|(?:port|addr|address)\s*(?:string|u?int(?:16)?)?\s*:?=\s*["\d]/i;
  return code.search(sieve).flatMap((file) => {
    const root = code.tree(file)?.root;
    if (!root) return [];
    const settings = [
      ...callsIn(evaluator, root),
      ...flagsIn(evaluator, root),
      ...keysIn(evaluator, root),
      ...tagsIn(evaluator, root),
    ];
    return [
      ...settings.filter(isNamed).flatMap((it) => uncertain(evaluator, it)),
      ...constantsIn(evaluator, root),
    ].filter(isPlausible);
  });
}

/** Words of names that hold a limit, or the address of another service. */
const notListening =
  /^(?:max|min|limit|privileged|dial|dialer|edge|outgoing|source|remote|whois|resolver|nameserver|dot|doh|quic|bootstrap)$/i;

/**
 * Whether a name alone may be taken for a port of this program: its value is not the address of
 * another machine, nor a port of the system, which name a service that the program connects to.
 */
function isPlausible({ port, host, names, setting }: Listen): boolean {
  const words = [...names, setting ? nameOf(setting) : ''].flatMap((it) =>
    it.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[\W_]+/),
  );
  const isElsewhere =
    host !== undefined && !['', '0.0.0.0', '::', '[::]'].includes(host) && !isLoopback(host);
  const isSystem = port !== undefined && port < 1024 && (port !== 80 || !setting);
  const isOther = port !== undefined && isServicePort(port);
  return !isElsewhere && !isSystem && !isOther && !words.some((it) => notListening.test(it));
}

function isNamed({ setting }: Value): boolean {
  if (!setting) return false;
  const { variable, flag, key } = setting;
  const names = [variable, flag?.replace(/^--/, ''), key].filter((it) => it !== undefined);
  return (
    names.some((it) => (it === variable ? variableName : flagName).test(it)) &&
    !names.some(isForeign)
  );
}

function uncertain(evaluator: Evaluator, value: Value): readonly Listen[] {
  const [address] = addresses(value);
  if (!address?.setting) return [];
  const evidence = evidenceOf(evaluator, address, address.at);
  return [
    {
      protocol: 'tcp',
      speaks: 'other',
      port: address.port,
      host: address.host,
      setting: address.setting,
      holds: holdsOf(evaluator, address.setting),
      certain: false,
      names: [],
      evidence,
    },
  ];
}

/** Variables of the environment that calls read. */
function callsIn(evaluator: Evaluator, root: SyntaxNode): readonly Value[] {
  return [...mentionsOf(root).calls.values()].flat().flatMap((call) => {
    const first = call.field('arguments')?.parts[0];
    if (first?.type !== 'interpreted_string_literal' || !variableName.test(first.text.slice(1, -1)))
      return [];
    const value = evaluator.value(aroundDefault(call));
    return value.setting || value.kind === 'choice' ? alternatives(value).slice(0, 1) : [];
  });
}

/** `cmp.Or(os.Getenv("PORT"), "8080")`, or the variable that it is assigned to. */
function aroundDefault(call: SyntaxNode): SyntaxNode {
  const around = call.parent?.parent;
  if (around?.type === 'call_expression' && around.field('function')?.text === 'cmp.Or')
    return around;
  const declared = call.parent?.parent;
  const name =
    declared?.type === 'short_var_declaration' ? declared.field('left')?.parts[0] : undefined;
  return name?.type === 'identifier' ? name : call;
}

function tagsIn(evaluator: Evaluator, root: SyntaxNode): readonly Value[] {
  return root.all('field_declaration').flatMap((it) => {
    const found = tagValue(evaluator, it, it.field('name')?.text ?? '');
    return found ? [found] : [];
  });
}

function constantsIn(evaluator: Evaluator, root: SyntaxNode): readonly Listen[] {
  return root
    .all('const_spec', 'var_spec', 'short_var_declaration', 'assignment_statement')
    .flatMap((node): readonly Listen[] => {
      const name = (node.field('name') ?? node.field('left')?.parts[0])?.text ?? '';
      const value = (node.field('value') ?? node.field('right'))?.parts[0];
      if (!constantName.test(name) || isForeign(name) || !/literal$/.test(value?.type ?? ''))
        return [];
      const [address] = addresses(evaluator.value(value));
      if (!address?.port) return [];
      return [
        {
          protocol: 'tcp',
          speaks: 'other',
          port: address.port,
          host: address.host,
          certain: false,
          names: [name],
          evidence: { ...address.at, because: `${name} is ${address.text}` },
        },
      ];
    });
}
