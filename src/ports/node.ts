/**
 * Implements the ports for the file system and the terminal. The registry is in node-http.ts and
 * the container engine in node-engine.ts, both loaded when needed.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cancelled, UserError } from '../errors.ts';
import type { Output, ProjectReader, Prompter, Question, Writer } from './ports.ts';
import { codeOf, reasonOf } from './file-errors.ts';
import { terminalOutput } from './terminal-output.ts';

/**
 * Folders that no detector searches: dependencies, version control, caches. A `vendor` folder with
 * a modules.txt contributes only that file.
 */
const skipped = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.cache',
  '.idea',
  '.vscode',
  'coverage',
  '.terraform',
  '.pnpm-store',
]);
const mostFiles = 50_000;
const mostBytes = 2 * 1024 * 1024;

/** The most characters of a project that stay in memory; a file beyond them is read each time. */
const mostKept = 16 * 1024 * 1024;

/**
 * Reads a project. The targets of links that point outside the project do not exist for it. The
 * build context does not contain them either, and a file that an untrusted repository links to,
 * such as a key in the home directory, must not appear in a message.
 * @param root the absolute path of the project's folder.
 * @throws UserError E_NO_DIRECTORY if it is not a folder.
 */
export function projectReader(root: string): ProjectReader {
  if (!isFolder(root))
    throw new UserError({
      code: 'E_NO_DIRECTORY',
      path: root,
      reason: existsSync(root) ? 'it is not a folder' : 'there is no such folder',
    });
  let walked: readonly string[] | undefined;
  const texts = new Map<string, string | undefined>();
  let kept = 0;
  // Links of a folder are followed once for all files in it.
  const folders = new Map<string, boolean>();
  const isHere = (path: string): boolean => {
    const folder = dirname(path);
    const isFolderHere = folders.get(folder) ?? isInside(root, join(root, folder));
    folders.set(folder, isFolderHere);
    return isFolderHere && (isPlainFile(join(root, path)) || isInside(root, join(root, path)));
  };
  return {
    root,
    files: () => Promise.resolve((walked ??= walk(root))),
    filesBelow: (folder) =>
      Promise.resolve(isInside(root, join(root, folder)) ? walk(root, folder) : []),
    async read(path) {
      if (texts.has(path)) return texts.get(path);
      const text = isHere(path) ? readText(join(root, path), nameOf(path)) : undefined;
      kept += text?.length ?? 0;
      if (kept <= mostKept) texts.set(path, text);
      return text;
    },
    above: (name) => Promise.resolve(above(root, name)),
  };
}

function above(root: string, name: string): { folder: string; text: string }[] {
  const found: { folder: string; text: string }[] = [];
  let folder = '..';
  for (
    let path = root;
    !existsSync(join(path, '.git')) && dirname(path) !== path;
    folder += '/..'
  ) {
    path = dirname(path);
    const text = readText(join(path, name));
    if (text !== undefined) found.push({ folder, text });
  }
  return found;
}

/** @param start the folder to begin in, relative to the root. */
function walk(root: string, start = ''): string[] {
  const found: string[] = [];
  const folders = [start];
  for (
    let folder = folders.pop();
    folder !== undefined && found.length < mostFiles;
    folder = folders.pop()
  ) {
    const prefix = folder === '' ? '' : `${folder}/`;
    let entries;
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      continue; // a folder that cannot be read cannot be part of the build context either
    }
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        if (skipped.has(entry.name)) continue;
        if (entry.name === 'vendor') {
          if (isFile(join(root, path, 'modules.txt'))) found.push(`${path}/modules.txt`);
          else folders.push(path);
        } else folders.push(path);
      } else if (
        entry.isFile() ||
        (entry.isSymbolicLink() && isFile(join(root, path)) && isInside(root, join(root, path)))
      ) {
        found.push(path);
      }
    }
  }
  return found.sort();
}

/** Whether there is a folder at a path, relative to the current folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isPlainFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether a path is inside a folder after following all links. A path that does not exist is not.
 */
function isInside(root: string, path: string): boolean {
  try {
    const folder = realpathSync.native(root);
    return `${realpathSync.native(path)}${sep}`.startsWith(
      folder.endsWith(sep) ? folder : `${folder}${sep}`,
    );
  } catch {
    return false;
  }
}

/** Decodes by the byte order mark, as pip does: PowerShell writes UTF-16. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * The name for a message about a file that may not be read. A .env file stays out of the build
 * context and often belongs to someone else: without it, the project is complete.
 */
function nameOf(path: string): string | undefined {
  return /(?:^|\/)\.env[^/]*$/.test(path) ? undefined : path;
}

/**
 * Returns the text of a file without its byte order mark, or `undefined` if the file is missing,
 * too large or not text.
 * @param name what a message calls the file.
 * @throws UserError E_FILE if there is no permission to read it, and it has a name.
 */
