/**
 * Decides which folders are declared writable, and which of them stay out of the build context.
 */
import { posix } from 'node:path';
import type { Evidence, Note } from '../../../types.ts';
import { isBelow, isWithin, outermost } from '../../../text/paths.ts';
import { isSamePlace } from '../../shared/findings.ts';
import {
  declaredNote,
  isIgnored,
  keptFolder,
  keptText,
  system,
  temporary,
} from '../../shared/writable.ts';
import type { PathUse } from '../../shared/uses.ts';
import { absolutePath } from '../code/path-uses.ts';
import { sourcesPath } from '../code/places.ts';

export interface Writable {
  /** Absolute paths in the image. */
  readonly folders: readonly string[];
  /**
   * Paths in the project that earlier runs on a developer's machine wrote. They stay out of the
   * build context.
   */
  readonly leftOut: readonly string[];
  /** Files that become links, because a volume for their folder would hide the code in it. */
  readonly links: readonly WrittenLink[];
  readonly notes: readonly Note[];
}

/** A file that the program writes beside its code, where nothing can be written. */
export interface WrittenLink {
  /** A path in the project. */
  readonly path: string;
  /** Where the link points: an absolute path in the image. */
  readonly to: string;
  readonly why: string;
  /** Set where a file of the project stays as it is. */
  readonly ifAbsent?: boolean;
}

/**
 * @param writes what the program writes.
 * @param files the files of the project.
 * @param ignored the text of .gitignore.
 */
export function writableOf(
  writes: readonly PathUse[],
  files: readonly string[],
  ignored: string,
): Writable {
  const declared = new Map<string, Evidence>();
  const notes: Note[] = [];
  const links = new Map<string, WrittenLink>();
  const linked: Evidence[] = [];
  // What begins among the sources with an end that only the run knows can be anywhere.
  const isSources = (folder: string): boolean =>
    folder === sourcesPath ||
    files.some((file) => file.endsWith('.py') && isBelow(`${sourcesPath}/${file}`, folder));
  const isOpen = (it: PathUse): boolean =>
    it.path === '' || isAtRoot(it, writes) || (!it.complete && isSources(folderOf(it)));
  const unknown = writes.filter(isOpen).map((it) => it.evidence);
  // A path of which only the end is not known can be that of its folder: what makes it knows more.
  const made = new Set(
    writes.filter((it) => it.kind === 'folder' && it.complete).map(absolutePath),
  );
  const known = writes
    .filter((it) => !isOpen(it) && absolutePath(it) !== sourcesPath)
    .filter((it) => it.kind === 'folder' || !made.has(absolutePath(it)))
    .map((it) => ({ ...it, folder: folderOf(it), path: absolutePath(it) }));
  // Nothing can be below a file: a branch of the code that another answer excludes.
  const written = known.filter((it) => it.kind === 'file' && it.complete).map((it) => it.path);
  for (const it of known) {
    const { folder } = it;
    if (isCandidate(it, known)) continue;
    if (written.some((path) => isWithin(folder, path))) continue;
    if (temporary.test(folder) || temporary.test(it.path) || !/^[\w./@+-]+$/.test(folder)) continue;
    // An end that only the run knows is shown as `{}`.
    const shown = `${inProject(it.path) ?? it.path}${openEnd(it)}`;
    if (isSources(folder)) {
      const link = linkOf(it, files, ignored);
      if (link) {
        if (!links.has(link.path)) linked.push(it.evidence);
        links.set(link.path, link);
        if (isWithin(link.to, keptFolder) && !declared.has(keptFolder))
          declared.set(keptFolder, it.evidence);
        continue;
      }
      notes.push({
        code: 'python/written-among-sources',
        level: 'warning',
        text: `the program writes ${shown} next to its own code, which is read-only`,
        hint: `Write to a separate folder, such as data/${posix.basename(it.path)}: it is then declared as writable.`,
        evidence: [it.evidence],
      });
    } else if (system.test(folder)) {
      notes.push({
        code: 'python/written-to-system',
        level: 'warning',
        text: `the program writes ${it.path} in a system or package folder, which is read-only`,
        hint: 'Write to another folder, such as /data.',
        evidence: [it.evidence],
      });
    } else {
      if (!declared.has(folder))
        declared.set(folder, { ...it.evidence, because: `${it.evidence.because} (${shown})` });
    }
  }
  notes.push(...linkNotes([...links.values()], linked));
  const folders = outermost([...declared.keys()]).sort();
  if (folders.length > 0)
    notes.push(
      declaredNote(
        folders,
        folders.flatMap((it) => declared.get(it) ?? []),
      ),
    );
  if (unknown.length > 0)
    notes.push({
      code: 'python/written-path-unknown',
      level: 'info',
      text: 'the program writes to a path that is known only at run time',
      hint: 'Declare its folder with --writable, unless it is below /tmp.',
      evidence: unknown.slice(0, 3),
    });
  const leftOut = known.flatMap((it) => {
    const path = it.complete ? inProject(it.path) : undefined;
    return path !== undefined && (path.split('/').at(-1) === 'instance' || isIgnored(path, ignored))
      ? [path]
      : [];
  });
  return { folders, links: [...links.values()], leftOut: outermost(leftOut), notes };
}

