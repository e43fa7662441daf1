import { describe, expect, it } from 'vitest';
import { detectGo } from '../../../../src/languages/go/detect.ts';
import { isLeftOut } from '../../../../src/languages/go/ignored.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';
import { inImage } from '../../../../src/languages/go/runtime-files.ts';
import { go } from '../../../../src/languages/go/go.ts';
import { goFacts, mod, noted, plannedFor, programOf } from '../../../support/go-facts.ts';

describe('files that are read by the working directory', () => {
  const copies = async (call: string, files: readonly string[]): Promise<string[]> => {
    const service = await programOf(
      `func main() {\n\t${call}\n}\n`,
      Object.fromEntries(files.map((it) => [it, 'x'])),
    );
    return service.details.runFiles.copies.map((it) => `${it.from} -> ${it.to}`);
  };
  it.each<[string, string[], string[]]>([
    ['http.FileServer(http.Dir("./ui"))', ['ui/index.html'], ['ui -> ui']],
    ['template.ParseGlob("templates/*.html")', ['templates/a.html'], ['templates -> templates']],
    [
      'r.LoadHTMLGlob("web/templates/**/*")',
      ['web/templates/x/a.html', 'web/web.go'],
      ['web/templates -> web/templates'],
    ],
    [
      'r.Static("/assets", "./public/assets")',
      ['public/assets/a.css'],
      ['public/assets -> public/assets'],
    ],
    ['os.ReadFile("config.yaml")', ['config.yaml'], ['config.yaml -> config.yaml']],
    ['migrate.New("file://migrations", url)', ['migrations/1.sql'], ['migrations -> migrations']],
    ['os.DirFS("data")\nos.ReadFile("data/a.json")', ['data/a.json'], ['data -> data']],
    [
      'flag.String("config", "configs/default.yaml", "configuration file")',
      ['configs/default.yaml'],
      ['configs/default.yaml -> configs/default.yaml'],
    ],
    [
      'flags.StringVar(&path, "rules", "./rules", "folder of rules")',
      ['rules/a.txt'],
      ['rules -> rules'],
    ],
    [
      'viper.SetConfigName("shop")\nviper.AddConfigPath("./configs")',
      ['configs/shop.yaml'],
      ['configs -> configs'],
    ],
    [
      'viper.SetConfigName("shop")\nviper.AddConfigPath(".")',
      ['shop.yaml', 'shop.go'],
      ['shop.yaml -> shop.yaml'],
    ],
    [
      'viper.SetConfigName("shop")\nviper.AddConfigPath("config/")',
      [
        'config/config.go',
        'config/shop.yaml',
        'config/test.yaml',
        'config/notes.txt',
        'config/x/a.yaml',
      ],
      ['config/shop.yaml -> config/shop.yaml', 'config/test.yaml -> config/test.yaml'],
    ],
    [
      'viper.SetConfigName(name(os.Getenv("MODE")))\n}\n\nfunc name(mode string) string {\n\tif mode == "test" {\n\t\treturn "./config/test"\n\t}\n\treturn "./config/shop"',
      ['config/config.go', 'config/shop.yml', 'config/test.yml', 'config/other.yml'],
      ['config/shop.yml -> config/shop.yml', 'config/test.yml -> config/test.yml'],
    ],
    ['viper.SetConfigName("shop")\nviper.AddConfigPath("/etc/shop")', ['other.yaml'], []],
    [
      'os.ReadFile(in("ui", "a.html"))\n}\n\nfunc in(parts ...string) string {\n\tall := append([]string{"./web"}, parts...)\n\treturn filepath.Join(all...)',
      ['web/ui/a.html', 'ui/a.html'],
      ['web/ui/a.html -> web/ui/a.html'],
    ],
    [
      'http.Dir(in("web", "ui"))\n}\n\nfunc in(first string, rest ...string) string {\n\treturn filepath.Join(first, filepath.Join(rest...))',
      ['web/ui/a.html', 'ui/a.html'],
      ['web/ui -> web/ui'],
    ],
    ['flag.String("name", "shop", "a name")', ['shop.yaml'], []],
    ['os.ReadFile("not/there.txt")', [], []],
    ['os.ReadFile("/etc/hosts")', ['etc/hosts'], []],
    ['os.ReadFile("../x")', ['x'], []],
    ['os.ReadFile("a/../x")', ['x'], ['x -> x']],
    ['http.Dir(".")', ['a.html'], []],
    ['// os.ReadFile("config.yaml")', ['config.yaml'], []],
    ['os.ReadFile(name + "config.yaml")', ['config.yaml'], ['config.yaml -> config.yaml']],
  ])('%s', async (call, files, expected) => {
    expect(await copies(call, files)).toEqual(expected);
  });

  it('are found beside the program where they are not at the root', async () => {
    const service = await programOf('import "example.com/shop/x"\n\nfunc main() {}\n', {
      'x/x.go': 'package x\n\nfunc X() { os.ReadFile("a.txt") }\n',
      'a.txt': '',
    });
    expect(service.details.runFiles.copies.map((it) => it.evidence)).toEqual([
      { file: 'x/x.go', line: 3, because: 'reads a.txt' },
    ]);
  });

  it('are never folders of sources, nor what a line of a log names', async () => {
    const service = await programOf(
      'import "log/slog"\n\nfunc main() {\n\tslog.Info("x", slog.String("deploy", os.Args[1]), slog.String("notes.txt", os.Args[0]))\n\tflag.String("cmd", "cmd", "x")\n\tos.ReadDir("cmd")\n}\n',
      { 'deploy/production.ini': 'password = x', 'notes.txt': 'x', 'cmd/x/x.go': 'package x\n' },
    );
    expect(service.details.runFiles.copies).toEqual([]);
  });

  it('are never what a call of another library names as a flag does', async () => {
    const service = await programOf(
      'import "example.com/trace"\n\nfunc main() {\n\ttrace.String("deploy", "deploy", "x")\n\ttrace.StringVar(&x, "notes", "notes.txt", "x")\n}\n\nvar x string\n',
      { 'deploy/production.ini': 'password = x', 'notes.txt': 'x' },
    );
    expect(service.details.runFiles.copies).toEqual([]);
  });

  it('are not copied when they look like secrets', async () => {
    const service = await programOf('func main() {\n\tos.ReadFile("certs/server.key")\n}\n', {
      'certs/server.key': '',
    });
    expect(service.details.runFiles).toMatchObject({ copies: [], mounted: ['certs/server.key'] });
    expect(noted(service.notes)).toBe(
      'warning: the program reads certs/server.key, which looks like a secret and is not copied into the image: mount it at /app/certs/server.key (main.go:4)',
    );
  });
});

