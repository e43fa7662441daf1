/**
 * Reads the processes of a running container from outside, with their users and capabilities.
 *
 * /proc has everything, and can be read if the engine runs directly on this machine. If it runs
 * elsewhere (in the virtual machine of Docker Desktop, or remotely), there is only `top` of the
 * engine, which does not show capability sets: they are unknown, and the report mentions it.
 */
import type { Engine, Host } from '../ports/ports.ts';
import { signalNumber } from './image.ts';

export interface ProcessFacts {
  readonly pid: number;
  readonly command: readonly string[];
  /**
   * Ids as seen in the container: real, effective, saved, file system. `top` shows fewer.
   */
  readonly uids: readonly number[];
  readonly gids: readonly number[];
  readonly groups: readonly number[];
  /** The non-empty sets, by name; `null` if unknown. */
  readonly capabilities: readonly string[] | null;
  /** The signals that end a program usually and that it handles; `null` if unknown. */
  readonly handles: readonly string[] | null;
  /** Bytes of its resident memory; `null` if unknown. */
  readonly memory: number | null;
  /** Whether it is PID 1 of the container. */
  readonly first: boolean;
}

export interface ContainerRef {
  readonly name: string;
  readonly id: string;
  /** The process id of PID 1 on the machine of the engine. */
  readonly pid: number;
}

/** @returns the processes, or the reason why they are not known, as a sentence fragment */
export async function lookAtProcesses(
  container: ContainerRef,
  engine: Engine,
  host: Host,
): Promise<readonly ProcessFacts[] | string> {
  return (await isThisMachine(container, host))
    ? processesHere(container, host)
    : processesElsewhere(container, engine);
}

/** Reads every process in the control group of a container from /proc. */
async function processesHere(
  { id, pid: first }: ContainerRef,
  host: Host,
): Promise<readonly ProcessFacts[] | string> {
  const found: ProcessFacts[] = [];
  for (const pid of await host.processIds()) {
    if (!(await isInGroup(pid, id, host))) continue;
    const facts = await fromProc(pid, host);
    if (facts !== undefined) found.push({ ...facts, first: pid === first });
  }
  return found.length === 0 ? 'all its processes had ended' : found;
}

async function processesElsewhere(
  container: ContainerRef,
  engine: Engine,
): Promise<readonly ProcessFacts[] | string> {
  const listed = await engine.run(topArguments(engine.program, container.name), {
    timeoutMs: 20_000,
  });
  if (listed.code !== 0)
    return `${engine.program} top failed: ${listed.stderr.trim() || 'no message'}`;
  const rows = readTop(listed.stdout);
  if (rows.length === 0) return `${engine.program} top listed no process`;
  return rows.map((row) => ({
    pid: row.pid,
    command: row.command,
    uids: [row.uid],
    gids: [row.gid],
    groups: row.groups,
    capabilities: null,
    handles: null,
    memory: null,
    first: row.pid === container.pid,
  }));
}

/**
 * Ports on which something in the container listens, and whether only on its loopback address;
 * `null` if unknown.
 */
export async function listeningPorts(
  container: ContainerRef,
  host: Host,
): Promise<readonly { readonly port: number; readonly loopbackOnly: boolean }[] | null> {
  const sockets = await socketsOf('tcp', container, host);
  if (sockets === null) return null;
  const ports = new Map<number, boolean>();
  for (const { address, port, state } of sockets) {
    if (state !== listeningState || isEngineResolver(address)) continue;
    ports.set(port, (ports.get(port) ?? true) && isKernelLoopback(address));
  }
  return [...ports].map(([port, loopbackOnly]) => ({ port, loopbackOnly }));
}

/** TCP_LISTEN in the kernel's tcp_states.h. */
const listeningState = '0A';

/** The first port that Linux gives to sockets of clients (net.ipv4.ip_local_port_range). */
export const firstOfClients = 32_768;

/**
 * UDP ports that something in the container is bound to, on any address but its loopback; `null` if
 * unknown.
 */
export async function boundUdpPorts(
  container: ContainerRef,
  host: Host,
): Promise<readonly number[] | null> {
  const sockets = await socketsOf('udp', container, host);
  return sockets?.filter((it) => !isKernelLoopback(it.address)).map((it) => it.port) ?? null;
}

interface Socket {
  /** As the kernel prints it. */
  readonly address: string;
  readonly port: number;
  readonly state: string;
}

