/** The report for people, with a line for each promise. */
import { plainLine, sizeOf } from '../plain-text.ts';
import { promiseIds, sum, type Verdict, type VerifyReport } from '../report.ts';
import {
  comparisonOf,
  shortCommandOf,
  stateOf,
  subjectOf,
  type Reporter,
  type State,
} from './reporter.ts';

/**
 * Prints the report: promises, then size by layer, then the totals. Text from the image is printed
 * without control characters.
 * @returns lines without a newline at the end
 */
export const textOf: Reporter = (report) => {
  const lines = [`${subjectOf(report)}, with ${report.engine}`, ''];
  for (const verdict of report.promises) {
    if (verdict.because === undefined) lines.push(...linesOf(verdict));
  }
  lines.push(...consequences(report.promises));
  if (report.image !== null) {
    const sizes = [sizeOf(report.image.size), ...comparisonOf(report).map(plainLine)];
    lines.push('', `size ${sizes.join(', ')}`);
    for (const layer of report.image.layers)
      lines.push(`  ${sizeOf(layer.size).padStart(9)}  ${shortCommandOf(layer)}`);
  }
  lines.push('', sum(report));
  if (report.left !== null) lines.push(left(report.engine, report.left));
  return lines.join('\n');
};

/** A promise with its reason, and what to do. */
export function linesOf(verdict: Verdict): string[] {
  const [first = '', ...more] = verdict.detail.split('\n');
  const but = verdict.but === undefined ? '' : ` (${verdict.but})`;
  const lines = [
    `${marks[stateOf(verdict)]} ${verdict.title}${first === '' ? '' : `: ${first}`}${but}`,
  ];
  for (const line of more) lines.push(`    ${line}`);
  if (verdict.hint !== undefined)
    for (const line of verdict.hint.split('\n')) lines.push(`  -> ${line}`);
  return lines;
}

const marks: Readonly<Record<State, string>> = {
  'not judged': '? not judged ',
  'kept, but': '~ kept, but  ',
  kept: '+ kept       ',
  broken: 'x BROKEN     ',
};

/** Promises that depend on another broken promise, one line for each of these. */
function consequences(promises: readonly Verdict[]): string[] {
  const lines: string[] = [];
  for (const cause of promiseIds) {
    const followers = promises.filter((it) => it.because === cause);
    if (followers.length === 0) continue;
    const title = promises.find((it) => it.id === cause)?.title ?? cause;
    const names =
      followers.length > 6
        ? `the other ${followers.length} promises`
        : followers.map((it) => it.title).join('; ');
    lines.push(`? not judged  until this is fixed (${title}): ${names}`);
  }
  return lines;
}

function left(engine: string, it: NonNullable<VerifyReport['left']>): string {
  const program = engine.split(' ')[0] ?? engine;
  const remove = [
    ...(it.containers.length > 0 ? [`${program} rm -f -v ${it.containers.join(' ')}`] : []),
    ...(it.networks.length > 0 ? [`${program} network rm ${it.networks.join(' ')}`] : []),
    `${program} rmi ${it.image}`,
  ];
  const containers = it.containers.length > 0 ? `, container ${it.containers.join(', ')}` : '';
  const networks = it.networks.length > 0 ? `, network ${it.networks.join(', ')}` : '';
  return `Kept: image ${it.image}${containers}${networks}. Remove them with: ${remove.join(' && ')}`;
}
