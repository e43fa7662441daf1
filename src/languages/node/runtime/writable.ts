/** What the program writes in; the folders to declare, what of them stays out of the build context, and what a reader should know, out. */
import { posix } from 'node:path';
import type { Evidence, Note } from '../../../types.ts';
import {
  declaredNote,
  isBelow,
  isIgnored,
  outermost,
  system,
  temporary,
} from '../../shared/writable.ts';
import { joined } from '../../../text/paths.ts';
import type { WrittenPath } from './written-paths.ts';

export interface Writable {
  /** Absolute paths in the image. */
  readonly folders: readonly string[];
  /** Paths in the project that hold what a developer's own runs wrote. */
  readonly leftOut: readonly string[];
  readonly notes: readonly Note[];
}

export interface WritableInput {
  readonly written: readonly WrittenPath[];
  /** The folder of the package. */
  readonly folder: string;
  readonly files: readonly string[];
  /** The text of .gitignore. */
  readonly ignored: string;
  /** Folders that the build fills; `null`: the sources run as they are. */
  readonly outputs: readonly string[] | null;
}

const code = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|wasm|node)$|(?:^|\/)package\.json$/;

export function writableOf({ written, folder, files, ignored, outputs }: WritableInput): Writable {
  const declared = new Map<string, Evidence>();
  const notes: Note[] = [];
  const leftOut: string[] = [];
  for (const it of written) {
    const inProject = it.path.startsWith('/') ? null : joined(folder, it.path);
    const place = it.kind === 'file' ? posix.dirname(it.path) : it.path;
    const path = place.startsWith('/') ? place : `/${joined('app', joined(folder, place))}`;
    if (temporary.test(path) || !/^\/[\w./@+-]+$/.test(path)) continue;
    const holds = (prefix: string): boolean =>
      files.some((file) => code.test(file) && file.startsWith(`${prefix}/`));
    const own = path === '/app' || path.startsWith('/app/') ? path.slice('/app/'.length) : null;
    const isProgram =
      own !== null &&
      (own === folder ||
        isBelow(folder, own) ||
        it.path.startsWith('..') ||
        holds(own) ||
        (outputs !== null &&
          (it.bySource ||
            outputs.some(
              (output) => output === own || isBelow(output, own) || isBelow(own, output),
            ))));
    if (isProgram) {
      notes.push({
        level: 'warning',
        text: `${it.path} would be written among the program's own files, which it may only read: give it a folder of its own, such as data/${posix.basename(it.path)}, and it is declared as writable`,
        evidence: [it.evidence],
      });
    } else if (system.test(path)) {
      notes.push({
        level: 'warning',
        text: `${it.path} would be written where the system and the packages lie, and a program may only read: take another folder, such as /data`,
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
    leftOut: outermost(leftOut),
    notes: [...notes.slice(0, 3), ...(folders.length > 0 ? [declaredNote(folders, evidence)] : [])],
  };
}
