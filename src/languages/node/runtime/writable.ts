/** Decides which folders that the program writes to are declared writable. */
import { posix } from 'node:path';
import type { Evidence, Note } from '../../../types.ts';
import { joinedNotes } from '../../shared/notes.ts';
import {
  declaredNote,
  home,
  isIgnored,
  keptFolder,
  keptText,
  system,
  temporary,
} from '../../shared/writable.ts';
import {
  folderOf,
  isBelow,
  isInFolder,
  isWithin,
  joined,
  outermost,
  overlap,
  resolveFolder,
  seenFrom,
} from '../../../text/paths.ts';
import type { PathUse } from '../../shared/uses.ts';
import { besideBuilt } from '../build/build.ts';
import type { BuildOutput } from '../build/output.ts';
import { forBrowsers, forData } from '../files/sources.ts';

/** A file that the program writes beside its code, where nothing can be written. */
export interface WrittenLink {
  /** Where the program writes it: a path in the project. */
  readonly path: string;
  /** Where the link points: an absolute path in the image. */
  readonly target: string;
}

export interface Writable {
  /** Absolute paths in the image. */
  readonly folders: readonly string[];
  /** Files that become links, because a volume for their folder would hide the code in it. */
  readonly links: readonly WrittenLink[];
  /**
   * Paths in the project that earlier runs of the program wrote. They stay out of the build
   * context.
   */
  readonly leftOut: readonly string[];
  readonly notes: readonly Note[];
}

export interface WritableInput {
  readonly written: readonly PathUse[];
  /** The folder of the package. */
  readonly folder: string;
  readonly files: readonly string[];
  /** The text of .gitignore. */
  readonly ignored: string;
  /** What the build writes; `null` if the sources run without a build. */
  readonly outputs: readonly BuildOutput[] | null;
  /** Folders that a build fills for a program that runs as it is. */
  readonly filled: readonly string[];
  /** The sources that the program is known to load. */
  readonly loaded: readonly string[];
}

const code = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|wasm|node)$|(?:^|\/)package\.json$/;

/** @returns the folders that the image declares writable, and notes about paths that cannot be. */
export function writableOf(input: WritableInput): Writable {
  const { written, folder, ignored } = input;
  const declared = new Map<string, Evidence>();
  const notes: Note[] = [];
  const leftOut: string[] = [];
  const links = new Map<string, WrittenLink>();
  for (const use of written) {
    const it = built(inImage(use), input);
    const inProject = resolveFolder(folder, it.path) ?? null;
    const path = folderInImage(it, folder);
    if (temporary.test(path) || !/^\/[\w./@+-]+$/.test(path)) continue;
    if (isProgram(path, it, input)) {
      const link = linkOf(it, input);
      if (link) {
        if (!links.has(link.path)) notes.push(linkNote(link, it.evidence));
        links.set(link.path, link);
        if (isWithin(link.target, keptFolder) && !declared.has(keptFolder))
          declared.set(keptFolder, it.evidence);
        if (inProject !== null && isIgnored(inProject, ignored)) leftOut.push(inProject);
        continue;
      }
      notes.push({
        code: 'node/writes-beside-code',
        level: 'warning',
        text: `the program writes ${use.path.replace(/\/$/, '')} next to its own code, which is read-only`,
        hint: `Write to a separate folder, such as data/${posix.basename(it.path)}; that folder is then declared as writable.`,
        evidence: [it.evidence],
      });
    } else if (system.test(path) && !isMadeIn(path, written)) {
      notes.push({
        code: 'node/writes-to-system-folder',
        level: 'warning',
        text: `the program writes ${it.path} in a system folder, which is read-only`,
        hint: 'Write to another folder, such as /data.',
        evidence: [it.evidence],
      });
    } else {
      if (!declared.has(path)) declared.set(path, it.evidence);
      if (inProject !== null && isIgnored(inProject, ignored)) leftOut.push(inProject);
    }
  }
  const folders = outermost([...declared.keys()]).sort();
  const evidence = folders.flatMap((it) => declared.get(it) ?? []);
  return {
    folders,
    links: [...links.values()],
    leftOut: outermost(leftOut),
    notes: [
      ...joinedNotes(notes).slice(0, 3),
      ...(folders.length > 0 ? [declaredNote(folders, evidence)] : []),
    ],
  };
}

/** A file for messages, which the log of the container has, too, or which nobody keeps. */
const log = /\.log$/;

/** The name of a data file. */
const data = /\.[a-z]\w*$/i;

/**
 * Returns a link to a temporary file for what each start writes from scratch, and for a log: nothing
 * is lost with the container that anyone needs. Other data is kept in a folder that can be written.
 * `null` where the path in the image is not known, and for what the project or its build may bring.
 */
function linkOf(use: Place, input: WritableInput): WrittenLink | null {
  const { folder, outputs, filled, files, ignored } = input;
  const isKnown = use.kind === 'file' && use.complete && /^[\w@][\w./@+-]*$/.test(use.path);
  if (!isKnown || (outputs !== null && isMoved(use, folder))) return null;
  const path = joined(folder, use.path);
  const isTemporary = use.purpose === 'generated' || log.test(use.path);
  const isBrought =
    use.from === undefined
      ? (files.includes(path) && !isIgnored(path, ignored)) ||
        [...folders(outputs), ...filled].some((it) => isWithin(path, it))
      : files.includes(use.from);
  if (!isTemporary && (!data.test(path) || code.test(path) || isBrought)) return null;
  return { path, target: `${isTemporary ? '/tmp' : keptFolder}/${path.replaceAll('/', '-')}` };
}

