/** An engine and a host without side effects, for verify's tests: a scripted container behind docker's command line. */
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import type { Engine, Host, Probe, RunOptions, RunResult } from '../../src/ports/ports.ts';

export interface File {
  readonly path: string;
  readonly type?: Header['type'];
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly link?: string;
  readonly text?: string;
  readonly pax?: Readonly<Record<string, string>>;
}

/** What the program in the container does; every field has the value of a good one. */
export interface Script {
  /** The address of the container in a network that publishes nothing; `undefined` for the usual one. */
  readonly inside?: string;
  readonly dockerfile: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly exposed: readonly string[];
  readonly stopSignal: string;
  /** `Test` of the HEALTHCHECK; `null` for an image without one. */
  readonly healthcheck: readonly string[] | null;
  /** What the HEALTHCHECK ends with, one for each run; the last one from then on. */
  readonly healthCodes: readonly number[];
  /** What it ends with where the program does not run, and after which time. */
  readonly healthAlone: readonly [code: number, milliseconds: number];
  /** The UDP ports that the program is bound to, and the TCP ports that it listens on. */
  readonly udpBound: readonly number[];
  readonly tcpBound: readonly number[];
  /** TCP ports of its loopback alone. */
  readonly tcpLoopback: readonly number[];
  /** The status of a path; `undefined` for that of `run`. */
  readonly statusOf: (path: string) => number | undefined;
  /** Where a path redirects. */
  readonly redirects: Readonly<Record<string, string>>;
  readonly history: readonly (readonly [createdBy: string, size: number])[];
  /** Names of containers and images of other runs. */
  readonly others: {
    readonly containers: readonly string[];
    readonly images: readonly string[];
    readonly networks?: readonly string[];
  };
  /** Files of this machine besides the Dockerfile, by path. */
  readonly hostFiles: Readonly<Record<string, string>>;
  readonly files: readonly File[];
  /** The files of each layer, where they differ from `files`. */
  readonly layers: readonly (readonly File[])[];
  readonly checks: unknown;
  readonly buildCode: number;
  readonly buildLines: readonly string[];
  /**
   * How the program does on a root file system that can (not) be written, at a time after its start
   * in milliseconds.
   */
  readonly run: (
    readOnly: boolean,
    passed: number,
  ) => {
    readonly probe?: Probe;
    readonly exitCode?: number;
    readonly log?: string;
  };
  readonly diff: string;
  readonly processes: readonly Proc[];
  readonly procIsHere: boolean;
  /** Whether the bridges of the engine are interfaces of this machine. */
  readonly bridgeIsHere: boolean;
  /** Where the engine listens. */
  readonly endpoint: string;
  readonly stopCode: number;
  /** Answers that replace the scripted ones, by the first words of the command. */
  readonly override: (args: readonly string[]) => Partial<RunResult> | undefined;
  /** Called before every command. */
  readonly onCommand: (args: readonly string[]) => void;
}

export interface Proc {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups?: readonly number[];
  readonly command: readonly string[];
  /** `CapEff`, ... by name; the others are empty. */
  readonly capabilities?: Readonly<Record<string, string>>;
  /** The mask of caught signals. */
  readonly caught?: string;
  readonly residentKb?: number;
}

const digest = `sha256:${'a'.repeat(64)}`;

export const good: Script = {
  dockerfile: `FROM golang:1.27-alpine@${digest} AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532:65532\nEXPOSE 8080\nENTRYPOINT ["/app"]\n`,
  user: '65532:65532',
  entrypoint: ['/app'],
  cmd: [],
  env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
  labels: {},
  volumes: [],
  exposed: ['8080/tcp'],
  stopSignal: '',
  healthcheck: ['CMD', '/app', '-health'],
  healthCodes: [0],
  healthAlone: [1, 0],
  udpBound: [],
  tcpBound: [8080],
  tcpLoopback: [],
  statusOf: () => undefined,
  redirects: {},
  history: [
    ['COPY /app /app # buildkit', 5_000_000],
    ['USER 65532:65532', 0],
  ],
  hostFiles: {},
  others: { containers: [], images: [] },
  layers: [],
  files: [{ path: 'app', mode: 0o755, text: '\x7fELF...' }],
  checks: { warnings: null },
  buildCode: 0,
  buildLines: ['#5 [build 2/2] RUN go build'],
  run: () => ({
    probe: { kind: 'http', status: 200, headers: { 'content-type': 'text/plain' }, body: 'hi' },
  }),
  diff: '',
  processes: [{ pid: 4242, uid: 65532, gid: 65532, command: ['/app'] }],
  procIsHere: true,
  bridgeIsHere: false,
  endpoint: 'unix:///var/run/docker.sock',
  stopCode: 0,
  override: () => undefined,
  onCommand: () => undefined,
};

