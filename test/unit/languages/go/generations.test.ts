import { describe, expect, it } from 'vitest';
import { planGo } from '../../../../src/languages/go/plan.ts';
import { noted, plannedFor } from '../../../support/go-facts.ts';

const module = (more: string) => `module example.com/shop\n\ngo 1.26.0\n\n${more}\n`;
const imports = (path: string, directive: string) =>
  `package main\n\n//go:generate ${directive}\n\nimport _ "${path}"\n\nfunc main() {}\n`;

/** What the build runs to generate sources, and what is said about missing ones. */
async function generated(files: Readonly<Record<string, string>>): Promise<string> {
  const input = await plannedFor({ 'go.mod': module(''), 'go.sum': '', ...files });
  const { project } = planGo([input]);
  const steps = project['generated'] as readonly { command: string }[];
  const missing = input.service.notes.filter((it) => it.code === 'go/sources-missing');
  return [...steps.map((it) => it.command), ...missing.map((it) => it.level)].join('; ');
}

describe('sources that are not in the repository', () => {
  const statik = { 'go.mod': module('require github.com/rakyll/statik v0.1.7') };
  const gen = 'example.com/shop/gen';
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'are written by statik',
      { ...statik, 'main.go': imports('example.com/shop/statik', 'statik -src=./public') },
      'go run github.com/rakyll/statik -src=./public',
    ],
    [
      'are written by statik in a Makefile',
      {
        ...statik,
        'main.go': imports('example.com/shop/statik', 'echo'),
        Makefile: 'assets:\n\t@statik -f -src=./public\n',
      },
      'go run github.com/rakyll/statik -f -src=./public',
    ],
    [
      'are written by a program of the project',
      {
        'main.go': imports(gen, 'go run ./tools/gen -out gen/a.go'),
        'tools/gen/main.go': 'package main\n\nfunc main() {}\n',
      },
      'go run ./tools/gen -out gen/a.go',
    ],
    [
      'are embedded, and written by a program that names them',
      {
        'cmd/shop/main.go':
          'package main\n\nimport _ "embed"\n\n//go:generate go run "../../tools/assets.go"\n\n//go:embed app.wasm\nvar app []byte\n\nfunc main() {}\n',
        'tools/assets.go':
          '//go:build tools\n\npackage main\n\nimport "os/exec"\n\nfunc main() { exec.Command("go", "build", "-o", "app.wasm", "./client").Run() }\n',
      },
      'go -C cmd/shop run ../../tools/assets.go',
    ],
    [
      'are embedded, and written by a program that reads the history',
      {
        'cmd/shop/main.go':
          'package main\n\nimport _ "embed"\n\n//go:generate go run ./version\n\n//go:embed VERSION\nvar version string\n\nfunc main() {}\n',
        'cmd/shop/version/main.go':
          'package main\n\nimport "github.com/go-git/go-git/v5"\n\nfunc main() { git.PlainOpen("."); write("VERSION") }\n',
      },
      '',
    ],
    [
      'are written from the folder of the line',
      {
        'main.go': imports(gen, 'echo'),
        'api/api.go': 'package api\n\n//go:generate go run make.go ../gen/a.go\n',
        'api/make.go': '//go:build ignore\n\npackage main\n\nfunc main() {}\n',
      },
      'go -C api run make.go ../gen/a.go',
    ],
    [
      'are written by gqlgen, whose configuration names them',
      {
        'go.mod': module('require github.com/99designs/gqlgen v0.17.85'),
        'main.go': imports('example.com/shop/graph/model', 'echo'),
        'gqlgen.yml': 'model:\n  filename: graph/model/models.go\n',
        Makefile: 'tools:\n\tgo install github.com/99designs/gqlgen@v0.17.85\n\ncode:\n\tgqlgen\n',
      },
      'go run github.com/99designs/gqlgen@v0.17.85 generate',
    ],
    [
      'are written by templ, in the version of its module',
      {
        'go.mod': module('require github.com/a-h/templ v0.3.833'),
        'main.go': imports('example.com/shop/views', 'echo'),
        'views/page.templ': 'package views\n',
      },
      'go run github.com/a-h/templ/cmd/templ@v0.3.833 generate',
    ],
    [
      'are written by templ, which a Makefile only starts to watch',
      {
        'go.mod': module('require (\n\tgithub.com/a-h/templ v0.3.833\n)'),
        'main.go': imports('example.com/shop/views', 'echo'),
        'views/page.templ': 'package views\n',
        Makefile: 'dev:\n\t@templ generate --watch\n',
      },
      'go run github.com/a-h/templ/cmd/templ@v0.3.833 generate',
    ],
    [
      'are written by swag, as the Makefile starts it',
      {
        'go.mod': module('require github.com/swaggo/swag v1.16.4'),
        'main.go': imports('example.com/shop/docs', 'echo'),
        Makefile: 'docs:\n\tswag init -g main.go -o docs && swag fmt\n',
      },
      'go run github.com/swaggo/swag/cmd/swag@v1.16.4 init -g main.go -o docs',
    ],
    [
      'are missing, where go.mod does not require the tool',
      {
        'main.go': imports('example.com/shop/views', 'echo'),
        'views/page.templ': 'package views\n',
      },
      'error',
    ],
    [
      'are written by a tool of go.mod',
      {
        'go.mod': module('tool github.com/acme/maker/cmd/maker'),
        'main.go': imports(gen, 'go tool maker gen'),
      },
      'go tool maker gen',
    ],
    [
      'are written by one of several tools of go.mod',
      {
        'go.mod': module('tool (\n\tgithub.com/acme/other\n\tgithub.com/acme/maker\n)'),
        'main.go': imports(gen, 'go run github.com/acme/maker gen'),
      },
      'go run github.com/acme/maker gen',
    ],
    [
      'are written by a tool that tools.go imports',
      {
        'main.go': imports(gen, 'go run github.com/acme/maker gen'),
        'tools.go': '//go:build tools\n\npackage main\n\nimport _ "github.com/acme/maker"\n',
      },
      'go run github.com/acme/maker gen',
    ],
    [
      'are written by a tool in one version',
      { 'main.go': imports(gen, 'go run github.com/acme/maker@v1.2.3 gen') },
      'go run github.com/acme/maker@v1.2.3 gen',
    ],
    [
      'are missing where the version of the tool is open',
      { 'main.go': imports(gen, 'go run github.com/acme/maker@latest gen') },
      'error',
    ],
    [
      'are missing where the tool is no module of the project',
      { 'main.go': imports(gen, 'go run github.com/acme/maker gen') },
      'error',
    ],
    [
      'are missing where the program starts another one',
      {
        'main.go': imports(gen, 'go run ./tools/gen -out gen/a.go'),
        'tools/gen/main.go':
          'package main\n\nimport "os/exec"\n\nfunc main() { exec.Command("protoc").Run() }\n',
      },
      'error',
    ],
    [
      'are missing where the program is missing, too',
      { 'main.go': imports(gen, 'go run ./tools/gen -out gen/a.go') },
      'error',
    ],
    [
      'are missing where a shell is needed',
      {
        'main.go': imports(gen, 'go run ./tools/gen -out gen/$NAME.go gen'),
        'tools/gen/main.go': 'package main\n\nfunc main() {}\n',
      },
      'error',
    ],
    [
      'are missing where another tool makes them',
      { 'main.go': imports(gen, 'protoc --go_out=gen a.proto') },
      'error',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await generated(files)).toBe(expected);
  });

  it('are reported', async () => {
    const { service } = await plannedFor({
      'go.mod': module(''),
      'main.go': imports(gen, 'go run ./tools/gen -out gen/a.go'),
      'tools/gen/main.go': 'package main\n\nfunc main() {}\n',
    });
    expect(noted(service.notes)).toContain(
      'info: gen is not in the repository, so the build generates it: go run ./tools/gen -out gen/a.go (main.go:3)',
    );
  });
});

