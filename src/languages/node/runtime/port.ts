/** Decides the port from what the program listens on, and warns of servers on localhost. */
import type { Evidence, Finding, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { portFinding } from '../../shared/ports.ts';
import type { Listen } from '../../shared/uses.ts';
import type { LocalHost } from '../code/listens.ts';
import type { NodeUses } from '../code/uses.ts';

export interface PortAnswer {
  readonly finding: Finding<number | null>;
  /** The environment variable that changes it, mostly PORT; `null` where it is fixed. */
  readonly variable: string | null;
  readonly notes: readonly Note[];
}

/** The port that a framework uses by default; sources may name another. */
export interface PortDefault {
  readonly port: number;
  readonly variable: string | null;
  readonly evidence: Evidence;
}

/** The port that the image sets where only a variable without a default is read. */
const unset = 3000;

/**
 * @param uses what the sources use; `null` where a framework or a dependency is the server.
 * @param given the words and environment of the start command: a port in them decides.
 * @param known the port of the framework, for sources that name none.
 * @param entry the file that listens nowhere, for evidence.
 * @param opened whether the image opens the port of a server on localhost.
 */
export function findPort(
  uses: Pick<NodeUses, 'listens' | 'local'> | null,
  given: {
    readonly words: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly evidence: readonly Evidence[];
  },
  known: PortDefault | null,
  entry = 'package.json',
  opened = false,
): PortAnswer {
  const notes = uses ? localNotes(uses.local, opened) : [];
  const listens = uses?.listens ?? [];
  const said = fromCommand(given);
  if (said !== null)
    return {
      finding: { kind: 'found', value: said, evidence: given.evidence.slice(0, 1) },
      variable: variableOf(listens) ?? known?.variable ?? null,
      notes,
    };
  const isNamed = listens.some((it) => it.port !== undefined && it.port !== 0);
  if (known && !isNamed)
    return {
      finding: { kind: 'found', value: known.port, evidence: [known.evidence] },
      variable: known.variable,
      notes,
    };
  const nothing = [{ file: entry, because: 'no source file listens on a port' }];
  const finding = decided(portFinding(listens, unset, nothing), listens);
  return { finding, variable: variableFor(finding, listens), notes };
}

/** Of several ports, PORT sets the one for users. A program that listens nowhere is a guess. */
function decided(
  finding: Finding<number | null>,
  listens: readonly Listen[],
): Finding<number | null> {
  if (finding.kind === 'found' && finding.value === null) return { ...finding, kind: 'suggested' };
  if (finding.kind !== 'ambiguous') return finding;
  const byPort = new Set(
    listens.filter((it) => it.setting?.variable === 'PORT').map((it) => it.port),
  );
  const [main, second] = finding.candidates.filter((it) => byPort.has(it.value ?? undefined));
  return main && !second ? { kind: 'found', value: main.value, evidence: main.evidence } : finding;
}

/** The variable that changes the port that was chosen. */
function variableFor(finding: Finding<number | null>, listens: readonly Listen[]): string | null {
  const [value] =
    finding.kind === 'ambiguous'
      ? finding.candidates.map((it) => it.value)
      : [finding.kind === 'unknown' ? null : finding.value];
  if (value === null || value === undefined) return null;
  const chosen = listens.filter((it) => it.port === value);
  return variableOf(chosen.length > 0 ? chosen : listens);
}

function variableOf(listens: readonly Listen[]): string | null {
  const names = listens.flatMap((it) => it.setting?.variable ?? []);
  return names.find((it) => it === 'PORT') ?? names[0] ?? null;
}

/** `--port 8080`, `-p 8080`, `PORT=8080 node ...`. */
function fromCommand(given: {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): number | null {
  const { words } = given;
  const index = words.findIndex(
    (it) => it === '--port' || it === '-p' || it === '-l' || it === '--listen',
  );
  const text = words[index + 1] ?? '';
  const value =
    (index === -1 ? undefined : /(\d{2,5})$/.exec(text)?.[1]) ??
    words.map((it) => /^--port=(\d{2,5})$/.exec(it)?.[1]).find((it) => it !== undefined) ??
    given.environment['PORT'];
  return value !== undefined && /^\d{2,5}$/.test(value) ? Number(value) : null;
}

/**
 * Servers that nothing outside the container can reach. A variable that changes it is set, and so is
 * a flag.
 */
function localNotes(local: readonly LocalHost[], opened: boolean): Note[] {
  const so = opened
    ? 'a preload accepts connections for it on the other addresses of the container'
    : 'nothing outside the container can reach it';
  const end = opened ? ': the preload then goes away.' : '.';
  return local
    .filter((it) => it.variable === undefined && it.flag === undefined)
    .map(({ address, at, isDefault }) => ({
      code: 'node/listens-on-localhost',
      level: opened ? 'info' : 'warning',
      text: isDefault
        ? `Fastify listens on localhost by default: ${so}`
        : `the server listens on ${address} only: ${so}`,
      hint: isDefault ? `Add host: '0.0.0.0' to listen()${end}` : `Listen on 0.0.0.0${end}`,
      evidence: [{ ...at, because: isDefault ? 'listen() without host' : `host ${address}` }],
    }));
}

/**
 * @returns the variable that makes a server listen on all addresses; `null` where none is needed.
 */
export function hostVariable(local: readonly LocalHost[]): EnvironmentLine | null {
  const found = local.find((it) => it.variable !== undefined);
  if (found?.variable === undefined) return null;
  return {
    name: found.variable,
    value: '0.0.0.0',
    why: `By default, the program listens on ${found.address}, which cannot be reached from outside the container.`,
  };
}
