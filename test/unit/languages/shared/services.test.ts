import { describe, expect, it } from 'vitest';
import {
  type Known,
  serviceFinding,
  supportFolder,
} from '../../../../src/languages/shared/services.ts';
import type { ServiceFacts } from '../../../../src/types.ts';

const place = (file: string) => ({ file, because: 'seen' });

/** A program that listens on a port, or with 0 on none. */
function service(name: string, port: number, more: Partial<ServiceFacts> = {}): ServiceFacts {
  return {
    name,
    evidence: [place(`cmd/${name}`)],
    start: { kind: 'found', value: [name], evidence: [] },
    port: { kind: 'found', value: port === 0 ? null : port, evidence: [] },
    notes: [],
    details: {},
    ...more,
  };
}

function orderOf(services: readonly ServiceFacts[], known: Partial<Known> = {}): string {
  const finding = serviceFinding(services, { why: 'several', ...known });
  return finding.kind === 'ambiguous'
    ? finding.candidates.map((it) => it.value).join(' ')
    : `${finding.kind} ${'value' in finding ? finding.value : ''}`;
}

describe('the likeliest of several programs', () => {
  const error = { code: 'x/y', level: 'error', text: 'cannot be built' } as const;

  it.each<[string, readonly ServiceFacts[], Partial<Known>, string]>([
    ['is the only one', [service('a', 0)], {}, 'found a'],
    ['is no example', [service('a', 80, { secondary: 'examples' }), service('b', 0)], {}, 'b a'],
    ['is no stand-in', [service('backend-mock', 80), service('b', 80)], {}, 'b backend-mock'],
    ['can be built', [service('a', 80, { notes: [error] }), service('b', 0)], {}, 'b a'],
    ['listens', [service('shop', 0), service('b', 80)], { project: 'shop' }, 'b shop'],
    [
      'listens, on whatever port',
      [service('a', 0), service('b', 0, { port: { kind: 'unknown', why: '' } })],
      {},
      'b a',
    ],
    [
      'has a call that listens',
      [service('a', 80), service('b', 80, { hasListeningCall: true })],
      {},
      'b a',
    ],
    [
      'is built with the name of the project',
      [service('a_cmd', 80), service('b_cmd', 80, { builtAs: ['b', 'shop'] })],
      { project: 'shop' },
      'b_cmd a_cmd',
    ],
    [
      'serves, by what is before cmd',
      [service('a', 80), service('service_cmd', 80)],
      {},
      'service_cmd a',
    ],
    [
      'has such a name, and no longer one',
      [service('a-server', 80), service('server', 80)],
      {},
      'server a-server',
    ],
    ['is no check', [service('config_check', 80), service('z', 80)], {}, 'z config_check'],
    [
      'is what a file starts',
      [service('shop', 80), service('b', 80)],
      { project: 'shop', started: new Map([['b', place('Procfile')]]) },
      'b shop',
    ],
    [
      'is named like the project',
      [service('api', 80), service('b', 80)],
      { project: 'b' },
      'b api',
    ],
    [
      'is named like the project, written otherwise',
      [service('api', 80), service('MyShop', 80)],
      { project: 'my-shop' },
      'MyShop api',
    ],
    [
      'has a name that begins that of the project',
      [service('shop-check', 0), service('shop', 0)],
      { project: 'shop2' },
      'shop shop-check',
    ],
    ['has a name that serves', [service('a', 80), service('server', 80)], {}, 'server a'],
    ['is the hub of its agents', [service('agent', 80), service('hub', 80)], {}, 'hub agent'],
    [
      'has a name that ends as one that serves',
      [service('shop-bench', 80), service('shop-server', 80)],
      {},
      'shop-server shop-bench',
    ],
    ['measures nothing', [service('a-bench', 80), service('b', 80)], {}, 'b a-bench'],
    [
      'is the daemon of the project',
      [service('server', 80), service('shopd', 80)],
      { project: 'Shop' },
      'shopd server',
    ],
    [
      'is the server of the project, and not its client',
      [service('shopc', 80), service('shops', 80)],
      { project: 'Shop' },
      'shops shopc',
    ],
    ['has no name of a tool', [service('shopctl', 0), service('b', 0)], {}, 'b shopctl'],
    ['is the first of equals', [service('b', 80), service('a', 80)], {}, 'b a'],
  ])('%s', (_, services, known, expected) => {
    expect(orderOf(services, known)).toBe(expected);
  });

  it('shows the file that starts it', () => {
    const started = new Map([['b', place('Procfile')]]);
    const finding = serviceFinding([service('a', 0), service('b', 0)], { why: '', started });
    expect(finding).toMatchObject({ candidates: [{ evidence: [{ file: 'Procfile' }] }, {}] });
  });
});

it.each([
  ['examples/a', 'examples'],
  ['cmd/_tools', '_tools'],
  ['client/clientexample', 'clientexample'],
  ['apps/web', undefined],
  ['', undefined],
])('the folder %s supports the project by %s', (path, expected) => {
  expect(supportFolder(path)).toBe(expected);
});
