import { describe, expect, it } from 'vitest';
import { isForeign, portFinding } from '../../../../src/languages/shared/ports.ts';
import type { Listen } from '../../../../src/languages/shared/uses.ts';

let line = 0;
const listen = (port: number | undefined, more: Partial<Listen> = {}): Listen => ({
  protocol: 'tcp',
  speaks: 'http',
  port,
  host: '',
  certain: true,
  names: [],
  evidence: { file: 'main', line: (line += 1), because: 'listens' },
  ...more,
});
const portOf = (...listens: Listen[]): unknown => {
  const found = portFinding(listens, 8080, []);
  if (found.kind === 'ambiguous') return found.candidates.map((it) => it.value);
  return found.kind === 'unknown' ? found.why.replace(/^.*\((.*)\).*$/, '$1') : found.value;
};

describe('the port', () => {
  it.each([
    ['the only one', [listen(80)], 80],
    ['one that is seen twice', [listen(80), listen(80)], 80],
    ['none without a place that listens', [], null],
    ['none for a port that is always free', [listen(0)], null],
    ['none for datagrams', [listen(53, { protocol: 'udp' })], null],
    ['users before operators', [listen(9090, { names: ['metricsAddr'] }), listen(80)], 80],
    ['operators, where there is nothing else', [listen(9090, { names: ['metrics'] })], 9090],
    [
      'the operators by the name of the setting',
      [listen(1, { setting: { variable: 'PPROF_ADDR' } }), listen(2)],
      2,
    ],
    ['a call before a name', [listen(1, { certain: false }), listen(2)], [2, 1]],
    ['HTTP before other protocols', [listen(1, { speaks: 'other' }), listen(2)], [2, 1]],
    [
      'PORT before other settings',
      [listen(1), listen(2, { setting: { variable: 'PORT' } })],
      [2, 1],
    ],
    ['the first in the sources', [listen(3), listen(1), listen(2)], [3, 1, 2]],
    ['a setting without a default', [listen(undefined, { setting: { variable: 'PORT' } })], 8080],
  ])('is %s', (_, listens, expected) => {
    expect(portOf(...listens)).toEqual(expected);
  });

  it('is unknown where only the call is known', () => {
    const place = listen(undefined);
    expect(portOf(place)).toBe(`main:${place.evidence.line}`);
  });
});

it.each([
  ['DB_PORT', true],
  ['redisAddr', true],
  ['PORT', false],
  ['adbPort', false],
])('%s is the port of another service: %s', (name, expected) => {
  expect(isForeign(name)).toBe(expected);
});
