import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { goFacts, main, mod, noted, said } from '../../../support/go-facts.ts';

const library = 'package x\n';

async function services(
  files: Record<string, string>,
): Promise<{ names: string[]; service: string; why: string }> {
  const facts = await goFacts({ 'go.mod': mod, ...files });
  return {
    names: facts.services.map((it) => it.name),
    service: said(facts.service),
    why: 'why' in facts.service ? facts.service.why : '',
  };
}

describe('which program is meant', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'the only one, at the root, is named like the module',
      { 'main.go': main },
      'found "shop" main.go:3',
    ],
    [
      'func main may be in any file of the package',
      { 'a.go': 'package main\n', 'z.go': main },
      'found "shop" z.go:3',
    ],
    [
      'the only one, in cmd/',
      { 'x.go': library, 'cmd/api/main.go': main },
      'found "api" cmd/api/main.go:3',
    ],
    ['cmd/ itself', { 'cmd/main.go': main }, 'found "shop" cmd/main.go:3'],
    ['app/', { 'app/main.go': main }, 'found "shop" app/main.go:3'],
    [
      'the root one beside a cmd/ without any',
      { 'main.go': main, 'cmd/root.go': 'package cmd\n' },
      'found "shop" main.go:3',
    ],
    [
      'of several, the one named like the module',
      { 'cmd/shop/main.go': main, 'cmd/seed/main.go': main },
      'found "shop" cmd/shop/main.go:3',
    ],
    [
      'of several, the root one',
      { 'main.go': main, 'cmd/seed/main.go': main },
      'found "shop" main.go:3',
    ],
    [
      'several others: never a guess',
      { 'cmd/api/main.go': main, 'cmd/worker/main.go': main },
      'ambiguous "api" "worker"',
    ],
    [
      'several others: the one that a command builds comes first',
      {
        'alpha/main.go': main,
        'edition/shop.go': main,
        'build.sh': 'env GOOS=linux go build -trimpath -o bin/shop-linux ./edition/shop.go\n',
      },
      'ambiguous "edition" "alpha"',
    ],
    [
      'several others: the one whose file a command calls like the module',
      {
        'src/alpha_cmd/main.go': main,
        'src/edition_cmd/main.go': main,
        Makefile:
          'MODULE = example.com/shop\ncompile:\n\tgo build -o ./bin/shop_check $(MODULE)/src/alpha_cmd\n\tgo build -o ./bin/shop $(MODULE)/src/edition_cmd\n',
      },
      'ambiguous "edition_cmd" "alpha_cmd"',
    ],
    [
      'several others: the one whose file is called like the module before the platform',
      {
        'alpha/main.go': main,
        'edition/main.go': main,
        Makefile:
          'build:\n\tgo build -o bin/alpha ./alpha\n\tgo build -o bin/edition ./edition\ndist:\n\tgo build -o bin/shop-$(OS)-$(ARCH) ./edition\n',
      },
      'ambiguous "edition" "alpha"',
    ],
    [
      'several others: the one that goreleaser calls like the module',
      {
        'alpha/main.go': main,
        'edition/main.go': main,
        '.goreleaser.yaml': 'builds:\n  - main: ./alpha\n  - main: ./edition\n    binary: shop\n',
      },
      'ambiguous "edition" "alpha"',
    ],
    [
      'several others: the one that listens, of those that share settings',
      {
        'alpha/main.go':
          'package main\n\nimport "example.com/shop/settings"\n\nfunc main() { println(settings.Port) }\n',
        'edition/main.go':
          'package main\n\nimport ("net/http"; "example.com/shop/settings")\n\nfunc main() { http.ListenAndServe(":"+settings.Port, nil) }\n',
        'settings/settings.go':
          'package settings\n\nimport ("cmp"; "os")\n\nvar Port = cmp.Or(os.Getenv("PORT"), "8080")\n',
      },
      'ambiguous "edition" "alpha"',
    ],
    [
      'not one that a command builds for tests alone',
      {
        'alpha/main.go': main,
        'beta/main.go': main,
        Makefile: 'test-fixtures:\n\tgo build -o bin/beta ./beta\n',
      },
      'ambiguous "alpha" "beta"',
    ],
    [
      'one among examples that the project releases is no example',
      {
        'shop.go': library,
        'examples/base/main.go': main,
        'internal/types/main.go': main,
        '.goreleaser.yaml': 'builds:\n  - main: ./examples/base\n    binary: shop\n',
      },
      'ambiguous "base" "types"',
    ],
    [
      'examples, tools and tests do not count beside another',
      {
        'cmd/api/main.go': main,
        'examples/a/main.go': main,
        'tools/gen/main.go': main,
        'test/load/main.go': main,
        '_x/main.go': main,
      },
      'found "api" cmd/api/main.go:3',
    ],
    [
      'only under examples/: asked, even when it is one',
      { 'x.go': library, 'examples/hello/main.go': main },
      'ambiguous "hello"',
    ],
    [
      'a generator with a build constraint is none',
      {
        'main.go': main,
        'gen.go': `//go:build ignore\n\n${main}`,
        'internal/x/gen.go': `//go:build ignore\n\n${main}`,
        'internal/x/x.go': library,
      },
      'found "shop" main.go:3',
    ],
    [
      'a program for another system is none',
      { 'main.go': main, 'cmd/tray/main_windows.go': main },
      'found "shop" main.go:3',
    ],
    [
      'vendor and testdata do not count',
      { 'main.go': main, 'vendor/a/main.go': main, 'x/testdata/main.go': main },
      'found "shop" main.go:3',
    ],
    [
      'a main of a nested module does not count',
      { 'main.go': main, 'sdk/go.mod': 'module example.com/sdk\n', 'sdk/cmd/try/main.go': main },
      'found "shop" main.go:3',
    ],
    [
      'a nested module counts where nothing else does',
      { 'lib.go': library, 'server/go.mod': 'module example.com/server\n', 'server/main.go': main },
      'found "server" server/main.go:3',
    ],
    [
      'a nested module counts beside an example, with a name that says something',
      {
        'lib.go': library,
        'client/clientexample/main.go': main,
        'cmd/go.mod': 'module example.com/shop/cmd\n',
        'cmd/shop.go': main,
      },
      'found "shop" cmd/shop.go:3',
    ],
    [
      'package main without func main is none',
      { 'main.go': main, 'cmd/x/x.go': 'package main\n\nfunc mainly() {}\n' },
      'found "shop" main.go:3',
    ],
    [
      'func main in a comment or a string is none',
      {
        'main.go': main,
        'cmd/x/x.go': 'package main\n\n/*\nfunc main() {}\n*/\nvar s = `\nfunc main() {}\n`\n',
      },
      'found "shop" main.go:3',
    ],
    [
      'a folder that go.mod ignores',
      { 'go.mod': `${mod}\nignore ./old\n`, 'main.go': main, 'old/cmd/x/main.go': main },
      'found "shop" main.go:3',
    ],
  ])('%s', async (_what, files, expected) => {
    expect((await services(files)).service).toBe(expected);
  });

  it('programs of one name get more of their path', async () => {
    expect(
      (
        await services({
          'services/a/cmd/server/main.go': main,
          'services/b/cmd/server/main.go': main,
        })
      ).names,
    ).toEqual(['services-a-server', 'services-b-server']);
  });

  it('programs aside can still be asked for by name', async () => {
    expect((await services({ 'cmd/api/main.go': main, 'examples/a/main.go': main })).names).toEqual(
      ['api', 'a'],
    );
  });

  it('says why it does not choose', async () => {
    expect((await services({ 'cmd/api/main.go': main, 'cmd/worker/main.go': main })).why).toBe(
      'there are 2 programs, and none is named like the module',
    );
    expect((await services({ 'examples/hello/main.go': main })).why).toBe(
      'the only programs are in folders for examples, tools or tests; name the one to use',
    );
  });

  it('of several modules, none gives the project its name', async () => {
    const serving =
      'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n';
    const module = (name: string): string => `module example.com/shop/${name}\n\ngo 1.26\n`;
    const facts = await goFacts({
      'linux/go.mod': module('linux'),
      'linux/main.go': serving,
      'server/go.mod': module('server'),
      'server/main.go': serving,
    });
    expect(said(facts.service)).toBe('ambiguous "server" "linux"');
  });
  it('a version suffix is no name', async () => {
    const facts = await goFacts({
      'go.mod': 'module github.com/acme/shop/v2\n\ngo 1.26\n',
      'main.go': main,
    });
    expect(facts.services[0]?.name).toBe('shop');
  });

  it('a library needs no image, and the message says so', async () => {
    const facts = await goFacts({ 'go.mod': mod, 'x.go': library });
    expect(noted(facts.services[0]?.notes ?? [])).toMatch(
      /^error: there is no program: no folder has a package main with a func main that is built for Linux \(\S*\)\nA library needs no image\./,
    );
  });
});

