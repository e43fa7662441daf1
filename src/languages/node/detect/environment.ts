/** Splits the variables that a start script sets into variables for the image and secrets. */
import type { Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { settingHint } from '../../shared/demands.ts';

const secretName =
  /(?:^|_)(?:API_?KEY|AUTH|CREDENTIALS?|KEY|PASSWORD|PASSWD|PWORD|SECRET|TOKEN)(?:_|$)/i;

/** @returns the variables for the image, without secrets and without those that it sets anyway. */
export function environmentLines(environment: Readonly<Record<string, string>>): EnvironmentLine[] {
  return Object.entries(environment)
    .filter(([name]) => !['NODE_ENV', 'PORT'].includes(name) && !secretName.test(name))
    .map(([name, value]) => ({ name, value, why: 'Set in the start script.' }));
}

/** @returns a warning for each variable that looks like a secret. */
export function environmentNotes(environment: Readonly<Record<string, string>>): Note[] {
  return Object.keys(environment)
    .filter((name) => secretName.test(name))
    .map((name) => ({
      code: 'node/secret-in-start-script',
      level: 'warning',
      text: `the start script sets ${name}, which looks like a secret: it is not written into the image`,
      hint: settingHint([name]),
    }));
}
