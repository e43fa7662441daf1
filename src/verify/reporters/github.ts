/**
 * Commands of GitHub Actions: annotations at the lines of the Dockerfile.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { plainLine, plainText } from '../plain-text.ts';
import { sum, type Verdict } from '../report.ts';
import { saidOf, stateOf, subjectOf, type Reporter } from './reporter.ts';

const commands = { broken: 'error', 'kept, but': 'warning', 'not judged': 'notice' } as const;

export const githubOf: Reporter = (report, { file }) =>
  [
    ...report.promises.flatMap((it) => {
      const state = stateOf(it);
      if (state === 'kept' || it.because !== undefined) return [];
      return [commandOf(commands[state], it.title, messageOf(it), file, it.line ?? 1)];
    }),
    // A line of the log, and no annotation.
    `verify: ${plainLine(subjectOf(report))}: ${sum(report)}`,
  ].join('\n');

function messageOf(verdict: Verdict): string {
  const parts = [saidOf(verdict) || stateOf(verdict), verdict.hint ?? ''];
  return parts.filter((it) => it !== '').join('\n');
}

function commandOf(
  command: string,
  title: string,
  message: string,
  file: string | null,
  line: number,
): string {
  const place = file === null ? '' : `file=${property(file)},line=${line},`;
  return `::${command} ${place}title=${property(title)}::${data(message)}`;
}

/** Escapes what would end the command, and after that the line. */
function data(text: string): string {
  return plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
