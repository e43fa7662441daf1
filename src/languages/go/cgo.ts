/**
 * Decides whether a program needs cgo, and why. It looks at the imports and not at go.mod, where a
 * requirement may be unused.
 */
import type { Evidence, Note } from '../../types.ts';
import { folderOf, joined } from '../../text/paths.ts';
import { placeOf } from '../../text/printable.ts';
import type { Load } from '../shared/uses.ts';
import { cgoModules, type CgoModule } from './cgo-modules.ts';
import { withoutVersion } from './code/program.ts';
import { isBuilt } from './constraints.ts';
import type { Modules } from './modules.ts';
import type { GoPackage, ProgramSource, ScannedFile } from './packages.ts';
import { compareVersions } from './version-order.ts';

export interface CgoFacts {
  /** The import that requires cgo. The program cannot be built without it. */
  readonly evidence: Evidence;
  /** The build tags that the module needs on musl. */
  readonly muslTags: readonly string[];
  /** Whether C++ is compiled. The final image then needs the C++ runtime library. */
  readonly plusPlus: boolean;
  /** The flags that its C files need on musl. */
  readonly muslFlags: readonly string[];
  /** System libraries that the program links against, as a sentence names them. */
  readonly libraries: string | undefined;
  /** Set if the program runs with glibc only, as the beginning of a sentence. */
  readonly glibc: string | undefined;
  /** The first call that opens a plugin, which only a program linked dynamically can do. */
  readonly plugins: Evidence | undefined;
  readonly notes: readonly Note[];
}

interface Imported {
  readonly module: CgoModule;
  readonly evidence: Evidence;
}

/** A library to link that does not come with the compiler. */
const library = String.raw`-l(?!m\b|dl\b|pthread\b|rt\b|stdc\+\+)`;

const linksLibraries = new RegExp(`LDFLAGS:.*${library}`);

/**
 * @param vendored the packages in vendor/ that the program contains.
 * @param files the files of the project.
 * @param loads what the program loads when it runs: plugins need cgo, https://pkg.go.dev/plugin
 * @returns `undefined` when the program can be built without cgo.
 */
export function findCgo(
  program: ProgramSource,
  vendored: readonly GoPackage<ScannedFile>[],
  modules: Modules,
  files: readonly string[],
  loads: readonly Load[],
): CgoFacts | undefined {
  const withC = [...program.packages, ...vendored].filter((it) => it.cgo !== undefined);
  const imported = importedModules(program);
  const plugins = loads.find((it) => it.plugin)?.evidence;
  const evidence = withC[0]?.cgo ?? imported[0]?.evidence ?? plugins;
  if (!evidence) return undefined;
  const placed = withC
    .flatMap((it) => it.files)
    .flatMap((file) => file.source.cgoFlags.map((flag) => ({ flag, folder: folderOf(file.path) })))
    .filter(({ flag }) => isForLinux(flag));
  const flags = placed.map((it) => it.flag);
  const linked = placed
    .filter(
      ({ flag, folder }) =>
        (flag.includes('pkg-config:') || linksLibraries.test(flag)) &&
        !hasArchives(flag, folder, files),
    )
    .map((it) => it.flag);
  const libraries = [
    ...imported.flatMap((it) =>
      it.module.libraries
        ? [{ name: it.module.libraries, evidence: it.evidence, isError: it.module.isNowhere }]
        : [],
    ),
    ...linked
      .slice(0, 1)
      .map((it) => ({ name: `what "#cgo ${it}" names`, evidence, isError: undefined })),
  ];
  const bound = imported.find((it) => it.module.glibc !== undefined);
  return {
    evidence,
    muslTags: [...new Set(imported.flatMap((it) => it.module.muslTags ?? []))],
    muslFlags: [...new Set(imported.flatMap((it) => muslFlagOf(it.module, modules)))],
    plusPlus:
      imported.some((it) => it.module.plusPlus) ||
      flags.some((it) => /-lstdc\+\+/.test(it)) ||
      hasPlusPlus(withC, files),
    libraries: libraries[0]?.name,
    glibc: bound && `${bound.module.path} ${bound.module.glibc} (${placeOf(bound.evidence)})`,
    plugins,
    notes: libraries.map((it) => missing(it.name, it.evidence, it.isError === true)),
  };
}

