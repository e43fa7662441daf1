import { describe, expect, it } from 'vitest';
import { goFacts, mod, noted } from '../../../support/go-facts.ts';

/** The notes about missing sources of the first program. */
async function missing(files: Readonly<Record<string, string>>): Promise<string> {
  const facts = await goFacts({ 'go.mod': mod, ...files });
  const notes = facts.services[0]?.notes.filter((it) => it.code === 'go/sources-missing');
  return noted(notes ?? []);
}

const importing = (path: string, use = ''): string =>
  `package main\n\nimport (\n\t${path}\n)\n\nfunc main() {${use}}\n`;
const docs = { 'main.go': importing('_ "example.com/shop/docs"') };
const store = { 'main.go': importing('"example.com/shop/store"', ' store.Open() ') };

describe('an imported package without a Go file', () => {
  it('is an error with the place of the import', async () => {
    expect(await missing(docs)).toBe(
      'error: example.com/shop/docs is imported, and docs has no Go file, so the program cannot be compiled (main.go:4)\nIf a tool generates it, run that first; otherwise add it to the project.',
    );
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a go:generate line',
      { 'main.go': `${docs['main.go']}//go:generate swag init -o docs\n` },
      'go generate . first, which generates it (main.go:8)',
    ],
    [
      'a go:generate line of another folder, by a path from there',
      { 'tools/tools.go': '//go:build tools\n\npackage tools\n\n//go:generate gen -o ./../docs\n' },
      'go generate ./tools first, which generates it (tools/tools.go:5)',
    ],
    [
      'a target of make',
      { Makefile: '.PHONY: docs\nclean:\n\trm -rf docs\nspec: x\n\tswag init --output docs\n' },
      'make spec first, which generates it (Makefile:5)',
    ],
    [
      'a target that is the folder',
      { Makefile: 'docs: api.go\n\t./make-docs\n' },
      'make docs first, which generates it (Makefile:1)',
    ],
    [
      'a target of make, by its tool alone',
      { Makefile: 'gen:\n\tgo run github.com/swaggo/swag/cmd/swag@v1.16.4 init\n' },
      'make gen first, which generates it (Makefile:2)',
    ],
    [
      'a command over two lines',
      { Makefile: 'gen:\n\tswag \\\n\t  init\n' },
      'make gen first, which generates it (Makefile:2)',
    ],
    [
      'a task',
      { 'Taskfile.yml': 'tasks:\n  api:docs:\n    cmds:\n      - swag init\n' },
      'task api:docs first, which generates it (Taskfile.yml:4)',
    ],
    [
      'a recipe of just',
      { justfile: 'docs:\n  swag init\n' },
      'just docs first, which generates it (justfile:2)',
    ],
    [
      'a script',
      { 'scripts/gen.sh': '#!/bin/sh\nswag init\n' },
      'sh scripts/gen.sh first, which generates it (scripts/gen.sh:2)',
    ],
    [
      'a workflow',
      { '.github/workflows/ci.yml': 'jobs:\n  a:\n    steps:\n      - run: swag init\n' },
      'swag init first, which generates it (.github/workflows/ci.yml:4)',
    ],
    [
      'any other target that generates',
      { Makefile: 'build:\n\tgo build .\n\ngenerate:\n\t./tools/all\n' },
      'make generate first, which generates it (Makefile:4)',
    ],
    [
      'any other go:generate line',
      { 'x/x.go': 'package x\n\n//go:generate stringer -type=X\n' },
      'go generate ./... first, which generates it (x/x.go:3)',
    ],
  ])('names what makes it: %s', async (_what, files, expected) => {
    expect(await missing({ ...docs, ...files })).toContain(`\nRun ${expected}.`);
  });

  it('names the rule that generates the folder above', async () => {
    const main = { 'main.go': importing('_ "example.com/shop/internal/api/models"') };
    const Makefile =
      'gen_apis: check\n\t$(call swagger_generate_server,api/swagger.yaml,internal/api,shop)\n';
    expect(await missing({ ...main, Makefile })).toContain('\nRun make gen_apis first,');
    expect(
      await missing({ ...main, Makefile: 'lint:\n\tgolangci-lint run internal/api\n' }),
    ).toContain('\nIf a tool generates it,');
  });

  it('does not take a line that only lists for a generator', async () => {
    const workflow =
      "jobs:\n  a:\n    steps:\n      - run: docker images | grep -v '^shop/mockery$' > repos.txt\n";
    expect(await missing({ ...docs, '.github/workflows/ci.yml': workflow })).toContain(
      '\nIf a tool generates it,',
    );
  });

  it('names the tool whose configuration names the folder, and the target that runs it', async () => {
    const files = {
      ...store,
      'sqlc.yaml': 'version: "2"\nsql:\n  - gen:\n      go:\n        out: store\n',
    };
    expect(await missing(files)).toContain(
      'Run sqlc generate first, which generates it (sqlc.yaml:5).',
    );
    expect(await missing({ ...files, Makefile: 'sql:\n\tsqlc generate\n' })).toContain(
      'Run make sql first, which generates it (sqlc.yaml:5).',
    );
  });

  it('names no target that only installs the tool', async () => {
    const files = {
      ...store,
      'sqlc.yaml': 'version: "2"\nsql:\n  - gen:\n      go:\n        out: store\n',
      Makefile:
        'tools:\n\tgo install github.com/sqlc-dev/sqlc/cmd/sqlc@v1.29.0 # for sqlc generate\n\nsql:\n\tsqlc generate\n',
    };
    expect(await missing(files)).toContain('Run make sql first,');
  });

  it('names the tool that reads the sources in the folder', async () => {
    expect(await missing({ ...store, 'store/home.templ': 'package store\n' })).toContain(
      'Run templ generate first, which generates it (store/home.templ).',
    );
  });

  it('names git where the folder is a submodule', async () => {
    expect(
      await missing({ ...store, '.gitmodules': '[submodule "store"]\n\tpath = store\n' }),
    ).toContain('run git submodule update --init first');
  });

  it.each<[string, Record<string, string>]>([
    [
      'a program that is not chosen',
      { 'main.go': 'package main\n\nfunc main() {}\n', 'tools/gen/main.go': docs['main.go'] },
    ],
    [
      'a file that is not built',
      {
        'main.go': 'package main\n\nfunc main() {}\n',
        'swagger.go': `//go:build swagger\n\n${docs['main.go'].replace('func main() {}', '')}`,
      },
    ],
    ['a test', { 'main.go': 'package main\n\nfunc main() {}\n', 'main_test.go': docs['main.go'] }],
    [
      'a folder with files for other tags',
      { ...docs, 'docs/docs.go': '//go:build swagger\n\npackage docs\n' },
    ],
    [
      'testdata',
      { 'main.go': importing('_ "example.com/shop/testdata/x"'), 'testdata/x/x.go': 'package x\n' },
    ],
    [
      'a module that is downloaded',
      { 'go.mod': `${mod}require example.com/shop/docs v1.0.0\n`, 'go.sum': '', ...docs },
    ],
    [
      'the standard library, in a module of its name',
      {
        'go.mod': 'module log\n\ngo 1.26\n',
        'main.go': importing('"log/slog"', ' slog.Info("x") '),
      },
    ],
    [
      'another module of the project, which is downloaded at its version',
      {
        'go.mod': 'module example.com/a\n\ngo 1.26\n',
        'main.go': importing('_ "example.com/b/old"'),
        'b/go.mod': 'module example.com/b\n',
      },
    ],
    [
      'another module of folders, which is downloaded at its version',
      {
        'go.mod': '',
        'a/go.mod': 'module example.com/a\n\ngo 1.26\n',
        'a/main.go': importing('_ "example.com/b/old"'),
        'b/go.mod': 'module example.com/b\n',
      },
    ],
  ])('but not for %s', async (_what, files) => {
    expect(await missing(files)).toBe('');
  });

  it('is one in a workspace, and in a folder that replaces a module', async () => {
    const a = {
      'main.go': importing('_ "example.com/b/gone"'),
      'b/go.mod': 'module example.com/b\n',
    };
    expect(await missing({ ...a, 'go.work': 'go 1.26\nuse .\nuse ./b\n' })).toContain(
      'b/gone has no Go file',
    );
    const replaced = `${mod}require example.com/b v1.0.0\nreplace example.com/b => ./b\n`;
    expect(await missing({ ...a, 'go.mod': replaced })).toContain('b/gone has no Go file');
  });
});

