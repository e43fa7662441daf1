/**
 * Reads requirements files: packages, includes and references to folders.
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Package } from '../files/package.ts';
import { type PackageIndex, withoutLogin } from './indexes.ts';
import { excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import { lineOf } from '../files/toml.ts';

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
}

export async function readRequirements(
  project: ProjectReader,
  file: string,
): Promise<Requirements> {
  const result = {
    files: [] as string[],
    packages: [] as Package[],
    local: [] as Requirements['local'][number][],
    hashes: [] as boolean[],
    git: [] as { file: string; line: number }[],
    indexes: [] as PackageIndex[],
    missing: [] as Requirements['missing'][number][],
  };
  await collect(project, file, result, true);
  return {
    ...result,
    hashed: result.hashes.length > 0 && result.hashes.every(Boolean),
    loose: result.packages.filter((it) => it.version === null),
  };
}

async function collect(
  project: ProjectReader,
  file: string,
  result: {
    files: string[];
    packages: Package[];
    local: Requirements['local'][number][];
    hashes: boolean[];
    git: { file: string; line: number }[];
    indexes: PackageIndex[];
    missing: { name: string; file: string; line: number }[];
  },
  installed: boolean,
): Promise<void> {
  const text = await project.read(file);
  if (text === undefined || result.files.includes(file)) return;
  result.files.push(file);
  for (const { text: entry, line } of logicalLines(text)) {
    const include = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)/.exec(entry);
    if (include) {
      const name = joinPath(file, include[2] ?? '');
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
    if (!installed) continue;
    const address = /\w[\w+]*:\/\/[^/@\s]*@\S+/.exec(entry)?.[0];
    if (address !== undefined)
      result.indexes.push({ url: address, evidence: { file, line, because: 'names an address' } });
    const editable = /^(?:-e|--editable)[\s=]+(\S+)/.exec(entry)?.[1];
    const target = editable ?? entry.split(/\s/)[0] ?? '';
    if (/^(?:git|hg|svn|bzr)\+|@\s*git\+/.test(editable ?? entry)) result.git.push({ file, line });
    else if (/^(?:\.{0,2}\/|\.$|\.\[|file:)/.test(target))
      result.local.push({
        path: joinPath(
          '',
          target
            .replace(/^file:(?:\/\/)?/, '')
            .replace(/\[.*$/, '')
            .replace(/#.*$/, ''),
        ),
        extras: (/\[([^\]]*)\]$/.exec(target)?.[1] ?? '')
          .split(',')
          .map((it) => it.trim())
          .filter((it) => it !== ''),
        editable: editable !== undefined,
        file,
        line,
      });
    const found = parseRequirement(entry);
    if (!found || editable !== undefined) continue;
    result.packages.push({
      ...found,
      evidence: {
        file,
        line,
        because: `requires ${withoutLogin(entry.split(/\s+(?:--hash|;)/)[0] ?? entry)}`,
      },
      wheels: null,
    });
    result.hashes.push(entry.includes('--hash'));
  }
}

/**
 * A requirement's name, extras and exact version:
 * https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 *
 * @returns `null` for anything else, and for a requirement that a marker keeps off Linux.
 */
export function parseRequirement(
  text: string,
): { name: string; extras: readonly string[]; version: string | null } | null {
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
  };
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
