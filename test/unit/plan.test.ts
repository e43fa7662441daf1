import { expect, it } from 'vitest';
import { generate } from '../support/generate.ts';

const project = {
  'go.mod': 'module example.com/a\n\ngo 1.26\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

it.each([
  [1023, true],
  [1024, false],
])('port %i: warned of: %s', async (port, warned) => {
  const { notes } = await generate(project, { base: 'scratch', port });
  expect(notes.some((it) => it.text.includes('is below 1024'))).toBe(warned);
});
