/**
 * Decides which files of the project a program needs in its image, and where it writes, from the
 * paths that it opens.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import type { PathUse } from '../shared/uses.ts';
import { allOf } from '../../text/lists.ts';
import { folderOf, isBelow, isWithin, joined, resolveFolder } from '../../text/paths.ts';
import { literal } from '../../text/patterns.ts';
import { isSecret } from '../shared/ignore-list.ts';
import { home, keptFolder, keptText, system, temporary } from '../shared/writable.ts';
import type { ModuleFile } from './modules.ts';
import { isDocument } from './code/documents.ts';
import type { EnvironmentFile } from './code/environment-files.ts';
import type { GoUses } from './code/uses.ts';
import { type EmbedTarget, isLeftOut } from './ignored.ts';

export interface RunFiles {
  /**
   * Files and folders to copy: `from` is relative to the project root, `to` is the path that the
   * program uses.
   */
  readonly copies: readonly {
    readonly from: string;
    readonly to: string;
    /** The variable by which the program finds it, where it has one. */
    readonly variable?: string;
    /** Set where the program finds it from the path of its own source file. */
    readonly bySource?: true;
    /** Set where it is beside the program's own file. */
    readonly besideProgram?: true;
    readonly evidence: Evidence;
  }[];
  /**
   * Folders that the program creates or writes to: absolute, or below the working directory, which
   * is `''`.
   */
  readonly writes: readonly { readonly path: string; readonly evidence: Evidence }[];
  /**
   * Files that it writes among those that it reads: links in the working directory lead to a folder
   * that can be written.
   */
  readonly links: readonly { readonly path: string; readonly to: string }[];
  /** Files of the working directory that the project has not, and a container is given. */
  readonly mounted: readonly string[];
  readonly notes: readonly Note[];
}

/** The working directory of programs that find files by relative paths. */
export const filesFolder = '/app';

/** @returns a path in the image: paths of programs are relative to their working directory. */
export const inImage = (path: string): string =>
  path.startsWith('/') ? path : `/${joined(filesFolder, path)}`;

/** Where the files that a program names are. */
export interface Places {
  /** The files of the project. */
  readonly files: readonly string[];
  /** The folders in which a developer may run the program, in the order to search them. */
  readonly folders: readonly string[];
  /** The modules that are built, with which the paths of source files begin. */
  readonly modules: readonly Pick<ModuleFile, 'path' | 'folder'>[];
}

/** @param others what else the program reads. */
export function findRunFiles(
  {
    reads,
    writes,
    environmentFiles = [],
    demandedFiles = [],
  }: Pick<GoUses, 'reads' | 'writes'> & Partial<GoUses>,
  places: Places,
  others: RunFiles['copies'] = [],
): RunFiles {
  const only = environmentFiles.filter((it) => it.isOnlySource);
  const made = new Map(environmentFiles.map((it) => [it.path, it]));
  const read = readFiles(reads, places, made);
  const copies = outermost([
    ...read.copies.filter((it) => !others.some((other) => other.to === it.to)),
    ...others,
  ]);
  const missing = missingFiles(reads, demandedFiles, places);
  const kept = copies.length > 0 ? keptFiles(writes, copies) : [];
  const paths = kept.map((it) => it.path);
  const [first] = kept;
  const written = writtenFolders(
    writes.filter((it) => !paths.includes(it.path)),
    copies.length > 0,
  );
  return {
    copies,
    links: paths.map((path) => ({ path, to: `${keptFolder}/${path}` })),
    writes: first
      ? [
          ...written.writes.filter((it) => it.path !== keptFolder),
          { path: keptFolder, evidence: first.evidence },
        ]
      : written.writes,
    mounted: [...missing.map(({ path }) => path), ...read.mounted].filter(
      (it) => !it.startsWith('/'),
    ),
    notes: [
      ...read.notes,
      ...only.slice(0, 1).map((it) => onlySourceNote(it, places)),
      ...missingNotes(missing, places),
      ...written.notes,
      ...(first ? [keptNote(kept)] : []),
    ],
  };
}

/** The files that the program writes into the working directory, and that it does not find there. */
function keptFiles(writes: readonly PathUse[], copies: RunFiles['copies']): readonly PathUse[] {
  const found = writes.filter(
    ({ path, kind, complete, below }) =>
      kind === 'file' &&
      complete &&
      below === undefined &&
      /^[\w@+-][\w.@+-]*\.\w+$/.test(path) &&
      !copies.some(({ to }) => to === path),
  );
  return [...new Map(found.map((it) => [it.path, it])).values()];
}

