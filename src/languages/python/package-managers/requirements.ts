/**
 * Reads requirements files: packages, includes and references to folders.
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
import { posix } from 'node:path';
import { folderOf } from '../../../text/paths.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import type { Package } from '../package.ts';
import { type PackageIndex, withoutLogin } from './indexes.ts';
import { excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import { lineOf } from '../files/toml.ts';
import type { LocalSource } from './reach.ts';

export interface Requirements {
  /** The file and everything that it includes, also constraints. */
  readonly files: readonly string[];
  readonly packages: readonly Package[];
  /** Folders and archives of the project that are installed: `-e .`, `./libs/common`. */
  readonly local: readonly {
    readonly path: string;
    readonly extras: readonly string[];
    readonly editable: boolean;
    readonly file: string;
    readonly line: number;
  }[];
  /** Whether every package has a hash. */
  readonly hashed: boolean;
  /** Whether any package has one. pip then demands one for all. */
  readonly someHashed: boolean;
  /** Packages without `==`: another build may install different versions. */
  readonly loose: readonly Package[];
  /** References to version control, which require git in the build. */
  readonly git: readonly { readonly file: string; readonly line: number }[];
  /** Indexes and pages of links that the file names. */
  readonly indexes: readonly PackageIndex[];
  readonly missing: readonly {
    readonly name: string;
    readonly file: string;
    readonly line: number;
  }[];
  /** Lines that pip refuses. */
  readonly invalid: readonly Evidence[];
  /** Folders and archives as they are written, relative to the project. */
  readonly sources: readonly LocalSource[];
}

export async function readRequirements(
  project: ProjectReader,
  file: string,
): Promise<Requirements> {
  const result: Collected = {
    files: [],
    packages: [],
    local: [],
    hashes: [],
    git: [],
    indexes: [],
    missing: [],
    invalid: [],
    sources: [],
  };
  await collect(project, file, result, true);
  return {
    ...result,
    hashed: result.hashes.length > 0 && result.hashes.every(Boolean),
    someHashed: result.hashes.some(Boolean),
    loose: result.packages.filter((it) => it.version === null && !isCommit(it)),
  };
}

interface Collected {
  readonly files: string[];
  readonly packages: Package[];
  readonly local: Requirements['local'][number][];
  readonly hashes: boolean[];
  readonly git: Requirements['git'][number][];
  readonly indexes: PackageIndex[];
  readonly missing: Requirements['missing'][number][];
  readonly invalid: Evidence[];
  readonly sources: LocalSource[];
}

async function collect(
  project: ProjectReader,
  file: string,
  result: Collected,
  installed: boolean,
): Promise<void> {
  const text = await project.read(file);
  if (text === undefined || result.files.includes(file)) return;
  result.files.push(file);
  for (const { text: entry, line } of logicalLines(text)) {
    const include = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)/.exec(entry);
    if (include) {
      const name = joinPath(file, include[2] ?? '');
      const written = posix.join(folderOf(file), include[2] ?? '');
      if (written.startsWith('..')) {
        const evidence = { file, line, because: `includes ${written}` };
        result.sources.push({ name: posix.basename(written), path: written, evidence });
        continue;
      }
      if ((await project.read(name)) === undefined) result.missing.push({ name, file, line });
      await collect(
        project,
        name,
        result,
        installed && include[1] !== '-c' && include[1] !== '--constraint',
      );
      continue;
    }
    const index = /^(?:-i|--index-url|--extra-index-url|-f|--find-links)[\s=]+(\S+)/.exec(
      entry,
    )?.[1];
    if (index !== undefined) {
      if (index.includes('://'))
        result.indexes.push({ url: index, evidence: { file, line, because: 'names an index' } });
      else if (!index.startsWith('/'))
        result.local.push({ path: joinPath('', index), extras: [], editable: false, file, line });
      continue;
    }
    if (installed) addRequirement(entry, { file, line }, result);
  }
}

function addRequirement(
  entry: string,
  place: { readonly file: string; readonly line: number },
  result: Collected,
): void {
  const address = /\w[\w+]*:\/\/[^/@\s]*@\S+/.exec(entry)?.[0];
  if (address !== undefined)
    result.indexes.push({ url: address, evidence: { ...place, because: 'names an address' } });
  const editable = /^(?:-e|--editable)[\s=]+(\S+)/.exec(entry)?.[1];
  if (/^(?:git|hg|svn|bzr)\+|@\s*git\+/.test(editable ?? entry)) result.git.push(place);
  addLocal(entry, editable, place, result);
  const found = parseRequirement(entry);
  if (!found || editable !== undefined) return;
  if (isInvalid(entry)) result.invalid.push({ ...place, because: entry });
  const because = `requires ${withoutLogin(entry.split(/\s+(?:--hash|;)/)[0] ?? entry)}`;
  result.packages.push({ ...found, evidence: { ...place, because }, wheels: null });
  result.hashes.push(entry.includes('--hash'));
}