/** Reads the sockets of a container from the tables of the kernel; `null` on another machine. */
async function socketsOf(
  protocol: 'tcp' | 'udp',
  container: ContainerRef,
  host: Host,
): Promise<readonly Socket[] | null> {
  if (!(await isThisMachine(container, host))) return null;
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map((it) => host.read(`/proc/${container.pid}/net/${it}`)),
  );
  return tables
    .flatMap((it) => it?.split('\n').slice(1) ?? [])
    .flatMap((line) => {
      const [, local = '', , state = ''] = line.trim().split(/\s+/);
      const [address = '', port] = local.split(':');
      return port === undefined ? [] : [{ address, port: Number.parseInt(port, 16), state }];
    });
}

/**
 * /proc/net/tcp prints addresses as words in the byte order of the machine. That is little-endian
 * on all supported platforms.
 */
function isKernelLoopback(address: string): boolean {
  return (
    address.endsWith('7F') ||
    address === '00000000000000000000000001000000' ||
    /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address)
  );
}

/** Whether it is Docker's name server at 127.0.0.11. */
function isEngineResolver(address: string): boolean {
  return address === '0B00007F';
}

/**
 * Podman would run the `ps` of the image for columns that it does not know, such as gid. Its user and
 * group are numbers if the image names none.
 */
function topArguments(program: string, name: string): string[] {
  if (program === 'podman') return ['top', name, 'hpid,user,group,groups,args'];
  return ['top', name, '-o', 'pid,uid,gid,supgid,args'];
}

interface Row {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly command: readonly string[];
}

/** Splits rows into columns at blanks. The last column may contain blanks. */
function readTop(text: string): Row[] {
  const rows: Row[] = [];
  for (const line of text.split('\n').slice(1)) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null) continue;
    const [, pid, uid, gid, groups = '', command = ''] = match;
    rows.push({
      pid: Number(pid),
      uid: Number(uid),
      gid: Number(gid),
      groups: groups
        .split(',')
        .filter((it) => /^\d+$/.test(it))
        .map(Number),
      command: command.trim().split(/\s+/),
    });
  }
  return rows;
}

/** On another machine, the number of the first process is that of a different one. */
function isThisMachine({ pid, id }: ContainerRef, host: Host): Promise<boolean> {
  return isInGroup(pid, id, host);
}

/** Whether a process belongs to a container: the engines name control groups after the id. */
async function isInGroup(pid: number, id: string, host: Host): Promise<boolean> {
  return id !== '' && (await host.read(`/proc/${pid}/cgroup`))?.includes(id) === true;
}

const capabilitySets = {
  CapInh: 'inheritable',
  CapPrm: 'permitted',
  CapEff: 'effective',
  CapBnd: 'bounding',
  CapAmb: 'ambient',
} as const;

async function fromProc(pid: number, host: Host): Promise<Omit<ProcessFacts, 'first'> | undefined> {
  const [status, command, uidMap, gidMap] = await Promise.all(
    ['status', 'cmdline', 'uid_map', 'gid_map'].map((it) => host.read(`/proc/${pid}/${it}`)),
  );
  if (status === undefined) return undefined;
  const field = (name: string) =>
    (new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1] ?? '')
      .split(/\s+/)
      .filter((it) => it !== '');
  return {
    pid,
    command: (command ?? '').split('\0').filter((it) => it !== ''),
    uids: field('Uid').map((it) => inside(Number(it), uidMap)),
    gids: field('Gid').map((it) => inside(Number(it), gidMap)),
    groups: field('Groups').map((it) => inside(Number(it), gidMap)),
    capabilities: Object.entries(capabilitySets).flatMap(([name, title]) =>
      /^0*$/.test(field(name)[0] ?? '') ? [] : [title],
    ),
    handles: handledIn(field('SigCgt')[0] ?? '0'),
    memory: Number(field('VmRSS')[0] ?? 0) * 1024,
  };
}

/**
 * @param mask the caught signals as hexadecimal digits; signal N is bit N - 1.
 *   https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function handledIn(mask: string): readonly string[] {
  const bits = BigInt(`0x${mask}`);
  return endingSignals.filter((it) => (bits >> BigInt((signalNumber(it) ?? 0) - 1)) & 1n);
}

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT'];

/**
 * Maps an id to the container, because rootless engines map ids. Each line of the map is "first
 * inside, first outside, count".
 */
function inside(id: number, map: string | undefined): number {
  for (const line of map?.trim().split('\n') ?? []) {
    const [within = 0, without = 0, count = 0] = line.trim().split(/\s+/).map(Number);
    if (id >= without && id < without + count) return within + id - without;
  }
  return id;
}