describe('which programs are read', () => {
  const serving = 'package main\n\nfunc main() {\n\t_ = http.ListenAndServe(":8080", nil)\n}\n';
  const files = {
    'go.mod': mod,
    'cmd/shop/main.go': serving,
    'cmd/worker/main.go': serving,
    'cmd/seed/main.go': main,
    'examples/first/main.go': serving,
  };

  /** The programs whose port is known, because their sources were read. */
  async function readOf(
    given: Record<string, string>,
    services?: readonly string[],
  ): Promise<readonly string[]> {
    const facts = await goFacts(given, { services });
    return facts.services.filter((it) => it.port.kind !== 'unknown').map((it) => it.name);
  }

  it.each<[string, Record<string, string>, readonly string[] | undefined, string]>([
    ['the one named like the module, if it listens', files, undefined, 'shop'],
    [
      'the one named like the module, if it may listen in a way that is not seen',
      {
        ...files,
        'cmd/shop/main.go':
          'package main\n\nfunc main() {\n\trun(http.NewServeMux())\n}\n\nfunc run(h http.Handler) {}\n',
      },
      undefined,
      'shop',
    ],
    [
      'every one that is no example, if that one does not listen',
      { ...files, 'cmd/shop/main.go': main },
      undefined,
      'seed shop worker',
    ],
    ['those that are named', files, ['worker', 'first'], 'worker first'],
    ['every one for all', files, ['all'], 'seed shop worker first'],
    ['every one for the end of a path', files, ['examples/first'], 'seed shop worker first'],
    [
      'every one, if all are examples',
      { 'go.mod': mod, 'examples/a/main.go': serving, 'examples/b/main.go': serving },
      undefined,
      'a b',
    ],
  ])('%s', async (_what, given, named, expected) => {
    expect((await readOf(given, named)).join(' ')).toBe(expected);
  });

  it.each([
    ['shop-server', 'shop-server'],
    ['shopd', 'shopd'],
    ['shop-worker', 'shop'],
  ])('a client gives way to its server, named %s', async (other, expected) => {
    const hidden =
      'package main\n\nfunc main() {\n\trun(http.NewServeMux())\n}\n\nfunc run(h http.Handler) {}\n';
    const facts = await goFacts({
      'go.mod': mod,
      'cmd/shop/main.go': hidden,
      [`cmd/${other}/main.go`]: serving,
    });
    const { service } = facts;
    const first = service.kind === 'ambiguous' ? service.candidates[0]?.value : undefined;
    expect(service.kind === 'found' ? service.value : first).toBe(expected);
  });

  it('keeps the names of those that are not read', async () => {
    const { services } = await goFacts(files);
    expect(services.find((it) => it.name === 'first')).toMatchObject({
      aliases: ['example.com/shop/examples/first'],
      secondary: 'examples',
      notes: [],
    });
  });
});