describe('files of pkger', () => {
  const uses = 'package main\n\nimport _ "github.com/markbates/pkger"\n\nfunc main() {}\n';
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['are written', { 'main.go': uses }, 'go run github.com/markbates/pkger/cmd/pkger'],
    [
      'are written beside a program in a folder',
      { 'cmd/shop/main.go': uses },
      'go run github.com/markbates/pkger/cmd/pkger -o cmd/shop',
    ],
    [
      'are written as the Makefile does',
      { 'main.go': uses, Makefile: 'build:\n\tpkger -include /public\n\tgo build .\n' },
      'go run github.com/markbates/pkger/cmd/pkger -include /public',
    ],
    ['are in the repository', { 'main.go': uses, 'pkged.go': 'package main\n' }, ''],
  ])('%s', async (_what, files, expected) => {
    expect(await generated(files)).toBe(expected);
  });
});

describe('files of vfsgen', () => {
  const uses = 'package main\n\n//go:generate go run -tags=dev make.go\n\nfunc main() {}\n';
  const make = (options: string) =>
    `//go:build ignore\n\npackage main\n\nimport "github.com/shurcooL/vfsgen"\n\nfunc main() { vfsgen.Generate(nil, vfsgen.Options{${options}}) }\n`;
  const command = 'go run -tags=dev make.go';
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['are written', { 'make.go': make('') }, command],
    ['are there', { 'make.go': make(''), 'assets_vfsdata.go': 'package main\n' }, ''],
    [
      'have the name of the variable',
      { 'make.go': make('VariableName: "Pages"'), 'pages_vfsdata.go': 'package main\n' },
      '',
    ],
    [
      'have a name that is given',
      { 'make.go': make('Filename: "data.go"'), 'data.go': 'package main\n' },
      '',
    ],
    ['are not those of another program', { 'make.go': 'package main\n' }, ''],
  ])('%s', async (_what, files, expected) => {
    expect(await generated({ 'main.go': uses, ...files })).toBe(expected);
  });
});
