import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

async function noteOf(manifest: object, files: Readonly<Record<string, string>>) {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build: 'vite build' },
      devDependencies: { vite: '7' },
      ...manifest,
    }),
    'index.html': '',
    ...files,
  };
  const { notes } = await generate(project, { base: 'scratch' });
  return notes.find((it) => it.code === 'node/server-left-out');
}

const server = (more: object = {}): string =>
  JSON.stringify({ scripts: { start: 'node .' }, dependencies: { express: '5' }, ...more });
const scripts = { build: 'vite build', 'backend:dev': 'cd backend && nodemon app.js' };
const dependencies = { express: '5' };

it('names the package of a server beside the site', async () => {
  expect(await noteOf({}, { 'service/package.json': server() })).toMatchObject({
    level: 'warning',
    text: 'the image only has the site, and not the server in service',
    hint: 'Make an image of it, too: cd service && npx create-secure-dockerfile',
    evidence: [{ file: 'service/package.json', because: 'depends on express' }],
  });
});

it('names the file of a server that the package itself starts', async () => {
  expect(await noteOf({ scripts, dependencies }, { 'backend/app.js': '' })).toMatchObject({
    text: 'the image only has the site, and not the server backend/app.js',
    hint: 'To start the server instead: --start "node backend/app.js"',
    evidence: [{ file: 'package.json' }],
  });
});

it.each([
  ['api/requirements.txt', '\n# web\nFlask==3.1.0\n', 3, 'says Flask'],
  [
    'api/pyproject.toml',
    '[project]\ndependencies = [\n  "fastapi>=0.115",\n]\n',
    3,
    'says fastapi',
  ],
])('names the folder of a server in Python: %s', async (file, text, line, because) => {
  expect(await noteOf({}, { [file]: text })).toMatchObject({
    text: 'the image only has the site, and not the server in api',
    hint: 'Make an image of it, too: cd api && npx create-secure-dockerfile',
    evidence: [{ file, line, because }],
  });
});

it.each<[string, object, Record<string, string>]>([
  ['scripts in another language', {}, { 'tools/requirements.txt': 'requests\nflask-cors-lint\n' }],
  ['an example', {}, { 'examples/package.json': server() }],
  ['further below', {}, { 'a/b/package.json': server() }],
  ['a package that serves nothing', {}, { 'lib/package.json': server({ dependencies: {} }) }],
  ['a package that starts nothing', {}, { 'lib/package.json': server({ scripts: {} }) }],
  ['a file that is not there', { scripts, dependencies }, {}],
  ['a file of a site', { scripts }, { 'backend/app.js': '' }],
])('says nothing about %s', async (_, manifest, files) => {
  expect(await noteOf(manifest, files)).toBeUndefined();
});
