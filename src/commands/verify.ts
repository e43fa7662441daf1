/**
 * `verify [directory]`: builds the image, runs it hardened, and reports which promises it keeps.
 */
import { exitCodes, type ExitCode } from '../errors.ts';
import type { Engine, Host, Output } from '../ports/ports.ts';
import { formatReport } from '../verify/report.ts';
import { verifyImage } from '../verify/verify.ts';

/** The values from the command line, by the keys of `verifyOptions`. */
export interface VerifyValues {
  readonly output?: string;
  readonly target?: string;
  readonly platform?: string;
  readonly buildArg?: readonly string[];
  readonly secret?: readonly string[];
  readonly ssh?: readonly string[];
  readonly buildNetwork?: string;
  readonly path?: readonly string[];
  readonly job?: boolean;
  readonly strict?: boolean;
  readonly network?: string;
  readonly addHost?: readonly string[];
  readonly memory?: string;
  readonly cpus?: string;
  readonly env?: readonly string[];
  readonly envFile?: string;
  readonly writable?: readonly string[];
  readonly timeout?: number;
  readonly keep?: boolean;
  readonly json?: boolean;
}

const patienceSeconds = 60;

/**
 * @returns 1 if a promise is broken; with `--strict` also if one was not judged, or kept with a
 *   reservation.
 * @throws UserError E_NO_ENGINE, E_FILE; Cancelled on Ctrl-C.
 */
export async function verify(
  directory: string,
  values: VerifyValues,
  ports: { readonly engine: Engine; readonly host: Host; readonly out: Output },
): Promise<ExitCode> {
  const report = await verifyImage(
    {
      directory,
      dockerfile: values.output ?? 'Dockerfile',
      target: values.target ?? null,
      platform: values.platform ?? null,
      buildArgs: values.buildArg ?? [],
      secrets: values.secret ?? [],
      ssh: values.ssh ?? [],
      buildNetwork: values.buildNetwork ?? null,
      paths: values.path ?? [],
      job: values.job === true,
      strict: values.strict === true,
      network: values.network ?? null,
      addHosts: values.addHost ?? [],
      memory: values.memory ?? null,
      cpus: values.cpus ?? null,
      env: values.env ?? [],
      envFile: values.envFile ?? null,
      writable: values.writable ?? [],
      timeoutSeconds: values.timeout ?? patienceSeconds,
      keep: values.keep === true,
    },
    ports,
  );
  ports.out.print(values.json ? JSON.stringify(report, null, 2) : formatReport(report));
  return report.ok ? exitCodes.done : exitCodes.failed;
}
