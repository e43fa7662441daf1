/**
 * SARIF 2.1.0, for code scanning: a rule for each promise, and a result for each that is not simply
 * kept. What follows from another broken promise has none: each fault is reported once.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { plainText } from '../plain-text.ts';
import { titles, type PromiseId, type Verdict } from '../report.ts';
import { saidOf, stateOf, subjectOf, type Reporter, type State } from './reporter.ts';

const home = 'https://github.com/create-secure-dockerfile/create-secure-dockerfile';

const levels: Readonly<Record<State, 'none' | 'error' | 'warning' | 'note'>> = {
  kept: 'none',
  'kept, but': 'warning',
  broken: 'error',
  'not judged': 'note',
};

export const sarifOf: Reporter = (report, { version, file }) => {
  const ids = report.promises.map((it) => it.id);
  const results = report.promises
    .filter((it) => stateOf(it) !== 'kept' && it.because === undefined)
    .map((it) => ({
      ruleId: it.id,
      ruleIndex: ids.indexOf(it.id),
      level: levels[stateOf(it)],
      message: { text: messageOf(it) },
      locations: [locationOf(it, file, subjectOf(report))],
    }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'create-secure-dockerfile',
            version,
            informationUri: home,
            rules: ids.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return JSON.stringify(log, null, 2);
};

function ruleOf(id: PromiseId) {
  return {
    id,
    shortDescription: { text: titles[id] },
    helpUri: `${home}/blob/main/docs/verify.md#the-promises`,
    defaultConfiguration: { level: 'error' },
  };
}

function messageOf(verdict: Verdict): string {
  const parts = [
    `${stateOf(verdict)}: ${verdict.title}`,
    saidOf(verdict),
    ...(verdict.hint === undefined ? [] : [`Next: ${verdict.hint}`]),
  ];
  return plainText(parts.filter((it) => it !== '').join('\n'));
}

/** An image has no file: it is named as what was looked at. */
function locationOf({ line }: Verdict, file: string | null, subject: string) {
  if (file === null) return { logicalLocations: [{ fullyQualifiedName: plainText(subject) }] };
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: line ?? 1 },
    },
  };
}
