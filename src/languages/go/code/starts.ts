/** Makes programs that the code starts from matches of the tables. */
import { localOf } from './locals.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Meaning } from '../../shared/knowledge.ts';
import { isOfOtherSystem } from '../../shared/other-systems.ts';
import type { Start } from '../../shared/uses.ts';
import { possible, placeOf, type Place } from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';
import type { Match } from './rows.ts';

export const isStarting = (means: Meaning): boolean => means.startsWith('starts-');

/** Calls by which a library connects to a browser that runs elsewhere, by the library. */
const remote: readonly (readonly [string, RegExp])[] = [
  ['github.com/chromedp/chromedp', /\.NewRemoteAllocator\(/],
  ['github.com/go-rod/rod', /\.(?:MustResolveURL|ResolveURL|NewManaged|MustNewManaged)\(/],
  ['github.com/playwright-community/playwright-go', /\.(?:Connect|ConnectOverCDP)\(/],
];

const shells = /^(?:sh|bash|ash|dash)$/;

/** @returns the programs, and those of a command line that a shell runs; none of the project's own. */
export function startsOf(evaluator: Evaluator, match: Match): readonly Start[] {
  const { row, node } = match;
  if (isElsewhere(evaluator, row.call)) return [];
  const found = programsOf(evaluator, match);
  const optional = row.call.endsWith('.LookPath');
  return found.flatMap(({ text, at }): readonly Start[] => {
    const program = systemProgram(text);
    if (program === undefined) return [];
    const started = shells.test(program) ? [program, ...lineOf(evaluator, node)] : [program];
    const evidence = { ...at, because: `starts ${program}` };
    return [...new Set(started)].map((it) => ({
      program: it,
      ...(optional ? { optional } : {}),
      evidence: it === program ? evidence : { ...evidence, because: `starts ${it} in a shell` },
    }));
  });
}

function programsOf(
  evaluator: Evaluator,
  { row, node, value, argument }: Match,
): readonly { readonly text: string; readonly at: Place }[] {
  if (!value) return row.absent === undefined ? [] : [{ text: row.absent, at: placeOf(node) }];
  // A helper is given the program: where it is called counts.
  const isGiven =
    argument?.type === 'identifier' &&
    localOf(argument)?.assignments.every((it) => it.kind === 'parameter') === true;
  return possible(value)
    .filter((it) => it.complete || row.means === 'starts-shell')
    .map(({ text, at }) => ({
      text: row.means === 'starts-shell' ? (text.trim().split(/\s/)[0] ?? '') : text,
      at: isGiven ? at : placeOf(node),
    }));
}

/** The programs of `sh -c "git pull && make"`. */
function lineOf(evaluator: Evaluator, node: SyntaxNode): readonly string[] {
  const given = node.field('arguments')?.parts ?? [];
  const flag = given.findIndex((it) => /^"-\w*c"$/.test(it.text));
  const line = flag === -1 ? undefined : given[flag + 1];
  return possible(evaluator.value(line)).flatMap(({ text }) =>
    text
      .split(/\|\|?|&&?|;|\n|\$\(/)
      .map((it) => it.trim().replace(/^(?:\w+=\S*\s+)*(?:exec\s+)?/, ''))
      .flatMap((it) => systemProgram(it.split(/\s/)[0] ?? '') ?? [])
      .filter((it) => !builtIn.test(it)),
  );
}

const builtIn =
  /^(?:cd|export|set|unset|if|then|else|fi|for|do|done|while|case|esac|exit|test|\d.*|source|trap|ulimit|umask|command|read|eval)$/;

/** @returns the name of a program; `undefined` for one of the project, and for what no image runs. */
function systemProgram(text: string): string | undefined {
  const program = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?([A-Za-z][\w.+-]*)$/.exec(text)?.[1];
  return program === undefined || isOfOtherSystem(program) ? undefined : program;
}

function isElsewhere({ code }: Evaluator, call: string): boolean {
  const found = remote.find(([library]) => call.startsWith(library));
  return found !== undefined && code.search(found[1]).length > 0;
}
