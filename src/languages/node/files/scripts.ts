/**
 * Splits the text of a script into commands, as a shell does. Variables are replaced by their
 * default, or marked.
 */
import type { ParseEntry } from 'shell-quote';
import { literal } from '../../../text/patterns.ts';
import { shellParts } from '../../../text/shell-words.ts';

/** A command: `PORT=80 node a.js` has the environment PORT and two words. */
export interface Command {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** Where its output goes in a shell: `| pino-pretty`, `> server.log`. */
  readonly output?: string;
}

export type Script =
  /** Commands that run one after the other. The last is the program. */
  | { readonly kind: 'chain'; readonly commands: readonly Command[] }
  /** Commands that run side by side (`a & b`). */
  | { readonly kind: 'parallel'; readonly commands: readonly Command[] }
  | { readonly kind: 'shell'; readonly why: string };

/** Values for variables without a default in the script. */
const assumed: Readonly<Record<string, string>> = {
  PORT: '3000',
  HOST: '0.0.0.0',
  HOSTNAME: '0.0.0.0',
};
const marker = '\u0001';

/** `$NODE_OPTIONS` alone: without a value, a shell drops such a word. */
const onlyOptions = new RegExp(`^${marker}\\w*(?:OPTIONS?|OPTS?|ARGS?|FLAGS?)$`);

/** @returns the commands that a script of the build may run: a shell runs it, whatever it contains. */
export function commandsOfBuild(text: string): readonly Command[] {
  const plain = text.replace(/`[^`]*`|\$\([^()]*\)/g, 'value').replaceAll('||', '&&');
  const script = parseScript(plain, true);
  return script.kind === 'shell' ? [] : script.commands;
}

/**
 * @param hasShell whether patterns may stay as they are.
 * @returns the commands, or why only a shell could run the script.
 */
export function parseScript(text: string, hasShell = false): Script {
  if (/`|\$\(/.test(text)) return { kind: 'shell', why: 'it substitutes a command' };
  /** Variables that `${NAME:=value}` has set for later commands. */
  const set = new Map<string, string>();
  const parts = shellParts(text, (name) => valueOf(name, set));
  if (!parts) return { kind: 'shell', why: 'it changes the value of a variable' };
  const segments = segmentsOf(parts);
  const [why] = segments.flatMap((it) => reasonFor(it, hasShell) ?? []);
  if (why !== undefined) return { kind: 'shell', why };
  // `:` only expands its words.
  const commands = segments
    .map(({ own, output }) => ({
      words: own.map(wordOf).filter((it) => !isKept(it) && !onlyOptions.test(it)),
      output,
    }))
    .filter(({ words }) => words.length > 0 && words[0] !== ':');
  const missing = commands.flatMap((it) => it.words).find((it) => it.includes(marker));
  if (missing !== undefined)
    return {
      kind: 'shell',
      why: `it reads the variable ${missing.slice(missing.indexOf(marker) + 1).replace(/[^\w].*/, '')}`,
    };
  const isParallel = commands.length > 1 && segments.some((it) => it.end === '&');
  return {
    kind: isParallel ? 'parallel' : 'chain',
    commands: commands.map(({ words, output }) => ({
      ...commandOf(words),
      ...(output === '' ? {} : { output }),
    })),
  };
}

/** A command as it is written. */
interface Segment {
  readonly own: ParseEntry[];
  /** What is behind `|` and `>`, with these; `''` if there is nothing. */
  output: string;
  /** The operator after the command; `''` for the last. */
  end: string;
}

/** What a command is followed by. */
const ends: ReadonlySet<string> = new Set(['&&', ';', '&']);

/** What takes the output of a program: the container engine does. */
const takesOutput: ReadonlySet<string> = new Set(['|', '|&', '>', '>>', '>&', '&>', '>|']);

/** Behind these, the program is the one that reads. */
const makesInput = /^(?:cat|echo|printf|yes|curl|wget)$/;

