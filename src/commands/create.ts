/** The main command: detect, choose, plan, pin, render, write, in this order. */
import { regenerateCommand } from '../output/regenerate-command.ts';
import { botFile } from '../output/bots.ts';
import { choose, type Chosen } from '../choose.ts';
import { exposedPorts } from '../choose/port-answers.ts';
import { checkPaths, shippingOf } from '../choose/shipping.ts';
import { detectProject } from '../detect.ts';
import type { Values } from '../options.ts';
import { pinPlan, pinsOf } from '../pin.ts';
import { planImage } from '../plan.ts';
import type { Ports, Prompter } from '../ports/ports.ts';
import { findPreset, type FoundPreset, presetFileOf } from '../presets/find.ts';
import { refuseOlder } from '../registry/minimum.ts';
import { helpers } from '../render/escape.ts';
import { openTemplates } from '../render/templates.ts';
import { renderFiles } from '../render.ts';
import { ignoreFileOf, type IgnoreFile, keptNotes } from '../render/ignore-file.ts';
import {
  conflictText,
  diffText,
  jsonReport,
  planJson,
  summaryText,
  writtenText,
} from '../output/summary.ts';
import { draftBeside, type OutputDraft } from './existing-file.ts';
import { onlyService } from '../choose/services.ts';
import type { Detected, ImagePlan, Note, OutputFile, PinnedPlan, Shipping } from '../types.ts';
import { leftOutFiles } from '../output/left-out.ts';
import { writeFiles, type Conflict } from '../write.ts';

/**
 * Runs the program as one function.
 * @param flags the values from the command line.
 * @param version the version of this program, for the header.
 * @param elsewhere the project's folder as typed, if the command does not run in it.
 * @returns the flags and answers, if the user was asked and the files were written; `null` otherwise.
 * @throws UserError for everything that the user can correct; Cancelled on Ctrl-C.
 */
export async function create(
  flags: Values,
  ports: Ports,
  version: string,
  elsewhere: string | null = null,
): Promise<Values | null> {
  const { out } = ports;
  const prompter = prompterFor(flags, ports);
  const planned = await planProject(flags, { ...ports, prompter });
  const { chosen, plan, detected, preset, paths, shipping, wanted } = planned;
  if (flags.printPlan) {
    out.print(planJson(plan, chosen));
    return null;
  }
  const { pinned, draftFor } = await pinProject(planned, flags, ports, version);
  const bots = await botFiles(flags, ports);
  const dryRun = flags.dryRun === true || flags.diff === true;
  const { draft, overwrite } =
    prompter.interactive && flags.force !== true && !dryRun
      ? await draftBeside(wanted, draftFor, { prompter, writer: ports.writer, out })
      : { draft: draftFor(wanted), overwrite: false };
  const { output, ignore } = draft;
  const files: readonly OutputFile[] = [
    ...draft.files,
    ...(chosen.savePreset ? [await presetFileOf(writtenTo(chosen, output, wanted), version)] : []),
    ...bots.flatMap((it) => it.file ?? []),
  ];
  const notes = [
    ...detected.notes,
    ...chosen.facts.notes,
    ...distinct(chosen.programs.flatMap((it) => it.service.notes)),
    ...chosen.notes,
    ...keptNotes(ignore),
    ...pinned.notes,
    ...bots.map((it) => it.note),
  ].filter((it) => !isSettled(it, chosen.programs[0].choices.packages?.value ?? [], shipping));
  const leftOut = leftOutFiles(paths, pinned.contents);
  if (!flags.json) out.say(summaryText({ chosen, pinned, leftOut, notes }));

  const report = await writeFiles({
    files,
    writer: ports.writer,
    force: flags.force === true,
    dryRun,
    ...(prompter.interactive ? { confirm: confirmIn(prompter, out, output, overwrite) } : {}),
  });
  if (flags.json) {
    out.print(jsonReport({ chosen, pinned, notes, files, report, leftOut, preset: preset.name }));
    return null;
  }
  if (dryRun) {
    await printFiles(files, flags, ports);
    return null;
  }
  const exposed = exposedPorts(chosen.programs[0].choices);
  const variables = [...new Set(notes.flatMap((it) => it.variables ?? []))];
  out.say(writtenText(report, { output, plan, ports: exposed, variables, elsewhere }));
  return output === wanted ? answersOf(chosen, flags) : null;
}

/** The flags with what the user answered; `null` if nothing was asked. */
function answersOf({ options }: Chosen, flags: Values): Values | null {
  const answered = Object.entries(options).filter(([, it]) => it?.origin === 'answer');
  if (answered.length === 0) return null;
  return { ...flags, ...Object.fromEntries(answered.map(([key, it]) => [key, it?.value])) };
}

/** Steps 1 to 3: what the project is, what was chosen, and the plan of the image. */
export interface Planned {
  readonly preset: FoundPreset;
  /** The values of the preset and the flags. */
  readonly given: Values;
  /** The name of the Dockerfile. */
  readonly wanted: string;
  /** All files of the project. */
  readonly paths: readonly string[];
  readonly detected: Detected;
  readonly chosen: Chosen;
  readonly plan: ImagePlan;
  readonly shipping: Shipping;
  readonly today: Date;
}

