/**
 * Shows that a long run lives. In a terminal, the phase that runs is one line that is drawn again and
 * again, and is replaced by a lasting one when it ends. Elsewhere each phase is one line when it
 * ends, and a long one gives a sign of life from time to time.
 */
import type { Host, Output } from '../ports/ports.ts';
import type { BuildMoment } from './build-steps.ts';
import { plainLine } from './plain-text.ts';

export interface Progress {
  /** Begins a phase, and ends the one before. */
  phase(name: string): void;
  /** What the phase does at the moment: the step of a build, and its last line. */
  now(step: string, line: string): void;
  /** Ends the phase with its duration. */
  end(): void;
  /** Forgets the phase, without a line: after Ctrl-C or a failure. */
  stop(): void;
}

const nothing: BuildMoment = { step: '', line: '' };

/** At most ten times a second. */
const drawMs = 100;
const lifeMs = 30_000;

export function progressOn(out: Output, host: Pick<Host, 'now' | 'every'>): Progress {
  let current: { readonly name: string; readonly begun: number } | null = null;
  let doing: BuildMoment = nothing;
  let drawn = '';
  let lastSign = 0;
  let release = (): void => undefined;

  const tick = (): void => {
    if (current === null) return;
    const now = host.now();
    const time = `${current.name} ${seconds(now - current.begun, 0)}`;
    if (out.live !== undefined) {
      const text = filling([time, doing.step, doing.line], out.live.columns() - 1);
      if (text !== drawn) out.live.draw(text);
      drawn = text;
      return;
    }
    if (now - lastSign < lifeMs) return;
    lastSign = now;
    out.say(`  ... ${filling([time, doing.step, doing.line], 160)}`);
  };
  const stop = (): void => {
    release();
    release = () => undefined;
    if (current !== null) out.live?.draw('');
    current = null;
    doing = nothing;
    drawn = '';
  };
  const end = (): void => {
    const ended = current;
    stop();
    if (ended !== null)
      out.say(`  ${ended.name.padEnd(30)} ${seconds(host.now() - ended.begun, 1).padStart(7)}`);
  };
  return {
    phase(name) {
      end();
      current = { name, begun: host.now() };
      lastSign = current.begun;
      release = host.every(drawMs, tick);
      if (out.live !== undefined) tick();
    },
    now(step, line) {
      doing = { step, line };
    },
    end,
    stop,
  };
}

function seconds(milliseconds: number, digits: number): string {
  const whole = Math.floor(milliseconds / 1000);
  const tenths = Math.floor(milliseconds / 100) / 10;
  if (whole < 60) return `${digits === 0 ? whole : tenths.toFixed(digits)} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** The step leaves a half of what is left of the line to the output, which shows that it works. */
function filling([time, step, line]: readonly [string, string, string], columns: number): string {
  const room = columns - time.length - 1;
  const shown = line === '' ? step : fitting(step, Math.max(room >> 1, room - line.length - 3));
  return fitting([`${time} ${shown}`, line].filter((it) => it !== '').join(' | '), columns);
}

/** Cuts a line, so that the terminal does not break it: a drawn line could not be replaced then. */
function fitting(text: string, columns: number): string {
  let width = 0;
  let cut = '';
  for (const letter of plainLine(text)) {
    width += wide.test(letter) ? 2 : 1;
    if (width > columns) return cut;
    cut += letter;
  }
  return cut;
}