it.each([
  [
    'nothing but secrets',
    ['keys/a.pem'],
    [],
    'warning: the program reads keys, which looks like a secret and is not copied into the image: mount it at /app/keys (main.go:4)',
  ],
  ['a secret and another file', ['keys/a.pem', 'keys/a.txt'], ['keys'], ''],
])('copies a folder with %s as far as it can', async (_what, files, expected, said) => {
  const service = await programOf(
    'func main() {\n\tos.DirFS("keys")\n}\n',
    Object.fromEntries(files.map((it) => [it, ''])),
  );
  expect(service.details.runFiles.copies.map((it) => it.from)).toEqual(expected);
  expect(noted(service.notes)).toBe(said);
});

it('has no file of variables that viper reads: it may hold secrets', async () => {
  const service = await programOf(
    'import "github.com/spf13/viper"\n\nfunc main() {\n\tviper.AddConfigPath(".")\n\tviper.SetConfigName("app")\n\tviper.SetConfigType("env")\n\tviper.ReadInConfig()\n}\n',
    { 'app.env': 'PASSWORD=a' },
  );
  expect(service.details.runFiles.copies).toEqual([]);
  expect(noted(service.notes)).toContain(
    'warning: the program reads app.env, which may hold secrets and is not copied into the image: mount it at /app/app.env',
  );
});