/** @throws UserError for everything that the user can correct; Cancelled on Ctrl-C. */
export async function planProject(flags: Values, ports: Ports): Promise<Planned> {
  const { project, prompter } = ports;
  const today = ports.now();
  const preset = await findPreset(flags.preset, ports);
  const given = { ...preset.values, ...flags };
  const paths = await project.files();
  await checkPaths(flags, paths);
  const shipping = await shippingOf(given, paths);
  const services = given.service;
  const service = onlyService(services);
  const detected = await detectProject(project, { ...given, service, services, today });
  const chosen = await choose({ detected, flags, preset: preset.values, prompter, today });
  const plan = await planImage(chosen, shipping);
  const wanted = given.output ?? 'Dockerfile';
  return { preset, given, wanted, paths, detected, chosen, plan, shipping, today };
}

/** Steps 4 and 5: the plan with its digests, and the files under any name. */
export interface Pinned {
  readonly pinned: PinnedPlan;
  readonly draftFor: (name: string) => Draft;
}

/** @throws UserError if an image cannot be found, or is older than the project demands. */
export async function pinProject(
  { plan, chosen, given, wanted, preset, today }: Planned,
  flags: Values,
  ports: Ports,
  version: string,
): Promise<Pinned> {
  const { registry, project, asset } = ports;
  const pinned = await pinPlan({
    plan,
    registry,
    kept: await keptPins(wanted, flags, ports),
    offline: flags.offline === true,
    mirrors: given.mirror ?? [],
    today,
  });
  await refuseOlder(pinned, flags.offline ? undefined : registry);
  const existing = await project.read('.dockerignore');
  const print = await openTemplates({ language: pinned.language, asset, helpers });
  return {
    pinned,
    draftFor(name) {
      const command = regenerateCommand({ chosen: writtenTo(chosen, name, wanted), preset });
      const ignore = ignoreFileOf(name, existing, flags.force === true);
      const files = renderFiles({ plan: pinned, print, output: name, ignore, version, command });
      return { output: name, ignore, files };
    },
  };
}

/** Returns a silent prompter if a script reads the output, because questions would interrupt it. */
function prompterFor(flags: Values, { prompter }: Ports): Prompter {
  return flags.json || flags.printPlan ? { ...prompter, interactive: false } : prompter;
}

/** The digests in the existing Dockerfile. None with `--update`, which replaces them. */
async function keptPins(
  output: string,
  flags: Values,
  { writer }: Ports,
): Promise<ReturnType<typeof pinsOf>> {
  return pinsOf((flags.update ? undefined : await writer.read(output)) ?? '');
}

function botFiles(
  flags: Values,
  { writer }: Ports,
): Promise<Awaited<ReturnType<typeof botFile>>[]> {
  const exists = async (path: string): Promise<boolean> => (await writer.read(path)) !== undefined;
  return Promise.all((flags.with ?? []).map((bot) => botFile(bot, exists)));
}

/** The files under one name, and where their patterns are. */
export interface Draft extends OutputDraft {
  readonly ignore: IgnoreFile;
}

/** @returns the choices with another name of the Dockerfile, if the user gave one when asked. */
function writtenTo(chosen: Chosen, output: string, wanted: string): Chosen {
  if (output === wanted) return chosen;
  const choice = { value: output, origin: 'answer' as const, evidence: [] };
  return { ...chosen, options: { ...chosen.options, output: choice } };
}

/**
 * Shows the change and asks whether to overwrite the file. About the Dockerfile, the user was asked
 * before.
 */
function confirmIn(prompter: Prompter, out: Ports['out'], dockerfile: string, overwrite: boolean) {
  return async (conflict: Conflict): Promise<boolean> => {
    if (conflict.path === dockerfile) return overwrite;
    out.say(await conflictText(conflict));
    const answer = await prompter.ask({
      kind: 'confirm',
      name: 'overwrite',
      message: `Overwrite ${conflict.path}?`,
      default: false,
    });
    return answer === 'yes';
  };
}

/** Prints the changes for `--diff`, or the files for `--dry-run`. */
async function printFiles(
  files: readonly OutputFile[],
  flags: Values,
  { out, writer }: Ports,
): Promise<void> {
  for (const file of files)
    out.print(
      flags.diff
        ? await diffText(file, await writer.read(file.path))
        : `# ---- ${file.path} ----\n${file.text.trimEnd()}\n`,
    );
}

/** Whether a package that the user installs, or a file that they ship, settles what a note warns of. */
function isSettled(note: Note, packages: readonly string[], { ship }: Shipping): boolean {
  if (note.path !== undefined && ship.includes(note.path)) return true;
  // `git=2.49` and `git~2` are git of that version.
  return packages.some((it) => note.packages?.includes(it.replace(/[=~].*$/, '')));
}

/**
 * Removes repeated notes. Services of one project share packages, and therefore notes about them.
 */
function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((it) => [JSON.stringify(it), it])).values()];
}
