/**
 * `prove [directory]`: builds and runs what create would write, learns from the run, and writes the
 * files that keep the most promises, with what was learned in the preset.
 */
import { exitCodes, type ExitCode } from '../errors.ts';
import { parseEnv } from 'node:util';
import { runOptions, type Values } from '../options.ts';
import type { Chosen } from '../choose.ts';
import { presetFile } from '../presets/parse.ts';
import { type FoundPreset, findPreset, schemaUrl } from '../presets/find.ts';
import { remember, type Remembered } from '../presets/remember.ts';
import type { Engine, Host, Ports, ProjectReader, Prompter, ReportFiles } from '../ports/ports.ts';
import { kept, valuesWith } from '../prove/learn.ts';
import { type Proof, proveProject, type Round, tableOf, trialValuesOf } from '../prove/prove.ts';
import { refuseConflicts } from '../write.ts';
import { demandFiles, publish, reportsOf } from '../verify/reporters/publish.ts';
import { linesOf } from '../verify/reporters/text.ts';
import { verifyImage } from '../verify/verify.ts';
import { create, pinProject, planProject } from './create.ts';
import { runInputOf, type RunValues } from './verify.ts';

/** The values from the command line: those of create, and how to build and run the image. */
export type ProveValues = Values &
  RunValues & { readonly timeLimit?: number; readonly report?: readonly string[] };

export interface ProvePorts extends Ports {
  readonly engine: Engine;
  readonly host: Host;
  readonly reports: ReportFiles;
  /** Reads the project again, after the preset was written. */
  readonly reopen: () => ProjectReader;
}

/** The bases, the strictest first. */
const strictestFirst: readonly string[] = ['scratch', 'distroless', 'alpine'];
const mostRounds = 6;
const mostMinutes = 30;

/**
 * @returns 1 if the best round breaks a promise.
 * @throws UserError E_NO_ENGINE, and everything that create throws; Cancelled on Ctrl-C.
 */
export async function prove(
  directory: string,
  values: ProveValues,
  ports: ProvePorts,
  version: string,
): Promise<ExitCode> {
  const { out, writer } = ports;
  const flags: Values = { ...createValues(values), yes: true };
  const silent = { ...ports, prompter: { ...ports.prompter, interactive: false } };
  const preset = await findPreset(flags.preset, ports);
  const named = flags.base ?? preset.values.base;
  const bases = named === undefined ? strictestFirst : [named];
  if (values.dryRun === true) {
    out.print(
      `Up to ${mostRounds} rounds within ${values.timeLimit ?? mostMinutes} minutes, until every promise is kept, on: ${bases.join(', ')}`,
    );
    return exitCodes.done;
  }
  const wanted = reportsOf(values.report ?? [], values.json === true);
  await demandFiles(wanted, ports.reports);
  const proof = await proveProject({
    given: { ...listsOf(preset.values), ...flags },
    bases,
    mostRounds,
    timeLimitMs: (values.timeLimit ?? mostMinutes) * 60_000,
    host: ports.host,
    out,
    ask: (variable) => askFor(variable, values, ports.prompter),
    async make(answers) {
      const planned = await planProject(answers, silent);
      const { draftFor } = await pinProject(planned, answers, silent, version);
      const { files, output } = draftFor(planned.wanted);
      // Refused before the first build, not after the last.
      if (flags.force !== true) await refuseConflicts(files, writer);
      const { chosen, plan, paths } = planned;
      const targets = plan.targets.map((it) => it.stage);
      const example = await exampleIn(paths, silent.project);
      const { decisions } = chosen;
      return { files, output, targets, decisions, start: startOf(chosen), paths, example };
    },
    verify: (dockerfile, target, trial, { expect }) => {
      const input = runInputOf(directory, values, expect);
      const env = [...trial.env, ...input.env];
      const network = input.network ?? trial.network;
      return verifyImage({ ...input, env, network, dockerfile, target }, ports);
    },
  });
  if (values.json !== true) out.say(`\n${tableOf(proof)}\n`);
  await keep(proof, { preset, flags, isBaseGiven: named !== undefined, version }, silent);
  const { env, network } = trialValuesOf(proof.best.learned);
  const names = env.map((it) => it.split('=', 1)[0]);
  if (names.length > 0)
    out.say(`At run time it needs ${names.join(', ')}: nothing keeps the values of the try.`);
  if (network !== null) out.say('At run time it needs a network with a way out, as in this try.');
  const faults = values.json === true ? [] : faultsIn(proof.best);
  if (faults.length > 0) out.say(['', ...faults].join('\n'));
  const memory = proof.best.report?.seen?.memory ?? null;
  if (memory !== null && memory > 0)
    out.say(`Memory after the start: ${Math.ceil(memory / 1e6)} MB.`);
  // The table, or the JSON of all rounds, is printed in any case.
  const asked = wanted.slice(wanted.length - (values.report ?? []).length);
  if (proof.best.report !== null)
    await publish(
      proof.best.report,
      asked,
      { version, file: fileOf(directory, proof.best, ports) },
      ports,
    );
  if (values.json === true) out.print(JSON.stringify(proof, null, 2));
  return proof.best.report?.ok === true ? exitCodes.done : exitCodes.failed;
}