function segmentsOf(parts: readonly ParseEntry[]): readonly Segment[] {
  let segment: Segment = { own: [], output: '', end: '' };
  const segments = [segment];
  let first = '';
  /** What is still read by the program or file that takes the output. */
  let left: 'word' | 'command' | null = null;
  for (const part of parts) {
    if (typeof part === 'object' && 'comment' in part) continue;
    const { own } = segment;
    const operator = typeof part === 'object' ? part.op : '';
    const redirects = takesOutput.has(operator) && !makesInput.test(first);
    if (ends.has(operator)) {
      segment.end = operator;
      segment = { own: [], output: '', end: '' };
      segments.push(segment);
      first = '';
      left = null;
    } else if (left === null && !redirects) {
      own.push(part);
      first ||= textOf(part);
    } else {
      segment.output = `${segment.output} ${textOf(part)}`.trim();
      // `2>&1`
      if (left === null && operator.startsWith('>') && /^[12]$/.test(textOf(own.at(-1)))) own.pop();
      if (left !== 'command') left = nextLeft(redirects, operator);
    }
  }
  return segments;
}

function nextLeft(redirects: boolean, operator: string): 'word' | 'command' | null {
  if (!redirects) return null;
  return operator.startsWith('|') ? 'command' : 'word';
}

/** @returns why only a shell could run a command. */
function reasonFor({ own }: Segment, hasShell: boolean): string | undefined {
  // `DEBUG=app:*`: a shell does not expand patterns in assignments. `run-s build:*` names scripts.
  const keepsPatterns = hasShell || /^(?:npm-run-all2?|run-[sp]2?)$/.test(textOf(own[0]));
  for (const part of own) {
    if (typeof part === 'string' || 'comment' in part) continue;
    if (part.op === '||') return 'what it runs depends on what fails (||)';
    if (part.op !== 'glob') return `it redirects or pipes (${part.op})`;
    if (!keepsPatterns && !assigned.test(part.pattern))
      return `it contains a pattern (${part.pattern})`;
  }
  return undefined;
}

/** The text of a word, with its pattern. */
function wordOf(part: ParseEntry): string {
  return typeof part === 'object' && 'pattern' in part ? part.pattern : textOf(part);
}

function textOf(part: ParseEntry | undefined): string {
  if (typeof part === 'string') return part;
  return part && 'op' in part ? part.op : '';
}

const assigned = /^[A-Za-z_]\w*=/;

/** `NODE_ENV=$NODE_ENV` does not change the variable. */
function isKept(word: string): boolean {
  const [name, value] = word.split('=');
  return assigned.test(word) && value === `${marker}${name ?? ''}`;
}

/** Splits leading `NAME=value` words from a command. */
export function commandOf(words: readonly string[]): Command {
  const environment: Record<string, string> = {};
  let first = 0;
  for (; first < words.length; first += 1) {
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[first] ?? '');
    if (!assignment?.[1]) break;
    environment[assignment[1]] = assignment[2] ?? '';
  }
  return { environment, words: words.slice(first) };
}

/** Expands `$PORT`, `${PORT:-3000}`, `${PORT:=3000}` and `${PORT-3000}`. */
function valueOf(name: string, set: Map<string, string>): string {
  const [, variable = name, operator, fallback] = /^(\w+)(:?[-=])(.*)$/.exec(name) ?? [];
  if (fallback !== undefined && operator?.endsWith('=')) set.set(variable, fallback);
  return fallback ?? set.get(variable) ?? assumed[variable] ?? `${marker}${variable}`;
}

/**
 * @returns the scripts that a word names. Patterns are those of npm-run-all: `*` stops at a colon,
 *   `**` does not.
 */
export function scriptsNamed(
  scripts: Readonly<Record<string, string>>,
  name: string,
): readonly string[] {
  if (!name.includes('*')) return [name];
  const parts = name.split(/(\*+)/).map((it) => ({ '*': '[^:]*', '**': '.*' })[it] ?? literal(it));
  const pattern = new RegExp(`^${parts.join('')}$`);
  return Object.keys(scripts).filter((it) => pattern.test(it));
}
