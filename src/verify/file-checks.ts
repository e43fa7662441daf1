/**
 * Finds shells, package managers, privileged files and writable files among the files of an image.
 */
import { posix } from 'node:path';
import type { Account } from './account.ts';
import type { Entry, FileFacts } from './files.ts';

type Entries = FileFacts['entries'];

const shellNames = new Set([
  'sh',
  'ash',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'mksh',
  'fish',
  'csh',
  'tcsh',
  'busybox',
  'busybox.static',
  'toybox',
  'rbash',
  'bash-static',
  'yash',
  'posh',
  'oksh',
  'elvish',
  'xonsh',
  'nu',
  'pwsh',
]);
const packageManagerName =
  /^(?:apk|apt|apt-get|aptitude|dpkg|rpm|yum|dnf|microdnf|tdnf|opkg|zypper|pacman|npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack|pip|pip\d[\d.]*|easy_install|uv|uvx|pipx|poetry|pdm|pipenv|conda|mamba|micromamba)$/;
/**
 * The module of a package manager whose command was removed. `python -m pip` and
 * `node .../npm-cli.js` still work.
 */
const packageManagerModule =
  /\/(?:site-packages|dist-packages)\/pip\/__main__\.py$|\/lib\/node_modules\/(?:npm|corepack|pnpm|yarn)\/package\.json$/;

/** Finds shells in any folder. */
export function shellsIn(entries: Entries): string[] {
  return [...entries.values()]
    .filter((it) => shellNames.has(baseName(it.path)) && isExecutable(it, entries))
    .map((it) => it.path);
}

/**
 * Finds package managers of systems and languages in folders for programs, and those that an
 * interpreter can still load.
 */
export function packageManagersIn(entries: Entries): string[] {
  const found = [...entries.values()].filter((it) => {
    if (packageManagerModule.test(it.path)) return true;
    const [name = '', folder = ''] = it.path.split('/').reverse();
    return /^s?bin$/.test(folder) && packageManagerName.test(name) && isExecutable(it, entries);
  });
  return found.map((it) => it.path);
}

/**
 * Finds files that run with the rights of another user: setuid, setgid, file capabilities. The
 * setgid bit of a folder has a different meaning.
 */
export function privilegedIn(entries: Entries): string[] {
  return [...entries.values()].flatMap((it) => {
    if (it.kind !== 'file') return [];
    const why = [
      ...((it.mode & 0o4000) !== 0 ? ['setuid'] : []),
      ...((it.mode & 0o2000) !== 0 ? ['setgid'] : []),
      ...(it.capabilities ? ['capabilities'] : []),
    ];
    return why.length === 0 ? [] : [`${it.path} (${why.join(', ')})`];
  });
}

/**
 * Places that are world-writable on any Linux system. The hardened start makes them read-only or a
 * tmpfs anyway.
 */
const openToAll = ['/tmp', '/var/tmp', '/dev', '/proc', '/sys', '/run/lock', '/var/lock'];

