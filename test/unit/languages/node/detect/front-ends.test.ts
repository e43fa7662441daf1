/** Front ends beside a program, which it serves and which no script builds. */
import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

type Files = Readonly<Record<string, string>>;

const server = (folder: string): string =>
  `const express = require('express');\nexpress().use(express.static(${folder})).listen(3000);`;
const client = (manifest: object = {}, folder = 'client'): Files => ({
  [`${folder}/package.json`]: JSON.stringify({
    scripts: { build: 'vite build' },
    devDependencies: { vite: '7' },
    ...manifest,
  }),
  [`${folder}/index.html`]: '',
});

async function outcomeOf(files: Files, manifest: object = {}) {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { start: 'node server.js' },
      dependencies: { express: '5' },
      ...manifest,
    }),
    ...files,
  };
  const { files: written, notes } = await generate(project, { base: 'distroless' });
  const dockerfile = written.get('Dockerfile') ?? '';
  return {
    command: /\b(npm (?:ci|install) --prefix .*?)(?: \\)?$/m.exec(dockerfile)?.[1],
    isClean: /^RUN rm -rf .*\bclient\/node_modules/m.test(dockerfile),
    note: notes.find((it) => it.code === 'node/front-end-not-built')?.text,
    copied: notes.find((it) => it.code === 'node/front-end-copied')?.text,
    dockerfile,
  };
}

const built = '--prefix client --include=dev --no-audit --no-fund && npm run build --prefix client';

