import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

const bundler = {
  version: '8.3.4',
  optionalDependencies: { fsevents: '~2.3.3', 'a-helper-for-windows': '^0.1.0' },
};
const compiler = {
  version: '0.25.0',
  optionalDependencies: { '@c/linux-x64': '0.25.0', '@c/darwin-arm64': '0.25.0' },
};
const entry = { version: '1.0.0', optional: true };
const fsevents = { 'node_modules/fsevents': entry };
const none = { 'node_modules/bundler': bundler, 'node_modules/compiler': compiler };
const addition = { ...none, ...fsevents, 'node_modules/a-helper-for-windows': entry };
const binaries = { 'node_modules/@c/linux-x64': entry, 'node_modules/@c/darwin-arm64': entry };

/** @returns the installs of the image, and what the note says about the lock file. */
async function installed(packages: Readonly<Record<string, object>>, more: object = {}) {
  const dependencies = { bundler: '^8.0.0' };
  const { files, notes } = await generate(
    {
      'package.json': JSON.stringify({ name: 'a', main: 'server.js', dependencies, ...more }),
      'server.js': "require('node:http').createServer().listen(3000);",
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: { '': { dependencies }, ...packages },
      }),
    },
    { base: 'distroless' },
  );
  const text = files.get('Dockerfile') ?? '';
  return {
    commands: [...text.matchAll(/npm \w+ --(?:omit=dev|global \S+)/g)].map(([it]) => it),
    note: notes.find((it) => it.code === 'node/lock-incomplete')?.evidence?.[0]?.because ?? null,
  };
}

describe('a lock file of npm without an optional dependency', () => {
  it.each([
    ['fsevents', { ...none, ...binaries }],
    ['a-helper-for-windows', { ...none, ...binaries, ...fsevents }],
  ])('is installed by npm install, because npm ci refuses it: %s', async (name, packages) => {
    expect(await installed(packages)).toStrictEqual({
      commands: ['npm install --omit=dev'],
      note: `bundler names ${name} among its optional dependencies`,
    });
  });

  it.each([
    ['no binary, and nothing else', none, {}, '11.19.1'],
    [
      'the binaries of one machine',
      { ...addition, 'node_modules/@c/darwin-arm64': entry },
      {},
      '11.19.1',
    ],
    ['no binary, with an old npm', none, { packageManager: 'npm@10.9.0' }, '11.19.1'],
    ['no binary, with a newer npm', none, { packageManager: 'npm@12.0.1' }, '12.0.1'],
  ])('is completed by a new npm: %s', async (_name, packages, manifest, npm) => {
    expect(await installed(packages, manifest)).toStrictEqual({
      commands: [`npm install --global npm@${npm}`, 'npm install --omit=dev'],
      note: 'compiler names @c/linux-x64 among its optional dependencies',
    });
  });

  it.each([
    ['which is there', { ...addition, ...binaries }],
    [
      'which is there, below',
      {
        ...none,
        'node_modules/bundler/node_modules/fsevents': entry,
        'node_modules/bundler/node_modules/a-helper-for-windows': entry,
        ...binaries,
      },
    ],
    ['of a package in a bundle', { 'node_modules/bundler': { ...bundler, inBundle: true } }],
  ])('is installed as ever: %s', async (_name, packages) => {
    expect(await installed(packages)).toStrictEqual({
      commands: ['npm ci --omit=dev'],
      note: null,
    });
  });
});
