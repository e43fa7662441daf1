/** Programs that a call starts. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Row } from '../../shared/knowledge.ts';
import { isOfOtherSystem } from '../../shared/other-systems.ts';
import type { Start } from '../../shared/uses.ts';
import { alternatives, type Value } from '../../shared/values.ts';
import { argumentNode } from './argument-values.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluating.ts';
import { isExpected } from './module.ts';

/** Functions that pass a command line to a shell. */
const commandLines =
  /^os\.(?:system|popen)$|^subprocess\.get(?:status)?output$|^asyncio\.(?:subprocess\.)?create_subprocess_shell$|^commands\.getoutput$/;

/** Exceptions that Python raises if a program is missing. */
const missingProgram = /^(?:FileNotFoundError|OSError|IOError|Exception|BaseException)$/;

/** @returns the program, and `sh` where a shell runs it; none for a path of the project. */
export function startedBy(
  call: SyntaxNode,
  row: Row,
  name: string,
  evaluator: Evaluator,
): readonly Start[] {
  const isLine = commandLines.test(name) || argumentAt(call, 'shell')?.text === 'True';
  const optional = isExpected(call, missingProgram) ? { optional: true as const } : {};
  const programs =
    row.argument === undefined ? [row.absent ?? ''] : programsOf(call, row, evaluator);
  const starts = programs.flatMap((it): readonly Start[] => {
    const program = systemProgram(it);
    const because = `starts ${program ?? ''}`;
    return program === undefined
      ? []
      : [{ program, ...optional, evidence: { file: call.file, line: call.line, because } }];
  });
  const because = `${name} runs a command line`;
  const shell = {
    program: 'sh',
    ...optional,
    evidence: { file: call.file, line: call.line, because },
  };
  return isLine ? [shell, ...starts.filter((it) => it.program !== 'sh')] : starts;
}

/** `sh.git("status")`, and `from plumbum.cmd import git`: the name is the program. */
export function startedByName(call: SyntaxNode, name: string): readonly Start[] {
  const program = /^(?:sh|plumbum\.cmd)\.([a-z][\w-]*)$/.exec(name)?.[1];
  if (program === undefined) return [];
  const because = `starts ${program}`;
  return [{ program, evidence: { file: call.file, line: call.line, because } }];
}

function programsOf(call: SyntaxNode, row: Row, evaluator: Evaluator): readonly string[] {
  const node = argumentNode(call, row.argument);
  if (!node) return row.absent === undefined ? [] : [row.absent];
  return alternatives(evaluator.evaluate(node)).flatMap((it) => textsIn(it));
}

function textsIn(value: Value): readonly string[] {
  if (value.kind === 'list') {
    const [first] = value.items;
    return first ? alternatives(first).flatMap((it) => textsIn(it)) : [];
  }
  if (value.kind !== 'text') return [];
  const [head] = value.pieces;
  // A name that goes on with something unknown is no name.
  return typeof head === 'string' &&
    (value.pieces.length === 1 || /\s/.test(head.trim()) || head.endsWith(' '))
    ? [head]
    : [];
}

/** @returns the name of a program; `undefined` for a path in the project, or below /opt. */
function systemProgram(text: string): string | undefined {
  const word = text.trim().split(/\s/)[0] ?? '';
  const program = /^(?:\/(?:usr\/)?(?:local\/)?s?bin\/)?(\w[\w.+-]*)$/.exec(word)?.[1];
  return program === undefined || isOfOtherSystem(program) ? undefined : program;
}