describe('certificates that the project does not have', () => {
  it.each<[string, string, string]>([
    [
      'one pair',
      'http.ListenAndServeTLS(":8443", "tls/a.crt", "/tls/a.key", nil)',
      'warning: the program reads tls/a.crt and /tls/a.key, which are not in the project: mount /app/tls/a.crt and /tls/a.key (main.go:7)',
    ],
    [
      'none that a flag names',
      'c := flag.String("cert", "tls/a.crt", "")\nhttp.ListenAndServeTLS(":8443", *c, *c, nil)',
      '',
    ],
    ['none of the system', 'os.ReadFile("/etc/ssl/cert.pem")', ''],
    ['none that is there', 'os.ReadFile("certs/root.crt")', ''],
    ['none of which only the ending is known', 'os.ReadFile(os.Args[1] + ".key")', ''],
  ])('%s', async (_what, lines, expected) => {
    const { notes } = await programOf(
      `import ("flag"; "net/http"; "os")\n\nfunc main() {\n\n\t${lines}\n}\n`,
      { 'certs/root.crt': 'x' },
    );
    const found = notes.filter((it) => it.code === 'go/certificate-missing');
    expect(noted(found)).toBe(expected);
  });
});

describe('files that are found from the path of a source file', () => {
  const view = (skipped = '0'): string =>
    `package view\n\nimport "runtime"\n\nvar _, here, _, _ = runtime.Caller(${skipped})\n\nfunc Load() { os.ReadFile(filepath.Join(filepath.Dir(here), "..", "templates", "a.html")) }\n`;
  const imports = 'import "example.com/shop/view"\n\nfunc main() { view.Load() }\n';

  it('are copied to where -trimpath makes the program look', async () => {
    const { targets, notes } = await go.plan([
      await plannedFor({
        'main.go': `package main\n\n${imports}`,
        'view/view.go': view(),
        'templates/a.html': '',
      }),
    ]);
    expect(targets[0]?.program['files']).toEqual({
      folder: '/app',
      why: expect.stringContaining('finds these files in its working directory'),
      copies: [['templates/a.html', '/app/example.com/shop/templates/a.html']],
    });
    expect(noted(notes)).toMatch(
      /^info: templates\/a\.html .*\(-trimpath\).* \(view\/view\.go:7\)$/,
    );
  });

  it('begin with the path of the innermost module', async () => {
    const facts = await goFacts({
      'go.work': 'go 1.26.0\n\nuse (\n\t.\n\t./app\n)\n',
      'go.mod': mod,
      'app/go.mod': 'module example.org/app\n\ngo 1.26.0\n',
      'app/main.go':
        'package main\n\nimport "runtime"\n\nfunc main() {\n\t_, here, _, _ := runtime.Caller(0)\n\tos.ReadFile(filepath.Join(filepath.Dir(here), "a.html"))\n}\n',
      'app/a.html': '',
    });
    expect(facts.services[0]?.details.runFiles.copies).toMatchObject([
      { from: 'app/a.html', to: 'example.org/app/a.html', bySource: true },
    ]);
  });

  it('are not those of the caller of a function', async () => {
    const service = await programOf(imports, {
      'view/view.go': view('1'),
      'templates/a.html': '',
    });
    expect(service.details.runFiles.copies.map((it) => it.to)).toEqual([]);
  });
});

describe('files above the folder of the program', () => {
  const inFolder = (lines: string, files: readonly string[]) =>
    goFacts({
      'go.mod': mod,
      'cmd/shop/main.go': `package main\n\nimport ("flag"; "net/http"; "os")\n\nfunc main() {\n\t${lines}\n}\n`,
      ...Object.fromEntries(files.map((it) => [it, ''])),
    });
  it.each([
    ['a file', 'os.ReadFile("../../rules.json")', '/rules.json'],
    ['a folder', 'http.Dir("./../../web/")', '/web'],
    ['the default of a flag', 'flag.String("config", "../../rules.json", "")', '/rules.json'],
    ['never all around it', 'http.Dir("../..")', ''],
    ['nor the default of a flag', 'flag.String("root", "../../", "")', ''],
    ['nor what is outside the project', 'os.ReadFile("../../../rules.json")', ''],
    ['nor above what has other places', 'os.ReadFile("~/../../rules.json")', ''],
    ['nor what is written', 'os.Create("../../web/a")', ''],
  ])('%s', async (_what, lines, expected) => {
    const facts = await inFolder(lines, ['rules.json', 'web/index.html']);
    const { copies, writes } = facts.services[0]?.details.runFiles ?? {};
    expect(copies?.map((it) => inImage(it.to)).join()).toBe(expected);
    expect(writes).toEqual([]);
  });

  it.each([
    [
      '../../rules.json',
      'paths that start in its working directory',
      expect.stringContaining('beside which'),
    ],
    ['rules.json', 'finds these files in its working directory', null],
  ])('have a working directory beside them that belongs to root: %s', async (path, why, bare) => {
    const { targets, notes } = await go.plan([
      await plannedFor({
        'cmd/shop/main.go': `package main\n\nimport "os"\n\nfunc main() { os.ReadFile("${path}") }\n`,
        'rules.json': '',
      }),
    ]);
    const { files, bare: found } = targets[0]?.program ?? {};
    expect(files).toMatchObject({ why: expect.stringContaining(why) });
    expect(found).toEqual(bare);
    expect(noted(notes)).toContain(`copied to ${inImage(path)} `);
  });
});

