/**
 * Decides which port a program listens on, and finds addresses that cannot be reached from outside a
 * container.
 */
import type { Evidence, Finding, Note, ServiceFacts } from '../../types.ts';
import { isLoopback } from '../../text/hosts.ts';
import { isOperations, otherPorts, portFinding } from '../shared/ports.ts';
import type { Listen } from '../shared/uses.ts';
import type { ProgramSource } from './packages.ts';

export interface Listening extends Pick<ServiceFacts, 'otherPorts'> {
  readonly port: Finding<number | null>;
  /** Whether a call listens, and not only a setting is named like a port. */
  readonly isSeen: boolean;
  /** What listens on a port that an environment variable sets. */
  readonly variables: readonly Listen[];
  /** The ports that the program listens on unless a setting says otherwise. */
  readonly defaults: readonly number[];
  /** The setting with a default address that cannot be reached from outside the container. */
  readonly local: Listen | undefined;
  readonly notes: readonly Note[];
}

/** The port that the image sets where the program has no default. */
const unset = 8080;

/**
 * Packages for servers. A program that imports one may listen in a way that is not detected here.
 */
const servers =
  /^(net|net\/http|net\/rpc|google\.golang\.org\/grpc|github\.com\/(gin-gonic\/gin|labstack\/echo|gofiber\/fiber|valyala\/fasthttp|go-chi\/chi|gorilla\/mux|beego\/beego|kataras\/iris|zeromicro\/go-zero|go-kratos\/kratos|cloudwego\/hertz|gofr-dev\/gofr))(\/.*)?$/;

export function findListening(
  listens: readonly Listen[],
  program: ProgramSource,
  main: Evidence,
): Listening {
  const settable = listens.filter((it) => it.setting?.variable !== undefined && !isOperations(it));
  const port = portOf(listens, program, main);
  const local = localOf(listens, port);
  return {
    port,
    isSeen: listens.some((it) => it.certain),
    ...otherPorts(listens, port),
    variables: settable
      .filter((it, index) => settable.findIndex((other) => isSameSetting(it, other)) === index)
      .toSorted((one, other) => Number(isEvidenceOf(port, other)) - Number(isEvidenceOf(port, one)))
      .map((it) => ({
        ...it,
        host: local.find((other) => isSameSetting(it, other))?.host ?? it.host,
      })),
    defaults: [...new Set(listens.flatMap((it) => it.port ?? []))],
    local:
      local.find((it) => it.hostSetting !== undefined) ??
      local.find((it) => it.setting !== undefined),
    notes: localNotes(local, chosenOf(port)),
  };
}

/**
 * @param port the port that was decided.
 * @param detected the port that the program takes without an answer.
 * @returns what the image sets so that the program listens there: the variable for this port alone,
 *   since others might make the program listen on it twice. `undefined` where it does so anyway.
 */
export function setByImage(
  variables: readonly Listen[],
  defaults: readonly number[],
  port: number | null,
  detected: number | null,
): Listen | undefined {
  const listen =
    variables.find((it) => it.port === port) ??
    variables.find((it) => it.setting?.variable === 'PORT') ??
    variables[0];
  if (!listen || port === null) return undefined;
  const isLocal = listen.host !== undefined && isLoopback(listen.host);
  const isDefault = port === listen.port && !isLocal;
  const isOther = port === detected && defaults.includes(port) && !isLocal;
  return isDefault || isOther ? undefined : listen;
}

/** @returns the variables that the image sets for the port and the host. */
export function settledVariables({ port, variables, defaults, local }: Listening): string[] {
  const chosen = chosenOf(port) ?? null;
  const set = setByImage(variables, defaults, chosen, chosen);
  return [set?.setting?.variable, local?.hostSetting?.variable].filter((it) => it !== undefined);
}

/** Whether the decision for the port was made by a setting. */
function isEvidenceOf(port: Finding<number | null>, { evidence }: Listen): boolean {
  const found = 'evidence' in port ? port.evidence : [];
  return found.some((it) => it.file === evidence.file && it.line === evidence.line);
}

/** @returns the port that is taken without an answer; `undefined` where there is a question only. */
function chosenOf(port: Finding<number | null>): number | null | undefined {
  const [first] = port.kind === 'ambiguous' ? port.candidates : [port];
  return first && 'value' in first ? first.value : undefined;
}

/** What listens on this machine alone, first by a setting that also sets the chosen port. */
function localOf(listens: readonly Listen[], port: Finding<number | null>): readonly Listen[] {
  const chosen = chosenOf(port);
  const counted = listens.filter((it) => it.port === chosen);
  // Port 0 is any that is free: what the program opens for itself.
  const local = listens.filter(
    (it) =>
      it.port !== 0 &&
      it.host !== undefined &&
      isLoopback(it.host) &&
      !listens.some((other) => isWiderThan(other, it)),
  );
  const isOfChosen = (it: Listen): boolean =>
    counted.some((other) => it === other || isSameSetting(it, other));
  return [
    ...local.filter(isOfChosen),
    ...local.filter((it) => !isOfChosen(it) && !isOperations(it)),
  ];
}

/** Whether the program listens on the same port of all addresses unless something asks otherwise. */
function isWiderThan(other: Listen, { port, protocol, setting, hostSetting }: Listen): boolean {
  const isSame = other.port === port && other.protocol === protocol;
  return isSame && other.host === '' && setting === undefined && hostSetting === undefined;
}

function isSameSetting({ setting }: Listen, other: Listen): boolean {
  if (setting?.variable !== undefined) return setting.variable === other.setting?.variable;
  return setting?.flag !== undefined && setting.flag === other.setting?.flag;
}

function portOf(
  listens: readonly Listen[],
  program: ProgramSource,
  main: Evidence,
): Finding<number | null> {
  const datagrams = listens.filter((it) => it.protocol === 'udp').map((it) => it.evidence);
  const nothing =
    datagrams.length > 0 ? datagrams : [{ ...main, because: 'nothing in the program listens' }];
  const found = portFinding(listens, unset, nothing);
  const isServer = [...program.external.keys()].some((it) => servers.test(it));
  return found.kind === 'found' && found.value === null && datagrams.length === 0 && isServer
    ? { ...found, kind: 'suggested' }
    : found;
}

function localNotes(local: readonly Listen[], chosen: number | null | undefined): Note[] {
  const [first] = [...local.filter((it) => it.setting), ...local];
  if (!first) return [];
  const isOther = typeof chosen === 'number' && first.port !== undefined && first.port !== chosen;
  const what = isOther
    ? `the program also listens on ${first.host}:${first.port} by default, and nothing outside the container can reach that port`
    : `the program listens on ${first.host} by default, and nothing outside the container can reach it`;
  return [
    {
      code: 'go/listens-on-localhost',
      level: isOther ? 'info' : 'warning',
      text: `${what}: ${cureOf(first)}`,
      evidence: [first.evidence],
    },
  ];
}

function cureOf({ setting, hostSetting, holds, opens, port }: Listen): string {
  if (hostSetting?.variable !== undefined) return `the image sets ${hostSetting.variable}`;
  if (hostSetting?.flag !== undefined)
    return `start it with ${hostSetting.flag}=0.0.0.0, as proposed`;
  if (holds === 'port' && !opens) return 'let a variable or a flag set the address, too';
  if (setting?.variable !== undefined) return `the image sets ${setting.variable}`;
  if (setting?.flag !== undefined)
    return `start it with ${setting.flag}=:${port ?? unset}, as proposed`;
  return `listen on all interfaces (":${port ?? unset}")`;
}
