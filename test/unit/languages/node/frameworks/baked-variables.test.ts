import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Note } from '../../../../../src/types.ts';
import { generate } from '../../../../support/generate.ts';

const manifest = (build: string, dependencies: object): string =>
  JSON.stringify({ scripts: { build }, dependencies });
const vite = { 'package.json': manifest('vite build', { vite: '7' }), 'index.html': '' };
const next = { 'package.json': manifest('next build', { next: '16', react: '19' }) };
const kit = {
  'package.json': manifest('vite build', { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' }),
  'svelte.config.js':
    "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };",
};
const reads = '\nfetch(import.meta.env.VITE_API_URL);';

async function noteOf(code: string, files: Record<string, string>): Promise<Note | undefined> {
  const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-01') });
  return (facts?.services ?? []).flatMap((it) => it.notes).find((it) => it.code === `node/${code}`);
}

describe('variables without a value in the build', () => {
  const code = 'variables-empty-in-build';

  it.each<[string, Record<string, string>, string, object]>([
    ['Vite', { ...vite, 'src/main.js': reads }, 'VITE_API_URL', { file: 'src/main.js', line: 2 }],
    ['a Vue file', { ...vite, 'src/A.vue': reads }, 'VITE_API_URL', { file: 'src/A.vue', line: 2 }],
    [
      'Next.js',
      { ...next, 'src/env.js': 'export const a = process.env.NEXT_PUBLIC_NAME;' },
      'NEXT_PUBLIC_NAME',
      { file: 'src/env.js', line: 1 },
    ],
  ])('%s', async (_, files, name, place) => {
    const note = await noteOf(code, files);
    expect(note?.level).toBe('warning');
    expect(note?.text).toContain(name);
    expect(note?.hint).toContain(`${name}=`);
    expect(note?.evidence?.[0]).toMatchObject(place);
  });

  it.each([
    ["fetch(import.meta.env['VITE_A']);"],
    ['const { MODE, VITE_A } = import.meta.env;'],
    ['const { VITE_A: a } = import.meta.env;'],
    ['const env = import.meta.env;\nfetch(env.VITE_A);'],
  ])('however it is read: %s', async (text) => {
    expect((await noteOf(code, { ...vite, 'src/main.js': text }))?.text).toContain('VITE_A');
  });

  it.each([
    ["fetch(import.meta.env['VITE_A'] ?? '/a');"],
    ["const { VITE_A = '/a' } = import.meta.env;"],
    ["const { VITE_A: a = '/a' } = import.meta.env;"],
    ["const env = import.meta.env;\nfetch(env.VITE_A || '/a');"],
    ['const { VITE_A } = settings;'],
  ])('not with a default: %s', async (text) => {
    expect(await noteOf(code, { ...vite, 'src/main.js': text })).toBe(undefined);
  });

  it('names five', async () => {
    const text = [1, 2, 3, 4, 5, 6, 7].map((it) => `a(import.meta.env.VITE_${it});`).join('\n');
    const note = await noteOf(code, { ...vite, 'src/main.js': text });
    expect(note?.text).toContain('VITE_5 and 2 more');
    expect(note?.evidence).toHaveLength(5);
  });

  it.each<[string, Record<string, string>]>([
    ['a default', { ...vite, 'src/main.js': reads.replace(')', " ?? '/api')") }],
    ['a comment', { ...vite, 'src/main.js': `\n// ${reads.trim()}` }],
    ['a test', { ...vite, 'src/main.test.js': reads }],
    [
      'a value in .env.production',
      { ...vite, 'src/main.js': reads, '.env.production': 'VITE_API_URL=/a' },
    ],
    [
      'a configuration',
      { ...vite, 'src/main.js': reads, 'vite.config.js': "process.env.VITE_API_URL = '/a';" },
    ],
    [
      'the build script',
      {
        ...vite,
        'package.json': manifest('VITE_API_URL=/a vite build', { vite: '7' }),
        'src/main.js': reads,
      },
    ],
    ['a private variable', { ...next, 'src/env.js': 'export const a = process.env.DATABASE_URL;' }],
  ])('not with %s', async (_, files) => {
    expect(await noteOf(code, files)).toBe(undefined);
  });
});

describe('files of variables that Vite reads from another folder', () => {
  const files = (envDir: string): Record<string, string> => ({
    'package.json': JSON.stringify({ name: 'root', workspaces: ['app'] }),
    'app/package.json': manifest('vite build', { vite: '7' }).replace('{', '{"name":"app",'),
    'app/index.html': '',
    'app/vite.config.mts': `export default {\n  envDir: "${envDir}" };`,
    'app/src/main.js': reads,
    '.env.production': 'VITE_API_URL=/a',
  });

  it.each([
    ['../', true],
    ['./settings', false],
  ])('%s', async (envDir, isKept) => {
    const { files: written, notes } = await generate(files(envDir), { base: 'scratch' });
    expect(written.get('.dockerignore')?.includes('\n!/.env.production\n')).toBe(isKept);
    expect(notes.some((it) => it.code === 'node/variables-empty-in-build')).toBe(!isKept);
  });
});

describe('variables that the build demands', () => {
  it('of SvelteKit', async () => {
    const note = await noteOf('variables-demanded-by-build', {
      ...kit,
      'src/routes/+page.server.js':
        "import { TOKEN, KEY as key } from '$env/static/private';\nimport { PUBLIC_PLACE } from '$env/static/public';",
    });
    expect(note?.level).toBe('warning');
    expect(note?.text).toContain('the build fails without TOKEN, KEY:');
    expect(note?.hint).toContain('$env/dynamic/private');
    expect(note?.evidence?.map((it) => it.line)).toEqual([1, 1, 2]);
  });

  it('are empty where they are public, by whatever prefix', async () => {
    const project = { ...kit, 'src/a.ts': "import { PUB_A, PUB_B } from '$env/static/public';" };
    const { files, notes } = await generate(project, { base: 'scratch' });
    expect(files.get('Dockerfile')).toContain('\nARG PUB_A=""\nARG PUB_B=""\n');
    const note = notes.find((it) => it.code === 'node/variables-demanded-by-build');
    expect(note?.text).toContain('the build takes PUB_A, PUB_B as empty:');
    expect(note?.hint).toContain('--build-arg PUB_A=...');
  });

  it('not those that a file of the build context sets', async () => {
    const project = {
      'package.json': kit['package.json'],
      'svelte.config.js': "import adapter from '@sveltejs/adapter-static';",
      'src/routes/+layout.ts': 'export const prerender = true;',
      'src/a.ts': "import { PUBLIC_A, PUBLIC_B } from '$env/static/public';",
      '.env': 'PUBLIC_A=/a\n',
    };
    const { files } = await generate(project, { base: 'scratch' });
    expect(files.get('Dockerfile')).toContain('\nARG PUBLIC_B=""\n');
    expect(files.get('Dockerfile')).not.toContain('PUBLIC_A');
  });

  it('not those that are read at start', async () => {
    const files = { ...kit, 'src/hooks.server.js': "import { env } from '$env/dynamic/private';" };
    expect(await noteOf('variables-demanded-by-build', files)).toBe(undefined);
  });
});

describe('arguments of the build', () => {
  it('are the variables that nothing sets', async () => {
    const project = { ...vite, 'src/main.js': `${reads}\nlog(import.meta.env.VITE_NAME);` };
    const { files } = await generate(project, { base: 'scratch' });
    expect(files.get('Dockerfile')).toMatch(
      /COPY \. \.\n#[^\n]*--build-arg[^\n]*\nARG VITE_API_URL\nARG VITE_NAME\nRUN npm run build/,
    );
  });

  it('are public only', async () => {
    const project = {
      ...kit,
      'src/routes/+page.server.js':
        "import { TOKEN } from '$env/static/private';\nimport { PUBLIC_PLACE } from '$env/static/public';",
    };
    const { files, notes } = await generate(project, { base: 'scratch' });
    expect(files.get('Dockerfile')).toContain('\nARG PUBLIC_PLACE=""\n');
    expect(files.get('Dockerfile')).not.toContain('TOKEN');
    const note = notes.find((it) => it.code === 'node/variables-demanded-by-build');
    expect(note?.hint).toContain('--build-arg PUBLIC_PLACE=');
  });

  it('are not there where everything is set', async () => {
    const project = { ...vite, 'src/main.js': reads, '.env.production': 'VITE_API_URL=/a' };
    const { files } = await generate(project, { base: 'scratch' });
    expect(files.get('Dockerfile')).not.toMatch(/^ARG /m);
  });
});