/** A name, and another word where only a version, an address, a marker or an option may follow. */
function isInvalid(entry: string): boolean {
  return /^[\w.-]+(?:\s*\[[^\]]*\])?\s+\w/.test(entry);
}

/** Adds a folder or an archive: `-e .`, `./libs/common[db]`, `common @ file:./libs/common`. */
function addLocal(
  entry: string,
  editable: string | undefined,
  place: { readonly file: string; readonly line: number },
  result: Collected,
): void {
  const target = editable ?? entry.split(/\s/)[0] ?? '';
  const named = /^([\w.-]+)(?:\[.*\])?\s*@\s*(file:\S+)/.exec(entry);
  if (!named && !/^(?:\.{0,2}\/|\.$|\.\[|file:|[A-Za-z]:[\\/])/.test(target)) return;
  const path = (named?.[2] ?? target)
    .replace(/^file:(?:\/\/)?/, '')
    .replace(/\[.*$/, '')
    .replace(/#.*$/, '');
  const name = named?.[1] ?? posix.basename(path.replaceAll('\\', '/'));
  result.sources.push({ name, path, evidence: { ...place, because: `installs ${path}` } });
  result.local.push({
    path: joinPath('', path),
    extras: (/\[([^\]]*)\]$/.exec(target)?.[1] ?? '')
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== ''),
    editable: editable !== undefined,
    ...place,
  });
}

/**
 * A requirement's name, extras and exact version:
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 *
 * @returns `null` for anything else, and for a requirement that a marker keeps off Linux.
 */
export function parseRequirement(text: string): {
  name: string;
  extras: readonly string[];
  version: string | null;
  below?: string | undefined;
} | null {
  const found = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(?:===?\s*([\w.!+]+)(?![\w.*]))?/.exec(
    text,
  );
  if (!found?.[1] || /^\w+\+|^https?:/.test(text) || excludesLinux(markerOf(text))) return null;
  return {
    name: normalizedName(found[1]),
    extras: (found[2] ?? '')
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== ''),
    version: found[3] ?? null,
    ...(found[3] === undefined ? { below: upperBound(text) } : {}),
  };
}

/**
 * The first version above a range: `4` of `<4` and `~=3.2`, `3.3` of `==3.2.*` and `~=3.2.1`.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
function upperBound(requirement: string): string | undefined {
  const [specifier = ''] = requirement.split(';');
  const [, sign, version = ''] =
    /(<=?|~=|==)\s*(\d[\w.!+]*?)(?:\.\*)?\s*(?:[,)]|\s|$)/.exec(specifier) ?? [];
  if (sign === undefined || sign === '<') return sign && version;
  if (sign === '<=') return `${version}.post1`;
  const numbers = version.split('.').map(Number);
  if (sign === '~=') numbers.pop();
  return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.');
}

function markerOf(requirement: string): string | undefined {
  return /;\s*(.*?)(?:\s+--\w.*)?$/.exec(requirement)?.[1];
}

/**
 * @param requires the entries of a list in a TOML file.
 * @param text the text of that file.
 * @returns the packages, each with the line that requires it.
 */
export function requiredIn(
  requires: readonly string[],
  file: string,
  text: string,
): readonly Package[] {
  return requires.flatMap((it) => {
    const found = parseRequirement(it);
    return found
      ? [
          {
            ...found,
            evidence: { file, line: lineOf(text, it), because: `requires ${it}` },
            wheels: null,
          },
        ]
      : [];
  });
}

/** The lines without comments. Continuation lines are joined. */
function logicalLines(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let pending = '';
  let start = 1;
  text.split(/\r?\n/).forEach((raw, index) => {
    if (pending === '') start = index + 1;
    const bare = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (bare.endsWith('\\')) {
      pending += `${bare.slice(0, -1).trim()} `;
      return;
    }
    const whole = (pending + bare).trim();
    pending = '';
    if (whole !== '') lines.push({ text: whole, line: start });
  });
  return lines;
}

/**
 * Resolves a path that is relative to the file that names it. The result is relative to the
 * project.
 */
function joinPath(file: string, name: string): string {
  const parts = [...file.split('/').slice(0, -1), ...name.split('/')];
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.join('/');
}

/** A commit of git is the same in every build: `forms @ git+https://host/forms@0f1e2d3...`. */
function isCommit({ evidence }: Package): boolean {
  return /@\s*git\+\S+@[0-9a-f]{40}(?:#|\s|$)/.test(evidence.because);
}