describe('a func main that go does not compile', () => {
  it.each([
    ['package main\n\nfunc main(args []string) {}\n', 3],
    ['package main\n\nfunc main( {\n}\n', 3],
    ['package main\n\nimport "fmt"\n\nfunc main {\n\tfmt.Println()\n}\n', 5],
  ])('is named with its line: %j', async (text, line) => {
    const facts = await goFacts({ 'go.mod': mod, 'main.go': text });
    expect(noted(facts.services[0]?.notes ?? [])).toBe(
      `error: there is no program: go does not compile the func main of main.go (main.go:${line})\nCorrect it; "go vet ./..." shows what is wrong.`,
    );
  });

  it('is none where a comment contains the program', async () => {
    const text = 'package main\n\n/*\nfunc main() {}\n*/\n';
    const facts = await goFacts({ 'go.mod': mod, 'main.go': text });
    expect(noted(facts.services[0]?.notes ?? [])).toContain('no folder has a package main');
  });
});

describe('whether the project is one of Go', () => {
  const role = async (files: Record<string, string>): Promise<string | undefined> =>
    (await go.recognize(memoryProject(files), []))?.role;

  it.each<[string, Record<string, string>, string | undefined]>([
    ['a module with a program', { 'go.mod': mod, 'main.go': main }, 'program'],
    [
      'a workspace without a module at the root',
      { 'go.work': 'go 1.26\n\nuse ./api\n', 'api/go.mod': mod, 'api/main.go': main },
      'program',
    ],
    [
      'a module that only holds tools',
      { 'go.mod': mod, 'tools/tools.go': 'package tools\n' },
      'tooling',
    ],
    [
      'a module in a folder of something else',
      { 'package.json': '{}', 'proxy/go.mod': mod, 'proxy/main.go': main },
      'tooling',
    ],
    ['a program without a module', { 'main.go': main }, 'tooling'],
    ['a program without a module, in a folder', { 'x/main.go': main }, undefined],
    ['a module in a test fixture', { 'x/testdata/go.mod': mod }, undefined],
  ])('%s', async (_what, files, expected) => {
    expect(await role(files)).toBe(expected);
  });
});