function readText(path: string, name?: string): string | undefined {
  let file: number;
  try {
    // Open without waiting, because a named pipe would block until another program writes to it.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (name === undefined || !['EACCES', 'EPERM'].includes(codeOf(error))) return undefined;
    throw new UserError({
      code: 'E_FILE',
      path: name,
      reason: `cannot be read (${reasonOf(error)})`,
    });
  }
  try {
    const stat = fstatSync(file);
    const { size } = stat;
    if (!stat.isFile() || size > mostBytes) return undefined;
    const bytes = Buffer.alloc(size);
    const read = readSync(file, bytes, 0, size, 0);
    const text = decoded(bytes.subarray(0, read));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined; // a folder of that name, or an error of the device
  } finally {
    closeSync(file);
  }
}

/**
 * @param root the folder for relative paths. Links that point outside it are not followed, neither
 *   for reading nor for writing.
 */
export function fileWriter(root: string): Writer {
  return {
    read(path) {
      try {
        refuseLinkOut(root, path);
        return Promise.resolve(readFileSync(join(root, path), 'utf8'));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return Promise.resolve(undefined);
        if (error instanceof UserError) return Promise.reject(error);
        return Promise.reject(
          new UserError({ code: 'E_FILE', path, reason: `cannot be read (${reasonOf(error)})` }),
        );
      }
    },
    writeAll(files) {
      const temporary: { from: string; to: string; path: string }[] = [];
      try {
        for (const { path, text } of files) {
          refuseLinkOut(root, path);
          // Keep a link within the project and replace its target.
          const to = isLink(join(root, path)) ? realpathSync(join(root, path)) : join(root, path);
          const from = join(dirname(to), `.${randomBytes(6).toString('hex')}.tmp`);
          temporary.push({ from, to, path });
          try {
            mkdirSync(dirname(to), { recursive: true });
            writeFileSync(from, text, { flag: 'wx', mode: 0o644 });
          } catch (error) {
            throw new UserError({
              code: 'E_FILE',
              path,
              reason: `cannot be written (${reasonOf(error)}); nothing was changed`,
            });
          }
        }
        for (const { from, to, path } of temporary) {
          try {
            renameSync(from, to);
          } catch (error) {
            throw new UserError({
              code: 'E_FILE',
              path,
              reason: `cannot be replaced (${reasonOf(error)})`,
            });
          }
        }
      } catch (error) {
        for (const { from } of temporary) rmSync(from, { force: true });
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      return Promise.resolve();
    },
  };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/**
 * @throws UserError E_FILE if the path or one of its parent folders is a link that points outside
 *   the project or to nothing.
 */
function refuseLinkOut(root: string, path: string): void {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const name = parts.slice(0, depth).join('/');
    if (isLink(join(root, name)) && !isInside(root, join(root, name))) {
      throw new UserError({
        code: 'E_FILE',
        path: name,
        reason:
          'it is a symbolic link that leads out of the project, or nowhere, and is neither read nor replaced: remove the link, or run in the folder that it leads to',
      });
    }
  }
}

/** Asks questions on the terminal. Loads the prompts with the first question. */
export function terminalPrompter(): Prompter {
  return {
    interactive: Boolean(process.stdin.isTTY && process.stdout.isTTY),
    async ask(question) {
      const { ask } = await import('./node-prompts.ts');
      return ask(question).catch((error: unknown) => {
        if (
          error instanceof Error &&
          (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')
        )
          throw new Cancelled();
        throw error;
      });
    },
  };
}

export function standardOutput(): Output {
  return terminalOutput(process.stdout, process.stderr, process.env);
}

/**
 * Lets the program finish if the reader of its output stops reading (`| head`). The rest of the
 * output is dropped. If output cannot be written for another reason, such as a full disk, the
 * program fails.
 */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (codeOf(error) === 'EPIPE') return;
      process.once('exit', () => (process.exitCode = 1));
      if (stream === process.stdout)
        process.stderr.write(`The output cannot be written: ${reasonOf(error)}.\n`);
    });
  }
}

/**
 * The folder of the package: the parent of dist/, whether this code is in the entry or in a chunk,
 * or the parent of src/ when run from source.
 */
const packageRoot = join(
  dirname(fileURLToPath(import.meta.url)),
  /\/(?:src\/ports|dist\/chunks)\/[^/]*$/.test(import.meta.url) ? '../..' : '..',
);

/**
 * Reads a text file of the package: templates, presets, package.json.
 * @throws an error if the file is missing, because the package is broken.
 */
export function packageAsset(path: string): string {
  return readFileSync(join(packageRoot, path), 'utf8');
}

/** Returns the text of a file named by the user, or `undefined` if it cannot be read as text. */
export function readUserFile(path: string): string | undefined {
  return isFile(path) ? readText(path, path) : undefined;
}

/** Lists the file names in a folder of the package. */
export function packageFiles(folder: string): readonly string[] {
  return readdirSync(join(packageRoot, folder)).sort();
}

export type { Question };
