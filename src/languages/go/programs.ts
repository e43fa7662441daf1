/**
 * Warns of programs that the code starts: a final image has the program itself, and on alpine what
 * is part of its shell.
 */
import type { Note } from '../../types.ts';
import { shellPrograms } from '../shared/shell-programs.ts';
import { installHint } from '../shared/alpine-packages.ts';
import type { Start } from '../shared/uses.ts';

const mostPlaces = 3;

/** @returns a warning for each program that no base has. */
export function programNotes(starts: readonly Start[]): readonly Note[] {
  const byName = new Map<string, Start[]>();
  for (const it of starts.filter(({ program }) => !shellPrograms.includes(program)))
    byName.set(it.program, [...(byName.get(it.program) ?? []), it]);
  return [...byName].map(([program, all]) => {
    const needed = all.filter((it) => !it.optional);
    const places = (needed.length > 0 ? needed : all).map((it) => it.evidence);
    return {
      code: 'go/program-missing',
      level: 'warning',
      text:
        needed.length > 0
          ? `${program} is started, but the image does not have it: code that needs it fails`
          : `${program} is started if it exists; the image does not have it`,
      ...installHint(program),
      evidence: places.slice(0, mostPlaces),
    };
  });
}

/** @returns why the program needs a shell, with the first place that does; `null` if it does not. */
export function shellReason(starts: readonly Start[]): string | null {
  const found = starts.find((it) => !it.optional && shellPrograms.includes(it.program));
  if (!found) return null;
  const { file, line } = found.evidence;
  const what = /^(?:sh|ash)$/.test(found.program)
    ? 'runs a command line'
    : `starts ${found.program}, which comes with a shell`;
  return `${file}:${line} ${what}`;
}