/**
 * Reads the configuration files among the paths, so that their keys can be looked up.
 * @param embedded what the program embeds: a file that it names there holds its defaults.
 * @returns the texts by path. What is read at run time comes first.
 */
export async function configurationsOf(
  reads: readonly PathUse[],
  embedded: readonly EmbedTarget[],
  project: ProjectReader,
  places: Places,
): Promise<ReadonlyMap<string, string>> {
  // An example such as shop.example.yaml has the keys of what is mounted.
  const begun = reads.map((it) => ({ ...it, isStem: false }));
  const read = readFiles(begun, places, new Map()).copies.map(({ from }) => from);
  const documents = places.files.filter(isDocument);
  const found = [
    ...read.flatMap((from) => documents.filter((it) => it === from || isBelow(it, from))),
    ...embedded.flatMap(({ path }) => documents.filter((it) => it === path)),
  ];
  const texts = new Map<string, string>();
  for (const path of found.slice(0, 20)) texts.set(path, (await project.read(path)) ?? '');
  return texts;
}

/** A file of variables, such as app.env: its values belong to one place, and some of them are secrets. */
const ofVariables = /\.env$/;

function readFiles(
  reads: readonly PathUse[],
  places: Places,
  made: ReadonlyMap<string, EnvironmentFile>,
): Pick<RunFiles, 'copies' | 'mounted' | 'notes'> {
  const copies = new Map<string, RunFiles['copies'][number]>();
  const notes = new Map<string, Note>();
  const mounted = new Set<string>();
  for (const use of reads.filter((it) => !it.path.startsWith('/') && it.below !== 'home'))
    for (const { from, to, ...found } of locate(use, places)) {
      const beside = use.below === 'program' ? { besideProgram: true as const } : {};
      const copy = { from, to, ...found, ...beside, evidence: use.evidence };
      if (!ofVariables.test(from) && isInContext(from, places)) {
        copies.set(to, { ...(copies.get(to) ?? copy), ...beside });
        continue;
      }
      if (made.get(to)?.isOnlySource) continue;
      const note = secretNote(to, insideOf(from, places), use.evidence);
      notes.set(to, notes.get(to) ?? (made.has(to) ? withMade(note, from) : note));
      if (!made.has(to)) mounted.add(to);
    }
  const found = outermost([...copies.values()]);
  return { copies: found, mounted: [...mounted], notes: [...notes.values()] };
}

/** The files that a path stands for: the file itself, or those of the folder. */
const insideOf = (path: string, { files }: Places): readonly string[] =>
  files.filter((it) => isWithin(it, path));

/** Whether .dockerignore leaves something of a file or folder: COPY fails where nothing is left. */
const isInContext = (path: string, places: Places): boolean =>
  !isLeftOut(path) && insideOf(path, places).some((it) => !isLeftOut(it));

/** Certificates, keys and configuration that the project has nowhere: they belong to a deployment. */
function missingFiles(
  reads: readonly PathUse[],
  demanded: GoUses['demandedFiles'],
  places: Places,
): readonly PathUse[] {
  const isAbsent = (it: PathUse): boolean =>
    it.path.startsWith('/') || locate(it, places).length === 0;
  const isNowhere = (it: GoUses['demandedFiles'][number]): boolean =>
    [it, ...(it.stems ?? [])].every(isAbsent) &&
    !(it.anywhere !== undefined && isInSomeFolder(it.anywhere, places));
  const certificates = reads.filter(
    (it) =>
      it.complete &&
      it.setting === undefined &&
      it.below === undefined &&
      isCertificate(it.path) &&
      !/^\/(?:etc\/ssl|etc\/pki|usr|var\/run|run)\//.test(it.path),
  );
  return [...certificates.filter(isAbsent), ...demanded.filter(isNowhere)];
}

function isInSomeFolder(stem: string, { files }: Places): boolean {
  return files.some((it) => isBegun(basename(it), `${stem}.`, true));
}

const isCertificate = (path: string): boolean => /[^/]\.(?:crt|cert|cer|key|pem)$/.test(path);

function missingNotes(missing: readonly PathUse[], { files }: Places): readonly Note[] {
  return [
    ...noteOf(
      'go/certificate-missing',
      missing.filter(({ path }) => isCertificate(path)),
      'the program reads',
    ),
    ...noteOf(
      'go/configuration-missing',
      missing.filter(({ path }) => !isCertificate(path)),
      'the program ends without',
      files,
    ),
  ];
}

