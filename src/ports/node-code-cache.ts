/**
 * Keeps the code that V8 compiled from the files of the package, so that the next run takes half the
 * time. Node's compile cache (https://nodejs.org/api/module.html#module-compile-cache), since 22.8,
 * saves a quarter of that: it holds what is compiled while a file is loaded, and most functions are
 * compiled when they are first called.
 */
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { cacheHome } from './node-cache-home.ts';

/** Code of a release that wrote nothing for this many milliseconds is removed. */
const longestKept = 30 * 24 * 60 * 60 * 1000;
/** Before the code, a checksum: V8 ends the process where it reads damaged code. */
const checksumBytes = 4;

/**
 * Loads a CommonJS file and what it requires, with the code of an earlier run if there is any. A
 * cache that cannot be read or written only costs time.
 * @param file the absolute path of the file.
 * @param build names the contents of the files: V8 compares only their lengths.
 * @param env `XDG_CACHE_HOME` is the parent of the cache folder. As in Node,
 *   `NODE_DISABLE_COMPILE_CACHE` switches the cache off.
 * @returns what the file exports.
 */
export function loadWithCodeCache(
  file: string,
  build: string,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  const folder = env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : ownFolder(env);
  if (folder === undefined) return createRequire(file)(file);
  const cache = openCodeCache(join(folder, `${process.version}-${process.arch}-${build}`));
  process.once('exit', cache.keep);
  return cache.load(file);
}

/**
 * Makes the folder of the cache if it is missing. V8 runs what lies there, so the folder is not used
 * if another user owns it or can write to it: under `sudo`, HOME may be that of the caller.
 */
function ownFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    const folder = join(cacheHome(env), 'create-secure-dockerfile', 'code');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const isOurs = process.getuid === undefined || uid === process.getuid();
    const isClosed = process.platform === 'win32' || (mode & 0o022) === 0;
    return isOurs && isClosed ? folder : undefined;
  } catch {
    return undefined;
  }
}

export interface CodeCache {
  /** Loads a CommonJS file, once, and returns what it exports. */
  readonly load: (file: string) => unknown;
  /** Writes the code of all loaded files, if that of one was missing. */
  readonly keep: () => void;
}

/** @param folder where the code of each file is kept, under its base name. */
export function openCodeCache(folder: string): CodeCache {
  const modules = new Map<string, { exports: unknown }>();
  const compiled: { readonly script: Script; readonly file: string }[] = [];
  let isComplete = true;
  const load = (file: string): unknown => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const kept = join(folder, `${basename(file)}.bin`);
    const cachedData = readCode(kept);
    const script = new Script(wrap(readFileSync(file, 'utf8')), {
      filename: file,
      ...(cachedData ? { cachedData } : {}),
    });
    isComplete &&= script.cachedDataRejected === false;
    compiled.push({ script, file: kept });
    const require = createRequire(file);
    const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
    run(
      module.exports,
      (id: string) => (id.startsWith('.') ? load(resolve(dirname(file), id)) : require(id)),
      module,
      file,
      dirname(file),
    );
    return module.exports;
  };
  // A run that loads one file more also calls functions of the others that no run has called yet.
  return { load, keep: () => isComplete || writeAll(compiled, folder) };
}

function readCode(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(checksumBytes);
    return bytes.readUInt32BE() === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

function writeAll(
  compiled: readonly { readonly script: Script; readonly file: string }[],
  folder: string,
): void {
  try {
    const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined;
    for (const { script, file } of compiled) {
      const code = script.createCachedData();
      const checksum = Buffer.alloc(checksumBytes);
      checksum.writeUInt32BE(crc32(code));
      const draft = `${file}.${randomBytes(6).toString('hex')}`;
      writeFileSync(draft, Buffer.concat([checksum, code]), { mode: 0o600, flag: 'wx' });
      renameSync(draft, file);
    }
    if (isNew) removeOld(dirname(folder));
  } catch {
    // The next run compiles again.
  }
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > longestKept) rmSync(path, { recursive: true });
  }
}
