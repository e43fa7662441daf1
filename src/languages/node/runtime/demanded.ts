/** Notes the variables that a framework or server needs to start. */
import type { Evidence, Note } from '../../../types.ts';
import { settingHint } from '../../shared/demands.ts';

/** @param who what requires the variables. */
export function demandedNote(
  names: readonly string[],
  evidence: Evidence,
  who = 'the program',
): Note {
  return {
    code: 'node/variables-required',
    level: 'info',
    text: `${who} starts only if these variables are set: ${names.join(', ')}`,
    hint: settingHint(names),
    evidence: [evidence],
    variables: names,
  };
}