/**
 * Nothing is written there: it is the rest of a path whose folder is known only at run time. It is
 * one of several that the same place writes, or it looks like a folder.
 */
function isAtRoot({ path, kind, below, evidence }: PathUse, writes: readonly PathUse[]): boolean {
  // `/app.db/.key`: below a file.
  if (below === undefined && /^\/[^/]+\.\w+\//.test(path)) return true;
  if (below !== undefined || !/^\/[^/]*$/.test(path)) return false;
  const isOneOf = writes.some(
    (it) => isSamePlace(it.evidence, evidence) && !/^\/[^/]*$/.test(it.path),
  );
  return path === '/' || isOneOf || (kind === 'file' && posix.extname(path) === '');
}

/** Folders of a running system, which a program tries one after the other: one is `/tmp`. */
const tried = /^\/(?:(?:var\/)?(?:run|lock|log)|var\/tmp|dev\/shm)$/;

/** Whether the same call writes the same file to `/tmp` where this folder cannot be written. */
function isCandidate(
  { path, folder, evidence }: Pick<PathUse, 'path' | 'evidence'> & { readonly folder: string },
  known: readonly Pick<PathUse, 'path' | 'evidence'>[],
): boolean {
  return (
    tried.test(folder) &&
    known.some(
      (it) => isSamePlace(it.evidence, evidence) && it.path === `/tmp/${posix.basename(path)}`,
    )
  );
}

/** A file for messages, which the log of the container has, too, or which nobody keeps. */
const log = /\.log$/;

/**
 * Returns a link to a file in a folder that can be written. `undefined` for a file that the project
 * contains, which the program may read, and for a name that is hardly one of a data file.
 */
function linkOf(
  { path, kind, complete, purpose }: PathUse,
  files: readonly string[],
  ignored: string,
): WrittenLink | undefined {
  const place = inProject(path);
  if (place === undefined || kind !== 'file' || !complete) return undefined;
  const isData = purpose === 'database' || /\.[a-z]\w*$/i.test(place);
  if (!isData || !/^[\w.@+/-]+$/.test(place) || place.endsWith('.py')) return undefined;
  if (files.includes(place) && !log.test(place) && !isIgnored(place, ignored)) return undefined;
  const folder = log.test(place) ? '/tmp' : keptFolder;
  const why = 'What the program writes beside its code, which is read-only.';
  return { path: place, to: `${folder}/${place.replaceAll('/', '-')}`, why };
}

/** One note for each folder that links lead to. */
function linkNotes(links: readonly WrittenLink[], evidence: readonly Evidence[]): readonly Note[] {
  const folders = [...new Set(links.map((it) => posix.dirname(it.to)))];
  return folders.map((folder) => {
    const own = links.filter((it) => posix.dirname(it.to) === folder);
    return {
      code: 'python/written-file-linked',
      level: 'info',
      text: keptText(
        own.map((it) => it.path),
        'next to its own code, which is read-only',
        folder,
      ),
      evidence: own.flatMap((it) => evidence[links.indexOf(it)] ?? []).slice(0, 3),
    };
  });
}

/** The folder that has to be writable: of a path whose end is open, the last that is known. */
function folderOf(use: PathUse): string {
  const { path, kind, complete } = use;
  if (!complete)
    return absolutePath({ ...use, path: path.slice(0, path.lastIndexOf('/') + 1) || '.' });
  return kind === 'file' ? posix.dirname(absolutePath(use)) : absolutePath(use);
}

function openEnd({ complete, path }: PathUse): string {
  return complete ? '' : '/{}'.slice(path.endsWith('/') ? 0 : 1);
}

/** @returns `undefined` for a path outside the project. */
function inProject(path: string): string | undefined {
  return isBelow(path, sourcesPath) ? path.slice(sourcesPath.length + 1) : undefined;
}