describe('a front end that the program serves', () => {
  it.each<[string, Files, string]>([
    [
      'from its own folder',
      { 'server.js': server("'client/dist'"), 'client/package-lock.json': '{}' },
      `npm ci ${built}`,
    ],
    [
      'beside the source',
      { 'server.js': server("require('path').join(__dirname, 'client', 'dist')") },
      `npm install ${built}`,
    ],
    [
      'from where its configuration writes it',
      {
        'server.js': server("'public'"),
        'client/vite.config.js': "export default { build: { outDir: '../public/' } };",
      },
      `npm install ${built}`,
    ],
  ])('is built: %s', async (_, files, command) => {
    const outcome = await outcomeOf({ ...client(), ...files });
    expect(outcome).toMatchObject({ command, isClean: true, note: undefined });
  });

  it('is copied beside a compiled program', async () => {
    const { dockerfile } = await outcomeOf(
      {
        ...client(),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
        'src/index.ts': server("require('path').join(__dirname, '../client/dist')"),
      },
      {
        scripts: { build: 'tsc', start: 'node dist/index.js' },
        devDependencies: { typescript: '5' },
      },
    );
    expect(dockerfile).toContain(`npm run build \\\n && npm install ${built}\n`);
    expect(dockerfile).toContain('COPY --from=build /app/client/dist /app/client/dist\n');
  });

  it.each<[string, Files, object?]>([
    [
      'a script of the build names it',
      {},
      { scripts: { build: 'cd client && npm i && npm run build', start: 'node server.js' } },
    ],
    [
      'an install script names it',
      {},
      { scripts: { postinstall: 'npm run build -C client', start: 'node server.js' } },
    ],
    ['its output is committed', { 'client/dist/index.html': '' }],
    ['it has no build', client({ scripts: {} })],
    ['it is no site', client({ devDependencies: { express: '5' } })],
    ['it is part of a workspace', {}, { workspaces: ['client'] }],
  ])('is not built again where %s', async (_, files, manifest = {}) => {
    const outcome = await outcomeOf(
      { 'server.js': server("'client/dist'"), ...client(), ...files },
      manifest,
    );
    expect(outcome).toMatchObject({ command: undefined, note: undefined });
  });

  it.each([
    'cd client && npm run build',
    'cd ./client/ && npm run build -- --base /x',
    'npm run build --prefix client',
    'npm --prefix=client run build && echo done',
    'npm run build:ui',
  ])('gets its packages where a script only builds it: %s', async (script) => {
    const outcome = await outcomeOf(
      { 'server.js': server("'client/dist'"), ...client(), 'client/package-lock.json': '{}' },
      {
        scripts: {
          build: script,
          'build:ui': 'cd client && npm run build',
          'client-install': 'npm install --prefix client',
          start: 'node server.js',
        },
      },
    );
    expect(outcome).toMatchObject({
      command: 'npm ci --prefix client --include=dev --no-audit --no-fund',
      isClean: true,
      note: undefined,
    });
    expect(outcome.dockerfile).toContain('--no-fund \\\n && npm run build\n');
  });

  it.each([
    'cd client && npm ci && npm run build',
    'cd client && yarn && yarn build',
    'npm i --prefix client && npm run build --prefix client',
    'npm --prefix client install && npm --prefix client run build',
  ])('gets them once: %s', async (script) => {
    const outcome = await outcomeOf(
      { 'server.js': server("'client/dist'"), ...client() },
      { scripts: { build: script, start: 'node server.js' } },
    );
    expect(outcome.command).toBeUndefined();
  });

  it('is copied beside a compiled program that a script builds with it', async () => {
    const { dockerfile } = await outcomeOf(
      {
        ...client(),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
        'src/index.ts': server("require('path').join(__dirname, '../client/dist')"),
      },
      {
        scripts: {
          build: 'run-s "build:*"',
          'build:a': 'npm run build --prefix client',
          'build:b': 'tsc',
          start: 'node dist/index.js',
        },
        devDependencies: { typescript: '5' },
      },
    );
    expect(dockerfile).toContain('COPY --from=build /app/client/dist /app/client/dist\n');
  });

  const copied =
    'the program serves public, which the project does not have: the image has there what the front end in client builds';
  const copy = 'mkdir -p public && cp -R client/dist/. public';

  it('is copied to the folder that is served, after the script that builds it', async () => {
    const outcome = await outcomeOf(
      { 'server.js': server("'public'"), ...client() },
      { scripts: { build: 'cd client && npm i && npm run build', start: 'node server.js' } },
    );
    expect(outcome.dockerfile).toContain(`RUN npm run build \\\n && ${copy}\n`);
    expect(outcome).toMatchObject({ isClean: true, note: undefined, copied });
  });

  it('is built and copied to the folder that is served', async () => {
    const outcome = await outcomeOf({ 'server.js': server("'public'"), ...client() });
    expect(outcome).toMatchObject({
      command: `npm install ${built} && ${copy}`,
      note: undefined,
      copied,
    });
  });

  it('is copied beside a compiled program that serves another folder', async () => {
    const { dockerfile } = await outcomeOf(
      {
        ...client(),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
        'src/index.ts': server("require('path').join(__dirname, '../public')"),
      },
      {
        scripts: { build: 'tsc', start: 'node dist/index.js' },
        devDependencies: { typescript: '5' },
      },
    );
    expect(dockerfile).toContain('COPY --from=build /app/public /app/public\n');
  });

  it.each([
    ['the folder is for files of users', server("'uploads'"), client()],
    ['there are two', server("'public'"), { ...client(), ...client({}, 'admin') }],
    [
      'two folders are missing',
      `${server("'public'")} const app = express(); app.use(express.static('www'));`,
      client(),
    ],
  ])('is only named where %s', async (_, source, files) => {
    const outcome = await outcomeOf({ 'server.js': source, ...files });
    expect(outcome).toMatchObject({ command: undefined, copied: undefined });
    expect(outcome.note).toContain('no script builds the front end in ');
  });

  it('is named where npm does not install it', async () => {
    const outcome = await outcomeOf({
      'server.js': server("'client/dist'"),
      ...client(),
      'client/yarn.lock': '',
    });
    expect(outcome.command).toBeUndefined();
    expect(outcome.note).toContain('no script builds the front end in client');
  });

  it('is not looked for where everything that is served is there', async () => {
    const files = { 'server.js': server("'public'"), 'public/index.html': '', ...client() };
    expect((await outcomeOf(files)).note).toBeUndefined();
  });
});
