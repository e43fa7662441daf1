/** Modules and packages in; the programs and libraries of the system that they start or load by name, and what cannot be had, out. */
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
import { refusedPrograms, shellPrograms, systemPackages } from './system-packages.ts';

export interface SystemNeeds {
  /** Titles of `systemPackages`. */
  readonly packages: readonly string[];
  /** Why it cannot run without a shell; `null`: it can. */
  readonly shell: string | null;
  /** Whether it starts programs of the virtual environment by their names. */
  readonly scripts: boolean;
  readonly notes: readonly Note[];
}

export function systemNeeds(
  modules: readonly ModuleFacts[],
  packages: readonly Package[],
  scripts: readonly string[],
): SystemNeeds {
  const needed = new Map<string, Evidence>();
  const notes: Note[] = [];
  let shell: string | null = null;
  let own = false;
  const names = packages.map((it) => it.name);
  const broughtBy = (title: string): boolean =>
    systemPackages.some(
      (it) => it.title === title && it.broughtBy.some((name) => names.includes(name)),
    );

  for (const { module, packageName, program, unless, instead } of refusedPrograms) {
    const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
    if (
      !evidence ||
      (unless && modules.some((it) => it.calls.some((call) => unless.test(call.callee))))
    )
      continue;
    notes.push({
      level: 'error',
      text: `${packageName} starts ${program}, and no base can have one\n${instead}`,
      evidence: [evidence],
    });
  }
  for (const it of systemPackages) {
    for (const { module, packageName } of it.modules) {
      const evidence = names.includes(packageName) ? importOf(modules, module) : undefined;
      if (evidence && !broughtBy(it.title)) needed.set(it.title, evidence);
    }
  }
  for (const module of modules) {
    for (const call of module.calls) {
      const started = startedBy(call, module);
      if (!started) continue;
      const evidence: Evidence = {
        file: module.path,
        line: call.line,
        because:
          started.program === null
            ? `${call.callee} runs a command line`
            : `starts ${started.program}`,
      };
      const expected = isExpected(
        module,
        call.line,
        /^(?:FileNotFoundError|OSError|IOError|Exception|BaseException)$/,
      );
      if (started.shell && !expected) shell ??= `${module.path}:${call.line} runs a command line`;
      const { program } = started;
      if (program === null) continue;
      const known = systemPackages.find((it) => it.programs.includes(program));
      if (/^python3?$/.test(program) || names.includes(program) || scripts.includes(program))
        own = true;
      else if (expected)
        notes.push({
          level: 'warning',
          text: `${program} is started where it is there, and the image has none`,
          evidence: [evidence],
        });
      else if (known && !broughtBy(known.title))
        needed.set(known.title, needed.get(known.title) ?? evidence);
      else if (!known && shellPrograms.includes(program))
        shell ??= `${module.path}:${call.line} starts ${program}, which comes with a shell`;
      else if (!known)
        notes.push({
          level: 'warning',
          text: `${program} is started, and the image has none: what needs it fails. A package from PyPI that brings it, or a container of its own, can stand in`,
          evidence: [evidence],
        });
    }
  }
  for (const [title, evidence] of needed)
    notes.push({
      level: 'info',
      text: `${title} is copied into the image, with the libraries that it loads`,
      evidence: [evidence],
    });
  return {
    packages: [...needed.keys()],
    shell,
    scripts: own,
    notes: [...notes, ...lookedUp(modules)],
  };
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

/** @returns `program: null` for a command line that only running it tells; `undefined` for what starts nothing that is known. */
function startedBy(
  call: Call,
  module: ModuleFacts,
): { readonly program: string | null; readonly shell: boolean } | undefined {
  const line =
    /^os\.(?:system|popen)$|^subprocess\.get(?:status)?output$|^asyncio\.(?:subprocess\.)?create_subprocess_shell$/.test(
      call.callee,
    );
  if (
    !line &&
    !/^subprocess\.(?:run|Popen|call|check_call|check_output)$|^asyncio\.(?:subprocess\.)?create_subprocess_exec$|^os\.(?:exec|spawn)\w+$/.test(
      call.callee,
    )
  )
    return undefined;
  const shell = line || keywordArgument(call, 'shell')?.[0]?.text === 'True';
  let [words = []] = splitArguments(call.arguments);
  const [only, more] = words;
  if (only?.kind === 'name' && !more)
    words = valueBefore(module, only.text, call.line)?.value ?? [];
  const first = words[0]?.text === '[' || words[0]?.text === '(' ? words[1] : words[0];
  const program = first?.kind === 'string' ? (first.text.trim().split(/\s/)[0] ?? '') : '';
  // A path in the project, or below /opt, is brought by somebody who knows.
  const name = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?([\w.+-]+)$/.exec(program)?.[1] ?? null;
  return name === null && !shell ? undefined : { program: name, shell };
}

/** Libraries that code looks for by itself: https://docs.python.org/3/library/ctypes.html#finding-shared-libraries */
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
          level: 'warning' as const,
          text: `find_library finds nothing in the image: it asks ldconfig or a compiler. Load the library by the name of its file, such as ctypes.CDLL("lib${name.text}.so.1"), from a package of PyPI that brings it`,
          evidence: [evidence],
        },
      ];
    }),
  );
}
