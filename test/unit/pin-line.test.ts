import { describe, expect, it } from 'vitest';
import { create } from '../../src/commands/create.ts';
import type { Values } from '../../src/options.ts';
import {
  digestOf,
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../src/ports/memory.ts';
import { packageAsset, packageFiles } from '../../src/ports/node.ts';
import type { Inspector, Registry } from '../../src/ports/ports.ts';
import { formatReference } from '../../src/registry/reference.ts';
import type { Note } from '../../src/types.ts';

const go = (version: string): Readonly<Record<string, string>> => ({
  'go.mod': `module example.com/a\n\ngo ${version}\n`,
  'main.go': 'package main\n\nfunc main() {}\n',
});

/** A registry without some tags, whose image of Go has a release. */
function registryWithout(missing: RegExp, release?: string): Registry & Partial<Inspector> {
  return {
    resolve: (refs) =>
      Promise.resolve(
        refs.map((ref) =>
          missing.test(ref.tag)
            ? { ok: false as const, failure: { kind: 'not-found' as const } }
            : { ok: true as const, digest: digestOf(formatReference(ref)), platforms: null },
        ),
      ),
    inspect: () =>
      Promise.resolve({
        ok: true as const,
        kind: 'index' as const,
        platforms: null,
        ...(release === undefined ? {} : { version: release }),
      }),
  };
}

async function made(
  files: Readonly<Record<string, string>>,
  flags: Values = {},
  registry: Registry & Partial<Inspector> = memoryRegistry(),
) {
  const out = memoryOutput();
  const ports = {
    project: memoryProject(files),
    writer: memoryWriter(),
    registry,
    prompter: silentPrompter,
    out,
    now: () => new Date('2026-11-20T00:00:00Z'),
    asset: packageAsset,
    assets: packageFiles,
    userFile: () => undefined,
  };
  await create({ yes: true, json: true, base: 'scratch', ...flags }, ports, '0.0.0');
  const { images, notes } = JSON.parse(out.printed.join('')) as {
    images: { role: string; reference: string }[];
    notes: Note[];
  };
  const image = images.find((it) => it.role === 'build')?.reference.replace(/@.*/, '');
  return { image, warning: notes.find((it) => it.code === 'pin/line-instead')?.text };
}

describe('a version of which there is no image', () => {
  const exact = { ...go('1.26'), '.go-version': '1.26.6\n' };

  it('is replaced by its line, offline too', async () => {
    expect(await made(exact, { offline: true })).toEqual({
      image: 'golang:1.26-alpine3.24',
      warning: expect.stringMatching(
        /^golang:1\.26\.6-alpine3\.24: the snapshot of .* the image is golang:1\.26-alpine3\.24, the newest release of 1\.26$/,
      ) as string,
    });
    const { image } = await made(exact, {}, registryWithout(/^1\.26\.6-/));
    expect(image).toBe('golang:1.26-alpine3.24');
  });

  it('is replaced by the major version where there is no line', async () => {
    const bun = {
      'package.json': '{"name":"n","packageManager":"bun@1.2.2","scripts":{"start":"bun app.ts"}}',
      'app.ts': 'console.log(1)\n',
    };
    expect((await made(bun, { offline: true, base: 'alpine' })).image).toBe('oven/bun:1-alpine');
  });

  it('is used if it is there', async () => {
    expect(await made(exact)).toEqual({ image: 'golang:1.26.6-alpine3.24', warning: undefined });
  });

  it('is an error if the user demands it', async () => {
    await expect(made(exact, { offline: true, runtimeVersion: '1.26.6' })).rejects.toThrow(
      'golang:1.26.6-alpine3.24: the snapshot of',
    );
  });
});

describe('a go line that is newer than the image', () => {
  it('is refused offline by the release in the snapshot', async () => {
    await expect(made(go('1.27.99'), { offline: true })).rejects.toThrow(
      'go.mod:3: the project needs Go 1.27.99 or newer, and golang:1.27-alpine3.24 has Go 1.27.2',
    );
    await expect(made(go('1.27.2'), { offline: true })).resolves.toBeDefined();
  });

  it('is refused by what the image says, and not where it says nothing', async () => {
    const has = (release?: string) => made(go('1.27.99'), {}, registryWithout(/^$/, release));
    await expect(has('1.27.98')).rejects.toThrow('has Go 1.27.98');
    await expect(has('1.27.99')).resolves.toBeDefined();
    await expect(has()).resolves.toBeDefined();
  });

  it('is refused where the image says nothing, and no image has that release', async () => {
    await expect(made(go('1.27.99'), {}, registryWithout(/^1\.27\.99$/))).rejects.toThrow(
      'go.mod:3: the project needs Go 1.27.99 or newer, and there is no image golang:1.27.99',
    );
    await expect(made(go('1.27.1'), {}, registryWithout(/^1\.27\.1$/))).resolves.toBeDefined();
  });

  it('is not looked for where the image is of a later line', async () => {
    const older = { ...go('1.24.0'), '.go-version': '1.27\n' };
    await expect(made(older, {}, registryWithout(/^1\.24\.0$/))).resolves.toBeDefined();
    await expect(made(older, {}, registryWithout(/^$/, '1.23.9'))).resolves.toBeDefined();
  });

  it('costs no request for a release that the snapshot knows', async () => {
    await expect(made(go('1.27.1'), {}, registryWithout(/^$/, '1.27.0'))).resolves.toBeDefined();
  });

  it('is no toolchain line, which the image ignores', async () => {
    const toolchain = { ...go('1.27'), 'go.mod': 'module a\n\ngo 1.27.1\n\ntoolchain go1.27.99\n' };
    await expect(made(toolchain, { offline: true })).resolves.toBeDefined();
  });
});
