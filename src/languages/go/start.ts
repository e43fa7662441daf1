/**
 * Finds the arguments that make a program serve: a subcommand, and a flag that replaces an address
 * on localhost.
 */
import { literal } from '../../text/patterns.ts';
import type { Evidence, Finding } from '../../types.ts';
import type { Listen } from '../shared/uses.ts';
import { servingWords } from './code/commands.ts';
import { noDocuments } from './code/documents.ts';
import { GoEvaluator } from './code/evaluate.ts';
import type { GoCode } from './code/program.ts';
import { startedIn } from './code/started.ts';
import type { Transport } from './code/transports.ts';
import { Types } from './code/types.ts';

/**
 * @param local the setting with a default address that cannot be reached from outside a container.
 * @param transport the setting without which it does not listen.
 */
export function findStart(
  code: GoCode,
  name: string,
  main: Evidence,
  local: Listen | undefined,
  transport?: Transport,
): Finding<readonly string[]> {
  const command = servingSubcommand(code, name) ?? commandOfLibrary(code, main);
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
  const mode = transport && flagOf(transport);
  const added = [mode, flag].filter((it) => it !== undefined);
  if (!command && added.length === 0) return { kind: 'found', value: [name], evidence: [main] };
  return {
    kind: 'suggested',
    value: [name, ...(command?.words ?? []), ...added.map((it) => it.word)],
    evidence: [...(command ? [command.evidence] : []), ...added.map((it) => it.evidence)],
  };
}

function flagOf({ setting, value, evidence }: Transport) {
  const { flag, variable } = setting;
  return flag === undefined || variable !== undefined
    ? undefined
    : { word: `${flag}=${value}`, evidence };
}

/** Command lines that libraries make, and the words that make them serve. */
const libraryCommands: readonly {
  readonly library: string;
  readonly words: readonly string[];
}[] = [
  // Its data would be beside the program: https://pocketbase.io/docs/going-to-production/
  { library: 'github.com/pocketbase/pocketbase', words: ['serve', '--dir=/pb_data'] },
];

function commandOfLibrary(code: GoCode, main: Evidence): Subcommand | undefined {
  const found = libraryCommands.find(({ library }) => code.imports(library));
  if (!found) return undefined;
  const { library, words } = found;
  return { words, evidence: { ...main, because: `the command line of ${library}` } };
}

/**
 * Leaves out what only another command listens on: `proxy start` has a flag with its address, and the
 * program is started without that command.
 */
export function listensOfStarted(
  listens: readonly Listen[],
  code: GoCode,
  name: string,
): readonly Listen[] {
  const owners = new Map(listens.map((it) => [it, ownerOfFlag(code, it)]));
  if (listens.every((it) => owners.get(it) === undefined)) return listens;
  const started = [name, ...(servingSubcommand(code, name)?.words ?? [])];
  return listens.filter((it) => [undefined, ...started].includes(owners.get(it)));
}

/** The subcommand of cobra that has the flag of an address, where a function makes both. */
function ownerOfFlag(code: GoCode, { setting, evidence }: Listen): string | undefined {
  if (setting?.flag === undefined) return undefined;
  const written = `"${setting.flag.replace(/^--?/, '')}"`;
  const root = code.treeOf(evidence.file)?.root;
  const maker = root
    ?.all('call_expression')
    .find((it) => it.line === evidence.line && it.text.includes(written))
    ?.above('function_declaration');
  const makes = maker?.field('name')?.text;
  const word = /\bUse:\s*"([\w-]+)/.exec(maker?.text ?? '')?.[1];
  if (makes === undefined || word === undefined) return undefined;
  const added = new RegExp(String.raw`\.AddCommand\([^;{}]*\b${literal(makes)}\(`);
  return code.search(added, 'AddCommand').length > 0 ? word : undefined;
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
 * Returns the words of the command that serves. A program that also runs something without a command
 * may serve by that, so that only `serve` itself is taken, or what is seen to listen.
 */
function servingSubcommand(code: GoCode, name: string): Subcommand | undefined {
  const { all, listening, started, words } = startedIn(
    new GoEvaluator(code, new Types(code), noDocuments),
  );
  if (started === undefined) return undefined;
  const alone = all.filter((it) => it.word === name && it !== started);
  const isSeen = listening.has(started) && !alone.some((it) => listening.has(it));
  return alone.length === 0 || isSeen || started.word === servingWords[0]
    ? { words, evidence: started.evidence }
    : undefined;
}

interface Subcommand {
  readonly words: readonly string[];
  readonly evidence: Evidence;
}
