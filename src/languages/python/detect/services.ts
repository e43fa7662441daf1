/**
 * Turns the programs of a project into services. Adds what each program writes, which system
 * packages it needs, and which variables it demands.
 */
import type { Note } from '../../../types.ts';
import { demandNotes } from '../../shared/demands.ts';
import { otherPorts } from '../../shared/ports.ts';
import type { Uses } from '../../shared/uses.ts';
import { isIgnored } from '../../shared/writable.ts';
import { isBelow } from '../../../text/paths.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { type Entry, reachedCopies, reachedModules } from '../code/sources.ts';
import { usesOf } from '../code/uses.ts';
import type { PythonServiceFacts } from '../details.ts';
import type { Installation } from '../package-managers/installation.ts';
import type { Program } from '../program.ts';
import { judgedImports } from '../runtime/imports.ts';
import { localesIn } from '../runtime/locales.ts';
import { limitsOfCalls } from '../runtime/lost-calls.ts';
import { modelNotes } from '../runtime/models.ts';
import { systemNeeds } from '../runtime/system.ts';
import { writableOf } from '../runtime/writable.ts';

export interface RuntimeInput {
  readonly evaluator: Evaluator;
  readonly installation: Installation | undefined;
  readonly files: readonly string[];
  /** The text of .gitignore. */
  readonly ignored: string;
  /** The console scripts that the project declares. */
  readonly scripts: readonly string[];
}

/** Adds what a program writes, needs of the system and demands of its environment. */
export function withRuntimeFacts(program: Program, input: RuntimeInput): Program {
  const { evaluator, installation, files, ignored, scripts } = input;
  const member = installation?.members.find((it) => it.name === program.details.member);
  const packages = (member ?? installation)?.packages ?? [];
  const entry = entryOf(program, evaluator, member?.folders);
  const uses = program.uses ?? usesOf(entry, evaluator, packages);
  const { folders, links, leftOut, notes } = writableOf(uses.writes, files, ignored);
  const reached = reachedModules(entry, evaluator.sources);
  const copies = reachedCopies(entry, evaluator.sources);
  const { notes: systemNotes, ...system } = systemNeeds(uses, reached, packages, scripts);
  const imports = judgedImports({
    entry,
    reached,
    copies,
    sources: evaluator.sources,
    files,
    installation,
    packages,
  });
  return {
    ...program,
    ...otherPorts(uses.listens, program.port),
    lost: imports.lost,
    limits: limitsOfCalls([...reached, ...copies], evaluator),
    missing: imports.missing,
    lacking: imports.lacking,
    wanted: imports.wanted,
    uses,
    notes: [
      ...program.notes,
      ...notes,
      ...systemNotes,
      ...imports.notes,
      ...modelNotes(reached, evaluator, packages),
      ...demandsOf(uses, program),
    ],
    details: {
      ...program.details,
      collect: hasCollected(files, ignored) ? null : program.details.collect,
      writable: [...program.details.writable, ...folders],
      links: [
        ...program.details.links.filter((it) => !it.ifAbsent || !files.includes(it.path)),
        ...links,
      ],
      leftOut,
      reads: readFiles(uses, reached, files).filter((it) => !leftOut.includes(it)),
      system,
      locales: localesIn(reached, evaluator),
    },
  };
}

/** Files of the project that are read, all of a folder that is, and modules that are imported. */
function readFiles(
  { reads }: Uses,
  reached: readonly PythonModule[],
  files: readonly string[],
): readonly string[] {
  const named = reads.flatMap((it) => {
    if (!it.complete || it.below) return [];
    const path = it.path.replace(/\/$/, '');
    return files.filter((file) => file === path || (it.kind === 'folder' && isBelow(file, path)));
  });
  return [...new Set([...named, ...reached.map((it) => it.path)])];
}

/** Static files that git keeps with their manifest: what they were collected from may not be there. */
function hasCollected(files: readonly string[], ignored: string): boolean {
  return files.some((it) => /(?:^|\/)staticfiles\.json$/.test(it) && !isIgnored(it, ignored));
}

/** Where it begins; every module of the project or member where that is not known. */
function entryOf(
  { entry }: Program,
  { sources }: Evaluator,
  folders: readonly string[] | undefined,
): Entry {
  const isOwn = (it: PythonModule): boolean =>
    folders === undefined ||
    folders.some((folder) => folder === '.' || it.path.startsWith(`${folder}/`));
  const named = entry?.files.flatMap((it) => sources.at(it) ?? []) ?? [];
  return named.length > 0
    ? { modules: named, main: (entry?.main && sources.at(entry.main)) || null }
    : { modules: sources.modules.filter(isOwn), main: 'any' };
}

/** Notes for variables without which it ends, or a request fails. */
function demandsOf({ needs }: Uses, { details }: Program): readonly Note[] {
  const set = details.environment.map((it) => it.name);
  return demandNotes('python', needs, [details.portVariable, 'DJANGO_SETTINGS_MODULE', ...set]);
}

/** @param projectName used for a program that has no name. */
export function servicesOf(
  programs: readonly Program[],
  projectName: string,
): readonly PythonServiceFacts[] {
  return programs.map(({ name, suffix, evidence, start, port, otherPorts, notes, details }) => ({
    name: `${name ?? projectName}${suffix ?? ''}`,
    evidence,
    start,
    port,
    ...(otherPorts ? { otherPorts } : {}),
    notes,
    details,
  }));
}
