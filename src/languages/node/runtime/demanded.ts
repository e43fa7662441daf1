/** Notes the variables that a program needs to start. */
import type { Evidence, Note } from '../../../types.ts';
import type { Demand } from '../../shared/uses.ts';

/** @param who what requires the variables. */
export function demandedNote(names: readonly string[], evidence: Evidence, who = 'it'): Note {
  return {
    code: 'node/variables-required',
    level: 'info',
    text: `${who} starts only if these are set: ${names.join(', ')}`,
    hint: 'Set them when you run the container.',
    evidence: [evidence],
  };
}

/**
 * @param given the names of variables that the image sets.
 * @returns a note with the variables that the program checks when it starts; nothing if there are
 *   none.
 */
export function requiredNotes(needs: readonly Demand[], given: readonly string[]): Note[] {
  const found = needs.filter(
    ({ variable, when }) =>
      when === 'start' && !['NODE_ENV', 'PORT', 'HOST', ...given].includes(variable),
  );
  const [first] = found;
  if (!first) return [];
  return [demandedNote([...new Set(found.map((it) => it.variable))], first.evidence)];
}