describe('a name that no file of its package declares', () => {
  it('is an error with the place of its use', async () => {
    expect(
      await missing({
        ...store,
        'store/doc.go': 'package store\n\n//go:generate sqlc generate\n',
      }),
    ).toBe(
      'error: store.Open is used, and no Go file in store declares it, so the program cannot be compiled (main.go:7 store/doc.go:3)\nRun go generate ./store first, which generates it (store/doc.go:3).',
    );
  });

  it.each<[string, Record<string, string>]>([
    ['it is declared', { ...store, 'store/open.go': 'package store\n\nfunc Open() {}\n' }],
    [
      'it is declared for other tags',
      {
        ...store,
        'store/doc.go': 'package store\n',
        'store/open.go': '//go:build pg\n\npackage store\n\nfunc Open() {}\n',
      },
    ],
    [
      'the import is blank',
      {
        'main.go': importing('_ "example.com/shop/store"', ' store.Open() '),
        'store/doc.go': 'package store\n',
      },
    ],
    [
      'it belongs to a parameter of the same name',
      {
        'main.go': `${importing('"example.com/shop/store"', ' store.Db() ')}func run(store T) { store.Open() }\n`,
        'store/db.go': 'package store\n\nfunc Db() {}\n',
      },
    ],
    [
      'it belongs to a field of the same name',
      {
        'main.go': importing('"example.com/shop/store"', ' store.Db(); x.store.Open() '),
        'store/db.go': 'package store\n\nfunc Db() {}\n',
      },
    ],
  ])('but not where %s', async (_what, files) => {
    expect(await missing(files)).toBe('');
  });

  it('is looked up by the name that the file gives the package', async () => {
    const files = {
      'main.go': importing('db "example.com/shop/store"', ' db.Open() '),
      'store/doc.go': 'package store\n',
    };
    expect(await missing(files)).toContain('db.Open is used');
  });
});