describe('a program that looks for files beside its own', () => {
  const reading = (path: string): string =>
    `package main\n\nfunc main() {\n\tp, _ := os.Executable()\n\tos.ReadFile(filepath.Join(filepath.Dir(p), "${path}"))\n}\n`;
  it.each([
    ['rules.json', '/app/shop'],
    ['shop/rules.json', '/usr/local/bin/shop'],
    ['missing.json', '/usr/local/bin/shop'],
  ])('reads %s and is %s', async (path, expected) => {
    const { targets } = await go.plan([
      await plannedFor({ 'main.go': reading(path), 'rules.json': '', 'shop/rules.json': '' }),
    ]);
    expect([targets[0]?.runtime.entrypoint, targets[0]?.program['binary']]).toEqual([
      [expected],
      expected,
    ]);
  });
});

it('is beside its files also where it looks into the working directory without its own path', async () => {
  const source =
    'package main\n\nimport ("os"; "path/filepath")\n\nfunc base() string {\n\texe, err := os.Executable()\n\tif err != nil {\n\t\treturn "."\n\t}\n\treturn filepath.Dir(exe)\n}\n\nfunc main() { os.ReadFile(filepath.Join(base(), "rules.json")) }\n';
  const { targets } = await go.plan([await plannedFor({ 'main.go': source, 'rules.json': '' })]);
  expect(targets[0]?.runtime.entrypoint).toEqual(['/app/shop']);
});

