/** Lists of variable names that a program reads stay in the build context. */
import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

it.each([
  ['node -r dotenv-safe/config app.js', '!/.env.example'],
  ['node --require dotenv-defaults/config app.js', '!/.env.defaults'],
  ['node -r dotenv/config app.js', undefined],
])('%s', async (start, kept) => {
  const { files } = await generate(
    {
      'package.json': JSON.stringify({ name: 'a', scripts: { start } }),
      'app.js': "require('http').createServer().listen(3000);",
      '.env.example': 'TOKEN=\n',
      '.env.defaults': 'TOKEN=a\n',
    },
    { base: 'distroless' },
  );
  const lines = (files.get('.dockerignore') ?? '').split('\n');
  expect(lines.find((it) => /^!.*\.env/.test(it))).toBe(kept);
});

const listening = "require('http').createServer().listen(3000);";
const reading = "require('dotenv-safe').config({ example: '.env.required' });";
const compiled = {
  'package.json': '{ "name": "a", "scripts": { "build": "tsc", "start": "node dist/app.js" } }',
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
};

it.each<[string, Record<string, string>, string]>([
  [
    'by any name, without values',
    { '.env.required': '# ours\nTOKEN=\nA=  # b\n' },
    '.env.required',
  ],
  ['not with values', { '.env.required': 'TOKEN=a\n' }, ''],
  [
    'beside compiled code',
    { ...compiled, 'src/app.ts': `${reading}${listening}`, '.env.required': 'A=' },
    '.env.required',
  ],
])('a list of names that the program reads stays %s', async (_, project, kept) => {
  const own = { 'package.json': '{ "scripts": { "start": "node app.js" } }' };
  const sources = { ...own, 'app.js': `${reading}${listening}`, ...project };
  const { files } = await generate(sources, { base: 'distroless' });
  const lines = (files.get('.dockerignore') ?? '').split('\n');
  expect(lines.find((it) => it.startsWith('!/.env')) ?? '').toBe(kept && `!/${kept}`);
  if ('tsconfig.json' in project)
    expect(files.get('Dockerfile')).toContain(`COPY --from=build /app/${kept} /app/${kept}`);
});
