/**
 * Finds system programs and libraries that the code starts or loads by name, and those that no
 * image has.
 */
import { firstTwo } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { Package } from '../package.ts';
import { lineOf } from '../files/toml.ts';
import { shellPrograms } from '../../shared/shell-programs.ts';
import type { Start, Uses } from '../../shared/uses.ts';
import { calledName } from '../code/arguments.ts';
import { isExpected, type PythonModule } from '../code/module.ts';
import {
  absentPrograms,
  broughtPrograms,
  refusedPrograms,
  type SystemPackage,
  systemPackages,
} from './system-packages.ts';

export interface SystemNeeds {
  /** Titles of `systemPackages`. */
  readonly packages: readonly string[];
  /** Why it cannot run without a shell; `null` if it can. */
  readonly shell: string | null;
  readonly notes: readonly Note[];
}

/**
 * Finds the system programs and libraries that the code starts or loads by name.
 * @param modules those that the program reaches.
 */
export function systemNeeds(
  uses: Uses,
  modules: readonly PythonModule[],
  packages: readonly Package[],
  scripts: readonly string[],
): SystemNeeds {
  const names = packages.map((it) => it.name);
  const own = (it: Start): boolean => isOwn(it, [...names, ...scripts]);
  const foreign = uses.starts.filter((it) => !own(it) && it.program !== 'sh');
  const needed = neededPackages(modules, packages, foreign);
  return {
    packages: [...needed.keys()],
    shell: uses.starts.map((it) => shellReason(it, own(it))).find((it) => it !== null) ?? null,
    notes: [
      ...refusedNotes(modules, names),
      ...absentNotes(modules, names),
      ...missingNotes(oncePerProgram(foreign)),
      ...copiedNotes(needed),
      ...unusedNotes(modules, packages, needed),
      ...lookedUp(uses),
    ],
  };
}

/** @param names names of packages and scripts, which are programs in the virtual environment. */
function isOwn({ program }: Start, names: readonly string[]): boolean {
  return (
    /^python3?$/.test(program) ||
    names.some((it) => it === program || broughtPrograms[it]?.split(' ').includes(program))
  );
}

/** Why it needs a shell: it is a command line, or a program that is part of a shell environment. */
function shellReason({ program, optional, evidence }: Start, own: boolean): string | null {
  if (optional) return null;
  const place = `${evidence.file}:${evidence.line ?? 1}`;
  if (program === 'sh') return `${place} runs a command line`;
  if (own || packageOf(program) || !shellPrograms.includes(program)) return null;
  return `${place} starts ${program}, which comes with a shell`;
}

function packageOf(program: string): SystemPackage | undefined {
  return systemPackages.find((it) => it.programs.includes(program));
}

/** Packages by title, each with the first place that needs it. */
function neededPackages(
  modules: readonly PythonModule[],
  packages: readonly Package[],
  starts: readonly Start[],
): ReadonlyMap<string, Evidence> {
  const names = packages.map((it) => it.name);
  const needed = new Map<string, Evidence>();
  const add = ({ title, providedBy: broughtBy }: SystemPackage, evidence: Evidence): void => {
    if (!needed.has(title) && !broughtBy.some((it) => names.includes(it)))
      needed.set(title, evidence);
  };
  for (const known of systemPackages) {
    for (const { module, packageName } of known.modules) {
      const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
      if (evidence) add(known, evidence);
    }
    const part = known.switchedOn && switchedOn(known.switchedOn, modules, names);
    if (part) add(known, part);
    const linked = packages.find(
      ({ name, extras }) =>
        known.linkedBy?.includes(name) &&
        !extras.some((it) => known.providedBy.includes(`${name}-${it}`)),
    );
    const how = known.lookedUp ? 'looks it up' : 'is linked against it';
    if (linked) add(known, { ...linked.evidence, because: `${linked.name} ${how}` });
  }
  for (const { program, optional, evidence } of starts) {
    const known = optional ? undefined : packageOf(program);
    if (known) add(known, evidence);
  }
  return needed;
}

/** `INSTALLED_APPS = ["django.contrib.gis"]`: no import says so. */
function switchedOn(
  { packageName, text }: NonNullable<SystemPackage['switchedOn']>,
  modules: readonly PythonModule[],
  names: readonly string[],
): Evidence | undefined {
  const module = names.includes(packageName) ? modules.find((it) => text.test(it.text)) : undefined;
  const found = module && text.exec(module.text)?.[0];
  return module && found !== undefined
    ? { file: module.path, line: lineOf(module.text, found), because: `names ${found.slice(1)}` }
    : undefined;
}

/**
 * Notes for packages that start something that no base can include, such as a browser. An error
 * only where the program starts it in any case: a page that asks for it may never be called.
 */
function refusedNotes(modules: readonly PythonModule[], names: readonly string[]): readonly Note[] {
  return refusedPrograms.flatMap(
    ({ module, packageName, program, unless, instead }): readonly Note[] => {
      const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
      const elsewhere =
        unless &&
        modules.some(
          (it) =>
            it.text.includes(module) &&
            it.calls.some((call) => unless.test(`.${calledName(call)}`)),
        );
      if (!evidence || elsewhere) return [];
      const certain = modules.some((it) => startsAtImport(it, module));
      return [
        {
          code: 'python/program-refused',
          level: certain ? 'error' : 'warning',
          text: `${packageName} starts ${program}, which no base includes${certain ? '' : ': code that needs it fails'}`,
          hint: instead,
          evidence: [evidence],
        },
      ];
    },
  );
}

