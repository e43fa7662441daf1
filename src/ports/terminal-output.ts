/** Prints to streams, with one line of the terminal that can be drawn again. */
import type { Output } from './ports.ts';

interface Stream {
  write(text: string): unknown;
}

interface TerminalStream extends Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * @param results where results go.
 * @param messages where everything else goes. Its live line is left out where lines cannot be drawn
 *   again, and where a log keeps every line: in CI.
 */
export function terminalOutput(
  results: Stream,
  messages: TerminalStream,
  env: Readonly<Record<string, string | undefined>>,
): Output {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) messages.write(erase);
    isDrawn = false;
  };
  const isTerminal = messages.isTTY === true && env['TERM'] !== 'dumb';
  const out = {
    print(text: string) {
      clear();
      results.write(`${text}\n`);
    },
    say(text: string) {
      clear();
      messages.write(`${text}\n`);
    },
    colour: isTerminal && !env['NO_COLOR'],
  };
  if (!isTerminal || env['CI']) return out;
  const draw = (text: string): void => {
    if (text === '') return clear();
    messages.write(`${erase}${text}`);
    isDrawn = true;
  };
  return { ...out, live: { columns: () => messages.columns ?? 80, draw } };
}

/** To the first column, and erase the line. */
const erase = '\r\u001b[2K';
