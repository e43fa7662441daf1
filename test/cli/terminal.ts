/** Drives the built program in a real pseudo-terminal, key by key. */
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { bin } from './run.ts';

export const keys = {
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  ctrlC: '\u0003',
  backspace: '\u007f',
} as const;

export interface Terminal {
  /** Waits until this text has been printed after everything that was waited for before. */
  see(text: string): Promise<void>;
  press(...keys: readonly string[]): void;
  /** The exit code, when the program has ended. */
  readonly ended: Promise<number>;
  /** Everything printed so far, without control sequences. */
  screen(): string;
}

const patience = 10_000;

/**
 * @param cwd the project; @param argv flags; @param columns the width of the terminal.
 * @param path the PATH: without a container engine, so that the last question is not asked.
 */
export function openTerminal(
  cwd: string,
  argv: readonly string[],
  columns = 100,
  path = cwd,
): Terminal {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd,
    cols: columns,
    rows: 40,
    env: { ...process.env, PATH: path, TERM: 'xterm-256color', CI: '' },
  });
  let raw = '';
  let seen = 0;
  const listeners = new Set<() => void>();
  child.onData((data) => {
    raw += data;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<number>((resolve) => child.onExit(({ exitCode }) => resolve(exitCode)));
  const screen = (): string => stripVTControlCharacters(raw).replaceAll('\r', '');
  return {
    ended,
    screen,
    press: (...pressed) => pressed.forEach((key) => child.write(key)),
    see(text) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          child.kill();
          reject(new Error(`"${text}" did not appear; the terminal shows:\n${screen()}`));
        }, patience);
        function look(): void {
          const at = screen().indexOf(text, seen);
          if (at === -1) return;
          seen = at + text.length;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        }
        listeners.add(look);
        look();
      });
    },
  };
}
