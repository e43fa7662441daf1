/**
 * What the program must answer: the paths of `--path`, and `expect` in the preset. The first one is
 * what a start waits for.
 */
import type { Probe } from '../ports/ports.ts';
import type { Expectation } from '../options.ts';

/** An answer that is demanded, and the place where that can be changed. */
export interface Demand extends Expectation {
  readonly from: '--path' | 'expect';
}

/** An answer to a demand; `null` if it was no HTTP. */
export interface Reply {
  readonly demand: Demand;
  readonly probe: Extract<Probe, { kind: 'http' }> | null;
}

/** @returns the demands, in the order in which they are requested. */
export function demandsOf(
  paths: readonly string[],
  expected: readonly Expectation[],
): readonly Demand[] {
  return [
    ...paths.map((path): Demand => ({ path, from: '--path' })),
    ...expected.map((it): Demand => ({ ...it, from: 'expect' })),
  ];
}

/** @returns what is wrong with an answer, as a sentence fragment; `null` if it is as demanded. */
export function faultOf({ demand, probe }: Reply): string | null {
  const { status, text, type } = demand;
  if (probe === null) return 'no HTTP answer';
  const accepted = status === undefined ? probe.status < 400 : probe.status === status;
  if (!accepted) return status === undefined ? `${probe.status}` : `${probe.status}, not ${status}`;
  const sent = (probe.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== undefined && sent !== type.toLowerCase())
    return `${probe.status} with ${sent === '' ? 'no type' : `the type ${sent}`}, not ${type}`;
  return text !== undefined && !probe.body.includes(text)
    ? `${probe.status} without ${JSON.stringify(text)} in it`
    : null;
}

/** A reply as text: `GET /health: 200`. */
export function replyText(reply: Reply): string {
  return `GET ${reply.demand.path}: ${faultOf(reply) ?? String(reply.probe?.status)}`;
}

/** Where a demand that is not met can be changed, as a sentence. */
export function correctionOf({ from, path }: Demand): string {
  return from === '--path'
    ? `Look into the log, or leave out --path ${path} if nothing is served there.`
    : `Look into the log, or correct ${path} in the expect of the preset.`;
}
