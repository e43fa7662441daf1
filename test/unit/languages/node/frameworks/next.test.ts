import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

/** @returns the Dockerfile of a Next.js application. */
async function dockerfileOf(
  scripts: Readonly<Record<string, string>>,
  configuration: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build: 'next build', start: 'next start', ...scripts },
      dependencies: { next: '16.0.0' },
    }),
    'next.config.js': configuration,
    'app/page.jsx': 'export default () => null;',
    ...files,
  };
  return (await generate(project, { base: 'distroless' })).files.get('Dockerfile') ?? '';
}

const standalone = "module.exports = { output: 'standalone' };";
const copied = 'COPY --from=build /app/public /app/public';

describe('the public folder of Next.js', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a sitemap', { postbuild: 'next-sitemap' }, standalone],
    ['a sitemap for next start', { postbuild: 'next-sitemap' }, ''],
    ['next-pwa', {}, `const pwa = require('next-pwa');${standalone}`],
    ['a fork of next-pwa', {}, `const pwa = require('@ducanh2912/next-pwa');${standalone}`],
    ['Serwist', {}, `import serwist from '@serwist/next';${standalone}`],
  ])('is copied where the build makes it: %s', async (_name, scripts, configuration) => {
    const dockerfile = await dockerfileOf(scripts, configuration);
    expect(dockerfile).toContain(copied);
    expect(dockerfile).toMatch(/npm run build(?: \\\n)? +&& mkdir -p public/);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['a command', { build: 'cp -r assets/ public/ && next build' }, {}],
    [
      'a file that runs before it',
      { prebuild: 'node tools/feed.mjs' },
      { 'tools/feed.mjs': "writeFileSync('public/feed.xml', feed);" },
    ],
    [
      'a file that joins the path',
      { postbuild: 'tsx tools/feed.ts' },
      { 'tools/feed.ts': "const folder = join(process.cwd(), 'public');" },
    ],
  ])('is copied where a script of the build fills it: %s', async (_name, scripts, files) => {
    const dockerfile = await dockerfileOf(scripts, standalone, files);
    expect(dockerfile).toContain(copied);
    expect(dockerfile).toContain('mkdir -p public');
  });

  it('is not copied where another script fills it', async () => {
    const files = { 'tools/feed.mjs': "writeFileSync('public/feed.xml', feed);" };
    const scripts = { feed: 'node tools/feed.mjs' };
    expect(await dockerfileOf(scripts, standalone, files)).not.toContain('/app/public');
  });

  it('is copied as it is where nothing else fills it', async () => {
    const dockerfile = await dockerfileOf({}, standalone, { 'public/a.txt': 'a' });
    expect(dockerfile).toContain(copied);
    expect(dockerfile).not.toContain('mkdir -p public');
  });

  it('is not copied where there is none', async () => {
    expect(await dockerfileOf({}, standalone)).not.toContain('/app/public');
  });
});

describe('what the configuration of Next.js loads', () => {
  const files = {
    'src/env.js': "import limits from './limits.json';\nexport const env = { limits };",
    'src/limits.json': '{}',
    'src/other.js': '',
    'src/i18n/request.ts': 'export default () => ({});',
  };
  const copies = async (configuration: string): Promise<string[]> =>
    [
      ...(await dockerfileOf({}, configuration, files)).matchAll(
        /^COPY --from=build \/app\/(src\/\S+) /gm,
      ),
    ].map(([, path = '']) => path);

  it.each<[string, string, string[]]>([
    ['imports', "import './src/env.js';", ['src/env.js', 'src/limits.json']],
    [
      'the messages of next-intl',
      "import plugin from 'next-intl/plugin';\nexport default plugin()({});",
      ['src/i18n/request.ts'],
    ],
    ['a path that it gives', "export default wrap('./src/other.js');", ['src/other.js']],
    ['none', 'module.exports = {};', []],
    ['any, for a standalone server', `require('./src/env.js'); ${standalone}`, []],
  ])('is in the image for next start: %s', async (_name, configuration, paths) => {
    expect(await copies(configuration)).toEqual(paths);
  });
});
