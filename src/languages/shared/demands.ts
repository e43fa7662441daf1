/** Notes the variables that a program demands. */
import type { Note } from '../../types.ts';
import type { Demand } from './uses.ts';

/** Variables that every container has. */
const alwaysSet = ['PATH', 'HOME', 'HOSTNAME'];

/**
 * @param language begins the codes of the notes.
 * @param given the variables that the image sets.
 * @returns a note with those without which the program ends, and one with those without which some
 *   requests fail.
 */
export function demandNotes(
  language: string,
  needs: readonly Demand[],
  given: readonly (string | null | undefined)[],
): Note[] {
  const known = [...alwaysSet, ...given];
  const asked = needs.filter((it) => !namesOf(it).some((name) => known.includes(name)));
  const isFlag = ({ variable }: Demand): boolean => variable.startsWith('-');
  const flags = asked.filter(isFlag);
  const atStart = asked.filter((it) => it.when === 'start' && !isFlag(it));
  const later = asked.filter(
    (it) => it.when === 'request' && !atStart.some((one) => one.variable === it.variable),
  );
  return [
    ...noteOf(
      atStart,
      `${language}/variables-required`,
      'the program starts only if these variables are set',
    ).map((it) => ({ ...it, variables: [...new Set(atStart.map((one) => one.variable))] })),
    ...noteOf(flags, `${language}/flags-required`, 'the program starts only with these flags').map(
      (it) => ({ ...it, hint: flagHint(flags) }),
    ),
    ...noteOf(
      later,
      `${language}/variables-for-requests`,
      'some requests fail unless these variables are set',
    ),
  ];
}

/** How to set variables: the first of them shows the option. */
export function settingHint([first = 'NAME', ...others]: readonly string[]): string {
  return `Set ${others.length === 0 ? 'it' : 'them'} when you run the container: docker run -e ${first}=...`;
}

function flagHint([first]: readonly Demand[]): string {
  return `Write them behind the name of the image: docker run IMAGE ${first?.variable ?? ''}=...; or set the whole command with --start.`;
}

/** The variables of a demand, of which one is enough. */
const namesOf = ({ variable, orOne = [] }: Demand): readonly string[] => [variable, ...orOne];

function noteOf(demands: readonly Demand[], code: string, text: string): Note[] {
  const first = new Map<string, Demand>();
  for (const it of demands) if (!first.has(it.variable)) first.set(it.variable, it);
  const all = [...first.values()];
  if (all.length === 0) return [];
  return [
    {
      code,
      level: 'info',
      text: `${text}: ${all.map((it) => namesOf(it).join(' or ')).join(', ')}`,
      hint: settingHint([...first.keys()]),
      evidence: all.slice(0, 3).map((it) => it.evidence),
    },
  ];
}
