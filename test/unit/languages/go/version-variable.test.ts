import { describe, expect, it } from 'vitest';
import { programOf } from '../../../support/go-facts.ts';

describe('a variable for the version', () => {
  const variable = async (
    body: string,
    files: Record<string, string> = {},
  ): Promise<string | undefined> => {
    const found = (await programOf(`${body}\n\nfunc main() {}\n`, files)).details.version;
    return found && `${found.name}=${found.value} ${found.evidence.file}:${found.evidence.line}`;
  };
  it.each<[string, string | undefined]>([
    ['var version = "dev"', 'main.version=dev main.go:3'],
    ['var Version string = "0.0.0"', 'main.Version=0.0.0 main.go:3'],
    ['var (\n\tcommit = "none"\n\tversion = "dev"\n)', 'main.version=dev main.go:5'],
    ['const version = "1.0"', undefined],
    ['const (\n\tversion = "1.0"\n)', undefined],
    ['func x() {\n\tversion = "1.0"\n}', undefined],
    ['var version = read()', undefined],
    ['var version = "has space; $x"', undefined],
    ['// var version = "dev"', undefined],
  ])('%s', async (body, expected) => {
    expect(await variable(body)).toBe(expected);
  });
  it('of another package has that package in its name', async () => {
    expect(
      await variable('import "example.com/shop/internal/build"', {
        'internal/build/build.go': 'package build\n\nvar Version = "dev"\n',
      }),
    ).toBe('example.com/shop/internal/build.Version=dev internal/build/build.go:3');
  });
  const linked = (makefile: string, name = 'Makefile') => ({
    'internal/build/build.go': 'package build\n\nvar gitVersion string\nvar Version string\n',
    [name]: makefile,
  });
  it.each<[string, Record<string, string>, string | undefined]>([
    [
      'by a Makefile',
      linked(
        'x:\n\tgo build -ldflags "-s -X example.com/shop/internal/build.Version=$(VERSION)" .\n',
      ),
      'example.com/shop/internal/build.Version=development Makefile:2',
    ],
    [
      'by a Makefile that fills the path in',
      linked('LDFLAGS += -X $(PKG)/internal/build.gitVersion=$(shell git describe)\n'),
      'example.com/shop/internal/build.gitVersion=development Makefile:1',
    ],
    [
      'by goreleaser',
      linked(
        'builds:\n  - ldflags:\n      - -s -w -X main.version={{.Version}}\n      - -X=example.com/shop/internal/build.Version={{ .Version }}\n',
        '.goreleaser.yaml',
      ),
      'example.com/shop/internal/build.Version=development .goreleaser.yaml:4',
    ],
    [
      'by a Taskfile, in quotes',
      linked(
        'tasks:\n  build: go build -ldflags="-X \'{{.PKG}}/internal/build.Version={{.V}}\'"\n',
        'Taskfile.yml',
      ),
      'example.com/shop/internal/build.Version=development Taskfile.yml:2',
    ],
    ['one that no flag names, and that has no value', linked('x:\n\tgo build .\n'), undefined],
    [
      'a flag for a variable that is not there',
      linked('x:\n\tgo build -ldflags "-X main.version=1" .\n'),
      undefined,
    ],
  ])('is the one that is linked %s', async (_what, files, expected) => {
    expect(await variable('import "example.com/shop/internal/build"', files)).toBe(expected);
  });
  it('of the program comes before others', async () => {
    expect(
      await variable('import "example.com/shop/x"\n\nvar version = "dev"', {
        'x/x.go': 'package x\n\nvar Version = "2"\n',
      }),
    ).toBe('main.version=dev main.go:5');
  });
});
