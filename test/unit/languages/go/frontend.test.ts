import { describe, expect, it } from 'vitest';
import type { Frontend } from '../../../../src/languages/frontend.ts';
import { planGo } from '../../../../src/languages/go/plan.ts';
import { noted, plannedFor, programOf } from '../../../support/go-facts.ts';

const web = 'package web\n\nimport "embed"\n\n//go:embed all:dist\nvar dist embed.FS\n';
const body = 'import _ "example.com/shop/web"\n\nfunc main() {}\n';
const manifest = JSON.stringify({ scripts: { build: 'vite build' } });

const berry = '__metadata:\n  version: 8\n';

async function frontend(
  files: Record<string, string>,
): Promise<{ frontend: string; notes: string }> {
  const service = await programOf(body, { 'web/web.go': web, ...files });
  const found = service.details.frontend;
  return { frontend: found ? textOf(found) : 'none', notes: noted(service.notes) };
}

function textOf({ folder, output, built, install, copies }: Frontend): string {
  const steps = [install.tool, ...install.install, install.build];
  return [
    `${folder} -> ${built === output ? '' : `${built} -> `}${output}: node ${install.nodeVersion}`,
    ...copies.map((it) => it.join(' ')),
    ...steps.flatMap((it) => it?.command ?? []),
  ].join('; ');
}

const npm = 'npm ci --no-audit --no-fund; npm run build';

