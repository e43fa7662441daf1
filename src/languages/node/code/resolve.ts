/**
 * Resolves what a source loads to a file of the project, as node, TypeScript and bundlers do.
 * https://nodejs.org/api/esm.html#resolution-algorithm-specification
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import { builtFrom, likelySource } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import { dependsOn, isRecord, type Manifest, recordOf } from '../files/manifest.ts';
import { compilerSettings, type PathAlias } from '../files/tsconfig.ts';
import { packageOf } from './names.ts';

/** A package of the project: the one that runs, or one of its workspace. */
export interface OwnPackage {
  readonly manifest: Manifest;
  readonly build: Build | null;
}

export type Resolve = (from: string, specifier: string) => string | undefined;

const extensions = ['.ts', '.js', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.jsx', '.json'];

/** @param packages the package that runs first, then those of its workspace that it needs. */
export async function resolverOf(
  project: ProjectReader,
  packages: readonly OwnPackage[],
): Promise<Resolve> {
  const files = new Set(await project.files());
  const aliases = await aliasesOf(project, packages);
  const known = new Map<string, string | undefined>();
  const packageAt = (from: string): OwnPackage | undefined =>
    packages.find(({ manifest: { folder } }) => isIn(from, folder));
  const fresh: Resolve = (from, specifier) => {
    const own = packageAt(from) ?? packages[0];
    if (specifier.startsWith('.') || specifier.startsWith('/')) {
      const path = posix.join(posix.dirname(from), specifier);
      return (
        fileAt(path, files) ?? (own && builtSource(path, own, files)) ?? exampleOf(path, files)
      );
    }
    if (specifier.startsWith('#')) return own && importedBy(own, specifier, files);
    return (
      aliased(specifier, from, aliases, files) ??
      packages.flatMap((it) => exportedBy(it, specifier, files) ?? [])[0]
    );
  };
  return (from, specifier) => {
    // What a bare name means depends on the package only.
    const isRelative = specifier.startsWith('.');
    const place = isRelative ? posix.dirname(from) : (packageAt(from)?.manifest.folder ?? '');
    const key = `${place} ${specifier}`;
    if (!known.has(key)) known.set(key, fresh(from, specifier));
    return known.get(key);
  };
}

/** `config.js`, which people make of `config.template.js`, says what its example says. */
function exampleOf(path: string, files: ReadonlySet<string>): string | undefined {
  const { dir, name, ext } = posix.parse(path.replace(/\.([cm]?js|json)$/, '.$1'));
  const isFile = /^\.(?:[cm]?js|json)$/.test(ext);
  const stem = posix.join(dir, isFile ? name : name + ext);
  return ['example', 'sample', 'template', 'default']
    .flatMap((mark) =>
      (isFile ? [ext] : ['.js', '.cjs', '.json', '.ts']).map((it) => `${stem}.${mark}${it}`),
    )
    .find((it) => files.has(it));
}

function isIn(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

/** `bin/x.js` loads what the build makes: `../dist/cli`. */
function builtSource(
  path: string,
  { build, manifest: { folder } }: OwnPackage,
  files: ReadonlySet<string>,
): string | undefined {
  if (!build || !isIn(path, folder)) return undefined;
  const inside = posix.relative(folder, path);
  if (!/^(?:dist|build|out|lib)\//.test(inside) && build.outputs.length === 0) return undefined;
  const all = [...files];
  const built = builtFrom(path, build, all);
  if (built) return built.source ?? undefined;
  return build.outputs.length === 0 ? (likelySource(inside, folder, all) ?? undefined) : undefined;
}

/** @returns the file of a path; the extension may be the compiled one: `./a.js` may be a.ts. */
export function fileAt(path: string, files: ReadonlySet<string>): string | undefined {
  const bare = path.replace(/\.([cm]?)jsx?$/, '');
  const names = [
    path,
    ...extensions.flatMap((it) => (bare === path ? [path + it] : [path + it, bare + it])),
    ...extensions.map((it) => posix.join(path, `index${it}`)),
  ];
  return names.find((it) => files.has(it));
}

interface Aliases {
  readonly folder: string;
  readonly paths: readonly PathAlias[];
  readonly baseUrl: string | null;
}

async function aliasesOf(
  project: ProjectReader,
  packages: readonly OwnPackage[],
): Promise<readonly Aliases[]> {
  const found: Aliases[] = packages.map(({ manifest }) => moduleAliases(manifest));
  for (const { manifest } of packages)
    if (dependsOn(manifest, '@sveltejs/kit')) found.push(svelteAlias(manifest.folder));
  const folders = new Set([...packages.map((it) => it.manifest.folder), '']);
  for (const folder of folders)
    for (const name of ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json']) {
      const settings = await compilerSettings(project, joined(folder, name));
      if (settings && (settings.paths.length > 0 || settings.baseUrl !== null))
        found.push({ folder, paths: settings.paths, baseUrl: settings.baseUrl });
    }
  return found;
}

/** The settings that say so are generated. https://svelte.dev/docs/kit/$lib */
function svelteAlias(folder: string): Aliases {
  const target = joined(folder, 'src/lib');
  const paths = [
    { pattern: '$lib', targets: [target] },
    { pattern: '$lib/*', targets: [`${target}/*`] },
  ];
  return { folder, paths, baseUrl: null };
}

/** Names that module-alias resolves. https://github.com/ilearnio/module-alias */
function moduleAliases({ folder, all }: Manifest): Aliases {
  const named = Object.entries(recordOf(all['_moduleAliases']));
  const paths = named.flatMap(([name, target]) =>
    typeof target === 'string'
      ? [
          { pattern: name, targets: [joined(folder, target)] },
          { pattern: `${name}/*`, targets: [`${joined(folder, target)}/*`.replace(/^\//, '')] },
        ]
      : [],
  );
  return { folder, paths, baseUrl: null };
}

/** https://www.typescriptlang.org/tsconfig/#paths */
function aliased(
  specifier: string,
  from: string,
  all: readonly Aliases[],
  files: ReadonlySet<string>,
): string | undefined {
  for (const { folder, paths, baseUrl } of all) {
    if (!isIn(from, folder)) continue;
    for (const { pattern, targets } of paths) {
      const [start = '', end] = pattern.split('*');
      const matches =
        end === undefined
          ? specifier === pattern
          : specifier.startsWith(start) && specifier.endsWith(end);
      if (!matches) continue;
      const middle =
        end === undefined ? '' : specifier.slice(start.length, specifier.length - end.length);
      const file = targets.flatMap((it) => fileAt(it.replace('*', middle), files) ?? [])[0];
      if (file !== undefined) return file;
    }
    const file = baseUrl === null ? undefined : fileAt(joined(baseUrl, specifier), files);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** `#db` of package.json. https://nodejs.org/api/packages.html#subpath-imports */
function importedBy(
  own: OwnPackage,
  specifier: string,
  files: ReadonlySet<string>,
): string | undefined {
  const targets = matching(recordOf(own.manifest.all['imports']), specifier);
  return targets.flatMap((it) => sourceOf(own, it, files) ?? [])[0];
}

/** A package of the project, by name. https://nodejs.org/api/packages.html#package-entry-points */
function exportedBy(
  own: OwnPackage,
  specifier: string,
  files: ReadonlySet<string>,
): string | undefined {
  const { manifest } = own;
  if (manifest.name === null || packageOf(specifier) !== manifest.name) return undefined;
  const inside = specifier.slice(manifest.name.length + 1);
  const exports = manifest.all['exports'];
  const root = isRecord(exports) && Object.keys(exports).some((it) => it.startsWith('.'));
  const single = inside === '' ? targetsIn(exports) : [];
  const targets = root ? matching(recordOf(exports), inside === '' ? '.' : `./${inside}`) : single;
  const main =
    inside === ''
      ? [manifest.all['source'], manifest.main, manifest.all['module'], 'src/index', 'index']
      : [inside, `src/${inside}`];
  return [...targets, ...main.filter((it): it is string => typeof it === 'string')].flatMap(
    (it) => sourceOf(own, it, files) ?? [],
  )[0];
}

/** A file of a package, or the source that its build compiles to it. */
function sourceOf(own: OwnPackage, target: string, files: ReadonlySet<string>): string | undefined {
  const path = joined(own.manifest.folder, target);
  const built = builtFrom(path, own.build, [...files])?.source;
  return built ?? fileAt(path, files);
}

/** The targets of `exports` or `imports` for a name, where `*` is any part. */
function matching(map: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  if (Object.hasOwn(map, name)) return targetsIn(map[name]);
  for (const [pattern, target] of Object.entries(map)) {
    const [start = '', end] = pattern.split('*');
    if (end === undefined || !name.startsWith(start) || !name.endsWith(end)) continue;
    const middle = name.slice(start.length, name.length - end.length);
    return targetsIn(target).map((it) => it.replaceAll('*', middle));
  }
  return [];
}

function targetsIn(target: unknown): readonly string[] {
  if (typeof target === 'string') return /\.d\.[cm]?ts$/.test(target) ? [] : [target];
  if (Array.isArray(target)) return target.flatMap(targetsIn);
  return isRecord(target) ? Object.values(target).flatMap(targetsIn) : [];
}
