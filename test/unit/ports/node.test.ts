import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { projectReader } from '../../../src/ports/node.ts';

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
