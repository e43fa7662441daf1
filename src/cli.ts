/**
 * The entry: creates the real ports, calls one command, and turns errors into text and an exit
 * code.
 */
import { resolve } from 'node:path';
import { parseArguments, type CommandShape } from './cli/args.ts';
import {
  checkShape,
  createShape,
  helpShape,
  presetsShape,
  proveShape,
  updateShape,
  verifyShape,
} from './cli/shapes.ts';
import { unknownCommand, unknownHelpPage } from './cli/unknown-command.ts';
import type { CheckValues } from './commands/check.ts';
import type { ProveValues } from './commands/prove.ts';
import type { UpdateValues } from './commands/update.ts';
import type { RunValues, VerifyValues } from './commands/verify.ts';
import { Cancelled, exitCodes, UserError, type ExitCode } from './errors.ts';
import type { Values } from './options.ts';
import {
  fileWriter,
  isFolder,
  packageAsset,
  packageFiles,
  projectReader,
  readUserFile,
  standardOutput,
  terminalPrompter,
  tolerateClosedOutput,
} from './ports/node.ts';
import type { Inspector, Output, Ports, Registry } from './ports/ports.ts';
import { printable } from './text/printable.ts';

const home = 'https://github.com/create-secure-dockerfile/create-secure-dockerfile';

interface Command {
  readonly shape: CommandShape;
  /** @returns the exit code. */
  readonly run: (
    values: Readonly<Record<string, unknown>>,
    positionals: readonly string[],
    version: string,
    terminal: Terminal,
  ) => Promise<ExitCode>;
}

/** Where the program prints and asks. */
export type Terminal = Pick<Ports, 'out' | 'prompter'>;

const mainCommand: Command = {
  shape: createShape,
  async run(values, positionals, version, terminal) {
    const directory = positionals[0] ?? '.';
    refuseUnknownCommand(directory);
    const { create } = await import('./commands/create.ts');
    const answers = await create(
      values as Values,
      portsFor(directory, values['noCache'] !== true, terminal),
      version,
      resolve(directory) === resolve('.') ? null : directory,
    );
    return answers === null ? exitCodes.done : proveIfWanted(directory, answers, version, terminal);
  },
};

/** The last question of a run with questions, where there is a container engine. */
async function proveIfWanted(
  directory: string,
  answers: Values,
  version: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const { isEngineInstalled } = await import('./ports/node-engine.ts');
  if (!isEngineInstalled()) return exitCodes.done;
  const { wantsProof } = await import('./commands/prove.ts');
  return (await wantsProof(terminal.prompter))
    ? proveProject(directory, answers, version, terminal)
    : exitCodes.done;
}

async function proveProject(
  directory: string,
  values: ProveValues,
  version: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const [{ prove }, { findEngine }, { nodeHost }, { reportFiles }] = await Promise.all([
    import('./commands/prove.ts'),
    import('./ports/node-engine.ts'),
    import('./ports/node-host.ts'),
    import('./ports/node-reports.ts'),
  ]);
  const ports = {
    ...portsFor(directory, values.noCache !== true, terminal),
    engine: await findEngine(values.engine),
    host: nodeHost(),
    reports: reportFiles(),
    reopen: () => projectReader(resolve(directory)),
  };
  return prove(directory, values, ports, version);
}

/** The commands besides the main one. Only their shapes are loaded until one is called. */
const others: readonly Command[] = [
  {
    shape: updateShape,
    async run(values, positionals, _version, { out }) {
      const { update } = await import('./commands/update.ts');
      return update(positionals, values as UpdateValues, await pinPorts(values, out));
    },
  },
  {
    shape: checkShape,
    async run(values, positionals, _version, { out }) {
      const { check } = await import('./commands/check.ts');
      return check(positionals[0] ?? '.', values as CheckValues, await pinPorts(values, out));
    },
  },
  {
    shape: verifyShape,
    async run(values, positionals, version, { out }) {
      const [{ verify }, { findEngine }, { nodeHost }, { reportFiles }] = await Promise.all([
        import('./commands/verify.ts'),
        import('./ports/node-engine.ts'),
        import('./ports/node-host.ts'),
        import('./ports/node-reports.ts'),
      ]);
      const directory = positionals[0] ?? '.';
      return verify(
        directory,
        values as VerifyValues,
        {
          project: projectReader(resolve(directory)),
          userFile: readUserFile,
          asset: packageAsset,
          assets: packageFiles,
          engine: await findEngine((values as RunValues).engine),
          host: nodeHost(),
          out,
          reports: reportFiles(),
        },
        version,
      );
    },
  },
  {
    shape: proveShape,
    run: (values, positionals, version, terminal) =>
      proveProject(positionals[0] ?? '.', values as ProveValues, version, terminal),
  },
  {
    shape: presetsShape,
    async run(_values, positionals, version, { out }) {
      const { presets } = await import('./commands/presets.ts');
      presets(positionals[0], { asset: packageAsset, assets: packageFiles, out }, version);
      return exitCodes.done;
    },
  },
  {
    shape: helpShape,
    async run(_values, positionals, _version, { out }) {
      const [name] = positionals;
      const command = others.find((it) => it.shape.name === name);
      if (name !== undefined && !command)
        throw new UserError(unknownHelpPage(name, commandNames()));
      out.print(await helpOf(command ?? mainCommand));
      return exitCodes.done;
    },
  },
];

