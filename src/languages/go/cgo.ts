/**
 * Decides whether a program needs cgo, and why. It looks at the imports and not at go.mod, where a
 * requirement may be unused.
 */
import type { Evidence, Note } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { placeOf } from '../../text/printable.ts';
import { cgoModules, type CgoModule } from './cgo-modules.ts';
import { withoutVersion } from './code/program.ts';
import type { Modules } from './modules.ts';
import type { ProgramSource } from './packages.ts';
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

/** @returns `undefined` when the program can be built without cgo. */
export function findCgo(program: ProgramSource, modules: Modules): CgoFacts | undefined {
  const own = program.packages.find((it) => it.cgo !== undefined);
  const imported = importedModules(program);
  const plugins = pluginOf(program);
  const evidence = own?.cgo ?? imported[0]?.evidence ?? plugins;
  if (!evidence) return undefined;
  const flags = program.packages
    .filter((it) => it.cgo)
    .flatMap((it) => it.files)
    .flatMap((it) => it.source.cgoFlags);
  const linked = flags.filter((it) =>
    /pkg-config:|LDFLAGS:.*-l(?!m\b|dl\b|pthread\b|rt\b|stdc\+\+)/.test(it),
  );
  const libraries = [
    ...imported.flatMap((it) =>
      it.module.libraries ? [{ name: it.module.libraries, evidence: it.evidence }] : [],
    ),
    ...linked.slice(0, 1).map((it) => ({ name: `what "#cgo ${it}" names`, evidence })),
  ];
  const bound = imported.find((it) => it.module.glibc !== undefined);
  return {
    evidence,
    muslTags: [...new Set(imported.flatMap((it) => it.module.muslTags ?? []))],
    muslFlags: [...new Set(imported.flatMap((it) => muslFlagOf(it.module, modules)))],
    plusPlus:
      imported.some((it) => it.module.plusPlus) || flags.some((it) => /-lstdc\+\+/.test(it)),
    libraries: libraries[0]?.name,
    glibc: bound && `${bound.module.path} ${bound.module.glibc} (${placeOf(bound.evidence)})`,
    plugins,
    notes: libraries.map((it) => missing(it.name, it.evidence)),
  };
}

function importedModules(program: ProgramSource): Imported[] {
  const found = new Map<string, Imported>();
  for (const file of program.packages.flatMap((it) => it.files)) {
    if (file.onlyWithCgo) continue;
    for (const { path: imported, line } of file.source.imports) {
      const path = withoutVersion(imported);
      const module = cgoModules.find((it) => path === it.path || path.startsWith(`${it.path}/`));
      const because = `imports ${imported}, which needs cgo`;
      if (module && !found.has(imported))
        found.set(imported, { module, evidence: { file: file.path, line, because } });
    }
  }
  return [...found.values()];
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

/** https://pkg.go.dev/plugin */
function pluginOf(program: ProgramSource): Evidence | undefined {
  for (const { path, source } of program.packages.flatMap((it) => it.files)) {
    const imported = source.imports.find((it) => it.path === 'plugin');
    if (!imported) continue;
    const call = new RegExp(`\\b${imported.name ?? 'plugin'}\\.Open\\s*\\(`).exec(source.code);
    if (call)
      return { file: path, line: lineAt(source.code, call.index), because: 'opens a plugin' };
  }
  return undefined;
}

function missing(libraries: string, evidence: Evidence): Note {
  return {
    code: 'go/missing-library',
    level: 'warning',
    text: `cgo links against ${libraries}, which neither the build image nor the final image has: install it in the build stage, and copy its libraries into the final one`,
    evidence: [evidence],
  };
}