describe('sources that a tool compiles', () => {
  const page = {
    'main.go': 'package main\n\nfunc main() { Home() }\n',
    'home.templ': 'package main\n\ntempl Home() {\n}\n',
  };
  it('templ: the Go file beside a template', async () => {
    expect(await missing(page)).toBe(
      'error: home.templ declares Home, and the Go file that templ makes from it is missing, so the program cannot be compiled (home.templ:3)\nRun templ generate first, which generates it (home.templ).',
    );
    expect(await missing({ ...page, 'home_templ.go': 'package main\n' })).toBe('');
    expect(await missing({ ...page, 'main.go': 'package main\n\nfunc main() { Away() }\n' })).toBe(
      '',
    );
  });

  const wired = {
    'main.go': 'package main\n\n//go:generate wire\n\nfunc main() { Initialize() }\n',
    'wire.go': '//go:build wireinject\n\npackage main\n\nfunc Initialize() { }\n',
  };
  it('wire: wire_gen.go beside an injector', async () => {
    expect(await missing(wired)).toContain('wire.go declares Initialize');
    expect(await missing(wired)).toContain('Run go generate ./... first');
    expect(
      await missing({ ...wired, 'wire_gen.go': 'package main\n\nfunc Initialize() { }\n' }),
    ).toBe('');
    expect(await missing({ ...wired, 'wire.go': 'package main\n\nfunc Initialize() { }\n' })).toBe(
      '',
    );
  });
  it('wire: an injector is no declaration for another package', async () => {
    const files = {
      ...store,
      'store/wire.go': '//go:build wireinject\n\npackage store\n\nfunc Open() {}\n',
      'store/doc.go': 'package store\n',
    };
    expect(await missing(files)).toContain('store.Open is used');
  });
});

it('reports each folder once, and at most five', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const main = `package main\n\nimport (\n${names.map((it) => `\t_ "example.com/shop/${it}"\n`).join('')})\n\nfunc main() {}\n`;
  expect((await missing({ 'main.go': main })).match(/^error/gm)).toHaveLength(5);
});

