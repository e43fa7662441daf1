/**
 * Decides what a Dockerfile needs from its base: the needs of its program, or needs that cover
 * several programs.
 */
import type { ChoicesBeforeBase, Language, Needs } from './language.ts';
import type { ProjectFacts } from '../types.ts';

/**
 * @param choices the choices for each program of the file. A base that can run a program with a C
 *   library can also run a static one.
 */
export async function needsOf(
  language: Language,
  facts: ProjectFacts,
  choices: readonly ChoicesBeforeBase[],
): Promise<Needs> {
  const all = await Promise.all(choices.map((it) => language.needs(facts, it)));
  const needs =
    all.find((it) => it.runtime.kind === 'libc-binary' && it.runtime.shared) ??
    all.find((it) => it.runtime.kind === 'libc-binary') ??
    all[0];
  if (!needs) throw new Error('no program');
  const shell = all.find((it) => it.runtime.shell)?.runtime.shell;
  return shell ? { ...needs, runtime: { ...needs.runtime, shell } } : needs;
}
