/** Ports and addresses in the arguments of a call that listens. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Row } from '../../shared/knowledge.ts';
import type { Listen } from '../../shared/uses.ts';
import { alternatives, firstText, type Setting, unknown, type Value } from '../../shared/values.ts';
import { argumentNode, argumentValue } from './argument-values.ts';
import type { Evaluator } from './evaluating.ts';

/** What an argument can be: addresses and ports, each with what sets it. */
interface Address {
  readonly host: Value | string | undefined;
  readonly port: number | undefined;
  readonly setting: Setting | undefined;
}

/** @returns where a call listens; one for each port that its argument can be. */
export function listensOf(
  call: SyntaxNode,
  row: Row,
  evaluator: Evaluator,
  evidence: Evidence,
): readonly Listen[] {
  const values = {
    port: argumentValue(call, row.argument, evaluator),
    host: argumentValue(call, row.host, evaluator),
  };
  return listensAt(values, call, row, evidence);
}

/** @returns where a call listens whose port and address are known; one for each port. */
export function listensAt(
  {
    port: value,
    host: given,
  }: { readonly port: Value | undefined; readonly host: Value | undefined },
  call: SyntaxNode,
  row: Row,
  evidence: Evidence,
): readonly Listen[] {
  const addresses = value && !isAbsent(value) ? addressesIn(value) : absentAddress(row);
  return addresses.map(({ host: inner, port, setting }): Listen => {
    const { host, hostSetting } = hostOf(inner ?? given, row);
    return {
      protocol: row.means === 'listens-udp' ? 'udp' : 'tcp',
      speaks: row.means === 'listens-http' ? 'http' : 'other',
      port,
      host,
      ...(setting ? { setting, holds: 'port' as const } : {}),
      ...(hostSetting ? { hostSetting } : {}),
      certain: true,
      names: [evidence.because, ...namesIn(call, row)],
      evidence,
    };
  });
}

function isAbsent(value: Value): boolean {
  return value.kind === 'nothing';
}

function absentAddress({ absent, variable }: Row): readonly Address[] {
  if (absent === undefined && variable === undefined) return [];
  const port = absent === undefined ? undefined : portIn(absent);
  return [{ host: undefined, port, setting: variable === undefined ? undefined : { variable } }];
}

function addressesIn(value: Value): readonly Address[] {
  const all = alternatives(value);
  const found = all.flatMap((it): readonly Address[] => {
    if (it.kind === 'list') return pairIn(it);
    // Options of a server that is embedded: `{"bind": "0.0.0.0:8000"}`.
    if (it.kind === 'record') return addressesIn(it.entry('bind') ?? unknown(it.at));
    if (it.kind === 'number')
      return [{ host: undefined, port: asPort(it.number), setting: it.setting }];
    if (it.kind !== 'text') return [];
    const text = it.pieces.map((piece) => piece ?? '\0').join('');
    if (/^(?:unix:|\/)/.test(text)) return [];
    const [, host, digits] = /^(?:\w+:\/\/)?(.*?):?(\d+)$/s.exec(text) ?? [];
    return digits === undefined
      ? []
      : [
          {
            host: host === '' || host?.includes('\0') ? undefined : host?.replace(/^\[|\]$/g, ''),
            port: asPort(Number(digits)),
            setting: it.setting,
          },
        ];
  });
  // A setting without a default, of which another place knows one, sets that.
  const setting = all.find((it) => it.setting)?.setting ?? value.setting;
  const known = found.filter((it) => it.port !== undefined);
  if (known.length > 0)
    return distinct(known.map((it) => ({ ...it, setting: it.setting ?? setting })));
  return isSocket(all) ? [] : [{ host: undefined, port: undefined, setting }];
}

/** A socket of Unix has no port. */
function isSocket(values: readonly Value[]): boolean {
  return values.every(
    (it) =>
      it.kind === 'text' && /^(?:unix:|\/)/.test(it.pieces.map((piece) => piece ?? '').join('')),
  );
}

/** `(host, port)`. */
function pairIn({ items }: Extract<Value, { kind: 'list' }>): readonly Address[] {
  const [host, port] = items;
  if (!port) return host ? addressesIn(host) : [];
  return addressesIn(port).map((it) => ({ ...it, host }));
}

function distinct(addresses: readonly Address[]): readonly Address[] {
  return addresses.filter(
    (it, index) => addresses.findIndex((other) => other.port === it.port) === index,
  );
}

function portIn(text: string): number | undefined {
  return asPort(Number(/(\d+)$/.exec(text)?.[1]));
}

function asPort(number: number): number | undefined {
  return Number.isInteger(number) && number >= 0 && number < 65536 ? number : undefined;
}

function hostOf(
  given: Value | string | undefined,
  row: Row,
): { readonly host: string | undefined; readonly hostSetting: Setting | undefined } {
  if (typeof given === 'string') return { host: given, hostSetting: undefined };
  if (!given || given.kind === 'nothing')
    return { host: row.absentHost ?? '0.0.0.0', hostSetting: undefined };
  return {
    host: firstText(given),
    hostSetting: alternatives(given).find((it) => it.setting)?.setting ?? given.setting,
  };
}

/** Names in the argument, which say what the port is for: `METRICS_PORT`. */
function namesIn(call: SyntaxNode, row: Row): readonly string[] {
  const node = argumentNode(call, row.argument);
  return node ? [...new Set(node.all('identifier').map((it) => it.text))].slice(0, 6) : [];
}
