/**
 * Finds system programs and libraries that the code starts or loads by name, and those that no
 * image has.
 */
import type { Evidence, Note } from '../../../types.ts';
import type { Package } from '../files/package.ts';
import {
  type Call,
  isExpected,
  keywordArgument,
  type ModuleFacts,
  splitArguments,
  valueBefore,
} from '../code/modules.ts';
import {
  refusedPrograms,
  shellPrograms,
  type SystemPackage,
  systemPackages,
} from './system-packages.ts';

export interface SystemNeeds {
  /** Titles of `systemPackages`. */
  readonly packages: readonly string[];
  /** Why it cannot run without a shell; `null` if it can. */
  readonly shell: string | null;
  /** Whether it starts programs of the virtual environment by name. */
  readonly scripts: boolean;
  readonly notes: readonly Note[];
}

/** A program that a line of code starts. */
interface Start {
  /** `null` if the command line is known only at run time. */
  readonly program: string | null;
  /** Whether a shell runs it. */
  readonly shell: boolean;
  /** Whether the code handles a missing program. */
  readonly expected: boolean;
  readonly evidence: Evidence;
}

/** Finds the system programs and libraries that the code starts or loads by name. */
export function systemNeeds(
  modules: readonly ModuleFacts[],
  packages: readonly Package[],
  scripts: readonly string[],
): SystemNeeds {
  const names = packages.map((it) => it.name);
  const starts = modules.flatMap(startsIn);
  const own = (it: Start): boolean => isOwn(it, [...names, ...scripts]);
  const foreign = starts.filter((it) => !own(it));
  const needed = neededPackages(modules, names, foreign);
  return {
    packages: [...needed.keys()],
    shell: starts.map((it) => shellReason(it, own(it))).find((it) => it !== null) ?? null,
    scripts: starts.some(own),
    notes: [
      ...refusedNotes(modules, names),
      ...foreign.flatMap(missingNotes),
      ...copiedNotes(needed),
      ...lookedUp(modules),
    ],
  };
}

function startsIn(module: ModuleFacts): readonly Start[] {
  return module.calls.flatMap((call): readonly Start[] => {
    const started = startedBy(call, module);
    if (!started) return [];
    const because =
      started.program === null ? `${call.callee} runs a command line` : `starts ${started.program}`;
    const expected = isExpected(module, call.line, missingProgram);
    return [{ ...started, expected, evidence: { file: module.path, line: call.line, because } }];
  });
}

/** Exceptions that Python raises if a program is missing. */
const missingProgram = /^(?:FileNotFoundError|OSError|IOError|Exception|BaseException)$/;

/** @param names names of packages and scripts, which are programs in the virtual environment. */
function isOwn({ program }: Start, names: readonly string[]): boolean {
  return program !== null && (/^python3?$/.test(program) || names.includes(program));
}

/** Why it needs a shell: it is a command line, or a program that is part of a shell environment. */
function shellReason({ program, shell, expected, evidence }: Start, own: boolean): string | null {
  if (expected) return null;
  const place = `${evidence.file}:${evidence.line ?? 1}`;
  if (shell) return `${place} runs a command line`;
  if (program === null || own || packageOf(program) || !shellPrograms.includes(program))
    return null;
  return `${place} starts ${program}, which comes with a shell`;
}

function packageOf(program: string): SystemPackage | undefined {
  return systemPackages.find((it) => it.programs.includes(program));
}

/** Packages by title, each with the first place that needs it. */
function neededPackages(
  modules: readonly ModuleFacts[],
  names: readonly string[],
  starts: readonly Start[],
): ReadonlyMap<string, Evidence> {
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
  }
  for (const { program, expected, evidence } of starts) {
    const known = program === null || expected ? undefined : packageOf(program);
    if (known) add(known, evidence);
  }
  return needed;
}

/** Notes for packages that start something that no base can include, such as a browser. */
function refusedNotes(modules: readonly ModuleFacts[], names: readonly string[]): readonly Note[] {
  return refusedPrograms.flatMap(
    ({ module, packageName, program, unless, instead }): readonly Note[] => {
      const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
      const elsewhere =
        unless && modules.some((it) => it.calls.some((call) => unless.test(call.callee)));
      if (!evidence || elsewhere) return [];
      return [
        {
          code: 'python/program-refused',
          level: 'error',
          text: `${packageName} starts ${program}, which no base includes`,
          hint: instead,
          evidence: [evidence],
        },
      ];
    },
  );
}