/**
 * Whether all libraries are archives of the project: `-L${SRCDIR}/lib -lsum` with `lib/libsum.a`. The
 * linker puts them into the program. https://pkg.go.dev/cmd/cgo#hdr-Using_cgo_with_the_go_command
 */
function hasArchives(flag: string, folder: string, files: readonly string[]): boolean {
  const folders = [...flag.matchAll(/-L\$\{SRCDIR\}\/?(\S*)/g)].map((it) => it[1] ?? '');
  const names = [...flag.matchAll(new RegExp(`${library}(\\S+)`, 'g'))];
  return (
    names.length > 0 &&
    names.every(([, name = '']) =>
      folders.some((it) => files.includes(joined(folder, `${it}/lib${name}.a`))),
    )
  );
}

/** The go command compiles C++ that is beside a file with cgo: https://pkg.go.dev/cmd/cgo */
function hasPlusPlus(
  packages: readonly GoPackage<ScannedFile>[],
  files: readonly string[],
): boolean {
  const folders = new Set(packages.map((it) => it.folder));
  return files.some((it) => /\.(?:cc|cpp|cxx)$/.test(it) && folders.has(folderOf(it)));
}

/**
 * The words before the name of a flag are constraints, of which one must hold; what a comma joins
 * must hold together: https://pkg.go.dev/cmd/cgo#hdr-Using_cgo_with_the_go_command
 */
function isForLinux(flags: string): boolean {
  const constraints = /^(.*?)\s*(?:\w*FLAGS|pkg-config):/.exec(flags)?.[1]?.split(/\s+/) ?? [];
  return (
    constraints.length === 0 ||
    constraints.some((it) => it === '' || isBuilt('x.go', it.replaceAll(',', ' && '), true))
  );
}

function importedModules(program: ProgramSource): Imported[] {
  const found = new Map<string, Imported>();
  for (const file of program.packages.flatMap((it) => it.files)) {
    if (file.onlyWithCgo) continue;
    for (const { path: imported, line } of file.source.imports) {
      const module = cgoModuleOf(imported);
      const because = `imports ${imported}, which needs cgo`;
      if (module && !found.has(imported))
        found.set(imported, { module, evidence: { file: file.path, line, because } });
    }
  }
  return [...found.values()];
}

const cgoModuleByImport = new Map<string, CgoModule | undefined>();

function cgoModuleOf(imported: string): CgoModule | undefined {
  if (cgoModuleByImport.has(imported)) return cgoModuleByImport.get(imported);
  const path = withoutVersion(imported);
  const found = cgoModules.find((it) => path === it.path || path.startsWith(`${it.path}/`));
  cgoModuleByImport.set(imported, found);
  return found;
}

/** Returns the flag that the required version needs; none if no go.mod names the version. */
function muslFlagOf({ muslFlag }: CgoModule, modules: Modules): string[] {
  const required = [...modules.all.values()]
    .flatMap((it) => it.requires)
    .find((it) => it.path === muslFlag?.of);
  if (!muslFlag || !required) return [];
  const version = required.version.replace(/^v/, '');
  return compareVersions(version, muslFlag.before) < 0 ? [muslFlag.flag] : [];
}

function missing(libraries: string, evidence: Evidence, isError: boolean): Note {
  return {
    code: 'go/missing-library',
    level: isError ? 'error' : 'warning',
    text: isError
      ? `the program loads ${libraries}, which no base has: it ends at its start`
      : `cgo links against ${libraries}, which neither the build image nor the final image has: install it in the build stage, and copy its libraries into the final one`,
    ...(isError ? { hint: 'Use a library without cgo instead, such as wazero.' } : {}),
    evidence: [evidence],
  };
}
