/** JUnit's XML, for the test pages of CI systems: a test for each promise. */
import { plainText } from '../plain-text.ts';
import type { Verdict, VerifyReport } from '../report.ts';
import { saidOf, stateOf, subjectOf, type Reporter } from './reporter.ts';

export const junitOf: Reporter = (report) => {
  const { promises } = report;
  const skipped = promises.filter((it) => it.kept === null).length;
  const counts = `tests="${promises.length}" failures="${report.broken.length}" errors="0" skipped="${skipped}" time="${seconds(report.timings.total)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="create-secure-dockerfile verify" ${counts}>`,
    `  <testsuite name="${xml(subjectOf(report))}" ${counts}>`,
    ...promises.map((it) => testOf(it, report)),
    ...(report.log === '' ? [] : [`    <system-out>${xml(report.log)}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
};

function testOf(verdict: Verdict, report: VerifyReport): string {
  const name = `name="${xml(verdict.title)}" classname="${xml(`${subjectOf(report)}.${verdict.id}`)}"`;
  const time = verdict.id === 'builds' ? seconds(report.timings.build ?? 0) : '0';
  const inside = insideOf(verdict);
  const test = `    <testcase ${name} time="${time}"`;
  return inside === '' ? `${test}/>` : `${test}>${inside}</testcase>`;
}

function insideOf(verdict: Verdict): string {
  const said = saidOf(verdict);
  const [first = ''] = said.split('\n');
  const hint = verdict.hint === undefined ? '' : `\n${verdict.hint}`;
  switch (stateOf(verdict)) {
    case 'broken':
      return `<failure type="${verdict.id}" message="${xml(first || verdict.title)}">${xml(said + hint)}</failure>`;
    case 'not judged':
      return `<skipped message="${xml(first || 'not judged')}"/>`;
    case 'kept, but':
      return `<system-out>${xml(`kept, but: ${said}${hint}`)}</system-out>`;
    case 'kept':
      return '';
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/**
 * XML 1.0 has no control characters, not even as references, and no halves of pairs and no U+FFFE.
 */
function xml(text: string): string {
  return plainText(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