/** What starts the only program, where no flag and no preset says it. */
function startOf({ programs }: Chosen): readonly string[] | undefined {
  const [{ choices }, ...others] = programs;
  const { origin, value } = choices.start;
  return others.length > 0 || origin === 'flag' || origin === 'preset' ? undefined : value;
}

/** The Dockerfile, for reports that name a place in it. */
function fileOf(directory: string, { report }: Round, { reports }: ProvePorts): string | null {
  return report === null ? null : reports.pathOf(directory, report.dockerfile);
}

/** What the best round left broken, or kept with a reservation, and what to do about it. */
function faultsIn({ report }: Round): readonly string[] {
  return (report?.promises ?? [])
    .filter((it) => it.kept === false || it.but !== undefined)
    .flatMap(linesOf);
}

/** Asks for the value of a variable, in a terminal. */
async function askFor(
  variable: string,
  { json, yes }: ProveValues,
  prompter: Prompter,
): Promise<string | undefined> {
  if (!prompter.interactive || json === true || yes === true) return undefined;
  const answer = await prompter.ask({
    kind: 'input',
    name: variable,
    message: `The program demands ${variable}. Value for this try, which is kept nowhere:`,
    check: () => null,
  });
  return typeof answer === 'string' && answer !== '' ? answer : undefined;
}

const examples = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'example.env'];

/** The variables of the first example of an environment file in the project. */
async function exampleIn(
  paths: readonly string[],
  project: ProjectReader,
): Promise<Readonly<Record<string, string>>> {
  const name = examples.find((it) => paths.includes(it));
  const text = name === undefined ? undefined : await project.read(name);
  return text === undefined ? {} : (parseEnv(text) as Record<string, string>);
}

/** The options that say nothing about the files: how to build, to run, to end and to print. */
const otherKeys: readonly string[] = [
  ...runOptions.map((it) => it.key),
  'timeLimit',
  'json',
  'report',
];

/** The values that describe the files. */
function createValues(values: ProveValues): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !otherKeys.includes(key)));
}

/** The lists of a preset, to which a run may add. A flag would replace them. */
function listsOf({ cache, writable, ship, expect, packages }: Values): Values {
  return {
    ...(cache ? { cache } : {}),
    ...(packages ? { packages } : {}),
    ...(writable ? { writable } : {}),
    ...(ship ? { ship } : {}),
    ...(expect ? { expect } : {}),
  };
}

interface Kept {
  readonly preset: FoundPreset;
  readonly flags: Values;
  readonly isBaseGiven: boolean;
  readonly version: string;
}

/** Asks at the end of a run with questions whether to prove what was written. */
export async function wantsProof(prompter: Prompter): Promise<boolean> {
  const answer = await prompter.ask({
    kind: 'confirm',
    name: 'prove',
    message: 'Build it, run it and check it now?',
    default: false,
  });
  return answer === 'yes';
}

/**
 * Writes what was learned into the preset of the project, and then the files. A preset that the user
 * named may serve other projects: then the files alone are written, with the answers as flags.
 */
async function keep(
  { best }: Proof,
  { preset, flags, isBaseGiven, version }: Kept,
  ports: ProvePorts,
): Promise<void> {
  const values = valuesWith({ ...listsOf(preset.values), ...flags }, best.learned);
  if (flags.preset !== undefined) {
    await create({ ...values, base: best.base }, ports, version);
    return;
  }
  const date = ports.now().toISOString().slice(0, 10);
  const answers: Remembered[] = [
    ...(isBaseGiven
      ? []
      : [
          {
            key: 'base',
            value: best.base,
            why: `the ${best.report?.ok === true ? 'strictest that was proven' : 'first of the best that were tried'}, ${date}`,
          } as const,
        ]),
    ...kept.flatMap((key) => {
      const seen = best.learned.filter((it) => it.option === key).map((it) => it.seen);
      if (seen.length === 0) return [];
      return [{ key, value: values[key], why: `${[...new Set(seen)].join(', ')}, ${date}` }];
    }),
  ];
  if (answers.length > 0) {
    const before = await ports.writer.read(presetFile);
    const text = await remember(before, answers, schemaUrl(version));
    await ports.writer.writeAll([{ path: presetFile, text }]);
  }
  await create(flags, { ...ports, project: ports.reopen() }, version);
}
