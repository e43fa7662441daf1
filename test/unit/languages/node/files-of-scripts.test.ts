import { expect, it } from 'vitest';
import { node } from '../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';

/** Whether the program is seen to write what a file of the project writes. */
async function writes(scripts: object, files: Record<string, string> = {}): Promise<boolean> {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({
        name: 'a',
        scripts: { build: 'next build', start: 'next start', ...scripts },
        dependencies: { next: '16' },
      }),
      'app/page.js': 'export default () => null;',
      'lib/setup.js': "require('node:fs').writeFileSync('store/a.yml', 'a');",
      ...files,
    }),
    { today: new Date('2026-11-20') },
  );
  return facts?.services[0]?.details.writable.includes('/app/store') ?? false;
}

it.each<[string, object, Record<string, string>, boolean]>([
  ['no script runs it', {}, {}, true],
  ['another script runs it', { 'db:setup': 'npx tsx ./lib/setup.js --all' }, {}, false],
  ['several commands do', { setup: 'prisma generate && node lib/setup.js' }, {}, false],
  ['developers start the program with it', { dev: 'node lib/setup.js' }, {}, true],
  [
    'a page imports it, too',
    { setup: 'node lib/setup.js' },
    { 'app/page.js': "import '../lib/setup.js'; export default () => null;" },
    true,
  ],
])(
  "a file beside a framework's pages belongs to the program where %s",
  async (_, scripts, files, is) => {
    expect(await writes(scripts, files)).toBe(is);
  },
);

it('what bun build compiles is the program', async () => {
  const facts = await node.detect(
    memoryProject({
      'package.json': JSON.stringify({
        name: 'a',
        scripts: { build: 'bun build ./src/index.ts --target=bun --outfile server.js' },
        devDependencies: { '@types/bun': '1' },
      }),
      'bun.lock': '{ "lockfileVersion": 1, "workspaces": {} }',
      'src/index.ts': 'Bun.serve({ port: 3456, fetch: () => new Response("ok") });',
    }),
    { today: new Date('2026-11-20') },
  );
  expect(facts?.services[0]?.port).toMatchObject({ value: 3456 });
});
