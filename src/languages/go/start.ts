/**
 * Finds the arguments that make a program serve: a subcommand, and a flag that replaces an address
 * on localhost.
 */
import type { Evidence, Finding } from '../../types.ts';
import type { Listen } from '../shared/uses.ts';
import type { ProgramSource } from './packages.ts';
import { closingOf } from './source.ts';
import { lineAt } from '../../text/lines.ts';

const serving = new Set([
  'serve',
  'server',
  'start',
  'run',
  'daemon',
  'web',
  'api',
  'http',
  'listen',
]);

/**
 * @param local the setting with a default address that cannot be reached from outside a container.
 */
export function findStart(
  program: ProgramSource,
  name: string,
  main: Evidence,
  local: Listen | undefined,
): Finding<readonly string[]> {
  const subcommand = servingSubcommand(program, name);
  const word = flagFor(local);
  const flag =
    local && word !== undefined
      ? {
          word,
          evidence: {
            ...local.evidence,
            because: `${local.evidence.because}, which no container can be reached by`,
          },
        }
      : undefined;
  if (!subcommand && !flag) return { kind: 'found', value: [name], evidence: [main] };
  return {
    kind: 'suggested',
    value: [name, ...(subcommand ? [subcommand.word] : []), ...(flag ? [flag.word] : [])],
    evidence: [...(subcommand ? [subcommand.evidence] : []), ...(flag ? [flag.evidence] : [])],
  };
}

/** A flag that holds a port alone leaves the address as it is. The image sets variables instead. */
function flagFor(local: Listen | undefined): string | undefined {
  const { setting, hostSetting, holds, port } = local ?? {};
  if (hostSetting?.flag !== undefined) return `${hostSetting.flag}=0.0.0.0`;
  if ((hostSetting ?? setting)?.variable !== undefined) return undefined;
  return setting?.flag !== undefined && port !== undefined && holds !== 'port'
    ? `${setting.flag}=:${port}`
    : undefined;
}

/**
 * Returns the only command of cobra or urfave/cli with a name such as `serve`, unless a command
 * with the name of the program itself runs something.
 */
function servingSubcommand(
  program: ProgramSource,
  name: string,
): { word: string; evidence: Evidence } | undefined {
  const found: { word: string; evidence: Evidence }[] = [];
  for (const { path, source } of program.packages.flatMap((it) => it.files)) {
    for (const match of source.code.matchAll(/\bcobra\.Command\s*\{|\bcli\.Command\s*\{/g)) {
      const open = match.index + match[0].length - 1;
      const body = source.code.slice(open, closingOf(source.code, open));
      const field = /\b(?:Use|Name)\s*:\s*(?=")/.exec(body);
      const word = field && source.strings.get(open + field.index + field[0].length)?.split(' ')[0];
      const runs = /\b(?:Run|RunE|Action)\s*:/.test(body);
      if (!word || !runs) continue;
      if (word === name) return undefined;
      if (serving.has(word))
        found.push({
          word,
          evidence: {
            file: path,
            line: lineAt(source.code, match.index),
            because: `the command ${word} serves`,
          },
        });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}
