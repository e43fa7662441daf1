/** Reads the settings and layers of an image from `image inspect` and `history`. */
import type { Layer } from './report.ts';

export interface ImageFacts {
  readonly id: string;
  readonly size: number;
  /** As in `--platform`: amd64; `''` if the engine does not say it. */
  readonly architecture: string;
  /** USER as written; `''` if there is none. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  readonly volumes: readonly string[];
  readonly workingDirectory: string;
  readonly stopSignal: string;
  /** `null` if the image has none, or `HEALTHCHECK NONE`. */
  readonly healthcheck: Healthcheck | null;
  /** Layers that contain bytes, the lowest first. */
  readonly layers: readonly Layer[];
  /** The commands of all layers, with or without bytes. */
  readonly history: readonly string[];
}

/** A HEALTHCHECK as the engine runs it. */
export interface Healthcheck {
  /** The words of the command. That of the shell form is passed to the shell of the image. */
  readonly command: readonly string[];
  /** `null` for the default of the engine. */
  readonly timeoutMs: number | null;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * @param inspected the standard output of `docker image inspect ID`
 * @param history the standard output of `docker history --no-trunc --human=false --format '{{json
 *   .}}'`, the newest first
 * @throws Error if the answer of the engine is not as documented
 */
export function readImage(inspected: string, history: string): ImageFacts {
  const [image] = JSON.parse(inspected) as readonly Json[];
  if (image === undefined) throw new Error('the engine inspected no image');
  const config = (image['Config'] ?? {}) as Json;
  const exposed = Object.keys((config['ExposedPorts'] ?? {}) as Json);
  const steps = history
    .split('\n')
    .filter((it) => it.trim() !== '')
    .map((it) => JSON.parse(it) as Json)
    .reverse();
  const layers = steps.map((it) => ({
    createdBy: String(it['CreatedBy'] ?? ''),
    size: Number(it['Size'] ?? it['size'] ?? 0),
  }));
  return {
    id: String(image['Id'] ?? image['ID'] ?? ''),
    size: Number(image['Size'] ?? 0),
    architecture: String(image['Architecture'] ?? ''),
    user: String(config['User'] ?? ''),
    entrypoint: words(config['Entrypoint']),
    cmd: words(config['Cmd']),
    environment: words(config['Env']).map(splitAssignment),
    labels: Object.entries((config['Labels'] ?? {}) as Json).map(
      ([name, value]) => [name, String(value)] as const,
    ),
    tcpPorts: portsOf(exposed, 'tcp'),
    udpPorts: portsOf(exposed, 'udp'),
    volumes: Object.keys((config['Volumes'] ?? {}) as Json),
    workingDirectory: String(config['WorkingDir'] ?? '') || '/',
    stopSignal: String(config['StopSignal'] ?? '') || 'SIGTERM',
    // Podman has it beside the other settings.
    healthcheck: healthcheckOf(
      (config['Healthcheck'] ?? image['Healthcheck'] ?? {}) as Json,
      words(config['Shell']),
    ),
    layers: layers.filter((it) => it.size > 0),
    history: layers.map((it) => it.createdBy),
  };
}

/**
 * `Test` is `["NONE"]`, `["CMD", program, ...]` or `["CMD-SHELL", command]`. Times are nanoseconds.
 * https://docs.docker.com/reference/api/engine/ (HealthConfig)
 */
function healthcheckOf(check: Json, shell: readonly string[]): Healthcheck | null {
  const [form, ...rest] = words(check['Test']);
  const timeout = Number(check['Timeout'] ?? 0);
  const timeoutMs = timeout > 0 ? timeout / 1e6 : null;
  if (form === 'CMD' && rest.length > 0) return { command: rest, timeoutMs };
  if (form !== 'CMD-SHELL') return null;
  return { command: [...(shell.length > 0 ? shell : ['/bin/sh', '-c']), ...rest], timeoutMs };
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function splitAssignment(text: string): readonly [string, string] {
  const index = text.indexOf('=');
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function portsOf(exposed: readonly string[], protocol: string): number[] {
  const ports = exposed.map((it) => it.split('/')).filter(([, kind = 'tcp']) => kind === protocol);
  return ports.map(([port]) => Number(port)).sort((a, b) => a - b);
}

/** The numbers of the usual stop signals, which are the same on every Linux architecture. */
const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
  WINCH: 28,
  RTMIN: 34,
};

/**
 * @returns the number of `SIGTERM`, `term`, `15`, `SIGRTMIN+3`; `undefined` for an unknown signal
 */
export function signalNumber(signal: string): number | undefined {
  if (/^\d+$/.test(signal)) return Number(signal);
  const [name = '', plus] = signal.toUpperCase().replace(/^SIG/, '').split('+');
  const number = signalNumbers[name];
  return number === undefined ? undefined : number + Number(plus ?? 0);
}
