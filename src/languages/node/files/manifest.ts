/** Reads package.json. https://docs.npmjs.com/cli/configuring-npm/package-json */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';

export interface Manifest {
  /** `package.json`, or the manifest of a workspace package: `apps/api/package.json`. */
  readonly file: string;
  /** The folder of the file; `''` for the root. */
  readonly folder: string;
  readonly text: string;
  readonly name: string | null;
  readonly main: string | null;
  /** Whether `.js` files are ES modules. */
  readonly isModule: boolean;
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly packageManager: string | null;
  /** The patterns in `workspaces`; empty if there are none. */
  readonly workspaces: readonly string[];
  /** The whole file, for rules about single keys. */
  readonly all: Readonly<Record<string, unknown>>;
}

export type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly evidence: Evidence };

/**
 * @returns the manifest of a folder (`''` for the root), why it cannot be read, or `undefined` if
 *   there is none.
 */
export async function readManifest(
  project: ProjectReader,
  folder = '',
): Promise<ReadManifest | undefined> {
  const file = folder === '' ? 'package.json' : `${folder}/package.json`;
  const text = await project.read(file);
  return text === undefined ? undefined : parseManifest(folder, text);
}

export function parseManifest(folder: string, text: string): ReadManifest {
  const file = folder === '' ? 'package.json' : `${folder}/package.json`;
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      evidence: { file, because: error instanceof Error ? error.message : String(error) },
    };
  }
  if (!isRecord(all)) return { ok: false, evidence: { file, because: 'it is not a JSON object' } };
  return { ok: true, manifest: manifestOf(file, folder, text, all) };
}

/**
 * @returns the line of a key in the manifest, as evidence:
 *   `place(manifest, ['engines', 'node'], 'engines.node')`.
 */
export function place(
  manifest: Pick<Manifest, 'file' | 'text'>,
  keys: readonly string[],
  because: string,
): Evidence {
  let from = 0;
  for (const key of keys) {
    const found = manifest.text.indexOf(`${JSON.stringify(key)}`, from);
    if (found === -1) return { file: manifest.file, because };
    from = found;
  }
  return { file: manifest.file, line: lineAt(manifest.text, from), because };
}

/** @returns the line of a script in the manifest, with the command that it runs. */
export function scriptEvidence(manifest: Manifest, name: string): Evidence {
  return place(
    manifest,
    ['scripts', name],
    `the script "${name}" runs ${manifest.scripts[name] ?? ''}`,
  );
}

/** @returns the production dependencies, including optional ones. */
export function productionDependencies(manifest: Manifest): Readonly<Record<string, string>> {
  return { ...manifest.optionalDependencies, ...manifest.dependencies };
}

/** Whether the package is an application for a screen. */
export function isDesktop(manifest: Manifest): boolean {
  return dependsOn(manifest, 'electron') && 'main' in manifest.all;
}

/** Whether a package is a dependency of any kind. */
export function dependsOn(manifest: Manifest, name: string): boolean {
  return (
    name in manifest.dependencies ||
    name in manifest.devDependencies ||
    name in manifest.optionalDependencies
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the value if it is a record, otherwise an empty record. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function manifestOf(
  file: string,
  folder: string,
  text: string,
  all: Record<string, unknown>,
): Manifest {
  const name = textOf(all['name']);
  return {
    file,
    folder,
    text,
    name,
    main: textOf(all['main']),
    isModule: all['type'] === 'module',
    scripts: textsOf(all['scripts']),
    bin:
      typeof all['bin'] === 'string'
        ? { [(name ?? 'program').replace(/^@[^/]+\//, '')]: all['bin'] }
        : textsOf(all['bin']),
    dependencies: textsOf(all['dependencies']),
    devDependencies: textsOf(all['devDependencies']),
    optionalDependencies: textsOf(all['optionalDependencies']),
    engines: textsOf(all['engines']),
    packageManager: textOf(all['packageManager']),
    workspaces: workspacesOf(all['workspaces']),
    all,
  };
}

/** The Yarn 1 form `{ "packages": [...], "nohoist": [...] }` is supported, too. */
function workspacesOf(value: unknown): string[] {
  const list = isRecord(value) ? value['packages'] : value;
  return Array.isArray(list) ? list.filter((it): it is string => typeof it === 'string') : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): Record<string, string> {
  const entries = isRecord(value)
    ? Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      )
    : [];
  // Removes the prototype. Otherwise a script named "constructor" would exist in every manifest.
  return Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, string>;
}