function commandNames(): string[] {
  return others.map((it) => it.shape.name);
}

async function helpOf(command: Command): Promise<string> {
  const { helpText } = await import('./cli/help.ts');
  return helpText(
    command.shape,
    others.map((it) => it.shape),
  );
}

/** @throws UserError E_UNKNOWN_COMMAND. */
function refuseUnknownCommand(argument: string): void {
  const problem = isFolder(argument) ? undefined : unknownCommand(argument, commandNames());
  if (problem) throw new UserError(problem);
}

/** The ports of the commands that look up pins in files. */
async function pinPorts(values: Readonly<Record<string, unknown>>, out: Output) {
  const [{ fileEditor }, { createRegistry }] = await Promise.all([
    import('./ports/node-files.ts'),
    import('./ports/node-http.ts'),
  ]);
  const now = (): Date => new Date();
  return {
    files: fileEditor(),
    registry: createRegistry({ env: process.env, cache: values['noCache'] !== true, now }),
    out,
    now,
  };
}

function portsFor(directory: string, cache: boolean, terminal: Terminal): Ports {
  const root = resolve(directory);
  return {
    project: projectReader(root),
    writer: fileWriter(root),
    registry: lazyRegistry(cache),
    ...terminal,
    now: () => new Date(),
    asset: packageAsset,
    assets: packageFiles,
    userFile: readUserFile,
  };
}

/** Loads the network code with the first request. */
function lazyRegistry(cache: boolean): Registry & Inspector {
  let opened: Promise<Registry & Inspector> | undefined;
  const open = async (): Promise<Registry & Inspector> => {
    const { createRegistry } = await import('./ports/node-http.ts');
    return createRegistry({ env: process.env, cache, now: () => new Date() });
  };
  return {
    resolve: async (refs, platforms) => (await (opened ??= open())).resolve(refs, platforms),
    inspect: async (ref, want) => (await (opened ??= open())).inspect(ref, want),
  };
}

async function runCommand(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { version } = JSON.parse(packageAsset('package.json')) as { version: string };
  const command = others.find((it) => it.shape.name === argv[0]) ?? mainCommand;
  // Checked before the options, because the main command does not know the options of a mistyped
  // command.
  if (command === mainCommand && argv[0] !== undefined) refuseUnknownCommand(argv[0]);
  const {
    values,
    positionals,
    help,
    version: wantsVersion,
  } = parseArguments(command === mainCommand ? argv : argv.slice(1), command.shape);
  if (wantsVersion) {
    terminal.out.print(version);
    return exitCodes.done;
  }
  if (help) {
    terminal.out.print(await helpOf(command));
    return exitCodes.done;
  }
  return command.run(values, positionals, version, terminal);
}

/**
 * Runs one command in the current folder. What goes wrong is printed, not thrown.
 * @param argv the arguments after the name of the program.
 * @param terminal where it prints and asks.
 * @returns the exit code.
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await runCommand(argv, terminal);
  } catch (error) {
    return report(withCommand(error, argv), terminal.out);
  }
}

/** Runs this process as the program: bin.cjs calls it. Sets the exit code and never rejects. */
export async function start(): Promise<void> {
  tolerateClosedOutput();
  process.exitCode = await run(process.argv.slice(2), {
    out: standardOutput(),
    prompter: terminalPrompter(),
  });
}

/** Adds the command that was called, so that the message can end with one to paste. */
function withCommand(error: unknown, argv: readonly string[]): unknown {
  if (!(error instanceof UserError) || error.problem.code !== 'E_MISSING_ANSWERS') return error;
  const command = ['npx', 'create-secure-dockerfile', ...argv];
  return new UserError({ ...error.problem, command });
}

function report(error: unknown, out: Output): ExitCode {
  if (error instanceof Cancelled) {
    out.say(error.message);
    return exitCodes.cancelled;
  }
  if (error instanceof UserError) {
    out.say(printable(error.message));
    return error.exitCode;
  }
  const stack = (
    error instanceof Error ? (error.stack ?? error.message) : String(error)
  ).replaceAll(process.cwd(), '<cwd>');
  out.say(
    `This is a bug in create-secure-dockerfile, not your mistake:\n${printable(stack)}\nPlease report it with the text above and the output of --print-plan: ${home}/issues/new`,
  );
  return exitCodes.failed;
}
