import { expect, it } from 'vitest';
import { hasControlSocket } from '../../../../../src/languages/python/frameworks/servers.ts';

it.each([
  ['24.9.0', false],
  ['25.0.3', false],
  ['25.1.0', true],
  ['26.0.0', true],
  [null, true],
])('gunicorn %s has a control socket: %s', (version, has) => {
  expect(hasControlSocket(version)).toBe(has);
});