/** Whether a module calls what it imported from a package as soon as it is imported itself. */
function startsAtImport(module: PythonModule, name: string): boolean {
  if (!module.text.includes(name)) return false;
  const bound = new Set(
    [...module.namesOf()].flatMap(([local, bindings]) =>
      bindings.some(
        (it) => it.kind === 'import' && (it.target === name || it.target.startsWith(`${name}.`)),
      )
        ? [local]
        : [],
    ),
  );
  return module.calls.some((call) => {
    const root = /^\w+/.exec(call.field('function')?.text ?? '')?.[0] ?? '';
    return (
      bound.has(root) &&
      !call.above('function_definition') &&
      !call.above('lambda') &&
      !isExpected(call, /./)
    );
  });
}

/** The first place of each program; one that must be there before one that may be missing. */
function oncePerProgram(starts: readonly Start[]): readonly Start[] {
  const first = new Map<string, Start>();
  for (const it of [...starts.filter((it) => !it.optional), ...starts])
    if (!first.has(it.program)) first.set(it.program, it);
  return [...first.values()];
}

/** Notes for packages that look for something that no base can have, and start without it. */
function absentNotes(modules: readonly PythonModule[], names: readonly string[]): readonly Note[] {
  return absentPrograms.flatMap(({ module, packageName, program, instead }): readonly Note[] => {
    const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
    if (!evidence) return [];
    return [
      {
        code: 'python/program-missing',
        level: 'warning',
        text: `${packageName} needs ${program}, which the image does not have: code that needs it fails`,
        hint: instead,
        evidence: [evidence],
      },
    ];
  });
}

/**
 * One note for installed packages that start programs, and that the project does not import: only
 * another package can use them.
 */
function unusedNotes(
  modules: readonly PythonModule[],
  packages: readonly Package[],
  needed: ReadonlyMap<string, Evidence>,
): readonly Note[] {
  const known = [
    ...systemPackages.flatMap(({ title, modules: all, providedBy }) =>
      packages.some((it) => providedBy.includes(it.name)) || needed.has(title)
        ? []
        : all.map((it) => ({ ...it, program: title })),
    ),
    ...refusedPrograms,
    ...absentPrograms,
  ];
  const unused = packages.flatMap((installed) => {
    const found = known.find((it) => it.packageName === installed.name);
    return found && !importOf(modules, found.module)
      ? [{ program: found.program, ...installed }]
      : [];
  });
  if (unused.length === 0) return [];
  return [
    {
      code: 'python/program-of-a-package',
      level: 'info',
      text: `packages that the code does not import itself need what the image does not have: ${unused.map(({ name, program }) => `${name} needs ${program}`).join(', ')}`,
      evidence: unused.slice(0, 3).map((it) => it.evidence),
    },
  ];
}

/** Two notes at most for programs that the image does not include. */
function missingNotes(starts: readonly Start[]): readonly Note[] {
  const optional = starts.filter((it) => it.optional);
  const needed = starts.filter(
    (it) => !it.optional && !packageOf(it.program) && !shellPrograms.includes(it.program),
  );
  const code = 'python/program-missing';
  return [
    ...(needed.length === 0
      ? []
      : [
          {
            code,
            level: 'warning' as const,
            text: `${namesOf(needed)} started, but the image does not have ${needed.length === 1 ? 'it: code that needs it' : 'them: code that needs one'} fails`,
            hint: 'Use a package from PyPI that includes it, or run it in another container.',
            evidence: needed.slice(0, 3).map((it) => it.evidence),
          },
        ]),
    ...(optional.length === 0
      ? []
      : [
          {
            code,
            level: 'info' as const,
            text: `${namesOf(optional)} started if found; the image does not have ${optional.length === 1 ? 'it' : 'them'}`,
            evidence: optional.slice(0, 3).map((it) => it.evidence),
          },
        ]),
  ];
}

/** `git is`, `git and npm are`, `git, npm and 3 more are`. */
function namesOf(starts: readonly Start[]): string {
  return `${firstTwo(starts.map((it) => it.program))} ${starts.length === 1 ? 'is' : 'are'}`;
}

function copiedNotes(needed: ReadonlyMap<string, Evidence>): readonly Note[] {
  return [...needed].map(([title, evidence]) => ({
    code: 'python/system-package',
    level: 'info',
    text: `the image gets ${title}, with the libraries that this loads`,
    evidence: [evidence],
  }));
}

function importOf(modules: readonly PythonModule[], name: string): Evidence | undefined {
  for (const module of modules) {
    if (!module.text.includes(name)) continue;
    const found = module.imported.find(
      ({ target }) => target === name || target.startsWith(`${name}.`),
    );
    if (found) return { file: module.path, line: found.node.line, because: `imports ${name}` };
  }
  return undefined;
}

/**
 * Libraries that the code looks up by a name that is no file's.
 * https://docs.python.org/3/library/ctypes.html#finding-shared-libraries
 */
function lookedUp({ loads }: Uses): Note[] {
  return loads
    .filter(({ library }) => !/[./]/.test(library))
    .map(({ library, evidence }) => ({
      code: 'python/find-library',
      level: 'warning',
      text: 'find_library finds nothing in the image, because it asks ldconfig or a compiler',
      hint: `Load the library by its file name, such as ctypes.CDLL("lib${library}.so.1"), from a PyPI package that includes it.`,
      evidence: [{ ...evidence, because: `find_library("${library}")` }],
    }));
}
