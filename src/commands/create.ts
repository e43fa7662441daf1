/** The main command: detect, choose, plan, pin, render, write, in this order. */
import { againCommand } from '../output/again-command.ts';
import { botFile } from '../output/bots.ts';
import { choose } from '../choose.ts';
import { detectProject } from '../detect.ts';
import type { Values } from '../options.ts';
import { pinPlan, pinsOf } from '../pin.ts';
import { planImage } from '../plan.ts';
import type { Ports } from '../ports/ports.ts';
import { findPreset, presetFileOf } from '../presets/find.ts';
import { renderFiles } from '../render.ts';
import {
  conflictText,
  diffText,
  jsonReport,
  planJson,
  summaryText,
  writtenText,
} from '../output/summary.ts';
import { onlyService } from '../choose/services.ts';
import type { Note, OutputFile } from '../types.ts';
import { writeFiles, type Conflict } from '../write.ts';

/**
 * @param flags the values of the command line; @param version of this program, for the header;
 * @param elsewhere the project's folder as it was typed, where the command does not run in it.
 * @throws UserError for everything that the user can mend; Cancelled on Ctrl-C.
 */
export async function create(
  flags: Values,
  ports: Ports,
  version: string,
  elsewhere: string | null = null,
): Promise<void> {
  const { project, writer, registry, out, asset } = ports;
  // Questions would stand in the middle of what a script reads.
  const prompter =
    flags.json || flags.printPlan ? { ...ports.prompter, interactive: false } : ports.prompter;
  const today = ports.now();
  const preset = await findPreset(flags.preset, ports);
  const given = { ...preset.values, ...flags };

  const detected = await detectProject(project, {
    ...given,
    service: onlyService(given.service),
    today,
  });
  const chosen = await choose({ detected, flags, preset: preset.values, prompter, today });
  const plan = planImage(chosen);
  if (flags.printPlan) return out.print(planJson(plan, chosen));

  const output = given.output ?? 'Dockerfile';
  const standing = flags.update ? undefined : await writer.read(output);
  const pinned = await pinPlan({
    plan,
    registry,
    kept: pinsOf(standing ?? ''),
    offline: flags.offline === true,
    mirrors: given.mirror ?? [],
    today,
  });
  const command = againCommand({ chosen, preset });
  const files: OutputFile[] = renderFiles({ plan: pinned, asset, output, version, command });
  if (chosen.savePreset) files.push(await presetFileOf(chosen, version));

  const bots = await Promise.all(
    (flags.with ?? []).map((bot) =>
      botFile(bot, async (path) => (await writer.read(path)) !== undefined),
    ),
  );
  for (const { file } of bots) if (file) files.push(file);

  const notes = [
    ...detected.notes,
    ...chosen.facts.notes,
    ...distinct(chosen.programs.flatMap((it) => it.service.notes)),
    ...pinned.notes,
    ...bots.map((it) => it.note),
  ];
  const quiet = flags.json === true;
  if (!quiet) out.say(summaryText({ chosen, pinned, notes }));

  const looking = flags.dryRun === true || flags.diff === true;
  const confirm = async (conflict: Conflict): Promise<boolean> => {
    out.say(await conflictText(conflict));
    return (
      (await prompter.ask({
        kind: 'confirm',
        name: 'overwrite',
        message: `Overwrite ${conflict.path}?`,
        default: false,
      })) === 'yes'
    );
  };
  const report = await writeFiles({
    files,
    writer,
    force: flags.force === true,
    dryRun: looking,
    ...(prompter.interactive ? { confirm } : {}),
  });

  if (quiet)
    return out.print(jsonReport({ chosen, pinned, notes, files, report, preset: preset.name }));
  if (flags.diff) {
    for (const file of files) out.print(await diffText(file, await writer.read(file.path)));
    return;
  }
  if (flags.dryRun) {
    for (const file of files) out.print(`# ---- ${file.path} ----\n${file.text.trimEnd()}\n`);
    return;
  }
  out.say(
    writtenText(report, { output, plan, port: chosen.programs[0].choices.port.value, elsewhere }),
  );
}

/** Programs of one project share packages, and what is said of these. */
function distinct(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((it) => [JSON.stringify(it), it])).values()];
}
