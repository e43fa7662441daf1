/**
 * Turns the programs of a project into services. Adds what each program writes and which system
 * packages it needs.
 */
import type { PythonServiceFacts } from '../details.ts';
import type { ModuleFacts } from '../code/modules.ts';
import { writtenPaths } from '../code/written-paths.ts';
import type { Installation } from '../package-managers/installation.ts';
import type { Program } from '../program.ts';
import { systemNeeds } from '../runtime/system.ts';
import { writableOf } from '../runtime/writable.ts';

export interface RuntimeInput {
  readonly modules: readonly ModuleFacts[];
  readonly installation: Installation | undefined;
  readonly files: readonly string[];
  /** The text of .gitignore. */
  readonly ignored: string;
  /** The console scripts that the project declares. */
  readonly scripts: readonly string[];
}

/**
 * Adds what a program writes at run time and which system packages it needs. For a workspace
 * member, only the modules in its folders count.
 */
export function withRuntimeFacts(program: Program, input: RuntimeInput): Program {
  const { installation, files, ignored, scripts } = input;
  const member = installation?.members.find((it) => it.name === program.details.member);
  const modules = member
    ? input.modules.filter((it) =>
        member.folders.some((folder) => it.path.startsWith(`${folder}/`)),
      )
    : input.modules;
  const packages = (member ?? installation)?.packages ?? [];
  const names = packages.map((it) => it.name);
  const { folders, leftOut, notes } = writableOf(writtenPaths(modules, names), files, ignored);
  const { notes: systemNotes, ...system } = systemNeeds(modules, packages, scripts);
  return {
    ...program,
    notes: [...program.notes, ...notes, ...systemNotes],
    details: {
      ...program.details,
      writable: [...program.details.writable, ...folders],
      leftOut,
      system,
    },
  };
}

/** @param projectName used for a program that has no name. */
export function servicesOf(
  programs: readonly Program[],
  projectName: string,
): readonly PythonServiceFacts[] {
  return programs.map(({ name, suffix, evidence, start, port, notes, details }) => ({
    name: `${name ?? projectName}${suffix ?? ''}`,
    evidence,
    start,
    port,
    notes,
    details,
  }));
}
