/** Prints `--help`: one page per command, formatted by yargs from the option tables. */
import yargs from 'yargs';
import type { CommandShape } from './args.ts';
import { flagOf } from '../options.ts';

const exitCodeRows: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  [
    '1',
    'failed: a message gives the reason; no file was half-written (verify, prove: a promise is broken; check: a digest or a version is outdated)',
  ],
  ['2', 'wrong usage, a preset with mistakes, or missing answers without a terminal'],
  ['3', 'verify, prove: no container engine answers'],
  ['130', 'cancelled with Ctrl-C; nothing was written'],
];

/** @returns the help of one command. The help of the main command also lists the others. */
export async function helpText(
  command: CommandShape,
  others: readonly CommandShape[],
): Promise<string> {
  const program = 'create-secure-dockerfile';
  const width = Math.min(100, process.stdout.columns || 100);
  const usage = `Usage: ${[program, command.name, command.positional, '[options]'].filter(Boolean).join(' ')}`;
  const page = yargs([]).scriptName(program).usage('').wrap(width).help(false).version(false);
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
  const commands = others.map((it) => [`${it.name} ${it.positional}`, it.describe] as const);
  return [
    command.describe,
    usage,
    ...(command.name === ''
      ? [`Other commands (each has its own --help):\n${table(commands, width)}`]
      : []),
    (await page.getHelp()).trim(),
    `Exit codes:\n${table(exitCodeRows, width)}`,
  ].join('\n\n');
}

/** Two columns; the second is wrapped. */
function table(rows: readonly (readonly [string, string])[], width: number): string {
  const left = Math.max(...rows.map(([it]) => it.length)) + 4;
  const most = Math.max(width - left, 20);
  return rows
    .map(([name, text]) => {
      const lines: string[] = [];
      for (const word of text.split(' ')) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= most)
          lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return `  ${name}`.padEnd(left) + lines.join(`\n${' '.repeat(left)}`);
    })
    .join('\n');
}