/** Nobody may write into folders of the system as a whole, whoever declares them. */
const system = [
  ...['/', '/etc', '/bin', '/sbin', '/lib', '/lib64'],
  ...['/usr', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/local', '/usr/local/bin'],
];

/**
 * Finds files and folders that the account can write, only the topmost of each tree.
 * @param declared absolute paths that it may write to, including everything below
 * @param homes folders that the user may own as long as they are empty, because they contain
 *   nothing to replace
 */
export function writableIn(
  entries: Entries,
  account: Account,
  declared: readonly string[],
  homes: readonly string[],
): string[] {
  const places = declared.map(withoutSlash).filter((it) => !system.includes(it));
  const allowed = [...openToAll, ...places];
  const candidates = [...entries.values()].filter(
    (it) => it.kind !== 'symlink' && canWrite(it, account),
  );
  const found = new Set<string>();
  for (const { path } of candidates.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (
      path === '/' ||
      allowed.some((it) => isWithin(path, it)) ||
      foldersAbove(path).some((it) => found.has(it))
    )
      continue;
    if (homes.some((it) => withoutSlash(it) === path) && !hasContent(path, entries)) continue;
    if (isReachable(path, entries, account)) found.add(path);
  }
  return [...found];
}

/**
 * Finds the files of the image's own command that the account can replace, although they lie in
 * places where it may write.
 * @param command the words of ENTRYPOINT and CMD
 */
export function writablePrograms(
  entries: Entries,
  account: Account,
  declared: readonly string[],
  command: readonly string[],
  workingDirectory: string,
): string[] {
  return command
    .map((it) => posix.resolve(workingDirectory, it))
    .filter((path) => {
      if (!declared.some((it) => isWithin(path, withoutSlash(it)))) return false;
      const file = entries.get(path);
      const folder = entries.get(parentOf(path));
      return (
        file?.kind === 'file' &&
        [file, folder].some((it) => it !== undefined && canWrite(it, account))
      );
    });
}

/**
 * Finds the first program of a command, through links.
 * @param command the words of ENTRYPOINT and CMD
 * @param path the value of PATH
 */
export function programOf(
  entries: Entries,
  [name = '']: readonly string[],
  workingDirectory: string,
  path: string,
): Entry | undefined {
  const folders = name.includes('/') ? [workingDirectory] : path.split(':');
  return folders
    .map((it) => followed(posix.resolve('/', it, name), entries))
    .find((it) => it?.kind === 'file');
}

/** `/a/b` and `/a` for `/a/b/c`, without the root. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = parentOf(path); folder !== '/'; folder = parentOf(folder)) folders.push(folder);
  return folders;
}

/** Whether `path` is `folder` or below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

export function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** Whether the account can write an entry. The owner always can, because it can change the mode. */
export function canWrite(entry: Entry, account: Account): boolean {
  if (entry.uid === account.uid) return true;
  const inGroup = entry.gid === account.gid || account.groups.includes(entry.gid);
  return (entry.mode & (inGroup ? 0o020 : 0o002)) !== 0;
}

/** Whether the account can pass through every folder above. */
function isReachable(path: string, entries: Entries, account: Account): boolean {
  return foldersAbove(path).every((folder) => {
    const entry = entries.get(folder);
    if (entry === undefined || entry.uid === account.uid) return true;
    const inGroup = entry.gid === account.gid || account.groups.includes(entry.gid);
    return (entry.mode & (inGroup ? 0o010 : 0o001)) !== 0;
  });
}

export function hasContent(folder: string, entries: Entries): boolean {
  const prefix = `${folder}/`;
  for (const path of entries.keys()) if (path.startsWith(prefix)) return true;
  return false;
}

function isExecutable(entry: Entry, entries: Entries): boolean {
  const real = entry.kind === 'symlink' ? followed(entry.path, entries) : entry;
  return real !== undefined && real.kind === 'file' && real.program && (real.mode & 0o111) !== 0;
}

/** The kernel's limit. */
const mostLinks = 40;

/**
 * Follows all links in a path, including links in its folders (/bin is a link to /usr/bin on many
 * systems).
 */
function followed(path: string, entries: Entries, links = 0): Entry | undefined {
  const names = path.split('/').filter((it) => it !== '' && it !== '.');
  let at = '';
  for (const [index, name] of names.entries()) {
    at = name === '..' ? parentOf(at) : `${at === '/' ? '' : at}/${name}`;
    const link = entries.get(at)?.link;
    if (link === undefined) continue;
    if (links >= mostLinks) return undefined;
    const target = link.startsWith('/') ? link : `${parentOf(at)}/${link}`;
    return followed([target, ...names.slice(index + 1)].join('/'), entries, links + 1);
  }
  return entries.get(at);
}

export function parentOf(path: string): string {
  const index = path.lastIndexOf('/');
  return index <= 0 ? '/' : path.slice(0, index);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
