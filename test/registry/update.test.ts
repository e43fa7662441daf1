import { describe, expect, it } from 'vitest';
import { update, type UpdateValues } from '../../src/commands/update.ts';
import { UserError } from '../../src/errors.ts';
import { ownershipOf, sealed, unsealedLine } from '../../src/render/header.ts';
import type { Inspection } from '../../src/ports/ports.ts';
import { sha256 } from './fake-registry.ts';
import { editor, registryOf } from './ports.ts';

const now = () => new Date('2026-11-20T12:00:00Z');
const oldDigest = sha256('old');

async function run(
  files: ReturnType<typeof editor>,
  values: UpdateValues = {},
  registry = registryOf({}),
  paths: readonly string[] = [],
) {
  const printed: string[] = [];
  const said: string[] = [];
  const out = {
    print: (text: string) => void printed.push(text),
    say: (text: string) => void said.push(text),
    colour: false,
  };
  const code = await update(paths, values, { files, registry, out, now });
  return {
    code,
    printed: printed.join('\n'),
    said: said.join('\n'),
    text: (path: string) => Buffer.from(files.contents.get(path) ?? '').toString(),
  };
}

describe('update', () => {
  it('moves digests, and the label that repeats one, and nothing else; again it changes nothing', async () => {
    const files = editor({
      Dockerfile: `FROM golang:1.27 AS build\nFROM alpine:3.24@${oldDigest}\nLABEL org.opencontainers.image.base.digest="${oldDigest}"\n`,
    });
    const first = await run(files);
    const fresh = sha256('alpine:3.24');
    expect(first.code).toBe(0);
    expect(first.text('Dockerfile')).toBe(
      `FROM golang:1.27 AS build\nFROM alpine:3.24@${fresh}\nLABEL org.opencontainers.image.base.digest="${fresh}"\n`,
    );
    expect(first.printed).toMatch(
      /^alpine +3\.24 +[0-9a-f]{12} {2}[0-9a-f]{12} {2}1 day -> 1 day {2}Dockerfile:2$/m,
    );
    expect(first.printed).toContain(
      'Dockerfile:1: FROM golang:1.27: it has no digest. Add one with --pin.',
    );
    expect(first.printed).toMatch(/Digests: 1 moved, 0 current, 1 without digest\.$/);

    const before = first.text('Dockerfile');
    const second = await run(files);
    expect(second.text('Dockerfile')).toBe(before);
    expect(second.printed).toContain('0 moved, 1 current');
  });

  it('leaves the checksum of our own files valid', async () => {
    const text = sealed(
      `# Written by create-secure-dockerfile\n${unsealedLine}\nFROM alpine:3.24@${oldDigest}\nLABEL org.opencontainers.image.base.digest="${oldDigest}"\n`,
    );
    const files = editor({ Dockerfile: text });
    const { text: after } = await run(files);
    expect(after('Dockerfile')).not.toBe(text);
    expect(ownershipOf(after('Dockerfile'))).toBe('unedited');
  });

  it('adds digests with --pin, and a tag where there was none', async () => {
    const files = editor({
      Dockerfile: 'FROM golang AS build\nCOPY --from=docker.io/library/busybox:1 / /\n',
      'compose.yaml': 'services:\n  a:\n    image: nginx:1 # keep\n',
    });
    const { text } = await run(files, { pin: true });
    expect(text('Dockerfile')).toBe(
      `FROM golang:latest@${sha256('golang:latest')} AS build\nCOPY --from=docker.io/library/busybox:1@${sha256('busybox:1')} / /\n`,
    );
    expect(text('compose.yaml')).toBe(
      `services:\n  a:\n    image: nginx:1@${sha256('nginx:1')} # keep\n`,
    );
  });

  it('asks for nothing that it would not change', async () => {
    const registry = registryOf({});
    await run(editor({ Dockerfile: 'FROM golang:1.27\n' }), {}, registry);
    expect(registry.asked).toEqual([]);
  });

  it.each([['dryRun'], ['diff']] as const)('writes nothing with %s', async (key) => {
    const text = `FROM alpine:3.24@${oldDigest}\n`;
    const files = editor({ Dockerfile: text });
    const result = await run(files, { [key]: true });
    expect(result.text('Dockerfile')).toBe(text);
    expect(result.printed + result.said).toContain('1 to move');
    if (key === 'diff')
      expect(result.printed).toContain(
        `-FROM alpine:3.24@${oldDigest}\n+FROM alpine:3.24@${sha256('alpine:3.24')}`,
      );
  });

  it('ends with 1 when something was behind, if that is asked', async () => {
    const files = () => editor({ Dockerfile: `FROM alpine:3.24@${oldDigest}\n` });
    expect((await run(files(), { exitCode: true, dryRun: true })).code).toBe(1);
    expect((await run(files(), { dryRun: true })).code).toBe(0);
    expect(
      (
        await run(editor({ Dockerfile: `FROM alpine:3.24@${sha256('alpine:3.24')}\n` }), {
          exitCode: true,
        })
      ).code,
    ).toBe(0);
  });

  it('holds back an index that has lost a platform, and says so', async () => {
    const text = `FROM alpine:3.24@${oldDigest}\n`;
    const files = editor({ Dockerfile: text });
    const result = await run(
      files,
      {},
      registryOf({ 'alpine:3.24': { platforms: ['linux/amd64'] } }),
    );
    expect(result.text('Dockerfile')).toBe(text);
    expect(result.printed).toMatch(/lacks linux\/arm64, which the pinned one has/);
    expect(result.printed).toMatch(/1 held back/);
  });

  it('moves an image that never had the platform, and says so', async () => {
    const files = editor({ Dockerfile: `FROM tool:1@${oldDigest}\n` });
    const result = await run(
      files,
      {},
      registryOf(
        { 'tool:1': { platforms: ['linux/amd64'] } },
        { [oldDigest]: { platforms: ['linux/amd64'] } },
      ),
    );
    expect(result.text('Dockerfile')).toBe(`FROM tool:1@${sha256('tool:1')}\n`);
    expect(result.printed).toContain('it is not built for linux/arm64');
  });

  it('fails for an image that lacks a platform that was asked for', async () => {
    const text = `FROM tool:1@${oldDigest}\n`;
    const result = await run(editor({ Dockerfile: text }), { platform: ['linux/s390x'] });
    expect([result.code, result.text('Dockerfile')]).toEqual([1, text]);
    expect(result.printed).toContain('it is not built for linux/s390x');
  });

  it('moves what it can when one registry fails, and ends with 1', async () => {
    const files = editor({
      Dockerfile: `FROM alpine:3.24@${oldDigest}\nFROM gone:1@${oldDigest}\n`,
    });
    const result = await run(
      files,
      {},
      registryOf({ 'gone:1': { failure: { kind: 'not-found', near: ['2'] } } }),
    );
    expect(result.code).toBe(1);
    expect(result.text('Dockerfile')).toBe(
      `FROM alpine:3.24@${sha256('alpine:3.24')}\nFROM gone:1@${oldDigest}\n`,
    );
    expect(result.printed).toContain('Did you mean gone:2?');
  });

  it('tells of a digest that is gone', async () => {
    const result = await run(
      editor({ Dockerfile: `FROM alpine:3.24@${oldDigest}\n` }),
      {},
      registryOf(
        {},
        { [oldDigest]: { ok: false, failure: { kind: 'not-found' } } as Partial<Inspection> },
      ),
    );
    expect(result.printed).toContain('the registry no longer has the old digest');
  });

  it('says of a digest without tag why it stays', async () => {
    const text = `FROM alpine@${oldDigest}\n`;
    const result = await run(editor({ Dockerfile: text }));
    expect(result.text('Dockerfile')).toBe(text);
    expect(result.printed).toContain('it names no tag');
  });

  it('reads files of a folder by their names, and any file that is named', async () => {
    const line = `FROM alpine:3.24@${oldDigest}\n`;
    const files = editor({
      'a/Dockerfile': line,
      'a/notes.txt': line,
      'a/Dockerfile.dockerignore': line,
      'b/image.def': line,
    });
    await run(files, {}, registryOf({}), ['a', 'b/image.def']);
    const moved = [...files.contents]
      .filter(([, bytes]) => Buffer.from(bytes).toString() !== line)
      .map(([path]) => path);
    expect(moved).toEqual(['a/Dockerfile', 'b/image.def']);
  });

  it('keeps bytes that are no UTF-8', async () => {
    const bytes = Buffer.from(`# caf\xe9 \xa0\nFROM alpine:3.24@${oldDigest}\n`, 'latin1');
    const files = editor({ Dockerfile: bytes });
    await run(files);
    expect(Buffer.from(files.contents.get('Dockerfile') ?? '').toString('latin1')).toBe(
      `# caf\xe9 \xa0\nFROM alpine:3.24@${sha256('alpine:3.24')}\n`,
    );
  });

  it('prints JSON', async () => {
    const { printed } = await run(
      editor({ Dockerfile: `FROM alpine:3.24@${oldDigest}\nFROM x:\${Y}\n` }),
      { json: true },
    );
    expect(JSON.parse(printed)).toMatchObject({
      written: true,
      files: ['Dockerfile'],
      images: [
        {
          path: 'Dockerfile',
          line: 1,
          image: 'alpine:3.24',
          status: 'behind',
          old: oldDigest,
          new: sha256('alpine:3.24'),
          oldCreated: '2026-11-19T00:00:00Z',
        },
        { line: 2, image: 'x:${Y}', status: 'skipped', old: null, new: null },
      ],
    });
  });

  it.each([
    [['missing'], 'E_FILE'],
    [['c'], 'E_PROJECT'],
  ])('refuses %j', async (paths, code) => {
    const failure = await run(editor({ 'c/readme.md': '' }), {}, registryOf({}), paths).catch(
      (error: unknown) => error,
    );
    expect(failure instanceof UserError && failure.problem.code).toBe(code);
  });
});
