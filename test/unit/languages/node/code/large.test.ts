/** In a project with more sources than are parsed, what matters most is seen. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../../support/knowledge.ts';
import { nodeUses } from '../../../../support/node-uses.ts';

const count = 120;

/** Some 2 million characters: more than are parsed. */
function project(filler: string): Readonly<Record<string, string>> {
  const body = Array.from(
    { length: 180 },
    (_, index) =>
      `export const value${index} = { name: 'item', items: [${index}, ${index + 1}], label: 'value' };`,
  ).join('\n');
  const names = Array.from({ length: count }, (_, index) => `part${index}`);
  return {
    ...Object.fromEntries(names.map((it) => [`${it}.js`, `${filler}\n${body}\n`])),
    'server.js': `${names.map((it) => `import './${it}.js';`).join('\n')}\nimport './storage.js';\n`,
    'storage.js': `import { mkdirSync } from 'node:fs';\nmkdirSync('/data/files', { recursive: true });\n${body}\n`,
  };
}

it.each([
  ['names that only comments have', '// Sets on start what to create, load and run. Reads env.'],
  ['functions with common names', "import { set } from './server.js';\nset(1);"],
])('sees where the last of many files writes, behind %s', async (_what, filler) => {
  expect(linesOf(await nodeUses(project(filler)))).toContain('writes /data/files');
});

it('reads an entry of any length that is parsed, and no such file that it loads', async () => {
  const long = `const text = '${'x'.repeat(400_000)}';\n`;
  const entry = `${long}require('./data');\nrequire('node:http').createServer().listen(3100);`;
  const data = `${long}require('node:http').createServer().listen(3200);`;
  expect(linesOf(await nodeUses({ 'server.js': entry, 'data.js': data }))).toEqual([
    'listens 3100',
  ]);
});
