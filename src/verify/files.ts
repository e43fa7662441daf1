/**
 * Reads the file system of an image from `docker export`, which needs no shell in the image: every
 * entry with its owner and mode, and the content of a few files.
 *
 * The export of a container is one flattened tree. Whiteouts and opaque markers belong to layers
 * and do not occur in it. Hard links are entries with the owner and mode of their file. Extended
 * attributes are PAX records.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { credentialIn, mayHoldCredential } from './credential-files.ts';

export type EntryKind = 'file' | 'directory' | 'symlink' | 'other';

export interface Entry {
  /** An absolute path: `/etc/passwd`. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Bytes of its content. A hard link has none: they count once. */
  readonly size: number;
  /** Permission bits including setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The target of a symbolic link, as written. */
  readonly link?: string;
  /** Whether it has file capabilities. */
  readonly capabilities: boolean;
  /**
   * For executable files: whether the first bytes are those of a program or of a script with an
   * interpreter.
   */
  readonly program: boolean;
  /** The machine that a program is for: `e_machine` of ELF. Absent for anything else. */
  readonly machine?: number;
}

export interface FileFacts {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Contents of /etc/passwd and /etc/group; `''` if the image has no such file. */
  readonly passwd: string;
  readonly group: string;
  /** Files with credentials, and what is in those whose name does not say it. */
  readonly credentials: readonly string[];
  /** Files that contain one of the values that were searched for. */
  readonly leaks: readonly string[];
}

/** Files that the engine adds to a container. They are not part of the image. */
const engineFiles = new Set([
  '/.dockerenv',
  '/etc/hostname',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/etc/mtab',
  '/run/.containerenv',
]);
/** More of a text says nothing else. */
const mostContent = 1024 * 1024;
/** The header of a program, up to its machine. */
const headerLength = 20;

/**
 * Reads a tar stream.
 * @param chunks the bytes of the archive
 * @param needles values that no file may contain (build secrets)
 * @throws Error if the stream is not a tar archive, or ends early
 */
export async function readFiles(
  chunks: AsyncIterable<Uint8Array>,
  needles: readonly string[] = [],
): Promise<FileFacts> {
  const entries = new Map<string, Entry>();
  const texts = new Map<string, string>();
  const credentials: string[] = [];
  const leaks: string[] = [];
  const searched = needles.map((it) => Buffer.from(it));
  const archive = extract();
  const feeding = pipeline(Readable.from(chunks), archive as unknown as NodeJS.WritableStream);
  feeding.catch(() => undefined); // the loop below rejects with the same error
  for await (const item of archive) {
    const { header } = item;
    const path = absolute(header.name);
    const content = await contentOf(item as AsyncIterable<Uint8Array>, header, path, searched);
    if (engineFiles.has(path)) continue;
    entries.set(path, entryOf(path, header, content.start));
    if (path === '/etc/passwd' || path === '/etc/group')
      texts.set(path, content.start.toString('utf8'));
    if (header.type === 'file' && !isElf(content.start)) {
      const credential = credentialIn(path, content.start.toString('latin1'));
      if (credential !== undefined) credentials.push(credential);
    }
    if (content.leaks) leaks.push(path);
  }
  await feeding;
  return {
    entries,
    passwd: texts.get('/etc/passwd') ?? '',
    group: texts.get('/etc/group') ?? '',
    credentials,
    leaks,
  };
}

function absolute(name: string): string {
  return `/${name
    .split('/')
    .filter((it) => it !== '' && it !== '.')
    .join('/')}`;
}

/**
 * Reads the beginning of an entry, and searches it for the values. Always reads to the end, because
 * the archive would stop otherwise.
 */
async function contentOf(
  stream: AsyncIterable<Uint8Array>,
  header: Header,
  path: string,
  needles: readonly Buffer[],
): Promise<{ start: Buffer; leaks: boolean }> {
  const kept: Buffer[] = [];
  let length = 0;
  let leaks = false;
  const overlap = Math.max(0, ...needles.map((it) => it.length - 1));
  let tail: Buffer = Buffer.alloc(0);
  let limit = limitFor(path, header);
  for await (const chunk of stream) {
    if (length === 0 && isElf(chunk)) limit = Math.min(limit, headerLength);
    if (length < limit) kept.push(Buffer.from(chunk.subarray(0, limit - length)));
    length += chunk.length;
    if (needles.length === 0 || leaks) continue;
    const window = Buffer.concat([tail, chunk]);
    leaks = needles.some((it) => window.includes(it));
    tail = window.subarray(Math.max(0, window.length - overlap));
  }
  return { start: Buffer.concat(kept), leaks };
}

/** The number of bytes to keep of a file. */
function limitFor(path: string, header: Header): number {
  if (header.type !== 'file') return 0;
  if (mayHoldCredential(path)) return mostContent;
  return (header.mode & 0o111) === 0 ? 0 : headerLength;
}

function entryOf(path: string, header: Header, start: Buffer): Entry {
  const pax = (header.pax ?? {}) as Readonly<Record<string, string>>;
  const isSymlink = header.type === 'symlink';
  return {
    path,
    kind: kindOf(header.type),
    size: kindOf(header.type) === 'file' && header.type !== 'link' ? (header.size ?? 0) : 0,
    mode: header.mode & 0o7777,
    // Ids above 2097151 (as on OpenShift) do not fit the header. They are in PAX records, which the
    // library does not apply.
    uid: Number(pax['uid'] ?? header.uid),
    gid: Number(pax['gid'] ?? header.gid),
    ...(isSymlink ? { link: header.linkname } : {}),
    capabilities: Object.keys(pax).some((it) => it.endsWith('xattr.security.capability')),
    // A hard link has no content in the archive, but is as executable as its file.
    program: isProgram(start) || (header.type === 'link' && (header.mode & 0o111) !== 0),
    ...(isElf(start) && start.length >= headerLength ? { machine: machineOf(start) } : {}),
  };
}

/** A hard link counts as a file with another name. */
function kindOf(type: Header['type']): EntryKind {
  switch (type) {
    case 'file':
    case 'contiguous-file':
    case 'link':
      return 'file';
    case 'directory':
      return 'directory';
    case 'symlink':
      return 'symlink';
    default:
      return 'other';
  }
}

function isProgram(start: Buffer): boolean {
  return isElf(start) || start.subarray(0, 2).toString('latin1') === '#!';
}

function isElf(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, 4)).equals(Buffer.from('\x7fELF', 'latin1'));
}

/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
function machineOf(start: Buffer): number {
  const isBigEndian = start[5] === 2;
  return isBigEndian ? start.readUInt16BE(18) : start.readUInt16LE(18);
}
