import { describe, expect, it } from 'vitest';
import { node } from '../../../../../src/languages/node/node.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Note } from '../../../../../src/types.ts';
import { generate } from '../../../../support/generate.ts';

const manifest = (dependency: string, scripts: object): string =>
  JSON.stringify({ scripts, devDependencies: { [dependency]: '1' } }, null, 1);
const vite = { 'package.json': manifest('vite', { build: 'vite build' }), 'index.html': '' };
const asks =
  "import { execSync } from 'node:child_process';\nexport const commit = execSync('git rev-parse HEAD');\n";

async function noteOf(files: Record<string, string>): Promise<Note | undefined> {
  const facts = await node.detect(memoryProject(files), { today: new Date('2026-11-01') });
  return (facts?.services ?? [])
    .flatMap((it) => it.notes)
    .find((it) => it.code === 'node/build-reads-git');
}

describe('builds that read git', () => {
  it.each<[string, Record<string, string>, object, string]>([
    [
      'a configuration',
      { ...vite, 'vite.config.js': asks },
      { file: 'vite.config.js', line: 2 },
      'COMMIT',
    ],
    [
      'what a configuration loads',
      { ...vite, 'vite.config.js': "import './commit.js';", 'commit.js': asks },
      { file: 'commit.js', line: 2 },
      'COMMIT',
    ],
    [
      'a script',
      {
        'package.json': manifest('vite', { build: 'V=$(git rev-parse HEAD) vite build' }),
        'index.html': '',
      },
      { file: 'package.json', line: 3 },
      'COMMIT',
    ],
    [
      'the script before it',
      {
        'package.json': manifest('vite', { prebuild: 'git describe > v.txt', build: 'vite build' }),
        'index.html': '',
      },
      { file: 'package.json', line: 3 },
      'COMMIT',
    ],
    [
      'a file that a script of the build runs',
      {
        'package.json': manifest('vite', {
          build: 'run-s "stamp:*" && vite build',
          'stamp:commit': 'node --no-warnings ./tools/stamp.mjs',
        }),
        'index.html': '',
        'tools/stamp.mjs': "import { simpleGit } from 'simple-git';\nawait simpleGit().log();",
      },
      { file: 'tools/stamp.mjs', line: 2 },
      'COMMIT',
    ],
    [
      'dates of VitePress',
      {
        'package.json': manifest('vitepress', { 'docs:build': 'vitepress build docs' }),
        'docs/.vitepress/config.js': 'export default {\n  lastUpdated: true };',
      },
      { file: 'docs/.vitepress/config.js', line: 2 },
      'lastUpdated',
    ],
    [
      'dates of Docusaurus',
      {
        'package.json': manifest('@docusaurus/core', { build: 'docusaurus build' }),
        'docusaurus.config.js':
          'export default { presets: [{ docs: { showLastUpdateTime: true } }] };',
      },
      { file: 'docusaurus.config.js', line: 1 },
      'showLastUpdateTime',
    ],
    [
      'dates of Starlight',
      {
        'package.json': manifest('@astrojs/starlight', { build: 'astro build' }).replace(
          '"@astrojs/starlight"',
          '"astro":"5","@astrojs/starlight"',
        ),
        'astro.config.mjs': 'export default starlight({ lastUpdated: true });',
      },
      { file: 'astro.config.mjs', line: 1 },
      'lastUpdated',
    ],
    [
      'a package that asks',
      { ...vite, 'vite.config.js': "\nimport git from 'git-rev-sync';" },
      { file: 'vite.config.js', line: 2 },
      'COMMIT',
    ],
    [
      'a shell script',
      {
        'package.json': manifest('vite', { prebuild: 'sh ./tools/v.sh', build: 'vite build' }),
        'index.html': '',
        'tools/v.sh': '#!/bin/sh\n# git log\ngit describe > v.txt\n',
      },
      { file: 'tools/v.sh', line: 3 },
      'COMMIT',
    ],
    [
      'a plugin of Gatsby',
      {
        'package.json': JSON.stringify({
          scripts: { build: 'gatsby build' },
          dependencies: { gatsby: '5', 'gatsby-transformer-gitinfo': '1' },
        }),
      },
      { file: 'package.json', line: 1 },
      'COMMIT',
    ],
  ])('%s', async (_, files, place, hint) => {
    const note = await noteOf(files);
    expect(note?.level).toBe('warning');
    expect(note?.text).toMatch(/git/);
    expect(note?.hint).toContain(hint);
    expect(note?.evidence?.[0]).toMatchObject(place);
  });

  it.each<[string, Record<string, string>]>([
    ['another program', { ...vite, 'vite.config.js': asks.replace('git rev-parse', 'ls') }],
    ['a file that no configuration loads', { ...vite, 'vite.config.js': '', 'src/a.js': asks }],
    [
      'a script that no build runs',
      {
        'package.json': manifest('vite', { build: 'vite build', release: 'git describe' }),
        'index.html': '',
      },
    ],
    [
      'an option of another generator',
      { ...vite, 'vite.config.js': 'export default { lastUpdated: true }' },
    ],
    [
      'an option that is off',
      {
        'package.json': manifest('vitepress', { 'docs:build': 'vitepress build docs' }),
        'docs/.vitepress/config.js': 'export default { lastUpdated: false };\n// lastUpdated: true',
      },
    ],
  ])('not with %s', async (_, files) => {
    expect(await noteOf(files)).toBe(undefined);
  });
});

describe('the image of a build that reads git', () => {
  const server = {
    'package.json': JSON.stringify({
      scripts: { build: 'git describe > version.txt', start: 'node server.js' },
    }),
    'server.js': 'require("node:http").createServer().listen(3000)',
  };

  it.each([
    ['scratch', 'apt-get install --yes --no-install-recommends git'],
    ['alpine', 'apk add --no-cache git'],
  ])('on %s has git in the build stage', async (base, install) => {
    const { files } = await generate(server, { base });
    expect(files.get('Dockerfile')).toContain(install);
  });

  it('has the history in the build context, and not in the image', async () => {
    const { files } = await generate(server, { base: 'scratch' });
    expect(files.get('.dockerignore')).toMatch(
      /\*\*\/\.git\n[\s\S]*\n!\/\.git\/HEAD\n!\/\.git\/objects\n/,
    );
    expect(files.get('.dockerignore')).not.toMatch(/!\/\.git(?:$|\/config|\/hooks)/m);
    expect(files.get('Dockerfile')).toMatch(/^RUN rm -rf .*\.git\b/m);
  });

  it('installs git once, where packages come from git, too', async () => {
    const manifest = {
      scripts: { build: 'git describe > version.txt', start: 'node server.js' },
      dependencies: { a: 'github:a/a#v1' },
    };
    const { files } = await generate(
      { ...server, 'package.json': JSON.stringify(manifest) },
      { base: 'scratch' },
    );
    expect(files.get('Dockerfile')?.match(/ git ca-certificates/g)).toHaveLength(1);
  });

  it('is as ever for other builds', async () => {
    const { files } = await generate(vite, { base: 'scratch' });
    expect(files.get('.dockerignore')).not.toContain('!/.git');
    expect(files.get('Dockerfile')).not.toMatch(/install .*\bgit\b|\.git\b/);
  });
});
