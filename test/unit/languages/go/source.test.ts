import { describe, expect, it } from 'vitest';
import { isBuilt } from '../../../../src/languages/go/constraints.ts';
import { headerOf, scanSource } from '../../../../src/languages/go/source.ts';

describe('comments and strings do not fool a search', () => {
  it('blanks them and keeps every offset and line', () => {
    const text =
      'package a // "x"\nvar s = "// no comment \\" still"\n/* " */ var r = `"//\n`\nvar q = \'"\' // end\n';
    const { code, strings } = scanSource(text);
    expect(code).toHaveLength(text.length);
    expect(code.split('\n')).toHaveLength(text.split('\n').length);
    expect(code.replace(/ +/g, ' ')).toBe(
      'package a \nvar s = " "\n var r = ` \n`\nvar q = \' \' \n',
    );
    expect([...strings.values()]).toEqual(['// no comment " still', '"//\n']);
  });

  it('an unclosed string ends at its line', () => {
    expect(scanSource('var s = "open\nfunc main() {}').code).toContain('func main() {}');
  });

  it('finds imports of every form, with their lines', () => {
    const { imports } = scanSource(
      'package a\nimport "fmt"\nimport (\n\t_ "embed"\n\t// "not/this"\n\tx "b/c" // "nor/this"\n\t. `d`\n)\nvar s = "import"\n',
    );
    expect(imports).toEqual([
      { path: 'fmt', line: 2 },
      { path: 'embed', line: 4, name: '_' },
      { path: 'b/c', line: 6, name: 'x' },
      { path: 'd', line: 7, name: '.' },
    ]);
  });

  it('reads the patterns of go:embed, quoted ones too', () => {
    expect(
      scanSource(
        'package a\n//go:embed all:dist "with space/*" `raw`\nvar f embed.FS\n// go:embed no\n',
      ).embeds.map((it) => it.pattern),
    ).toEqual(['all:dist', 'with space/*', 'raw']);
  });

  it('reads what cgo asks of the system', () => {
    expect(
      scanSource(
        'package a\n/*\n#cgo LDFLAGS: -lfoo\n#cgo linux pkg-config: vips\n*/\nimport "C"\n',
      ).cgoFlags,
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