function noteOf(
  code: string,
  missing: readonly PathUse[],
  verb: string,
  files: readonly string[] = [],
): readonly Note[] {
  const paths = [...new Set(missing.map(({ path }) => path))];
  if (paths.length === 0) return [];
  const mounted = paths.map(inImage);
  const [like] = paths.flatMap((path) => files.filter((it) => isLike(it, path)));
  return [
    {
      code,
      level: 'warning',
      text: `${verb} ${allOf(paths)}, which ${paths.length === 1 ? 'is' : 'are'} not in the project: mount ${allOf(mounted)}`,
      ...(like === undefined ? {} : { hint: `${like} shows what belongs in it.` }),
      evidence: missing.slice(0, 1).map(({ evidence }) => evidence),
    },
  ];
}

/** Whether a file is an example for one of another name: `config.example.yml`, `examples/config.yml`. */
function isLike(file: string, path: string): boolean {
  const [stem = '', extension = ''] = basename(path).split(/\.(?=\w+$)/);
  const marks = 'example|sample|dist|template|default';
  const name = basename(file);
  const isNamed = new RegExp(
    String.raw`^${literal(stem)}[.-](?:(?:${marks})\.${literal(extension)}|${literal(extension)}[.-](?:${marks}))$`,
  ).test(name);
  return isNamed || (name === basename(path) && new RegExp(`(?:^|/)(?:${marks})s?/`).test(file));
}

/** @param inside the files of a folder, or the file itself. */
function secretNote(name: string, inside: readonly string[], evidence: Evidence): Note {
  const why = [name, ...inside].some(isSecret)
    ? 'looks like a secret'
    : ofVariables.test(name) && 'may hold secrets';
  return {
    code: 'go/reads-secret',
    level: 'warning',
    text: `the program reads ${name}, which ${why ? `${why} and ` : ''}is not copied into the image: mount it at ${inImage(name)}`,
    evidence: [evidence],
  };
}

/** The empty file lets the program start, and no variable of the container reaches it. */
function onlySourceNote({ path, evidence }: PathUse, { files }: Places): Note {
  const like = files.find((it) => isLike(it, path));
  return {
    code: 'go/variables-file-alone',
    level: 'warning',
    text: `the program takes its settings from ${path} alone, and the image has an empty one: mount yours at ${inImage(path)}`,
    ...(like === undefined ? {} : { hint: `${like} shows what belongs in it.` }),
    evidence: [evidence],
  };
}

/** The image has the file without its values, and a container gets these as its environment. */
function withMade(note: Note, from: string): Note {
  const text = note.text.replace(/: mount it at .*/, ': the image has one without its values');
  return {
    ...note,
    level: 'info',
    text,
    hint: `Give them to the container: docker run --env-file ${from}`,
  };
}

type Copy = Pick<RunFiles['copies'][number], 'from' | 'to' | 'bySource'>;

/** Finds a path in the project: nothing, one file or folder, or the files that begin with it. */
function locate(use: PathUse, { files, folders, modules }: Places): readonly Copy[] {
  const { path } = use;
  if (path === '') return [];
  for (const folder of folders) {
    const from = resolveFolder(folder, path);
    const found = from === undefined || from === '' ? undefined : locateAt(use, from, files);
    if (found) return found;
  }
  const module = modules.find((it) => it.path !== '' && isBelow(path, it.path));
  if (!module) return [];
  const inner = path.slice(module.path.length + 1);
  const from = module.folder === '' ? inner : `${module.folder}/${inner}`;
  return (locateAt(use, from, files) ?? []).map((it) => ({ ...it, bySource: true }));
}

/** What only the go command reads: a program that opens one means that of another project. */
const isOfCompiler = /\.go$|(?:^|\/)go\.(?:mod|sum|work)$/;

/** @returns `undefined` where nothing is there, so that it can be somewhere else. */
function locateAt(
  { path, complete, kind, isStem, isSearched }: PathUse,
  from: string,
  files: readonly string[],
): readonly Copy[] | undefined {
  if (isOfCompiler.test(from)) return [];
  if (files.includes(from)) return [{ from, to: path }];
  const inside = files.filter((it) => isBelow(it, from));
  const within = (it: string): Copy => ({ from: it, to: `${path}${it.slice(from.length)}` });
  if (inside.length > 0 && isSources(inside))
    return isSearched
      ? inside.filter((it) => isDocument(it) && folderOf(it) === from).map(within)
      : [];
  if (inside.length > 0) return [{ from, to: path }];
  const begun =
    complete || kind === 'folder' ? [] : files.filter((it) => isBegun(it, from, isStem));
  return begun.length === 0 ? undefined : begun.map(within);
}

