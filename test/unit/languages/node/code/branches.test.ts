import { describe, expect, it } from 'vitest';
import { readProgram } from '../../../../../src/languages/node/code/program.ts';
import { usesOf } from '../../../../../src/languages/node/code/uses.ts';
import { parseManifest } from '../../../../../src/languages/node/files/manifest.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { linesOf } from '../../../../support/knowledge.ts';

async function linesIn(source: string, files: Readonly<Record<string, string>> = {}) {
  const read = parseManifest('', '{ "name": "own" }');
  if (!read.ok) throw new Error('no manifest');
  const head = "import { execFile } from 'node:child_process';\nimport os from 'node:os';\n";
  const program = await readProgram(memoryProject({ 'server.js': `${head}${source}`, ...files }), {
    entries: ['server.js'],
    folder: '',
    packages: [{ manifest: read.manifest, build: null }],
  });
  return linesOf(usesOf(program));
}

const started = (source: string) => source.replace('START', "execFile('ffmpeg')");

describe('what never runs in the image is not used', () => {
  it.each([
    "if (process.platform === 'win32') START;",
    "if (process.platform !== 'linux') { START; }",
    "if (process.platform == 'linux') {} else { START; }",
    "if (os.platform() === 'darwin') START;",
    "if (os.type() === 'Windows_NT') START;",
    "if (!(process.platform === 'linux')) START;",
    "if (process.platform === 'win32' && ready()) START;",
    "if (process.platform === 'win32' || process.platform === 'darwin') START;",
    "const isWindows = process.platform === 'win32';\nif (isWindows) START;",
    "const isWindows = () => process.platform === 'win32';\nif (isWindows()) START;",
    "process.platform === 'win32' && START;",
    "process.platform === 'linux' || START;",
    "const x = process.platform === 'win32' ? START : undefined;",
    "switch (process.platform) {\n  case 'win32':\n    START;\n    break;\n}",
    "switch (process.platform) {\n  case 'darwin':\n  case 'win32':\n    START;\n}",
    "if (process.env.NODE_ENV !== 'production') START;",
    "if (process.env.NODE_ENV === 'development') { START; }",
    "const dev = process.env.NODE_ENV !== 'production';\nif (dev) START;",
    "const { platform } = process;\nif (platform === 'win32') START;",
  ])('%s', async (source) => {
    expect(await linesIn(started(source))).toEqual([]);
  });

  it('also where another module asks', async () => {
    const source = "import { isWindows } from './system.js';\nif (isWindows) START;";
    const files = { 'system.js': "export const isWindows = process.platform === 'win32';" };
    expect(await linesIn(started(source), files)).toEqual([]);
  });
});

describe('what may run in the image is used', () => {
  it.each([
    'START;',
    "if (process.platform !== 'win32') START;",
    "if (process.platform === 'win32') {} else { START; }",
    "if (process.platform === 'win32') {} else if (ready()) { START; }",
    'if (process.platform === process.argv[2]) START;',
    "if (mode === 'windows') START;",
    "if (process.platform === 'win32' || ready()) START;",
    "if (process.env.NODE_ENV === 'production') START;",
    "if (process.env.MODE === 'development') START;",
    "switch (process.platform) {\n  case 'linux':\n    START;\n}",
    "switch (process.platform) {\n  case 'linux':\n  case 'darwin':\n    START;\n}",
    "switch (process.platform) {\n  case 'win32':\n    break;\n  default:\n    START;\n}",
  ])('%s', async (source) => {
    expect(await linesIn(started(source))).toEqual(['starts ffmpeg']);
  });
});

describe('a value has the branch of the image', () => {
  it.each([
    "const port = process.platform === 'win32' ? 3001 : 3000;",
    "const port = process.env.NODE_ENV === 'production' ? 3000 : 3001;",
    "function choose() {\n  if (process.platform === 'win32') return 3001;\n  return 3000;\n}\nconst port = choose();",
    "let port = 3000;\nif (process.platform === 'win32') port = 3001;",
    "let port;\nif (process.env.NODE_ENV !== 'production') port = 3001;\nelse port = 3000;",
  ])('%s', async (source) => {
    const server = "import http from 'node:http';\nhttp.createServer().listen(port);";
    expect(await linesIn(`${source}\n${server}`)).toEqual(['listens 3000']);
  });
});
