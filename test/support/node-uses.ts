import { readProgram } from '../../src/languages/node/code/program.ts';
import { usesOf } from '../../src/languages/node/code/uses.ts';
import { parseManifest } from '../../src/languages/node/files/manifest.ts';
import type { Uses } from '../../src/languages/shared/uses.ts';
import { memoryProject } from '../../src/ports/memory.ts';

/** What a program of one file, server.js, uses; or of several files, of which it is the entry. */
export async function nodeUses(source: string | Readonly<Record<string, string>>): Promise<Uses> {
  const files = typeof source === 'string' ? { 'server.js': source } : source;
  const read = parseManifest('', '{ "name": "own" }');
  if (!read.ok) throw new Error('no manifest');
  const program = await readProgram(memoryProject(files), {
    entries: ['server.js'],
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
  return usesOf(program);
}
