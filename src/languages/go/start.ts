/**
 * Finds the arguments that make a program serve: a subcommand, and a flag that replaces an address
 * on localhost.
 */
import type { Evidence, Finding } from '../../types.ts';
import type { Listen } from '../shared/uses.ts';
import { firstText } from '../shared/values.ts';
import { noDocuments } from './code/documents.ts';
import { GoEvaluator } from './code/evaluate.ts';
import type { GoCode } from './code/program.ts';
import { fieldOf, matchesOf, valueOf } from './code/rows.ts';
import { Types } from './code/types.ts';

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
  code: GoCode,
  name: string,
  main: Evidence,
  local: Listen | undefined,
): Finding<readonly string[]> {
  const subcommand = servingSubcommand(code, name);
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

/** Commands of libraries for command lines, with the field that has their name. */
const commands = [
  { call: 'github.com/spf13/cobra.Command{}', argument: 'Use' },
  { call: 'github.com/urfave/cli.Command{}', argument: 'Name' },
];

/**
 * Returns the only command of cobra or urfave/cli with a name such as `serve`, unless a command
 * with the name of the program itself runs something.
 */
function servingSubcommand(
  code: GoCode,
  name: string,
): { word: string; evidence: Evidence } | undefined {
  const evaluator = new GoEvaluator(code, new Types(code), noDocuments);
  const found = matchesOf(evaluator, commands).flatMap((match) => {
    const word = firstText(valueOf(match))?.split(' ')[0];
    const runs = ['Run', 'RunE', 'Action'].some((it) => fieldOf(match.node, it) !== undefined);
    const { file, line } = match.node;
    return word && runs
      ? [{ word, evidence: { file, line, because: `the command ${word} serves` } }]
      : [];
  });
  if (found.some((it) => it.word === name)) return undefined;
  const servers = found.filter((it) => serving.has(it.word));
  return servers.length === 1 ? servers[0] : undefined;
}
