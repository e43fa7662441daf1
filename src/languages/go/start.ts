/**
 * Finds the arguments that make a program serve: a subcommand, and a flag that replaces an address
 * on localhost.
 */
import type { Evidence, Finding } from '../../types.ts';
import type { Listen } from '../shared/uses.ts';
import { type Command, commandsOf } from './code/commands.ts';
import { noDocuments } from './code/documents.ts';
import { GoEvaluator } from './code/evaluate.ts';
import type { GoCode } from './code/program.ts';
import { Types } from './code/types.ts';

/** The likeliest first: `start` may start what `run` keeps in the foreground. */
const serving = ['serve', 'server', 'web', 'api', 'http', 'listen', 'daemon', 'run', 'start'];

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
            because: `${local.evidence.because}, which nothing outside the container can reach`,
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
 * Returns the command with the likeliest name such as `serve`. Where two have that name, both may be
 * parts of other commands. A program that also runs something without a command may serve by that,
 * so that only `serve` itself is taken.
 */
function servingSubcommand(code: GoCode, name: string): Command | undefined {
  const found = commandsOf(new GoEvaluator(code, new Types(code), noDocuments));
  const words = found.some((it) => it.word === name) ? serving.slice(0, 1) : serving;
  const all = found.filter((it) => words.includes(it.word));
  const word = words.find((name) => all.some((it) => it.word === name));
  const servers = all.filter((it) => it.word === word);
  const [server] = servers;
  if (server === undefined || servers.length > 1) return undefined;
  // A word such as `run` in another file may be that of a part: `tunnel run`.
  const isClear = all.length === 1 || /^serve/.test(server.word);
  return isClear || all.every((it) => it.evidence.file === server.evidence.file)
    ? server
    : undefined;
}
