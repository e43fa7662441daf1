import { describe, expect, it } from 'vitest';
import { isForeign, otherPorts, portFinding } from '../../../../src/languages/shared/ports.ts';
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
const atOnePlace = (port: number): Listen =>
  listen(port, { evidence: { file: 'main', line: 0, because: 'listens' } });
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
    [
      'users before other programs of its kind',
      [
        listen(2380, { names: ['DefaultPeerURL'] }),
        listen(2379),
        listen(9092, { names: ['GRPCPort'] }),
      ],
      [2379, 2380, 9092],
    ],
    ['operators, where there is nothing else', [listen(9090, { names: ['metrics'] })], 9090],
    [
      'PORT without a default before a prompt for operators',
      [
        listen(1337, { names: ['net.createServer', 'repl.js'] }),
        listen(undefined, { setting: { variable: 'PORT' }, certain: false }),
      ],
      8080,
    ],
    [
      'the operators by the name of the setting',
      [listen(1, { setting: { variable: 'PPROF_ADDR' } }), listen(2)],
      2,
    ],
    ['none for what is only named like one', [listen(undefined, { certain: false })], null],
    [
      'none for the port of a database that only a name has',
      [listen(5432, { certain: false })],
      null,
    ],
    ['the port of a database where a call listens on it', [listen(5432)], 5432],
    ['a call before a name', [listen(1, { certain: false }), listen(2)], [2, 1]],
    [
      'one without a certificate',
      [listen(1, { names: ['http.ListenAndServeTLS(addr, cert, key, nil)'] }), listen(2)],
      [2, 1],
    ],
    [
      'one without a certificate, by the setting',
      [listen(1, { setting: { variable: 'SSL_PORT' } }), listen(2)],
      [2, 1],
    ],
    [
      'one that HTTPS is not in the name of',
      [
        listen(1, { speaks: 'other' }),
        listen(2, { names: ['s.HttpServerAddr, a.HTTPServerAddr'] }),
      ],
      [2, 1],
    ],
    [
      'one that HTTPS is not in the name of its package',
      [listen(1, { speaks: 'other' }), listen(2, { names: ['httpserver', 'httpservice'] })],
      [2, 1],
    ],
    [
      'one without a certificate, by an acronym in a name',
      [listen(1, { names: ['cfg.HTTPSPort'] }), listen(2)],
      [2, 1],
    ],
    [
      'none of the usual ones for certificates',
      [listen(443), listen(8443), listen(80)],
      [80, 443, 8443],
    ],
    [
      'none of them where all may have a certificate',
      [443, 8090].map((it) =>
        listen(it, { names: ['TLSConfig'], ...(it === 443 ? { waits: true } : {}) }),
      ),
      [8090, 443],
    ],
    ['none of a URL without one', [443, 80].map((it) => atOnePlace(it)), 'main:0'],
    ['another one of that URL', [443, 80, 8080].map((it) => atOnePlace(it)), 8080],
    ['the port for a certificate, where there is no other', [listen(8443)], 8443],
    ['HTTP before other protocols', [listen(1, { speaks: 'other' }), listen(2)], [2, 1]],
    [
      'PORT before other settings',
      [listen(1), listen(2, { setting: { variable: 'PORT' } })],
      [2, 1],
    ],
    [
      'one that is not on localhost',
      [listen(1, { host: '127.0.0.1', always: true }), listen(2, { host: '' }), listen(3)],
      [2, 3, 1],
    ],
    ['one that the program waits for', [listen(1), listen(2, { waits: true })], [2, 1]],
    ['the first in the sources', [listen(3), listen(1), listen(2)], [3, 1, 2]],
    [
      'the likeliest, where it always listens on all',
      [listen(1, { always: true }), listen(2, { always: true, waits: true })],
      2,
    ],
    ['several, where one depends', [listen(1, { always: true }), listen(2)], [1, 2]],
    ['a setting without a default', [listen(undefined, { setting: { variable: 'PORT' } })], 8080],
  ])('is %s', (_, listens, expected) => {
    expect(portOf(...listens)).toEqual(expected);
  });

  it('is unknown where only the call is known', () => {
    const place = listen(undefined);
    expect(portOf(place)).toBe(`main:${place.evidence.line}`);
  });
});

describe('the other ports', () => {
  const always = { always: true } as const;
  it.each<[string, Listen[], string]>([
    ['none of one', [listen(80, always)], ''],
    ['datagrams alone', [listen(53, { protocol: 'udp' })], '53/udp'],
    ['the same number', [listen(53), listen(53, { protocol: 'udp' })], '53/udp'],
    ['what is seen twice, once', [1, 2].map(() => listen(53, { protocol: 'udp' })), '53/udp'],
    [
      'TCP before UDP',
      [listen(80, always), listen(53, { protocol: 'udp' }), listen(90, always)],
      '90/tcp 53/udp',
    ],
    ['metrics', [listen(80, always), listen(90, { ...always, names: ['metricsAddr'] })], '90/tcp'],
    ['no profiler', [listen(80, always), listen(90, { ...always, names: ['pprof'] })], ''],
    ['none on localhost', [listen(80, always), listen(90, { ...always, host: '127.0.0.1' })], ''],
    ['none that depends', [listen(80, always), listen(90, { names: ['metrics'] })], ''],
    [
      'none of another machine',
      [listen(80, always), listen(123, { protocol: 'udp', host: 'time.example.com' })],
      '',
    ],
    ['no free port', [listen(80), listen(0, { protocol: 'udp' })], ''],
    ['none by name alone', [listen(53, { protocol: 'udp', certain: false })], ''],
    ['none beside an unknown one', [listen(undefined), listen(90, { names: ['metrics'] })], ''],
  ])('are %s', (_, listens, expected) => {
    const { otherPorts: found = [] } = otherPorts(listens, portFinding(listens, 8080, []));
    expect(found.map((it) => `${it.number}/${it.protocol}`).join(' ')).toBe(expected);
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
