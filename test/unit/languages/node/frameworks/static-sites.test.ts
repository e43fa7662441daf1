import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generate } from '../../../../support/generate.ts';

it.each([
  ['@vue/cli-service', 'vue-cli-service build', {}, 'dist'],
  [
    '@vue/cli-service',
    'vue-cli-service build',
    { 'vue.config.js': "module.exports = { outputDir: 'www' }" },
    'www',
  ],
  ['vite', 'vite-ssg build', {}, 'dist'],
  ['parcel', 'parcel build index.html', {}, 'dist'],
  ['parcel', 'parcel build index.html --dist-dir www', {}, 'www'],
  ['expo', 'expo export --platform web', {}, 'dist'],
  ['expo', 'expo export -p web --output-dir www', {}, 'www'],
  ['storybook', 'storybook build', {}, 'storybook-static'],
  ['hexo', 'hexo generate', { '_config.yml': 'public_dir: out' }, 'out'],
  ['vuepress', 'vuepress build docs', {}, 'docs/.vuepress/dist'],
  ['@quasar/app-vite', 'quasar build', {}, 'dist/spa'],
  ['ember-cli', 'ember build --environment=production', {}, 'dist'],
  ['@rspress/core', 'rspress build', {}, 'doc_build'],
  ['@slidev/cli', 'slidev build --out deck', {}, 'deck'],
  [
    '@rspack/cli',
    'rspack build',
    { 'rspack.config.ts': 'plugins: [new rspack.HtmlRspackPlugin({})]' },
    'dist',
  ],
  [
    '@rspack/cli',
    'rspack build',
    {
      'rspack.config.js':
        "output: { path: path.resolve(__dirname, 'www') }, plugins: [new HtmlWebpackPlugin()]",
    },
    'www',
  ],
  ['@observablehq/framework', 'observable build', {}, 'dist'],
])('%s: "%s" with %j writes %s', async (dependency, build, files, folder) => {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build },
      devDependencies: { [dependency]: '1.0.0' },
    }),
    'index.html': '',
    ...files,
  };
  const { choices } = await generate(project, { base: 'scratch' });
  expect(choices['start']?.value).toEqual(['serve', folder]);
});

describe('Expo for the web', () => {
  const expo = (scripts: object, files: Record<string, string> = {}): Record<string, string> => ({
    'package.json': JSON.stringify({
      main: 'expo-router/entry',
      scripts: { start: 'expo start', ...scripts },
      dependencies: { expo: '54', 'expo-router': '6' },
    }),
    ...files,
  });
  const siteOf = async (files: Record<string, string>) =>
    (await node.detect(memoryProject(files), { today: new Date('2026-11-20') }))?.services[0]
      ?.details.site;

  it.each([
    ['a script of another name', { 'web:export': 'expo export -p web' }],
    ['all platforms', { build: 'expo export' }],
  ])('%s', async (_, scripts) => {
    expect(await siteOf(expo(scripts))).toMatchObject({ title: 'Expo', folder: 'dist' });
  });

  it.each<[string, string, string | undefined]>([
    ['static', '+not-found.html', 'error'],
    ['single', 'index.html', 'application'],
  ])('with the output "%s", %s answers where no file does', async (output, page, kind) => {
    const files = { 'app.json': JSON.stringify({ expo: { web: { output } } }) };
    const site = await siteOf(expo({ build: 'expo export -p web' }, files));
    expect(site?.fallback).toEqual({ page, kind });
  });

  it('is no site with request handlers, or for phones', async () => {
    const files = { 'app.json': JSON.stringify({ expo: { web: { output: 'server' } } }) };
    expect(await siteOf(expo({ build: 'expo export -p web' }, files))).toBe(null);
    expect(await siteOf(expo({ build: 'expo export --platform ios' }))).toBe(null);
  });

  const errorOf = async (manifest: object) => {
    const files = { 'package.json': JSON.stringify(manifest), 'index.ts': '' };
    const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-20') });
    return facts?.services[0]?.notes.find((it) => it.level === 'error');
  };
  const app = { main: 'index.ts', scripts: { start: 'expo start' }, dependencies: { expo: '57' } };

  it('is asked for where no script exports it', async () => {
    const web = { ...app, dependencies: { expo: '57', 'react-native-web': '0.21.0' } };
    expect(await errorOf(web)).toMatchObject({
      code: 'node/site-not-built',
      text: 'no script exports the web version of this Expo app, and expo start is a development server',
      hint: 'Export it in a script: npm pkg set scripts.build="expo export --platform web"',
    });
    expect((await errorOf(app))?.text).toMatch(/^this is an app for phones/);
  });

  it.each([
    ['something else is built', { ...app, scripts: { ...app.scripts, build: 'tsc' } }],
    ['something else is started', { ...app, scripts: { start: 'node index.ts' } }],
    ['something else has such a command', { ...app, dependencies: {} }],
  ])('is not asked for where %s', async (_name, manifest) => {
    expect(await errorOf(manifest)).toBeUndefined();
  });

  it('starts no path into a package', async () => {
    const facts = await node.detect(memoryProject(expo({ build: 'expo export -p ios' })), {
      today: new Date('2026-11-20'),
    });
    expect(facts?.services[0]?.start.kind).toBe('unknown');
  });
});

it('Rspack without a page builds no site', async () => {
  const files = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build: 'rspack build' },
      devDependencies: { '@rspack/cli': '2' },
    }),
    'rspack.config.mjs': "export default { target: 'node', entry: './src/main.js' };",
    'src/main.js': "require('http').createServer().listen(3000)",
  };
  const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-20') });
  expect(facts?.services[0]?.details.site).toBe(null);
});

it('Storybook beside a program is no site', async () => {
  const files = {
    'package.json': JSON.stringify({
      scripts: { start: 'nodemon server.js', build: 'storybook build' },
      devDependencies: { storybook: '9' },
    }),
    'server.js': 'require("node:http").createServer().listen(3000)',
  };
  const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-20') });
  expect(facts?.services[0]?.details.site).toBe(null);
});
