import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeRegistry, startRegistry } from '../registry/fake-registry.ts';
import { folderWith, goProject, run, runBuilt } from './run.ts';

const old = 'sha256:5f1d3b7a9c8e6240fb1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978';
let registry: FakeRegistry;
beforeEach(async () => {
  registry = await startRegistry();
});
afterEach(() => registry.close());

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('update', () => {
  it('moves the digests of files on disk, keeping permissions and links', async () => {
    const digest = registry.image('1');
    const folder = folderWith({ 'deep/real': `FROM ${registry.name}/library/app:1@${old}\n` });
    chmodSync(join(folder, 'deep/real'), 0o640);
    symlinkSync('deep/real', join(folder, 'Dockerfile'));
    const { code, stdout } = await runBuilt(folder, 'update', '--no-cache');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 moved')]);
    expect(read(folder, 'deep/real')).toBe(`FROM ${registry.name}/library/app:1@${digest}\n`);
    expect(lstatSync(join(folder, 'Dockerfile')).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, 'deep/real')).mode & 0o777).toBe(0o640);
    expect(await run(folder, 'update', '--no-cache', '--exit-code')).toMatchObject({ code: 0 });
  });

  it('names a file that is not there, and a folder without such files', async () => {
    expect(await run(folderWith({}), 'update', 'nowhere')).toMatchObject({
      code: 1,
      stderr: 'nowhere: there is no such file or folder\n',
    });
    expect(await run(folderWith({ 'readme.md': '' }), 'update')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No Dockerfile, compose file or bake file'),
    });
  });

  it('refuses an option of another command', async () => {
    expect(await run(folderWith({}), 'update', '--strict')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Unknown option --strict for update.'),
    });
  });
});

describe('check', () => {
  it('exits with 0 if everything is current, otherwise with 1', async () => {
    const digest = registry.image('1');
    const image = `${registry.name}/library/app:1`;
    expect(
      await runBuilt(
        folderWith({ Dockerfile: `FROM ${image}@${digest}\n` }),
        'check',
        '--no-cache',
        '--strict',
      ),
    ).toEqual({ code: 0, stdout: `ok      Dockerfile:1: ${image}: up to date.\n`, stderr: '' });
    expect(
      await run(folderWith({ Dockerfile: `FROM ${image}@${old}\n` }), 'check', '--no-cache'),
    ).toMatchObject({ code: 1, stdout: expect.stringContaining('vanished') });
  });

  it('reports versions past their end of life without a network', async () => {
    const { code, stdout } = await run(
      folderWith({ 'api.Dockerfile': 'FROM node:20-alpine3.19\n' }),
      'check',
      '--offline',
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/Node\.js 20 reached its end of life on 2026-04-30 .* Upgrade to \d+/);
    expect(stdout).toMatch(/Alpine Linux 3\.19 reached/);
  });
});

describe('--mirror and --with', () => {
  it('names the mirror in the Dockerfile and in the command that writes it again', async () => {
    const folder = folderWith(goProject);
    expect(
      await run(
        folder,
        '--yes',
        '--offline',
        '--base',
        'scratch',
        '--mirror',
        'docker.io=mirror.example.com/hub',
      ),
    ).toMatchObject({ code: 0 });
    expect(read(folder, 'Dockerfile')).toMatch(
      /^FROM .*mirror\.example\.com\/hub\/library\/golang:\S+@sha256:[0-9a-f]{64} AS build$/m,
    );
    expect(read(folder, 'Dockerfile')).toMatch(
      /^# Regenerate: .*--mirror docker\.io\\?=mirror\.example\.com\/hub/m,
    );
    expect(await run(folder, '--yes', '--offline', '--mirror', 'docker.io=hub')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not begin with a registry'),
    });
  });

  it('writes the configuration of a bot once', async () => {
    const folder = folderWith(goProject);
    const arguments_ = [
      '--yes',
      '--offline',
      '--base',
      'scratch',
      '--with',
      'renovate,dependabot',
    ] as const;
    expect(await run(folder, ...arguments_)).toMatchObject({ code: 0 });
    expect(
      existsSync(join(folder, 'renovate.json')) &&
        existsSync(join(folder, '.github/dependabot.yml')),
    ).toBe(true);
    expect(await run(folder, ...arguments_)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('renovate.json already exists and is unchanged'),
    });
  });
});