/** A folder with Go files is compiled into the program, and not read by it. */
function isSources(inside: readonly string[]): boolean {
  return inside.some((it) => it.endsWith('.go') && !/(?:^|\/)testdata\//.test(it));
}

/** Whether a file has a name that begins like this: `config.` and `config.yaml`. */
function isBegun(file: string, start: string, isStem = false): boolean {
  const rest = file.slice(start.length);
  return (
    isDocument(file) &&
    file.startsWith(start) &&
    !rest.includes('/') &&
    !(isStem && rest.includes('.'))
  );
}

/** @param hasCopies whether files are in the working directory, which a volume would hide. */
function writtenFolders(
  writes: readonly PathUse[],
  hasCopies: boolean,
): Pick<RunFiles, 'writes' | 'notes'> {
  const found = new Map<string, RunFiles['writes'][number]>();
  const notes = new Map<string, Note>();
  // A path of which nothing is known is no reason to make the working directory writable.
  for (const use of ofPaths(writes).filter((it) => it.path !== '' || it.complete)) {
    const inside = use.kind === 'folder' ? use.path : folderOfFile(use.path);
    const folder = use.below === 'home' ? [home, inside].filter(Boolean).join('/') : inside;
    // VOLUME expands variables, and a name such as $SYS is one.
    if (!/^[\w./@+-]*$/.test(folder)) continue;
    if (use.below === 'program') notes.set('program', besideProgramNote(use));
    else if (folder.startsWith('/') && (temporary.test(folder) || system.test(folder))) continue;
    else if (folder === '' && hasCopies) notes.set('', workingDirectoryNote(use));
    else if (!found.has(folder)) found.set(folder, { path: folder, evidence: use.evidence });
  }
  const all = [...found.values()];
  const working = found.get('');
  const absolute = all.filter((it) => it.path.startsWith('/'));
  const relative = all.filter((it) => !it.path.startsWith('/'));
  return {
    // The working directory is around relative paths alone.
    writes: [...outermostOf(absolute), ...(working ? [working] : outermostOf(relative))],
    notes: [...notes.values()],
  };
}

function outermostOf(writes: RunFiles['writes']): RunFiles['writes'] {
  const found = outermost(writes.map((it) => ({ ...it, to: it.path })));
  return found.map(({ path, evidence }) => ({ path, evidence }));
}

/**
 * Leaves out what a variable can hold beside a path: an address, and all values of a call that can
 * get any setting of the program, `true` and `50` among them.
 */
function ofPaths(writes: readonly PathUse[]): readonly PathUse[] {
  const placeOf = ({ evidence: { file, line } }: PathUse): string => `${file}:${line ?? 0}`;
  const settings = new Set(
    writes.filter((it) => /^(?:true|false|\d+)(?:\/|$)/.test(it.path)).map(placeOf),
  );
  const address = /^\d{1,3}(?:\.\d{1,3}){2,3}(?:\D|$)/;
  return writes.filter((it) => !address.test(it.path) && !settings.has(placeOf(it)));
}

function folderOfFile(path: string): string {
  const end = path.lastIndexOf('/');
  if (end === 0) return '/';
  return end === -1 ? '' : path.slice(0, end);
}

function keptNote(kept: readonly PathUse[]): Note {
  return {
    code: 'go/written-file-linked',
    level: 'info',
    text: keptText(
      kept.map((it) => it.path),
      'into its working directory, which is read-only for it',
      keptFolder,
    ),
    evidence: kept.slice(0, 3).map((it) => it.evidence),
  };
}

function workingDirectoryNote({ path, evidence }: PathUse): Note {
  return {
    code: 'go/writes-working-directory',
    level: 'warning',
    text: `the program writes ${path === '' ? 'files' : path} into its working directory, which is read-only for it: write to a separate folder, and declare it with --writable`,
    evidence: [evidence],
  };
}

function besideProgramNote({ path, evidence }: PathUse): Note {
  const where = path === '' ? 'the folder of its executable' : `${path} beside its executable`;
  return {
    code: 'go/writes-elsewhere',
    level: 'warning',
    text: `the program writes to ${where}, which is read-only for it: write to another folder, and declare it with --writable`,
    evidence: [evidence],
  };
}

/** Drops files in folders that are copied anyway. */
function outermost<T extends { readonly to: string }>(all: readonly T[]): T[] {
  return all
    .filter((it) => !all.some((other) => isBelow(it.to, other.to)))
    .sort((one, other) => one.to.localeCompare(other.to, 'en'));
}