describe('files that are written by the working directory', () => {
  it('folders are declared', async () => {
    const service = await programOf(
      'func main() {\n\tos.MkdirAll("uploads", 0o755)\n\tos.WriteFile("state/a.json", nil, 0o644)\n\tos.MkdirAll(dir, 0o755)\n}\n',
    );
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual(['state', 'uploads']);
  });
  it('the working directory itself, where nothing is copied to it', async () => {
    const service = await programOf('func main() {\n\tos.Create("out.txt")\n}\n');
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual(['']);
  });
  it('which is not around the home folder', async () => {
    const service = await programOf(
      'func main() {\n\tos.Create("out.txt")\n\thome, _ := os.UserHomeDir()\n\tos.MkdirAll(home+"/.shop", 0o700)\n\tos.Mkdir("/cache", 0o700)\n\tos.Mkdir("uploads", 0o700)\n}\n',
    );
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual([
      '/cache',
      '/home/nonroot/.shop',
      '',
    ]);
  });
  it('not for what a variable can hold that is no path', async () => {
    const service = await programOf(
      'func main() {\n\thost := cmp.Or(os.Getenv("HOST"), "0.0.0.0")\n\tos.WriteFile(host+".pid", nil, 0o600)\n}\n',
    );
    expect(service.details.runFiles.writes).toEqual([]);
  });
  it('not for a call that can get any setting', async () => {
    const service = await programOf(
      'func main() {\n\tfor _, it := range []string{"site", "true", "data"} {\n\t\tos.MkdirAll(it, 0o700)\n\t}\n\tos.Mkdir("uploads", 0o700)\n}\n',
    );
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual(['uploads']);
  });
  it('not with a name that the Dockerfile would read as a variable', async () => {
    const service = await programOf('func main() {\n\tos.MkdirAll("data/$SYS", 0o755)\n}\n');
    expect(service.details.runFiles.writes).toEqual([]);
  });
  it('not for a path of which nothing is known', async () => {
    const service = await programOf('func main() {\n\tos.Create(os.Args[1])\n}\n');
    expect(service.details.runFiles.writes).toEqual([]);
  });
  it('a volume would hide the files that are copied: a file among them becomes a link', async () => {
    const service = await programOf(
      'func main() {\n\tos.Create("out.txt")\n\tos.ReadFile("in.txt")\n\tos.Create("data.d/x")\n}\n',
      { 'in.txt': '' },
    );
    const { links, writes } = service.details.runFiles;
    expect(links).toEqual([{ path: 'out.txt', to: '/data/out.txt' }]);
    expect(writes.map((it) => it.path)).toEqual(['data.d', '/data']);
    expect(noted(service.notes)).toContain(
      'info: the program writes out.txt into its working directory, which is read-only for it: the image keeps it in /data (main.go:4)',
    );
  });
  it.each([
    ['that is copied', 'os.Create("in.txt")', 'in.txt'],
    ['without an ending', 'os.Create("out")', 'out'],
  ])('a file %s is reported', async (_, line, path) => {
    const service = await programOf(`func main() {\n\t${line}\n\tos.ReadFile("in.txt")\n}\n`, {
      'in.txt': '',
    });
    expect(service.details.runFiles.links).toEqual([]);
    expect(service.details.runFiles.writes).toEqual([]);
    expect(noted(service.notes)).toContain(
      `warning: the program writes ${path} into its working directory, which is read-only for it: write to a separate folder, and declare it with --writable (main.go:4)`,
    );
  });
  it('what is below the home folder is that of the user in the image', async () => {
    const service = await programOf(
      'func main() {\n\thome, _ := os.UserConfigDir()\n\tos.MkdirAll(filepath.Join(home, "shop"), 0o700)\n\tbase, _ := os.UserHomeDir()\n\tos.WriteFile(base+"/.shop/state.json", nil, 0o600)\n}\n',
    );
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual([
      '/home/nonroot/.config/shop',
      '/home/nonroot/.shop',
    ]);
    expect(noted(service.notes)).not.toContain('writes');
  });
  it('nothing can be written beside the executable', async () => {
    const service = await programOf(
      'func main() {\n\tself, _ := os.Executable()\n\tos.WriteFile(filepath.Join(filepath.Dir(self), "state.json"), nil, 0o600)\n}\n',
    );
    expect(noted(service.notes)).toMatch(
      /^warning: the program writes to state\.json beside its executable, /m,
    );
  });
  it('what is temporary or of the system is not declared', async () => {
    const service = await programOf(
      'func main() {\n\tos.MkdirAll("/tmp/x", 0o755)\n\tos.WriteFile("/etc/x.conf", nil, 0o644)\n\tos.MkdirAll("/data", 0o755)\n}\n',
    );
    expect(service.details.runFiles.writes.map((it) => it.path)).toEqual(['/data']);
  });
});

describe('a command that writes the manual', () => {
  const manual = (imported: string): Promise<string[]> =>
    programOf('import "example.com/shop/cmd"\n\nfunc main() { cmd.Run() }\n', {
      'cmd/docs.go': `package cmd\n\nimport "${imported}"\n\nfunc Run() {\n\tflag.String("out", "docs/cli", "folder")\n\tos.MkdirAll("manual", 0o755)\n}\n`,
      'docs/cli/a.md': '',
    }).then(({ details: { runFiles } }) => [
      ...runFiles.copies.map((it) => it.to),
      ...runFiles.writes.map((it) => it.path),
    ]);
  it('gives the image nothing', async () => {
    expect(await manual('github.com/spf13/cobra/doc')).toEqual([]);
    expect(await manual('github.com/spf13/cobra')).toEqual(['docs/cli', 'manual']);
  });
});