function linkNote({ path, target }: WrittenLink, evidence: Evidence): Note {
  if (isWithin(target, keptFolder))
    return {
      code: 'node/written-file-linked',
      level: 'info',
      text: keptText([path], 'next to its own code, which is read-only', posix.dirname(target)),
      evidence: [evidence],
    };
  return {
    code: 'node/generated-file-linked',
    level: 'info',
    text: `the program writes ${path}${log.test(path) ? '' : ' each time it starts'}, next to its own code, which is read-only: in the image, it is a link to ${target}`,
    evidence: [evidence],
  };
}

/** Whether a folder of the image contains the program's code. */
function isProgram(path: string, written: Place, input: WritableInput): boolean {
  const { folder, files, outputs, filled, loaded } = input;
  if (path !== '/app' && !path.startsWith('/app/')) return false;
  if (written.from !== undefined) return isCompiledHere(written, written.from, input);
  const inApp = path.slice('/app/'.length);
  const holdsPackage = inApp === folder || isBelow(folder, inApp);
  // A new volume begins with what the image has there.
  const isServed =
    (forBrowsers.test(inApp) || forData.test(inApp)) &&
    !loaded.some((it) => it.startsWith(`${inApp}/`));
  const holdsCode = !isServed && files.some((it) => code.test(it) && it.startsWith(`${inApp}/`));
  return (
    holdsPackage ||
    holdsCode ||
    filled.some((it) => isWithin(it, inApp)) ||
    (outputs !== null &&
      (isMoved(written, folder) || folders(outputs).some((it) => overlap(it, inApp))))
  );
}

function folders(outputs: readonly BuildOutput[] | null): string[] {
  return (outputs ?? []).map((it) => it.folder);
}

/** Whether sources are compiled into the folder of a path. @param from the same path, beside them. */
function isCompiledHere(
  { kind }: PathUse,
  from: string,
  { files, outputs }: WritableInput,
): boolean {
  const folder = kind === 'file' ? folderOf(from) : from;
  const roots = (outputs ?? []).flatMap((it) => it.sources ?? []);
  return (
    roots.some((it) => isInFolder(it, folder)) ||
    files.some((it) => code.test(it) && isBelow(it, folder))
  );
}

/** Folders below /etc that an image has. */
const inEtc =
  /^\/etc\/(?:apk|apt|ca-certificates|conf\.d|cron[.\w]*|default|init\.d|ld\.so\.conf\.d|pki|profile\.d|security|skel|ssh|ssl|systemd)(?:\/|$)/;

/** Whether a folder below /etc is one that the program makes for itself: `/etc/todos`. */
function isMadeIn(path: string, written: readonly PathUse[]): boolean {
  const isMade = written.some((it) => it.kind === 'folder' && it.path.replace(/\/$/, '') === path);
  return isMade && /^\/etc\/[\w-]+(?:\/|$)/.test(path) && !inEtc.test(path);
}

/** Where the image has the folder of a path. What lies above the project's folder is beside /app. */
function folderInImage({ path, kind }: PathUse, folder: string): string {
  const place = kind === 'file' ? posix.dirname(path) : path;
  const resolved = posix.resolve('/app', folder, place);
  // The root of the image is no folder for data, and neither is the program's.
  return resolved === '/' ? '/app' : (ownInHome.exec(resolved)?.[0] ?? resolved);
}

/** The folder that a program has to itself in the home: `~/.tool` for `~/.tool/cache`, and `~/.config/tool`. */
const ownInHome = new RegExp(
  `^${home}/\\.(?:(?:config|cache)/[^/]+|local/[^/]+/[^/]+|(?!(?:config|cache|local)(?:/|$))[^/]+)`,
);

/** The folder that is known of a path with an open end; the home folder of the image's user. */
function inImage(use: PathUse): PathUse {
  const plain = use.path.replace(/\/$/, '');
  return { ...use, path: use.below === 'home' ? `${home}/${plain}` : plain };
}

/** A path that a program writes. */
interface Place extends PathUse {
  /** Where it would be beside the sources, in the project, if a build moves it. */
  readonly from?: string;
}

/** A path beside a source, as it is beside what a compiler makes of that source: `dist/db` for `src/db`. */
function built(use: PathUse, { folder, outputs }: WritableInput): Place {
  if (outputs === null || !isMoved(use, folder)) return use;
  const from = joined(folder, use.path);
  const path = besideBuilt(from, use.evidence.file, outputs);
  if (path === undefined) return use;
  return { ...use, path: seenFrom(folder, path), from };
}

/** Whether a path is beside sources that a build moves. */
function isMoved({ below, path, from, evidence }: Place, folder: string): boolean {
  const [top = ''] = posix.relative(`/${folder}`, `/${posix.dirname(evidence.file)}`).split('/');
  return (
    from === undefined &&
    below === 'program' &&
    (top === '' || path === top || path.startsWith(`${top}/`))
  );
}