describe('an embedded file that is missing', () => {
  const embedding = 'package main\n\n//go:embed static/app.css\nvar css string\n\nfunc main() {}\n';
  it.each<[string, Record<string, string>, string]>([
    [
      'the command that names it',
      { Makefile: 'css: in.css\n\ttailwindcss -i in.css -o static/app.css\n' },
      'Run make css first, which makes static/app.css (Makefile:2).',
    ],
    [
      'the rule of make for it, before one that only needs it',
      { Makefile: 'test: static/app.css\n\tgo test\nstatic/app.css: in.css\n\tcp $< $@\n' },
      'Run make static/app.css first, which makes static/app.css (Makefile:3).',
    ],
    [
      'no command that only generates code',
      { Makefile: 'gen:\n\tsqlc generate\n' },
      'If another program creates static/app.css, run that first.',
    ],
  ])('%s', async (_what, files, expected) => {
    const facts = await goFacts({ 'go.mod': mod, 'main.go': embedding, ...files });
    expect(noted(facts.services[0]?.notes ?? [])).toContain(`\n${expected}`);
  });
});

describe('an embedded file that the project itself only creates empty', () => {
  const embedding = (pattern: string): string =>
    `package web\n\nimport "embed"\n\n//go:embed ${pattern}\nvar Files embed.FS\n`;
  const detect = async (pattern: string, recipe: string): Promise<[string, string[]]> => {
    const { services } = await goFacts({
      'go.mod': mod,
      'main.go': importing('_ "example.com/shop/web"'),
      'web/web.go': embedding(pattern),
      Makefile: `deps:\n\t${recipe}\n`,
    });
    const [service] = services;
    return [
      noted(service?.notes.filter((it) => it.code.startsWith('go/embedded')) ?? []),
      service?.details.generated.map((it) => it.command) ?? [],
    ];
  };

  it.each<[string, string, string, string]>([
    ['a folder', 'dist', 'mkdir -p web/dist && touch web/dist/index.html', 'index.html'],
    ['files of a folder', 'dist/*.html', '@touch web/dist/a.css web/dist/a.html', 'a.html'],
    ['hidden files, too', 'all:dist', 'touch web/dist/.keep', '.keep'],
  ])('is created by the build: %s', async (_what, pattern, recipe, name) => {
    const [notes, commands] = await detect(pattern, recipe);
    expect(notes).toBe(
      `warning: web/dist, which the program embeds, is not in the repository: the build creates an empty web/dist/${name}, as the project's own build does, and the program lacks the rest (web/web.go:5 Makefile:2)\nTo have it in the image, make web/dist before you build it.`,
    );
    expect(commands).toEqual([`mkdir -p web/dist && touch web/dist/${name}`]);
  });

  it.each([
    ['a hidden file of a folder, which is not embedded', 'dist', 'touch web/dist/.keep'],
    ['another folder', 'dist', 'touch web/distribution/index.html'],
    ['a name that make puts together', 'dist', 'touch $(OUT)/web/dist/index.html'],
  ])('is still missing: %s', async (_what, pattern, recipe) => {
    const [notes, commands] = await detect(pattern, recipe);
    expect(notes).toMatch(/^error: .* matches no file/);
    expect(commands).toEqual([]);
  });
});

describe('the functions of go-bindata', () => {
  const main = 'package main\n\nfunc main() { Asset("a.html") }\n';
  const make = { Makefile: 'assets:\n\tgo-bindata -pkg main static/...\n' };

  it('are missing without the file that has them', async () => {
    expect(await missing({ 'main.go': main, ...make })).toBe(
      'error: Asset is used, and no Go file in the root declares it, so the program cannot be compiled (main.go:3 Makefile:2)\nRun make assets first, which generates it (Makefile:2).',
    );
  });

  it.each<[string, Record<string, string>]>([
    ['declared by another file', { 'bindata.go': 'package main\n\nfunc Asset(name string) {}\n' }],
    [
      'declared for another system',
      { 'bindata.go': '//go:build x\n\npackage main\n\nfunc Asset(name string) {}\n' },
    ],
    ['a variable', { 'other.go': 'package main\n\nvar Asset = read\n' }],
    ['of another package', { 'main.go': 'package main\n\nfunc main() { web.Asset("a") }\n' }],
    ['without a command that runs it', { Makefile: 'assets:\n\tgo install go-bindata\n' }],
  ])('are not missing: %s', async (_, files) => {
    expect(await missing({ 'main.go': main, ...make, ...files })).toBe('');
  });
});
