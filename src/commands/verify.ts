/**
 * `verify [directory]`: builds the image, runs it hardened, and reports which promises it keeps.
 */
import { exitCodes, type ExitCode, UserError } from '../errors.ts';
import type { Expectation } from '../options.ts';
import { findPreset } from '../presets/find.ts';
import type { Engine, Host, Output, Ports, ReportFiles } from '../ports/ports.ts';
import { demandsOf } from '../verify/expectations.ts';
import type { VerifyInput } from '../verify/input.ts';
import { demandFiles, publish, reportsOf } from '../verify/reporters/publish.ts';
import { verifyImage } from '../verify/verify.ts';

/** How to build and run the image: what `verify` and `prove` share, by the keys of `runOptions`. */
export interface RunValues {
  readonly engine?: string;
  readonly buildArg?: readonly string[];
  readonly secret?: readonly string[];
  readonly ssh?: readonly string[];
  readonly buildNetwork?: string;
  readonly path?: readonly string[];
  readonly job?: boolean;
  readonly network?: string;
  readonly addHost?: readonly string[];
  readonly memory?: string;
  readonly cpus?: string;
  readonly env?: readonly string[];
  readonly envFile?: string;
  readonly timeout?: number;
}

/** The values from the command line, by the keys of `verifyOptions`. */
export interface VerifyValues extends RunValues {
  readonly output?: string;
  readonly file?: string;
  readonly image?: string;
  readonly compare?: string;
  readonly preset?: string;
  readonly target?: string;
  readonly platform?: string;
  readonly strict?: boolean;
  readonly writable?: readonly string[];
  readonly keep?: boolean;
  readonly report?: readonly string[];
  readonly json?: boolean;
}

export interface VerifyPorts extends Pick<Ports, 'project' | 'userFile' | 'asset' | 'assets'> {
  readonly engine: Engine;
  readonly host: Host;
  readonly out: Output;
  readonly reports: ReportFiles;
}

const patienceSeconds = 60;

/**
 * @returns 1 if a promise is broken; with `--strict` also if one was not judged, or kept with a
 *   reservation.
 * @throws UserError E_NO_ENGINE, E_USAGE, E_FILE, E_PRESET, E_PRESET_NOT_FOUND; Cancelled on Ctrl-C.
 */
export async function verify(
  directory: string,
  values: VerifyValues,
  ports: VerifyPorts,
  version: string,
): Promise<ExitCode> {
  if (values.file !== undefined && values.output !== undefined)
    throw new UserError({
      code: 'E_USAGE',
      reason: `--file ${values.file} and --output ${values.output} both name the Dockerfile.`,
      hint: 'Give one of them.',
    });
  const wanted = reportsOf(values.report ?? [], values.json === true);
  await demandFiles(wanted, ports.reports);
  // The preset of the folder says nothing about an image that was built from another one.
  const isAsked = values.image === undefined || values.preset !== undefined;
  const preset = isAsked ? await findPreset(values.preset, ports) : undefined;
  const input: VerifyInput = {
    ...runInputOf(directory, values, preset?.values.expect),
    dockerfile: values.file ?? values.output ?? 'Dockerfile',
    image: values.image ?? null,
    compare: values.compare ?? null,
    target: values.target ?? null,
    platform: values.platform ?? null,
    strict: values.strict === true,
    writable: values.writable ?? [],
    keep: values.keep === true,
  };
  const report = await verifyImage(input, ports);
  const file = input.image === null ? ports.reports.pathOf(directory, input.dockerfile) : null;
  await publish(report, wanted, { version, file }, ports);
  return report.ok ? exitCodes.done : exitCodes.failed;
}

/**
 * @param expected what the preset expects.
 * @returns the input for the image of `Dockerfile`, with how to build and run it.
 */
export function runInputOf(
  directory: string,
  values: RunValues,
  expected: readonly Expectation[] = [],
): VerifyInput {
  return {
    directory,
    dockerfile: 'Dockerfile',
    image: null,
    compare: null,
    target: null,
    platform: null,
    strict: false,
    writable: [],
    keep: false,
    buildArgs: values.buildArg ?? [],
    secrets: values.secret ?? [],
    ssh: values.ssh ?? [],
    buildNetwork: values.buildNetwork ?? null,
    demands: demandsOf(values.path ?? [], expected),
    job: values.job === true,
    network: values.network ?? null,
    addHosts: values.addHost ?? [],
    memory: values.memory ?? null,
    cpus: values.cpus ?? null,
    env: values.env ?? [],
    envFile: values.envFile ?? null,
    timeoutSeconds: values.timeout ?? patienceSeconds,
  };
}
