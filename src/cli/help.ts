/** Prints `--help`: one page per command, formatted by yargs from the option tables. */
import yargs from 'yargs';
import type { CommandShape } from './args.ts';
import { flagOf } from '../options.ts';

const exitCodeText = `Exit codes:
  0    done
  1    failed: a message gives the reason; no file was half-written (verify, prove: a promise is broken;
       check: a digest or a version is outdated)
  2    wrong usage, a preset with mistakes, or missing answers without a terminal
  3    verify, prove: no container engine answers
  130  cancelled with Ctrl-C; nothing was written`;

/** @returns the help of one command. The help of the main command also lists the others. */
export async function helpText(
  command: CommandShape,
  others: readonly CommandShape[],
): Promise<string> {
  const program = 'create-secure-dockerfile';
  const commands =
    command.name === ''
      ? others.map((it) => `  ${program} ${it.name} ${it.positional}`.padEnd(52) + it.describe)
      : [];
  const page = yargs([])
    .scriptName(program)
    .usage(
      [
        `${command.describe}\n\nUsage: ${[program, command.name, command.positional, '[options]'].filter(Boolean).join(' ')}`,
        ...(commands.length > 0
          ? [`\nOther commands (each has its own --help):\n${commands.join('\n')}`]
          : []),
      ].join('\n'),
    )
    .wrap(Math.min(100, process.stdout.columns || 100))
    .help(false)
    .version(false)
    .epilogue(exitCodeText);
  for (const option of command.options) {
    const flag = flagOf(option.key);
    page.option(flag, {
      describe: option.placeholder ? `${option.placeholder}: ${option.describe}` : option.describe,
      group: `${option.group}:`,
      ...(option.alias ? { alias: option.alias } : {}),
    });
  }
  page.option('help', { alias: 'h', describe: 'show this page', group: 'General:' });
  page.option('version', { alias: 'v', describe: 'show the version', group: 'General:' });
  return await page.getHelp();
}