/** Notes for programs that the image does not include. */
function missingNotes({ program, expected, evidence }: Start): readonly Note[] {
  if (program === null) return [];
  const note = { code: 'python/program-missing', level: 'warning', evidence: [evidence] } as const;
  if (expected)
    return [{ ...note, text: `${program} is started if it exists; the image does not have it` }];
  if (packageOf(program) || shellPrograms.includes(program)) return [];
  return [
    {
      ...note,
      text: `${program} is started, but the image does not have it: code that needs it fails`,
      hint: 'Use a package from PyPI that includes it, or run it in another container.',
    },
  ];
}

function copiedNotes(needed: ReadonlyMap<string, Evidence>): readonly Note[] {
  return [...needed].map(([title, evidence]) => ({
    code: 'python/system-package',
    level: 'info',
    text: `${title} is copied into the image, with the libraries that it loads`,
    evidence: [evidence],
  }));
}

function importOf(modules: readonly ModuleFacts[], name: string): Evidence | undefined {
  for (const module of modules) {
    const found = [...module.imports.values()].find(
      ({ target }) => target === name || target.startsWith(`${name}.`),
    );
    if (found) return { file: module.path, line: found.line, because: `imports ${name}` };
  }
  return undefined;
}

/** Functions that pass a command line to a shell. */
const commandLines =
  /^os\.(?:system|popen)$|^subprocess\.get(?:status)?output$|^asyncio\.(?:subprocess\.)?create_subprocess_shell$/;

/** Functions that start a program. They use a shell only with `shell=True`. */
const starters =
  /^subprocess\.(?:run|Popen|call|check_call|check_output)$|^asyncio\.(?:subprocess\.)?create_subprocess_exec$|^os\.(?:exec|spawn)\w+$/;

/** @returns `undefined` for a call that starts no program, or starts a path. */
function startedBy(call: Call, module: ModuleFacts): Pick<Start, 'program' | 'shell'> | undefined {
  const line = commandLines.test(call.callee);
  if (!line && !starters.test(call.callee)) return undefined;
  const shell = line || keywordArgument(call, 'shell')?.[0]?.text === 'True';
  const program = programName(call, module);
  return program === null && !shell ? undefined : { program, shell };
}

/** The program of a command that is a string, a list, a tuple, or a name for one of these. */
function programName(call: Call, module: ModuleFacts): string | null {
  let [words = []] = splitArguments(call.arguments);
  const [only, more] = words;
  if (only?.kind === 'name' && !more)
    words = valueBefore(module, only.text, call.line)?.value ?? [];
  const first = words[0]?.text === '[' || words[0]?.text === '(' ? words[1] : words[0];
  if (first?.kind !== 'string') return null;
  const program = first.text.trim().split(/\s/)[0] ?? '';
  // A path in the project, or below /opt, is not a system program.
  return /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?([\w.+-]+)$/.exec(program)?.[1] ?? null;
}

/**
 * Libraries that the code looks up.
 * https://docs.python.org/3/library/ctypes.html#finding-shared-libraries
 */
function lookedUp(modules: readonly ModuleFacts[]): Note[] {
  return modules.flatMap((module) =>
    module.calls.flatMap((call) => {
      const [name] = call.arguments;
      if (
        !/^ctypes\.util\.find_library$/.test(call.callee) ||
        name?.kind !== 'string' ||
        isExpected(module, call.line, /./)
      )
        return [];
      const evidence: Evidence = {
        file: module.path,
        line: call.line,
        because: `find_library("${name.text}")`,
      };
      return [
        {
          code: 'python/find-library',
          level: 'warning' as const,
          text: 'find_library finds nothing in the image, because it asks ldconfig or a compiler',
          hint: `Load the library by its file name, such as ctypes.CDLL("lib${name.text}.so.1"), from a PyPI package that includes it.`,
          evidence: [evidence],
        },
      ];
    }),
  );
}