describe('a front end that the program embeds', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'npm',
      { 'web/package.json': manifest, 'web/package-lock.json': '{}' },
      `web -> web/dist: node 26; web/package.json web/package-lock.json ./; ${npm}`,
    ],
    [
      'npm, by the script of a Makefile that moves its output',
      {
        Makefile: 'web:\n\tcd ui && npm run export && mv out ../web/dist\n',
        'ui/package.json': JSON.stringify({ scripts: { build: 'x', export: 'y' } }),
        'ui/package-lock.json': '{}',
      },
      'ui -> ui/out -> web/dist: node 26; ui/package.json ui/package-lock.json ./; npm ci --no-audit --no-fund; npm run export',
    ],
    [
      'npm-shrinkwrap.json',
      { 'web/package.json': manifest, 'web/npm-shrinkwrap.json': '{}' },
      `web -> web/dist: node 26; web/package.json web/npm-shrinkwrap.json ./; ${npm}`,
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
      'web -> web/dist: node 26; web/package.json web/pnpm-lock.yaml ./; npm install --global pnpm@10.1.2; pnpm install --frozen-lockfile --store-dir=/pnpm/store; pnpm run build',
    ],
    [
      'Yarn 1',
      { 'web/package.json': manifest, 'web/yarn.lock': '' },
      'web -> web/dist: node 26; web/package.json web/yarn.lock ./; npm install --global --force yarn@1.22.22; yarn install --frozen-lockfile --non-interactive --ignore-engines --cache-folder=/root/.cache/yarn; yarn run build',
    ],
    [
      'Yarn 4 by packageManager and its lock file, without .yarnrc.yml',
      {
        'web/package.json': JSON.stringify({
          scripts: { build: 'x' },
          packageManager: 'yarn@4.9.1',
        }),
        'web/yarn.lock': berry,
      },
      'web -> web/dist: node 26; web/package.json web/yarn.lock ./; npm install --global --force @yarnpkg/cli-dist@4.9.1; yarn install --immutable; yarn run build',
    ],
    [
      'Yarn 4 with a release in the repository',
      {
        'web/package.json': manifest,
        'web/yarn.lock': berry,
        'web/.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.9.1.cjs\n',
        'web/.yarn/releases/yarn-4.9.1.cjs': '',
      },
      'web -> web/dist: node 26; web/package.json web/yarn.lock web/.yarnrc.yml ./; web/.yarn/releases ./.yarn/releases/; node .yarn/releases/yarn-4.9.1.cjs install --immutable; node .yarn/releases/yarn-4.9.1.cjs run build',
    ],
    [
      'Bun',
      { 'web/package.json': manifest, 'web/bun.lock': '{}' },
      'web -> web/dist: node 26; web/package.json web/bun.lock ./; npm install --global bun@1.4.5; bun install --frozen-lockfile; bun run build',
    ],
    [
      'with a version of Node',
      { 'web/package.json': manifest, 'web/package-lock.json': '{}', 'web/.nvmrc': 'v24.1.0\n' },
      `web -> web/dist: node 24; web/package.json web/package-lock.json ./; ${npm}`,
    ],
    [
      'with a version of Node at the root',
      { 'web/package.json': manifest, 'web/package-lock.json': '{}', '.nvmrc': '24\n' },
      `web -> web/dist: node 24; web/package.json web/package-lock.json ./; ${npm}`,
    ],
    [
      'in another folder',
      { 'frontend/package.json': manifest, 'frontend/package-lock.json': '{}' },
      `frontend -> web/dist: node 26; frontend/package.json frontend/package-lock.json ./; ${npm}`,
    ],
    [
      'at the root, in a workspace whose package has no lock file',
      {
        'package.json': JSON.stringify({ scripts: { build: 'x' }, workspaces: ['web'] }),
        'package-lock.json': '{}',
        'web/package.json': manifest,
      },
      ` -> web/dist: node 26; . ./; ${npm}`,
    ],
    [
      'in a workspace whose root builds nothing',
      {
        'package.json': JSON.stringify({ workspaces: ['web'] }),
        'package-lock.json': '{}',
        'web/package.json': manifest,
      },
      ' -> web/dist: node 26; . ./; npm ci --no-audit --no-fund; cd web && npm run build',
    ],
    [
      'in a package of a workspace that fills another folder',
      {
        'package.json': JSON.stringify({ workspaces: ['client'] }),
        'package-lock.json': '{}',
        'client/package.json': JSON.stringify({
          scripts: { build: 'vite build' },
          devDependencies: { vite: '7' },
        }),
        'client/vite.config.ts': 'export default { build: { outDir: "../web/dist" } };',
      },
      ' -> web/dist: node 26; . ./; npm ci --no-audit --no-fund; cd client && npm run build',
    ],
    [
      'in a folder that is not the documentation',
      {
        'docs/package.json': manifest,
        'docs/package-lock.json': '{}',
        'frontend/package.json': manifest,
        'frontend/package-lock.json': '{}',
      },
      `frontend -> web/dist: node 26; frontend/package.json frontend/package-lock.json ./; ${npm}`,
    ],
    [
      'with a configuration in a folder',
      {
        'web/package.json': manifest,
        'web/yarn.lock': berry,
        'web/.yarn/constraints.pro': '',
        'web/.yarn/patches/a.patch': '',
      },
      'web -> web/dist: node 26; web/package.json web/yarn.lock ./; web/.yarn/patches ./.yarn/patches/; web/.yarn/constraints.pro ./.yarn/; npm install --global --force @yarnpkg/cli-dist@4.18.1; yarn install --immutable; yarn run build',
    ],
    [
      'built on this machine, but ignored by git',
      {
        'web/package.json': manifest,
        'web/package-lock.json': '{}',
        'web/dist/index.html': '',
        '.gitignore': '# x\n/web/dist/\n',
      },
      `web -> web/dist: node 26; web/package.json web/package-lock.json ./; ${npm}`,
    ],
    [
      'beside a placeholder that keeps its folder in git',
      {
        'web/package.json': manifest,
        'web/package-lock.json': '{}',
        'web/dist/.gitkeep': '',
        '.gitignore': 'web/dist/*\n!web/dist/.gitkeep\n',
      },
      `web -> web/dist: node 26; web/package.json web/package-lock.json ./; ${npm}`,
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
    [
      'whose neighbour cannot be installed',
      {
        'docs/package.json': '{',
        'website/package.json': manifest,
        'website/package-lock.json': '{}',
      },
      `website -> web/dist: node 26; website/package.json website/package-lock.json ./; ${npm}`,
    ],
  ])('%s', async (_what, files, expected) => {
    expect((await frontend(files)).frontend).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing says how it is made', {}],
    ['there is no build script', { 'web/package.json': '{}', 'web/package-lock.json': '{}' }],
    ['there is no lock file', { 'web/package.json': manifest }],
    [
      'WORKDIR could not name its folder',
      { '$web/package.json': manifest, '$web/package-lock.json': '{}' },
    ],
  ])('is an error where %s', async (_what, files) => {
    expect((await frontend(files)).notes).toBe(
      'error: //go:embed all:dist matches no file, so the program cannot be compiled (web/web.go:5)\nIf another program creates web/dist, run that first. A front end is built in the image if its package.json has a build script and a lock file.',
    );
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'has a broken package.json',
      { 'web/package.json': '{', 'web/package-lock.json': '{}' },
      /^error: .*JSON.* \(web\/package\.json:\S* web\/web\.go:5\)\nCorrect package\.json/,
    ],
    [
      'is the only one, elsewhere',
      { 'docs/package.json': '{' },
      /^error: .*JSON.* \(docs\/package\.json/,
    ],
    [
      'is nearer than another one',
      {
        'web/package.json': '{',
        'other/package.json': manifest,
        'other/package-lock.json': '{}',
      },
      /^error: .*JSON.* \(web\/package\.json/,
    ],
  ])('is an error with the reason where it %s', async (_what, files, expected) => {
    const { frontend: found, notes } = await frontend(files);
    expect(found).toBe('none');
    expect(notes).toMatch(expected);
    expect(notes).not.toContain('matches no file');
  });

  it('is a warning where git has only a placeholder', async () => {
    const files = { 'web/dist/.gitkeep': '', '.gitignore': '/web/dist/*\n!/web/dist/.gitkeep\n' };
    const warning =
      'warning: //go:embed all:dist embeds only web/dist/.gitkeep, and git ignores the other files of web/dist: the program lacks them (web/web.go:5)\n';
    expect((await frontend(files)).notes).toBe(
      `${warning}Run the program that makes them before the build of the image.`,
    );
    const script = 'cp -r node_modules/admin/dist "${DIR}/web/dist"\n';
    expect((await frontend({ ...files, 'assets.sh': script })).notes).toBe(
      `${warning}Run sh assets.sh before the build of the image.`,
    );
    expect((await frontend({ 'web/dist/.gitkeep': '' })).notes).toBe('');
    expect((await frontend({ ...files, 'web/dist/index.html': '' })).notes).toBe('');
  });

  it('is reported', async () => {
    expect(
      (await frontend({ 'web/package.json': manifest, 'web/package-lock.json': '{}' })).notes,
    ).toBe(
      'info: web/dist is built in a separate stage, by the build script of web/package.json with npm (web/web.go:5)',
    );
  });
});

