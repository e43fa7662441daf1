/** Markdown for a comment on a pull request, or for the summary of a step of GitHub Actions. */
import { plainLine, plainText, sizeOf } from '../plain-text.ts';
import { sum, type VerifyReport } from '../report.ts';
import {
  comparisonOf,
  shortCommandOf,
  saidOf,
  stateOf,
  subjectOf,
  type Reporter,
  type State,
} from './reporter.ts';

const marks: Readonly<Record<State, string>> = {
  kept: '✅ kept',
  'kept, but': '⚠️ kept, but',
  broken: '❌ **broken**',
  'not judged': '❔ not judged',
};

export const markdownOf: Reporter = (report) =>
  [
    `### ${report.ok ? '✅' : '❌'} ${inline(subjectOf(report))}: ${sum(report)}`,
    tableOf(
      ['promise', 'state', 'detail'],
      report.promises.map((it) => [inline(it.title), marks[stateOf(it)], cell(saidOf(it))]),
    ),
    ...stepsOf(report),
    ...imageOf(report),
    `Times: ${timesOf(report)}, with ${inline(report.engine)}.`,
    ...logOf(report),
  ].join('\n\n');

function stepsOf({ promises }: VerifyReport): string[] {
  const steps = promises.flatMap((it) =>
    it.hint === undefined ? [] : [`- ${inline(it.title)}: ${cell(it.hint)}`],
  );
  return steps.length === 0 ? [] : [`**Next steps**\n\n${steps.join('\n')}`];
}

function imageOf(report: VerifyReport): string[] {
  const { image } = report;
  if (image === null) return [];
  const rows = image.layers.map((it) => [sizeOf(it.size), inline(shortCommandOf(it))]);
  const sizes = [`**Size: ${sizeOf(image.size)}**`, ...comparisonOf(report).map(inline)];
  return [sizes.join(', '), tableOf(['size', 'layer'], rows)];
}

function timesOf({ timings }: VerifyReport): string {
  return Object.entries(timings)
    .map(([name, it]: [string, number]) => `${name} ${(it / 1000).toFixed(1)} s`)
    .join(', ');
}

/** The fence is longer than every run of backquotes in the log. */
function logOf({ log }: VerifyReport): string[] {
  const text = plainText(log).trimEnd();
  if (text === '') return [];
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([it]) => it.length));
  const fence = '`'.repeat(longest + 1);
  return [
    `<details><summary>Log of the program</summary>\n\n${fence}text\n${text}\n${fence}\n\n</details>`,
  ];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Several lines in one cell. */
function cell(text: string): string {
  return plainText(text)
    .split('\n')
    .map((it) => inline(it))
    .filter((it) => it !== '')
    .join('<br>');
}

/** Text that means nothing to Markdown, and names no user and no issue. */
function inline(text: string): string {
  return plainLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]~|]/g, '\\$&')
    .replace(/[@#](?=\w)/g, '$&<!-- -->');
}
