import { describe, expect, it } from 'vitest';
import { isBuilt } from '../../../../src/languages/go/constraints.ts';
import { embedsIn, headerOf, scanHead } from '../../../../src/languages/go/source.ts';

describe('the beginning of a file', () => {
  it('finds imports of every form, with their lines', () => {
    const { imports } = scanHead(
      'package a\nimport "fmt"\nimport (\n\t_ "embed"\n\t// "not/this"\n\tx "b/c" // "nor/this"\n\t. `d`\n)\nvar s = "import"\n',
    );
    expect(imports).toEqual([
      { path: 'fmt', line: 2 },
      { path: 'embed', line: 4, name: '_' },
      { path: 'b/c', line: 6, name: 'x' },
      { path: 'd', line: 7, name: '.' },
    ]);
  });

  it('ends before the first declaration, and at what is no import', () => {
    const read = (text: string) => scanHead(text).imports.map((it) => it.path);
    expect(read('package a\nimport "b"\nvar s = `\nimport "c"\n`\n')).toEqual(['b']);
    expect(read('package a; import "b"; import ("c"; "d")\nfunc f() {}')).toEqual(['b', 'c', 'd']);
    expect(read('package a\nimport (\n"b"\n42\n"c"\n)\n')).toEqual(['b']);
    expect(read('package a\n/* import "x" */\nimport "b"')).toEqual(['b']);
    expect(read('import "b"\n')).toEqual([]);
  });

  it('reads the patterns of go:embed, quoted ones too, and none in texts', async () => {
    const text =
      'package a\n//go:embed all:dist "with space/*" `raw`\nvar f embed.FS\n// go:embed no\nvar s = `\n//go:embed no\n`\n/*\n//go:embed no\n*/\nvar (\n\t//go:embed x\n\tx string\n)\n';
    expect(await embedsIn('a.go', text)).toEqual([
      { pattern: 'all:dist', line: 2 },
      { pattern: 'with space/*', line: 2 },
      { pattern: 'raw', line: 2 },
      { pattern: 'x', line: 12 },
    ]);
  });

  it('is read with the line ends of Windows', async () => {
    const text =
      '// +build linux\r\n\r\npackage a\r\n\r\nimport (\r\n\t_ "embed"\r\n)\r\n\r\n//go:embed a.key b\r\nvar s string\r\n';
    expect(headerOf(text)).toEqual({ packageName: 'a', constraint: '((linux))' });
    expect(headerOf(text.replace('// +build', '//go:build'))?.constraint).toBe('linux');
    expect(scanHead(text).imports).toEqual([{ path: 'embed', line: 6, name: '_' }]);
    expect((await embedsIn('a.go', text)).map((it) => it.pattern)).toEqual(['a.key', 'b']);
  });

  it('reads what cgo asks of the system', () => {
    expect(
      scanHead('package a\n/*\n#cgo LDFLAGS: -lfoo\n#cgo linux pkg-config: vips\n*/\nimport "C"\n')
        .cgoFlags,
    ).toEqual(['LDFLAGS: -lfoo', 'linux pkg-config: vips']);
  });
});

describe('the package clause', () => {
  it.each([
    ['package main', 'main', undefined],
    [
      '\ufeff// Copyright\n\n/* x\npackage no */\n//go:build linux && !cgo\n\npackage a',
      'a',
      'linux && !cgo',
    ],
    ['// package no\npackage b // c', 'b', undefined],
    [
      '// +build aix,ppc64 !x\n// +build gccgo\n\npackage a',
      'a',
      '((aix && ppc64) || (!x)) && ((gccgo))',
    ],
    ['//go:build linux\n// +build aix\n\npackage a', 'a', 'linux'],
  ])('of %j is %s', (text, packageName, constraint) => {
    expect(headerOf(text)).toEqual({ packageName, constraint });
  });
  it('is missing in what is no Go file', () => {
    expect(headerOf('hello package main')).toBeUndefined();
  });
});

describe('build constraints, for Linux', () => {
  it.each([
    ['main.go', true],
    ['main_test.go', false],
    ['_main.go', false],
    ['.main.go', false],
    ['x_linux.go', true],
    ['x_windows.go', false],
    ['x_amd64.go', true],
    ['x_linux_arm64.go', true],
    ['x_darwin_arm64.go', false],
    ['x_aix_ppc.go', false],
    ['x_s390x.go', false],
    ['windows.go', true],
    ['a/b_unix.go', true],
  ])('the name %s: %s', (path, built) => {
    expect(isBuilt(path, undefined, true)).toBe(built);
  });
  it.each([
    ['ignore', false],
    ['!windows', true],
    ['linux', true],
    ['darwin || linux', true],
    ['darwin && linux', false],
    ['!(darwin || windows) && unix', true],
    ['cgo', true],
    ['!cgo', false],
    ['go1.22', true],
    ['tools', false],
    ['linux && (amd64 || riscv64)', true],
    ['!linux || integration', false],
  ])('//go:build %s: %s', (constraint, built) => {
    expect(isBuilt('x.go', constraint, true)).toBe(built);
  });
  it('without cgo, !cgo holds', () => {
    expect([isBuilt('x.go', '!cgo', false), isBuilt('x.go', 'cgo', false)]).toEqual([true, false]);
  });
});
