import { expect, it } from 'vitest';
import {
  candidatesOf,
  type Claim,
  decisive,
  type Standing,
} from '../../../../src/languages/shared/package-manager.ts';

const claim = (manager: string, standing: Standing): Claim => ({
  manager,
  standing,
  evidence: [{ file: manager, because: standing }],
});

it.each([
  ['nothing', [], []],
  ['a lock file beats settings', [claim('pip', 'settings'), claim('uv', 'lock')], ['uv']],
  ['settings beat a fallback', [claim('pip', 'fallback'), claim('hatch', 'settings')], ['hatch']],
  ['a fallback alone', [claim('pip', 'fallback')], ['pip']],
  [
    'two lock files contradict each other',
    [claim('npm', 'lock'), claim('hatch', 'settings'), claim('pnpm', 'lock')],
    ['npm', 'pnpm'],
  ],
])('decides by standing: %s', (_case, claims: readonly Claim[], expected: readonly string[]) => {
  expect(decisive(claims).map((it) => it.manager)).toEqual(expected);
});

it('makes candidates of claims, with their evidence', () => {
  expect(candidatesOf([claim('uv', 'lock')])).toEqual([
    { value: 'uv', evidence: [{ file: 'uv', because: 'lock' }] },
  ]);
});