describe('embedded files', () => {
  const embedding = (pattern: string): string =>
    `import "embed"\n\n//go:embed ${pattern}\nvar files embed.FS\n\nfunc main() {}\n`;
  const kept = async (pattern: string, ...files: string[]): Promise<readonly string[]> =>
    (await programOf(embedding(pattern), Object.fromEntries(files.map((it) => [it, ''])))).details
      .embedded.kept;

  it.each<[string, string[], string[]]>([
    ['static', ['static/a.css', 'static/.env'], []],
    ['all:static', ['static/a.css', 'static/.env'], ['static/.env']],
    ['certs/*.pem', ['certs/ca.pem'], ['certs/ca.pem']],
    ['secrets.yaml', ['secrets.yaml'], ['secrets.yaml']],
    ['bin', ['bin/tool'], ['bin/tool']],
    ['templates/*.html', ['templates/a.html', 'templates/a.log'], []],
  ])('%s of %j keeps %j in the context', async (pattern, files, expected) => {
    expect(await kept(pattern, ...files)).toEqual(expected);
  });

  it('keeps what a vendored module embeds', async () => {
    const { details } = await programOf('import _ "git.example.com/roots"\n\nfunc main() {}\n', {
      'vendor/modules.txt': '',
      'vendor/git.example.com/roots/roots.go':
        'package roots\n\nimport _ "embed"\n\nconst x = 1\n\n//go:embed root.pem\nvar PEM []byte\n',
      'vendor/git.example.com/roots/root.pem': '',
      'vendor/git.example.com/roots/other.pem': '',
    });
    expect(details.embedded.kept).toEqual(['vendor/git.example.com/roots/root.pem']);
  });

  it('vendor/ is walked once for all programs', async () => {
    const program = 'package main\n\nimport _ "git.example.com/roots"\n\nfunc main() {}\n';
    const project = memoryProject({
      'go.mod': 'module example.com/a\n\ngo 1.27\n',
      'cmd/one/main.go': program,
      'cmd/two/main.go': program,
      'vendor/modules.txt': '',
      'vendor/git.example.com/roots/roots.go': 'package roots\n\nimport "C"\n',
    });
    const walked: string[] = [];
    const facts = await detectGo(
      {
        ...project,
        filesBelow: (folder) => {
          walked.push(folder);
          return project.filesBelow(folder);
        },
      },
      { today: new Date('2026-11-20T00:00:00Z') },
    );
    expect(facts?.services.map((it) => it.details.cgo?.evidence.file)).toEqual([
      'vendor/git.example.com/roots/roots.go',
      'vendor/git.example.com/roots/roots.go',
    ]);
    expect(walked).toEqual(['vendor']);
  });

  it('that are not there are an error', async () => {
    expect(noted((await programOf(embedding('all:dist'))).notes)).toMatch(
      /^error: \/\/go:embed all:dist matches no file, so the program cannot be compiled \(main\.go:5\)\nIf another/,
    );
  });

  it.each([
    'some/.env',
    'Dockerfile',
    'pkg/shop_test.go',
    'node_modules/x/index.js',
    'bin/tool',
    'secrets.yaml',
  ])('%s is left out', (path) => {
    expect(isLeftOut(path)).toBe(true);
  });
  it('sources stay', () => {
    for (const path of [
      'main.go',
      'go.mod',
      'web/index.html',
      'vendor/modules.txt',
      'docs/docs.go',
      'environment.go',
      'monkey.go',
      'keys/keys.go',
      'cmd/bin/x',
      'README.md',
    ])
      expect(isLeftOut(path), path).toBe(false);
  });
});

it('copies what each item of a list names', async () => {
  const service = await programOf(
    'import (\n\t"os"\n\t"path/filepath"\n\t"strings"\n)\n\nfunc main() {\n\tfor _, it := range []string{"mails:a", "public:b"} {\n\t\tos.DirFS(filepath.Join("static", strings.Split(it, ":")[0]))\n\t}\n}\n',
    { 'static/mails/a.html': '', 'static/public/b.css': '', 'static/old/c.css': '' },
  );
  expect(service.details.runFiles.copies.map((it) => it.to)).toEqual([
    'static/mails',
    'static/public',
  ]);
});

it('copies nothing that only the go command reads', async () => {
  const service = await programOf(
    'func main() {\n\tos.ReadFile("go.mod")\n\tos.ReadFile("go.sum")\n\tos.ReadFile("app.json")\n}\n',
    { 'go.sum': '', 'app.json': '{}' },
  );
  expect(service.details.runFiles.copies.map((it) => it.to)).toEqual(['app.json']);
});