describe('the folder that the build fills', () => {
  const vite = { devDependencies: { vite: '1' }, scripts: { build: 'tsc && vite build' } };
  const webpack = {
    devDependencies: { 'html-webpack-plugin': '1' },
    scripts: { build: 'webpack --mode production' },
  };
  const apart = (configured: string) => ({ ...vite, configured, in: 'vite.config.ts' });
  it.each<
    [
      string,
      { in?: string; configured?: string; scripts?: object; [name: string]: unknown },
      string,
    ]
  >([
    ['is the usual one', vite, 'client/dist -> web/dist build'],
    ['is the embedded one by its setting', apart("outDir: '../web/dist',"), 'web/dist build'],
    [
      'is beside the root of Vite',
      apart("root: 'src',\noutDir: '../out',"),
      'client/out -> web/dist build',
    ],
    ['is resolved', apart("outDir: path.resolve(__dirname, '..', 'web/dist'),"), 'web/dist build'],
    [
      'is resolved elsewhere',
      apart("outDir: resolve(import.meta.dirname, 'out')"),
      'client/out -> web/dist build',
    ],
    [
      'is a URL',
      apart("outDir: fileURLToPath(new URL('../web/dist', import.meta.url)),"),
      'web/dist build',
    ],
    [
      'is a constant',
      apart("const OUT = path.join(__dirname, 'out')\nbuild: { outDir: OUT },"),
      'client/out -> web/dist build',
    ],
    [
      'is that of a variable that is not set',
      apart("outDir: process.env.OUT || 'out',"),
      'client/out -> web/dist build',
    ],
    [
      'is that of a configuration that the command names',
      {
        ...vite,
        scripts: { build: 'vite -c etc/vite.config.js build' },
        in: 'etc/vite.config.js',
        configured: "export default { root: './pages', build: { outDir: '../out' } }",
      },
      'client/out -> web/dist build',
    ],
    [
      'is the root of Vite',
      apart("root: './pages',\noutDir: '',"),
      'client/pages -> web/dist build',
    ],
    [
      'is below a root that the command names',
      { ...vite, scripts: { build: 'vite build pages' } },
      'client/pages/dist -> web/dist build',
    ],
    ['is computed', apart('outDir: process.env.OUT,'), 'web/dist build'],
    ['is an absolute path', apart("outDir: '/tmp/x',"), 'web/dist build'],
    [
      'is that of another script',
      { ...vite, scripts: { build: 'vite build', release: 'vite build --outDir=../web/dist' } },
      'web/dist release',
    ],
    [
      'is that of a script that another one calls',
      { ...vite, scripts: { build: 'npm run all', all: 'vite build --outDir "out"' } },
      'client/out -> web/dist build',
    ],
    [
      'is copied by the script',
      { ...vite, scripts: { build: 'vite build && cp -r dist ../web' } },
      'web/dist build',
    ],
    ['is around the embedded one', apart("outDir: '../web',"), 'web/dist build'],
    ['is inside the embedded one', apart("outDir: '../web/dist/app',"), 'web/dist build'],
    ...['html-webpack-plugin', 'webpack'].map(
      (dependency): [string, { [name: string]: unknown }, string] => [
        `is that of webpack, from a constant: ${dependency}`,
        {
          ...webpack,
          devDependencies: { [dependency]: '5' },
          in: 'webpack.config.js',
          configured: "const output = {\n  path: path.resolve(__dirname, 'out'),\n};",
        },
        'client/out -> web/dist build',
      ],
    ),
    [
      'is that of webpack',
      {
        ...webpack,
        in: 'webpack.config.js',
        configured:
          "const PUBLIC = path.resolve(__dirname, 'public')\noutput: {\n  path: PUBLIC,\n}",
      },
      'client/public -> web/dist build',
    ],
    [
      'is that of webpack without a page',
      {
        scripts: { build: 'webpack' },
        in: 'webpack.config.js',
        configured: "output: { filename: 'a.js', path: __dirname + '/out',\n},",
      },
      'client/out -> web/dist build',
    ],
    [
      'is the usual one of webpack without a configuration',
      { scripts: { build: 'webpack --mode production' } },
      'client/dist -> web/dist build',
    ],
    [
      'is not clear from the configuration of webpack',
      {
        scripts: { build: 'webpack' },
        in: 'webpack.config.js',
        configured: 'output: { path: outputPath() },',
      },
      'web/dist build',
    ],
    [
      'is that of the configuration that the script names',
      {
        scripts: { build: 'webpack --config build/prod.js' },
        in: 'build/prod.js',
        configured: "output: { path: path.join(__dirname, 'out'),\n},",
      },
      'client/out -> web/dist build',
    ],
    [
      'is that of Rollup',
      {
        scripts: { build: 'rollup -c' },
        in: 'rollup.config.js',
        configured: "output: [{ format: 'es', file: 'public/bundle.js',\n}],",
      },
      'client/public -> web/dist build',
    ],
    [
      'is that of a file that esbuild writes',
      { scripts: { build: 'esbuild src/a.js --bundle --outfile=out/app.js' } },
      'client/out -> web/dist build',
    ],
    [
      'is that of a style sheet of Tailwind',
      { scripts: { build: 'tailwindcss -i src/a.css -o out/app.css --minify' } },
      'client/out -> web/dist build',
    ],
    [
      'is that of a style sheet of Sass',
      { scripts: { build: 'sass --style=compressed src/a.scss:out/app.css' } },
      'client/out -> web/dist build',
    ],
    [
      'is one of several',
      { scripts: { build: 'esbuild a.js --outdir=js && tailwindcss -o ../web/dist/app.css' } },
      'web/dist build',
    ],
    [
      'is not clear from several',
      { scripts: { build: 'esbuild a.js --outdir=js && tailwindcss -o css/app.css' } },
      'web/dist build',
    ],
    [
      'is that of a script for a release',
      {
        scripts: {
          build: 'tsc',
          watch: 'esbuild a.js --outdir=../web/dist',
          live: 'esbuild a.js --outdir=../web/dist --watch',
          release: 'esbuild a.js --outdir=../web/dist',
        },
      },
      'web/dist release',
    ],
    [
      'is the usual one of webpack',
      { ...webpack, in: 'webpack.config.js', configured: "proxy: { path: '/api' }" },
      'client/dist -> web/dist build',
    ],
    [
      'is that of a generator without such a setting',
      { dependencies: { 'react-scripts': '5' }, scripts: { build: 'react-scripts build' } },
      'client/build -> web/dist build',
    ],
    [
      'is that of a framework',
      { dependencies: { astro: '5' }, scripts: { build: 'astro build' } },
      'client/dist -> web/dist build',
    ],
  ])('%s', async (_what, { in: file, configured, ...rest }, expected) => {
    const service = await programOf(body, {
      'web/web.go': web,
      'client/package.json': JSON.stringify(rest),
      'client/package-lock.json': '{}',
      ...(file === undefined ? {} : { [`client/${file}`]: configured ?? '' }),
    });
    const found = service.details.frontend;
    expect(
      `${found?.built === found?.output ? '' : `${found?.built} -> `}${found?.output} ${found?.script}`,
    ).toBe(expected);
  });
});

