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
