import { describe, expect, it } from 'vitest';
import { correctionOf, demandsOf, faultOf, replyText } from '../../../src/verify/expectations.ts';
import type { Probe } from '../../../src/ports/ports.ts';

const answer = (status: number, body = '', type = 'text/plain; charset=utf-8') =>
  ({ kind: 'http', status, headers: { 'content-type': type }, body }) as Extract<
    Probe,
    { kind: 'http' }
  >;
const demand = { path: '/health', from: 'expect' } as const;

describe('an answer', () => {
  it.each([
    [{}, answer(399), null],
    [{}, answer(400), '400'],
    [{ status: 401 }, answer(401), null],
    [{ status: 401 }, answer(200), '200, not 401'],
    [{ text: 'ok' }, answer(200, 'it is ok'), null],
    [{ text: 'ok' }, answer(200, 'it is not'), '200 without "ok" in it'],
    [{ type: 'text/plain' }, answer(200), null],
    [{ type: 'Text/Plain' }, answer(200), null],
    [
      { type: 'application/json' },
      answer(200),
      '200 with the type text/plain, not application/json',
    ],
    [
      { type: 'application/json' },
      { kind: 'http', status: 200, headers: {}, body: '' } as const,
      '200 with no type, not application/json',
    ],
    [{}, null, 'no HTTP answer'],
  ])('to %j: %j', (more, probe, fault) => {
    const reply = { demand: { ...demand, ...more }, probe };
    expect(faultOf(reply)).toBe(fault);
    expect(replyText(reply)).toBe(`GET /health: ${fault ?? probe?.status}`);
  });
});

it('the demands are those of --path, then those of the preset, each with its correction', () => {
  const demands = demandsOf(['/a'], [{ path: '/b', status: 200 }]);
  expect(demands).toEqual([
    { path: '/a', from: '--path' },
    { path: '/b', status: 200, from: 'expect' },
  ]);
  expect(demands.map(correctionOf)).toEqual([
    expect.stringContaining('leave out --path /a'),
    expect.stringContaining('correct /b in the expect'),
  ]);
});
