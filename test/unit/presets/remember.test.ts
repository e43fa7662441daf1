import { expect, it } from 'vitest';
import { parsePreset } from '../../../src/presets/parse.ts';
import { remember } from '../../../src/presets/remember.ts';

it('makes a preset, each answer with its reason', async () => {
  const text = await remember(
    undefined,
    [
      { key: 'port', value: 9115, why: 'seen listening, 2026-11-29' },
      { key: 'writable', value: ['/data'], why: 'seen written, 2026-11-29' },
    ],
    'https://example.com/schema.json',
  );
  expect(text).toBe(
    '# yaml-language-server: $schema=https://example.com/schema.json\nport: 9115 # seen listening, 2026-11-29\nwritable: [ /data ] # seen written, 2026-11-29\n',
  );
  expect(await parsePreset(text, 'x.yaml')).toEqual({ port: 9115, writable: ['/data'] });
});

it('keeps what is in a preset, and replaces an answer', async () => {
  const before = '# ours\nbase: alpine # the team\nport: 1\n';
  expect(await remember(before, [{ key: 'port', value: 2, why: 'seen listening' }], '')).toBe(
    '# ours\nbase: alpine # the team\nport: 2 # seen listening\n',
  );
});