export interface Memory {
  readonly engine: Engine;
  readonly host: Host;
  /** Every command, in order. */
  readonly commands: string[][];
  /** What is there: containers and images by name. */
  readonly containers: ReadonlyMap<string, unknown>;
  readonly images: Set<string>;
  readonly networks: ReadonlySet<string>;
  /** Where requests went: `127.0.0.1:32768`. */
  readonly requested: ReadonlySet<string>;
  /** As Ctrl-C does. */
  readonly interrupt: () => void;
  /** Whether signals are still caught. */
  readonly isListening: () => boolean;
}

const id = 'f'.repeat(64);

interface Container {
  readonly readOnly: boolean;
  startedAt: number;
  started: boolean;
  stopped: boolean;
}

/** What `docker image inspect` prints. */
function imageDocument(script: Script): string {
  return JSON.stringify([
    {
      Id: digest,
      Size: 5_000_000,
      Architecture: 'amd64',
      Config: {
        User: script.user,
        Entrypoint: script.entrypoint,
        Cmd: script.cmd,
        Env: script.env,
        Labels: script.labels,
        Volumes: Object.fromEntries(script.volumes.map((it) => [it, {}])),
        ExposedPorts: Object.fromEntries(script.exposed.map((it) => [it, {}])),
        StopSignal: script.stopSignal,
        ...(script.healthcheck === null ? {} : { Healthcheck: { Test: script.healthcheck } }),
      },
    },
  ]);
}

/** What `docker container inspect` prints. */
function containerDocument(
  script: Script,
  container: Container | undefined,
  outcome: { readonly exitCode?: number },
): string {
  const isRunning =
    container?.started === true && !container.stopped && outcome.exitCode === undefined;
  const ports = script.exposed.map((it) => [it, [{ HostIp: '127.0.0.1', HostPort: '32768' }]]);
  return JSON.stringify([
    {
      Id: id,
      State: {
        Running: isRunning,
        Pid: isRunning ? (script.processes[0]?.pid ?? 1) : 0,
        ExitCode: container?.stopped === true ? script.stopCode : (outcome.exitCode ?? 0),
        OOMKilled: false,
      },
      NetworkSettings: {
        Ports: (script.inside === undefined ? Object.fromEntries(ports) : {}) as unknown,
        Networks: { bridge: { IPAddress: script.inside ?? '172.17.0.2' } },
      },
      Config: { ExposedPorts: Object.fromEntries(script.exposed.map((it) => [it, {}])) as unknown },
    },
  ]);
}

/** What `docker top` prints. */
function processTable(script: Script): string {
  const rows = script.processes.map(
    (it) => `${it.pid} ${it.uid} ${it.gid} ${it.groups?.join(',') || '-'} ${it.command.join(' ')}`,
  );
  return ['PID UID GID SUPGID COMMAND', ...rows].join('\n');
}

