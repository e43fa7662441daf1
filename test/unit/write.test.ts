import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { sealed, unsealedLine } from '../../src/render/header.ts';
import { digestOf, memoryWriter } from '../../src/ports/memory.ts';
import { writeFiles } from '../../src/write.ts';

const text = (user: string, digest = digestOf('1')): string =>
  sealed(`# Written\n${unsealedLine}\nFROM a:1@${digest}\nUSER ${user}\n`);
const files = [
  { path: 'Dockerfile', text: text('2:2') },
  { path: '.dockerignore', text: 'x\n' },
];
const run = (
  there: Record<string, string>,
  over: Partial<Parameters<typeof writeFiles>[0]> = {},
) => {
  const writer = memoryWriter(new Map(Object.entries(there)));
  return { writer, report: writeFiles({ files, writer, force: false, dryRun: false, ...over }) };
};

describe('writing', () => {
  it('creates what is not there', async () => {
    const { writer, report } = run({});
    expect((await report).files.map((it) => it.action)).toEqual(['created', 'created']);
    expect(writer.files.get('Dockerfile')).toBe(files[0]?.text);
  });
  it('leaves identical files alone and says so', async () => {
    const { report } = run({ Dockerfile: files[0]?.text ?? '', '.dockerignore': 'x\n' });
    expect(await report).toEqual({
      files: [
        { path: 'Dockerfile', action: 'identical' },
        { path: '.dockerignore', action: 'identical' },
      ],
      written: false,
    });
  });
  it('replaces a generated file that was not edited, also after a bot moved a digest', async () => {
    const { writer, report } = run({
      Dockerfile: text('1:1').replace(digestOf('1'), digestOf('9')),
    });
    expect((await report).files[0]?.action).toBe('updated');
    expect(writer.files.get('Dockerfile')).toContain('USER 2:2');
  });
  it.each([
    [
      'edited by hand',
      text('1:1').replace('USER 1:1', 'USER 0:0'),
      'edited by hand since it was generated',
    ],
    ['of someone else', 'FROM b\n', 'already exists, not written by this tool'],
  ])('a file %s stops everything without a terminal', async (_what, before, why) => {
    const { writer, report } = run({ Dockerfile: before });
    await expect(report).rejects.toThrow(UserError);
    await expect(report).rejects.toThrow(why);
    expect([...writer.files]).toEqual([['Dockerfile', before]]);
  });
  it('asks in a terminal, and a no leaves all files as they are', async () => {
    const { writer, report } = run(
      { '.dockerignore': 'mine\n' },
      { confirm: () => Promise.resolve(false) },
    );
    await expect(report).rejects.toThrow('Nothing was written');
    expect([...writer.files.keys()]).toEqual(['.dockerignore']);
  });
  it('asks in a terminal, and a yes overwrites', async () => {
    const { writer, report } = run(
      { '.dockerignore': 'mine\n' },
      { confirm: () => Promise.resolve(true) },
    );
    await report;
    expect(writer.files.get('.dockerignore')).toBe('x\n');
  });
  it('overwrites with force', async () => {
    const { writer, report } = run({ Dockerfile: 'FROM b\n' }, { force: true });
    await report;
    expect(writer.files.get('Dockerfile')).toBe(files[0]?.text);
  });
  it('writes nothing in a dry run, whatever is there', async () => {
    const { writer, report } = run({ Dockerfile: 'FROM b\n' }, { dryRun: true });
    expect((await report).written).toBe(false);
    expect([...writer.files]).toEqual([['Dockerfile', 'FROM b\n']]);
  });
});
