/** Follows the log of a build: the step that works at the moment, and the last line that it wrote. */
import { plainLine } from './plain-text.ts';

export interface BuildMoment {
  /** `[build 3/6] RUN npm ci`; `''` before the first step. */
  readonly step: string;
  /** The last line of its output; `''` if it has written nothing. */
  readonly line: string;
}

/**
 * @returns a function that takes each line of the log. Of BuildKit's plain progress, where steps run
 *   side by side, the moment is that of the step that wrote last. Podman has one step at a time.
 */
export function followBuild(): (line: string) => BuildMoment {
  const names = new Map<string, string>();
  let moment: BuildMoment = { step: '', line: '' };
  return (raw) => {
    const line = plainLine(raw);
    const [, number = '', rest = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    const step = /^(?:\[[^\]]*\] \S.*|exporting to .*)$/.exec(rest)?.[0];
    const [, output] = /^\d+\.\d+ (.*)$/.exec(rest) ?? [];
    if (step !== undefined) {
      names.set(number, step);
      moment = { step, line: '' };
    } else if (output !== undefined) {
      moment = { step: names.get(number) ?? moment.step, line: output };
    } else if (/^STEP \d+/.test(line)) {
      moment = { step: line, line: '' };
    } else if (number === '' && line !== '') {
      moment = { ...moment, line };
    }
    return moment;
  };
}