/** @param changes of the good image */
export function memoryEngine(changes: Partial<Script> = {}): Memory {
  const script: Script = { ...good, ...changes };
  const commands: string[][] = [];
  const containers = new Map<string, Container>();
  const images = new Set<string>();
  const networks = new Set<string>();
  const listeners = new Set<() => void>();
  let now = 1_000_000;
  let checks = 0;

  const networkAnswer = ([, command, ...names]: readonly string[]): Partial<RunResult> => {
    if (command === 'ls') return { stdout: script.others.networks?.join('\n') ?? '' };
    const name = names.at(-1) ?? '';
    if (command === 'create') networks.add(name);
    else networks.delete(name);
    return { stdout: `${id}\n` };
  };

  /** What is there from other runs, and commands that are about names. */
  const nameAnswer = (args: readonly string[]): Partial<RunResult> | undefined => {
    const [command = ''] = args;
    if (command === 'ps') return { stdout: script.others.containers.join('\n') };
    if (command === 'network') return networkAnswer(args);
    if (command === 'images') return { stdout: script.others.images.join('\n') };
    if (command === 'tag') images.add(args.at(-1) ?? '');
    return ['tag', 'pull'].includes(command) ? {} : undefined;
  };

  const healthAnswer = ([command]: readonly string[]): Partial<RunResult> | undefined => {
    if (command === 'run') {
      now += script.healthAlone[1];
      return { code: script.healthAlone[0] };
    }
    if (command !== 'exec') return undefined;
    const code = script.healthCodes[Math.min(checks, script.healthCodes.length - 1)] ?? 0;
    checks += 1;
    return { code, stderr: code === 0 ? '' : 'connection refused' };
  };

  const answer = (args: readonly string[], options: RunOptions): Partial<RunResult> => {
    const [command = '', ...rest] = args;
    const last = rest.at(-1) ?? '';
    const container = containers.get(last);
    const outcome =
      container === undefined ? {} : script.run(container.readOnly, now - container.startedAt);
    switch (command) {
      case 'build': {
        if (rest[0]?.startsWith('--call=check') === true)
          return { stdout: JSON.stringify(script.checks) };
        for (const line of script.buildLines) options.onLine?.(line);
        if (script.buildCode === 0) images.add(rest[rest.indexOf('--tag') + 1] ?? '');
        return { code: script.buildCode };
      }
      case 'context':
        return { stdout: `${script.endpoint}\n` };
      case 'image':
        return { stdout: imageDocument(script) };
      case 'history':
        return {
          stdout: [...script.history]
            .reverse()
            .map(([CreatedBy, size]) => JSON.stringify({ CreatedBy, Size: String(size) }))
            .join('\n'),
        };
      case 'create':
        containers.set(rest[rest.indexOf('--name') + 1] ?? '', {
          readOnly: rest.includes('--read-only'),
          started: false,
          startedAt: now,
          stopped: false,
        });
        return { stdout: id };
      case 'start':
        if (container === undefined) return {};
        container.started = true;
        container.startedAt = now;
        return {};
      case 'container':
        return { stdout: containerDocument(script, container, outcome) };
      case 'logs':
        return { stderr: outcome.log ?? '' };
      case 'diff':
        return { stdout: script.diff };
      case 'top':
        return { stdout: processTable(script) };
      case 'stop':
        if (container !== undefined) container.stopped = true;
        if (script.stopCode === 137) now += Number(rest[1]) * 1_000; // killed when its time was over
        return {};
      case 'rm':
        for (const name of rest) containers.delete(name);
        return {};
      case 'rmi':
        for (const name of rest) images.delete(name);
        return {};
      default:
        throw new Error(`unexpected command: ${args.join(' ')}`);
    }
  };

  const engine: Engine = {
    program: 'docker',
    run(args, options = {}) {
      commands.push([...args]);
      script.onCommand(args);
      const result =
        script.override(args) ?? nameAnswer(args) ?? healthAnswer(args) ?? answer(args, options);
      return Promise.resolve({ code: 0, stdout: '', stderr: '', ...result });
    },
    async stream(args, consume) {
      commands.push([...args]);
      script.onCommand(args);
      const result = script.override(args) ?? {};
      await consume(args[0] === 'save' ? savedOf(script.layers) : tarOf(script.files));
      return { code: 0, stdout: '', stderr: '', ...result };
    },
  };

  const requested = new Set<string>();
  const host: Host = {
    request(name, port, path) {
      requested.add(`${name}:${port}`);
      const running = [...containers.values()].findLast((it) => it.started && !it.stopped);
      now += 100;
      const location = script.redirects[path];
      if (location !== undefined)
        return Promise.resolve({ kind: 'http', status: 302, headers: { location }, body: '' });
      const status = script.statusOf(path);
      if (status !== undefined)
        return Promise.resolve({ kind: 'http', status, headers: {}, body: '' });
      const passed = now - (running?.startedAt ?? now);
      const { probe = { kind: 'closed' } } = script.run(running?.readOnly ?? true, passed);
      return Promise.resolve(probe);
    },
    read(path) {
      const known = script.hostFiles[path];
      if (known !== undefined) return Promise.resolve(known);
      if (path === `/sys/class/net/br-${id.slice(0, 12)}/address`)
        return Promise.resolve(script.bridgeIsHere ? '02:42:ac:11:00:01' : undefined);
      if (path.endsWith('Dockerfile')) return Promise.resolve(script.dockerfile);
      return Promise.resolve(procFile(path, script));
    },
    env: () => undefined,
    now: () => now,
    sleep(milliseconds) {
      now += milliseconds;
      return Promise.resolve();
    },
    every: () => () => undefined,
    temporary: () => Promise.resolve({ folder: '/tmp/test', remove: () => Promise.resolve() }),
    machine: 'abcd',
    // Another process of the machine is there, too, which belongs to no container.
    processIds: () => Promise.resolve([1, ...script.processes.map((it) => it.pid)]),
    isRunning: (pid) => pid === 1,
    uniqueName: () => 'test',
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  return {
    engine,
    host,
    commands,
    containers,
    images,
    networks,
    requested,
    interrupt: () => listeners.forEach((listener) => listener()),
    isListening: () => listeners.size > 0,
  };
}

/** /proc/net/tcp or udp, with ports on every address, or on one. */
function tableOf(ports: readonly number[], state: string, address = '00000000'): string {
  const rows = ports.map((port, index) => {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    return `   ${index}: ${address}:${hex} 00000000:0000 ${state} 00000000:00000000`;
  });
  return ['  sl  local_address rem_address   st', ...rows].join('\n');
}

function procFile(path: string, script: Script): string | undefined {
  const [, pid, file] = /^\/proc\/(\d+)\/(.*)$/.exec(path) ?? [];
  const process = script.processes.find((it) => String(it.pid) === pid);
  if (process === undefined || !script.procIsHere) return undefined;
  const four = (value: number) => Array.from({ length: 4 }, () => value).join('\t');
  switch (file) {
    case 'cgroup':
      return `0::/docker/${id}\n`;
    case 'net/tcp':
      return `${tableOf(script.tcpBound, '0A')}\n${tableOf(script.tcpLoopback, '0A', '0100007F')}`;
    case 'net/udp':
      return tableOf(script.udpBound, '07');
    case 'cmdline':
      return `${process.command.join('\0')}\0`;
    case 'status':
      return [
        'Name:\tapp',
        `Uid:\t${four(process.uid)}`,
        `Gid:\t${four(process.gid)}`,
        `Groups:\t${(process.groups ?? []).join(' ')} `,
        ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map(
          (name) => `${name}:\t${process.capabilities?.[name] ?? '0000000000000000'}`,
        ),
        `SigCgt:\t${process.caught ?? '0000000000000000'}`,
        ...(process.residentKb === undefined ? [] : [`VmRSS:\t    ${process.residentKb} kB`]),
      ].join('\n');
    default:
      return undefined;
  }
}

/** What `docker save` writes: an OCI layout, its second layer compressed as a registry has it. */
async function* savedOf(layers: readonly (readonly File[])[]): AsyncGenerator<Uint8Array> {
  const blobs: File[] = [{ path: 'oci-layout', text: '{"imageLayoutVersion": "1.0.0"}' }];
  for (const [index, files] of layers.entries()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of tarOf(files)) chunks.push(chunk);
    const bytes = index === 1 ? gzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
    blobs.push({ path: `blobs/sha256/${index}`, text: bytes.toString('latin1') });
  }
  yield* tarOf([...blobs, { path: 'manifest.json', text: '[]' }]);
}

/** The bytes of an archive, in chunks that do not respect the borders of its blocks. */
export async function* tarOf(files: readonly File[], chunkSize = 700): AsyncGenerator<Uint8Array> {
  const archive = pack();
  for (const { path, type = 'file', mode, uid = 0, gid = 0, link, text = '', pax } of files) {
    const header = {
      name: path,
      type,
      mode: mode ?? (type === 'directory' ? 0o755 : 0o644),
      uid,
      gid,
      ...(link === undefined ? {} : { linkname: link }),
      ...(pax === undefined ? {} : { pax }),
    };
    if (type === 'file') archive.entry(header, Buffer.from(text, 'latin1'));
    else archive.entry(header);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  for (let at = 0; at < all.length; at += chunkSize) yield all.subarray(at, at + chunkSize);
}
