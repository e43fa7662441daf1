import { describe, expect, it } from 'vitest';
import { noted, programOf } from './go-facts.ts';

const web = 'package web\n\nimport "embed"\n\n//go:embed all:dist\nvar dist embed.FS\n';
const body = 'import _ "example.com/shop/web"\n\nfunc main() {}\n';
const manifest = JSON.stringify({ scripts: { build: 'vite build' } });

async function frontend(
  files: Record<string, string>,
): Promise<{ frontend: string; notes: string }> {
  const service = await programOf(body, { 'web/web.go': web, ...files });
  const found = service.details.frontend;
  return {
    frontend: found
      ? `${found.folder} -> ${found.output}: ${found.install}; ${found.build}; node ${found.nodeVersion}; ${found.manifests.join(' ')}`
      : 'none',
    notes: noted(service.notes),
  };
}

describe('a front end that the program embeds', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'npm',
      { 'web/package.json': manifest, 'web/package-lock.json': '{}' },
      'web -> web/dist: npm ci; npm run build; node 26; web/package.json web/package-lock.json',
    ],
    [
      'pnpm, in the version that package.json names',
      {
        'web/package.json': JSON.stringify({
          scripts: { build: 'x' },
          packageManager: 'pnpm@10.1.2+sha512.x',
        }),
        'web/pnpm-lock.yaml': '',
      },
      'web -> web/dist: npm install --global pnpm@10.1.2 && pnpm install --frozen-lockfile; pnpm run build; node 26; web/package.json web/pnpm-lock.yaml',
    ],
    [
      'Yarn 1',
      { 'web/package.json': manifest, 'web/yarn.lock': '' },
      'web -> web/dist: npm install --global yarn@1.22.22 && yarn install --frozen-lockfile; yarn run build; node 26; web/package.json web/yarn.lock',
    ],
    [
      'with a version of Node',
      { 'web/package.json': manifest, 'web/package-lock.json': '{}', 'web/.nvmrc': 'v24.1.0\n' },
      'web -> web/dist: npm ci; npm run build; node 24; web/package.json web/package-lock.json',
    ],
    [
      'in another folder',
      { 'frontend/package.json': manifest, 'frontend/package-lock.json': '{}' },
      'frontend -> web/dist: npm ci; npm run build; node 26; frontend/package.json frontend/package-lock.json',
    ],
    [
      'built on this machine, but ignored by git',
      {
        'web/package.json': manifest,
        'web/package-lock.json': '{}',
        'web/dist/index.html': '',
        '.gitignore': '# x\n/web/dist/\n',
      },
      'web -> web/dist: npm ci; npm run build; node 26; web/package.json web/package-lock.json',
    ],
    [
      'in the repository',
      {
        'web/package.json': manifest,
        'web/package-lock.json': '{}',
        'web/dist/index.html': '',
        '.gitignore': 'node_modules\n',
      },
      'none',
    ],
  ])('%s', async (_what, files, expected) => {
    expect((await frontend(files)).frontend).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing says how it is made', {}],
    ['there is no build script', { 'web/package.json': '{}', 'web/package-lock.json': '{}' }],
    ['there is no lock file', { 'web/package.json': manifest }],
    ['package.json is broken', { 'web/package.json': '{', 'web/package-lock.json': '{}' }],
  ])('is an error where %s', async (_what, files) => {
    expect((await frontend(files)).notes).toMatch(
      /^error: \/\/go:embed all:dist matches no file, so the program cannot be compiled\n.*lock file\. \(web\/web\.go:5\)$/,
    );
  });

  it.each([
    ['.yarnrc.yml', 'Yarn 2 or newer'],
    ['bun.lock', 'Bun'],
  ])('is an error that names the package manager with %s', async (file, name) => {
    expect((await frontend({ 'web/package.json': manifest, [`web/${file}`]: '' })).notes).toBe(
      `error: //go:embed all:dist matches no file, so the program cannot be compiled\nweb/package.json is installed by ${name} (web/${file}), and front ends are built in the image by npm, pnpm and Yarn 1 only: build it before the image, or change to one of these. (web/web.go:5)`,
    );
  });

  it('is told of', async () => {
    expect(
      (await frontend({ 'web/package.json': manifest, 'web/package-lock.json': '{}' })).notes,
    ).toBe(
      'info: web/dist is made by the build script of web/package.json, in a stage of its own (web/web.go:5)',
    );
  });
});
