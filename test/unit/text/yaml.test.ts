import { once } from 'node:events';
import { expect, it } from 'vitest';
import { parseDocument } from '../../../src/text/yaml.ts';

it('what is odd in a file of a project is no warning of the program', async () => {
  const warned = once(process, 'warning').then(([it]) => String(it));
  const parsed = parseDocument('? [a, b]\n: 1\n');
  expect(parsed.toJS()).toEqual({ '[ a, b ]': 1 });
  process.emitWarning('the only one');
  expect(await warned).toContain('the only one');
});