describe('the stage of a front end', () => {
  const pinned = { 'web/package.json': manifest, 'main.go': `package main\n\n${body}` };
  const planned = async (files: Record<string, string>) =>
    planGo([await plannedFor({ 'web/web.go': web, ...pinned, ...files })]);

  it('mounts a token in .npmrc, and keeps the file out of the build context', async () => {
    const plan = await planned({
      'web/package-lock.json': '{}',
      'web/.npmrc': '//registry.example.com/:_authToken=abc\n',
    });
    expect(plan.secrets).toEqual([
      { kind: 'file', id: 'npmrc', source: 'web/.npmrc', target: '/root/.npmrc' },
    ]);
    expect(plan.ignore['tokens']).toEqual(['web/.npmrc']);
    expect(plan.project['frontend']).toMatchObject({
      install: [{ mounts: expect.arrayContaining([expect.stringContaining('id=npmrc')]) as [] }],
      build: { mounts: [] },
    });
  });

  it('copies all that the build fills, where patterns embed parts of it', async () => {
    const plan = await planned({
      'web/web.go': web.replace('all:dist', 'dist/index.html dist/assets/*.js'),
      'web/package.json': JSON.stringify({
        devDependencies: { vite: '1' },
        scripts: { build: 'vite build' },
      }),
      'web/package-lock.json': '{}',
    });
    expect(plan.project['frontend']).toMatchObject({ output: ['/src/web/dist', './web/dist'] });
    expect(plan.ignore['outputs']).toContain('/web/dist');
  });

  it('copies it beside sources, which stay in the build context', async () => {
    const plan = await planned({
      'web/web.go': web.replace('all:dist', 'index.html assets/*.js'),
      'web/package.json': JSON.stringify({
        devDependencies: { vite: '1' },
        scripts: { build: 'vite build --outDir=.' },
      }),
      'web/package-lock.json': '{}',
    });
    expect(plan.project['frontend']).toMatchObject({ output: ['/src/web', './web'] });
    expect(plan.ignore['outputs']).not.toContain('/web');
  });

  it('copies what the build fills to where the program embeds it', async () => {
    const plan = await planned({
      'web/package.json': JSON.stringify({
        devDependencies: { vite: '1' },
        scripts: { build: 'vite build --outDir=../public' },
      }),
      'web/package-lock.json': '{}',
    });
    expect(plan.project['frontend']).toMatchObject({ output: ['/src/public', './web/dist'] });
    expect(plan.ignore['outputs']).toEqual(expect.arrayContaining(['/web/dist', '/public']));
  });

  it.each([
    ['puppeteer', 'vite build', ['PUPPETEER_SKIP_DOWNLOAD=true']],
    ['cypress', 'vite build', ['CYPRESS_INSTALL_BINARY=0']],
    ['playwright-chromium', 'vite build', ['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1']],
    ['puppeteer', 'vite build && puppeteer-prerender', []],
    ['puppeteer-core', 'vite build', []],
  ])('downloads no browser for %s and the build "%s": %j', async (name, build, expected) => {
    const plan = await planned({
      'web/package.json': JSON.stringify({ scripts: { build }, devDependencies: { [name]: '1' } }),
      'web/package-lock.json': '{}',
    });
    const { environment } = plan.project['frontend'] as {
      environment: readonly { name: string; value: string }[];
    };
    expect(environment.map((it) => `${it.name}=${it.value}`)).toEqual(expected);
  });

  it('has a token once that both the install and the build of Yarn 4 read', async () => {
    const plan = await planned({
      'web/yarn.lock': berry,
      'web/.yarnrc.yml': 'npmAuthToken: ${NPM_TOKEN}\n',
    });
    expect(plan.secrets).toEqual([{ kind: 'variable', id: 'NPM_TOKEN' }]);
    expect(plan.project['frontend']).toMatchObject({
      build: { command: 'export NPM_TOKEN="$(cat /run/secrets/NPM_TOKEN)" && yarn run build' },
    });
  });

  it.each([
    ['after the install', {}, ['web', './']],
    ['once, where the install runs a script of the sources', { postinstall: './fetch.sh' }, null],
  ])('copies the sources %s', async (_, scripts, sources) => {
    const plan = await planned({
      'web/package.json': JSON.stringify({ scripts: { build: 'vite build', ...scripts } }),
      'web/package-lock.json': '{}',
      'web/fetch.sh': '',
    });
    expect(plan.project['frontend']).toMatchObject({ sources });
  });

  it('has the certificate that the install reads', async () => {
    const plan = await planned({
      'web/package-lock.json': '{}',
      'web/.npmrc': 'cafile=ca.pem\n',
      'web/ca.pem': '',
    });
    expect(plan.ignore['kept']).toEqual(['web/ca.pem']);
  });
});
