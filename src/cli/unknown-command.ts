/** Suggests a command for a mistyped one. */
import { closest } from 'fastest-levenshtein';
import type { Problem } from '../errors.ts';
import { alike } from '../text/suggest.ts';

/**
 * Explains a first argument that is neither a command nor a folder.
 * @param name the argument, as typed.
 * @param commands the names of the commands besides the main one.
 * @returns `undefined` if the argument can only be a path. The caller then reports the missing
 *   folder.
 */
export function unknownCommand(name: string, commands: readonly string[]): Problem | undefined {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(name)) return undefined;
  return { code: 'E_UNKNOWN_COMMAND', name, commands, ...nearCommand(name, commands) };
}

/** Explains an argument of `help` that is not a command. */
export function unknownHelpPage(name: string, commands: readonly string[]): Problem {
  return {
    code: 'E_BAD_VALUE',
    where: `help ${name}`,
    reason: `there is no such command; the commands are ${commands.join(', ')}`,
    ...nearCommand(name, commands),
  };
}

function nearCommand(name: string, commands: readonly string[]): { near?: string } {
  const guess = closest(name, commands);
  return alike(name, guess) ? { near: guess } : {};
}