describe('a configuration file without which the program ends', () => {
  const imports =
    'import (\n\t"log"\n\t"os"\n\n\t"github.com/spf13/cobra"\n\t"github.com/spf13/viper"\n)\n\n';
  const missing = async (body: string, files: readonly string[] = []): Promise<string[]> => {
    const { notes } = await programOf(
      `${imports}${body.startsWith('func') ? body : `func main() {\n${body}\n}\n`}`,
      Object.fromEntries(files.map((it) => [it, 'x'])),
    );
    return notes
      .filter((it) => it.code === 'go/configuration-missing')
      .map((it) => [it.text.replace(/^.*: mount /, ''), ...(it.hint ? [it.hint] : [])].join(' '));
  };
  const viper = (lines: string): string =>
    `${lines}\nif err := viper.ReadInConfig(); err != nil { log.Fatal(err) }`;

  it.each<[string, string, string[], string[]]>([
    [
      'that a function reads, whose package a variable hides later',
      'func main() {\n\tlog, err := load("config.yml")\n\tif err != nil { os.Exit(1) }\n\tuse(log)\n}\n\nfunc load(path string) ([]byte, error) {\n\tos, err := os.ReadFile(path)\n\tif err != nil { return nil, err }\n\treturn os, nil\n}\n',
      ['examples/config.yml'],
      ['/app/config.yml examples/config.yml shows what belongs in it.'],
    ],
    [
      'at a full path',
      'if _, err := os.ReadFile("/etc/shop/a.toml"); err != nil { panic(err) }',
      [],
      ['/etc/shop/a.toml'],
    ],
    [
      'that viper looks for',
      viper('viper.SetConfigName("shop")\nviper.AddConfigPath("conf")\nviper.AddConfigPath(".")'),
      ['shop.example.yaml'],
      ['/app/shop.yaml shop.example.yaml shows what belongs in it.'],
    ],
    [
      'that viper looks for before a command of cobra',
      'func main() {\n\tcobra.OnInitialize(read)\n}\n\nfunc read() {\n\tviper.SetConfigType("toml")\n\tviper.SetConfigName("shop")\n\tviper.AddConfigPath("/etc/shop")\n\tif err := viper.ReadInConfig(); err != nil { log.Fatal(err) }\n}\n',
      ['shop.toml.dist'],
      ['/etc/shop/shop.toml shop.toml.dist shows what belongs in it.'],
    ],
    [
      'is none where viper finds it',
      viper('viper.SetConfigName("shop")\nviper.AddConfigPath(".")\nviper.AddConfigPath("conf")'),
      ['conf/shop.json'],
      [],
    ],
    [
      'that viper looks for in a folder that is not known, too',
      viper('viper.SetConfigName("shop")\nviper.AddConfigPath(".")\nviper.AddConfigPath(folder())'),
      ['shopping.yaml'],
      ['/app/shop.yaml'],
    ],
    [
      'is none where a folder that is not known may have it',
      viper('viper.SetConfigName("shop")\nviper.AddConfigPath(".")\nviper.AddConfigPath(folder())'),
      ['other/shop.yaml'],
      [],
    ],
    [
      'is none where the error is dropped',
      'os.ReadFile("a.toml")\nviper.SetConfigName("shop")\nviper.AddConfigPath(".")\nviper.ReadInConfig()\nserve()',
      [],
      [],
    ],
    [
      'is none that only some runs read',
      'if use() {\nif _, err := os.ReadFile("a.toml"); err != nil { panic(err) }\n}',
      [],
      [],
    ],
    [
      'is none in the project',
      'if _, err := os.ReadFile("a.toml"); err != nil { panic(err) }',
      ['a.toml'],
      [],
    ],
  ])('%s', async (_what, body, files, expected) => {
    expect(await missing(body, files)).toEqual(expected);
  });

  it('has its keys from an example beside it', async () => {
    const service = await programOf(
      `import (\n\t"log"\n\t"net/http"\n\n\t"github.com/spf13/viper"\n)\n\nfunc main() {\n${viper('viper.SetConfigName("shop")\nviper.AddConfigPath(".")')}\nhttp.ListenAndServe(viper.GetString("web.at"), nil)\n}\n`,
      { 'shop.example.yaml': 'web:\n  at: ":8045"\n' },
    );
    expect(service.port).toMatchObject({ value: 8045 });
    expect(service.details.runFiles.copies).toEqual([]);
  });

  it('is not confused with an example beside it', async () => {
    const service = await programOf(
      `${imports}func main() {\n${viper('viper.SetConfigName("shop")\nviper.AddConfigPath(".")')}\n}\n`,
      { 'shop.example.yaml': 'x' },
    );
    expect(service.details.runFiles.copies).toEqual([]);
    expect(service.details.runFiles.mounted).toEqual(['shop.yaml']);
  });
});
