/** Where a program listens that runs its own server: port, health check, and who reaches it. */
import { isLoopback } from '../../../text/hosts.ts';
import type { Evidence, Finding, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { firstOf } from '../../shared/findings.ts';
import { portFinding } from '../../shared/ports.ts';
import type { PythonModule } from '../code/module.ts';
import { statedPort } from './stated-port.ts';
import type { Listen, Uses } from '../../shared/uses.ts';
import type { PythonService } from '../details.ts';

/** The port that the image gives where the program has none. */
const unset = 8000;

export interface Listening {
  readonly port: Finding<number | null>;
  readonly details: Pick<
    PythonService,
    'probe' | 'portVariable' | 'portDemanded' | 'handlesStop' | 'environment'
  >;
  readonly notes: readonly Note[];
  /** Options for the command line, without which nothing outside reaches it. */
  readonly options: readonly string[];
}

/**
 * @param nothing evidence for a program that listens nowhere.
 * @param modules where the port is looked for that the code does not show.
 */
export function listening(
  { listens, stops }: Pick<Uses, 'listens' | 'stops'>,
  nothing: Evidence,
  modules: readonly PythonModule[],
): Listening {
  const stopped = stops.some((it) => it.signal === 'SIGTERM');
  const finding: Finding<number | null> =
    listens.length === 0
      ? {
          kind: 'suggested',
          value: null,
          evidence: [{ file: nothing.file, because: 'nothing that listens was found' }],
        }
      : portFinding(listens, unset, [nothing]);
  const chosen = chosenListen(listens, finding);
  const flag = chosen?.port === undefined ? chosen?.setting?.flag : undefined;
  const isOption =
    flag !== undefined && chosen?.setting?.variable === undefined && finding.kind === 'unknown';
  const taken = {
    kind: 'suggested' as const,
    value: unset,
    evidence: chosen ? [{ ...chosen.evidence, because: `takes its port from ${flag}` }] : [],
  };
  const port = isOption ? taken : orStated(finding, modules);
  const { environment, notes, options } = reached(chosen);
  return {
    port,
    details: {
      probe: chosen && chosen.speaks !== 'http' ? 'connection' : 'http',
      portVariable: chosen?.setting?.variable ?? null,
      portDemanded: chosen?.setting?.variable !== undefined && chosen.port === undefined,
      handlesStop: stopped,
      environment,
    },
    notes,
    options: [...options, ...(isOption ? [flag, String(unset)] : [])],
  };
}

/** The port that the project states, where it listens on one that the code does not show. */
function orStated(
  finding: Finding<number | null>,
  modules: readonly PythonModule[],
): Finding<number | null> {
  const stated = finding.kind === 'unknown' ? statedPort(modules) : undefined;
  return stated ? { kind: 'suggested', value: stated.value, evidence: [stated.evidence] } : finding;
}

/** The place of the port that was decided. */
function chosenListen(
  listens: readonly Listen[],
  finding: Finding<number | null>,
): Listen | undefined {
  const value = firstOf(finding)?.value;
  return (
    listens.find((it) => it.protocol === 'tcp' && it.port === value && it.port !== undefined) ??
    listens.find((it) => it.port === undefined && it.setting?.variable !== undefined) ??
    listens.find((it) => it.port === undefined && it.setting !== undefined) ??
    listens.find((it) => it.protocol === 'tcp')
  );
}

/** What lets others reach it: a variable or an option that sets the address, else a warning. */
function reached(chosen: Listen | undefined): {
  readonly environment: readonly EnvironmentLine[];
  readonly notes: readonly Note[];
  readonly options: readonly string[];
} {
  const none = { environment: [], notes: [], options: [] };
  if (!chosen) return none;
  const { hostSetting, evidence, host } = chosen;
  // An option whose default cannot be read may well have one that only this machine reaches.
  if (host === undefined ? hostSetting?.flag === undefined : !isLoopback(host)) return none;
  if (hostSetting?.variable !== undefined) {
    const why =
      'Listens on all addresses: otherwise nothing outside the container can reach the program.';
    return { ...none, environment: [{ name: hostSetting.variable, value: '0.0.0.0', why }] };
  }
  if (hostSetting?.flag?.startsWith('-'))
    return { ...none, options: [hostSetting.flag, '0.0.0.0'] };
  return {
    ...none,
    notes: [
      {
        code: 'python/listens-on-loopback',
        level: 'warning',
        text: `${evidence.file}:${evidence.line ?? 1} listens on ${host ?? 'this machine'} only: nothing outside the container can reach it`,
        hint: 'Listen on 0.0.0.0.',
        evidence: [evidence],
      },
    ],
  };
}
