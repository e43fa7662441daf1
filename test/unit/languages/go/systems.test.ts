import { describe, expect, it } from 'vitest';
import { usesOf } from '../../../../src/languages/go/code/uses.ts';
import { readModules } from '../../../../src/languages/go/modules.ts';
import { packagesOf } from '../../../../src/languages/go/packages.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { mod } from '../../../support/go-facts.ts';
import { linesOf } from '../../../support/knowledge.ts';

async function linesIn(body: string, rest = ''): Promise<readonly string[]> {
  const source = `package main

import (
	"os"
	"os/exec"
	"runtime"
)

func main() {
${body}
}

${rest}
`;
  const project = memoryProject({ 'go.mod': mod, 'main.go': source });
  const modules = await readModules(project);
  if (!modules) throw new Error('no module');
  return linesOf(await usesOf(await (await packagesOf(project, modules)).program('')));
}

const started = (source: string) => source.replace('START', 'exec.Command("ffmpeg")');

describe('what runs on another system is not used', () => {
  it.each([
    'if runtime.GOOS == "windows" { START }',
    'if "darwin" == runtime.GOOS { START }',
    'if runtime.GOOS != "linux" { START }',
    'if runtime.GOOS == "linux" { os.Exit(0) } else { START }',
    'if !(runtime.GOOS == "linux") { START }',
    'if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { START }',
    'if runtime.GOOS == "windows" && ready() { START }',
    'if ready() && runtime.GOOS == "windows" { START }',
    'goos := runtime.GOOS\nif goos == "windows" { START }',
    'isWindows := runtime.GOOS == "windows"\nif isWindows { START }',
    'if isWindows { START }',
    'if onWindows() { START }',
    'switch runtime.GOOS {\ncase "windows", "darwin":\nSTART\n}',
    'switch {\ncase runtime.GOOS == "windows":\nSTART\n}',
  ])('%s', async (source) => {
    const rest =
      'const isWindows = runtime.GOOS == "windows"\nfunc onWindows() bool { return runtime.GOOS == "windows" }';
    expect(await linesIn(started(source), rest)).toEqual([]);
  });
});

describe('what may run on Linux is used', () => {
  it.each([
    'START',
    'if runtime.GOOS != "windows" { START }',
    'if runtime.GOOS == "windows" { os.Exit(0) } else { START }',
    'if runtime.GOOS == "windows" || ready() { START }',
    'if runtime.GOOS == "linux" && ready() { START }',
    'if runtime.GOOS == os.Args[1] { START }',
    'if runtime.GOARCH == "arm64" { START }',
    'if mode == "windows" { START }',
    'switch runtime.GOOS {\ncase "linux", "darwin":\nSTART\n}',
    'switch runtime.GOOS {\ncase "windows":\ndefault:\nSTART\n}',
    'switch mode {\ncase "windows":\nSTART\n}',
  ])('%s', async (source) => {
    expect(await linesIn(started(source), 'var mode = os.Args[1]')).toEqual(['starts ffmpeg']);
  });
});

describe('a value has the branch of Linux', () => {
  it.each([
    'folder := "data"\nif runtime.GOOS == "windows" { folder = "windows" }',
    'var folder string\nif runtime.GOOS == "windows" { folder = "windows" } else { folder = "data" }',
    'folder := choose()',
  ])('%s', async (source) => {
    const rest =
      'func choose() string {\nswitch runtime.GOOS {\ncase "windows":\nreturn "windows"\n}\nreturn "data"\n}';
    expect(await linesIn(`${source}\nos.MkdirAll(folder, 0o755)`, rest)).toEqual(['writes data']);
  });
});

it.each([
  ['a field', 'c.shell', 'type config struct { shell string }\n\nvar c config'],
  ['a variable of the package', 'shell', 'var shell string'],
])('%s has the value that is set for Linux', async (_what, name, rest) => {
  const body = `switch runtime.GOOS {\ncase "plan9":\n${name} = "rc"\ndefault:\n${name} = "ffmpeg"\n}\nexec.Command(${name})`;
  expect(await linesIn(body, rest)).toEqual(['starts ffmpeg']);
});
