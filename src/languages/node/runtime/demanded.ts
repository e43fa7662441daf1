/** Notes the variables that a framework or server needs to start. */
import type { Evidence, Note } from '../../../types.ts';

/** @param who what requires the variables. */
export function demandedNote(names: readonly string[], evidence: Evidence, who = 'it'): Note {
  return {
    code: 'node/variables-required',
    level: 'info',
    text: `${who} starts only if these are set: ${names.join(', ')}`,
    hint: 'Set them when you run the container.',
    evidence: [evidence],
    variables: names,
  };
}
