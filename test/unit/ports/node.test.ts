import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectReader, readUserFile } from '../../../src/ports/node.ts';

const root = mkdtempSync(join(tmpdir(), 'reader-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const text = 'flask==3.1.0\nname==“é”\n';
it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
])('a project is read in %s', async (_what, bytes) => {
  writeFileSync(join(root, 'requirements.txt'), bytes);
  expect(await projectReader(root).read('requirements.txt')).toBe(text);
});

it('what is not text is not read', async () => {
  writeFileSync(join(root, 'image.bin'), Buffer.from([0x89, 0x50, 0, 0]));
  expect(await projectReader(root).read('image.bin')).toBeUndefined();
});

it('lists what is vendored only where that is asked for', async () => {
  const files = ['go.mod', 'vendor/a/a.go', 'vendor/a/node_modules/x.js', 'vendor/modules.txt'];
  for (const it of files) {
    mkdirSync(join(root, 'listed', dirname(it)), { recursive: true });
    writeFileSync(join(root, 'listed', it), '');
  }
  const project = projectReader(join(root, 'listed'));
  expect(await project.files()).toEqual(['go.mod', 'vendor/modules.txt']);
  expect(await project.filesBelow('vendor')).toEqual(['vendor/a/a.go', 'vendor/modules.txt']);
  expect(await project.filesBelow('..')).toEqual([]);
});

describe('a file without permission to read it', () => {
  const project = () => {
    chmodSync(root, 0o755);
    for (const it of ['app.py', '.env']) {
      writeFileSync(join(root, it), '');
      chmodSync(join(root, it), 0o000);
    }
    return projectReader(root);
  };

  /** Root may read every file. */
  async function asNobody<T>(read: () => T): Promise<Awaited<T>> {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      return await read();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  it('is an error, because docker build cannot read it, either', async () => {
    const reader = project();
    await expect(asNobody(() => reader.read('app.py'))).rejects.toThrow(
      'app.py: cannot be read (no permission)',
    );
    await expect(asNobody(() => readUserFile(join(root, 'app.py')))).rejects.toThrow(
      'cannot be read (no permission)',
    );
  });

  it('is as if it were missing where the build leaves it out', async () => {
    const reader = project();
    expect(await asNobody(() => reader.read('.env'))).toBeUndefined();
  });
});
