import { describe, expect, it } from 'vitest';
import { goFacts, mod, programOf, said } from '../../../support/go-facts.ts';

async function start(library: string, body: string): Promise<string> {
  const { start: found } = await programOf(`import "${library}"\n\n${body}`);
  return said(found);
}

const list = (type: string, items: string): string =>
  `func main() {\n\tcommands := ${type}{\n\t\t${items},\n\t}\n\trun(commands)\n}\n`;

describe('the command of urfave/cli that serves, in a list without types', () => {
  it('is the one in the foreground, where another one starts a daemon', async () => {
    const items = '{Name: "start", Action: f},\n\t\t{Name: "run", Action: f}';
    expect(await start('github.com/urfave/cli/v2', list('[]*cli.Command', items))).toBe(
      'suggested ["shop","run"] main.go:8',
    );
  });

  it.each([
    [
      'pointers',
      '[]*cli.Command',
      '{Name: "server", Action: f},\n\t\t{Name: "version", Action: f}',
    ],
    ['values', '[]cli.Command', '{Name: "server", Action: f}'],
  ])('is known: %s', async (_what, type, items) => {
    expect(await start('github.com/urfave/cli/v3', list(type, items))).toBe(
      'suggested ["shop","server"] main.go:7',
    );
  });

  it.each([
    ['it does nothing', '[]*cli.Command', '{Name: "server"}'],
    ['there are two', '[]*cli.Command', '{Name: "run", Action: f},\n\t\t{Name: "run", Action: f}'],
    ['the list is of something else', '[]*cli.Other', '{Name: "server", Action: f}'],
  ])('is not chosen where %s', async (_what, type, items) => {
    expect(await start('github.com/urfave/cli/v3', list(type, items))).toMatch(/^found \["shop"\]/);
  });
});

const struct = (fields: string): string =>
  `type options struct {\n${fields}\n}\n\nfunc main() { var o options; kong.Parse(&o) }\n`;

it.each([
  ['run', 'start', 'found ["shop"]'],
  ['server', 'start', 'suggested ["shop","server"]'],
])('%s and %s in two files', async (one, other, expected) => {
  const command = (word: string): string =>
    `package main\n\nimport "github.com/spf13/cobra"\n\nvar ${word}Command = &cobra.Command{Use: "${word}", RunE: f}\n`;
  const { services } = await goFacts({
    'go.mod': mod,
    'main.go': 'package main\n\nfunc main() { execute() }\n',
    'one.go': command(one),
    'other.go': command(other),
  });
  expect(services.map((it) => said(it.start))).toEqual([expect.stringContaining(expected)]);
});

it('server is known where the program only prints a text without a command', async () => {
  const root = (body: string): string =>
    `func main() {\n\tvar root = &cobra.Command{Use: "shop", Run: func(cmd *cobra.Command, args []string) {\n${body}\n\t}}\n\troot.AddCommand(&cobra.Command{Use: "server", Run: f})\n\troot.Execute()\n}\n`;
  const prints = '\t\tfmt.Println(banner)\n\t\tfmt.Print("(see -h)\\n")\n\t\tcmd.Help()';
  expect(await start('github.com/spf13/cobra', root(prints))).toMatch(
    /^suggested \["shop","server"\]/,
  );
  expect(await start('github.com/spf13/cobra', root(`${prints}\n\t\tlisten()`))).toMatch(
    /^found \["shop"\]/,
  );
});

/** The start command of a program in several files. */
async function startOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { services } = await goFacts({ 'go.mod': mod, ...files });
  return services.map((it) => said(it.start).replace(/ [^ ]*$/, ''));
}

const serving = 'func serve(*cli.Context) error { return http.ListenAndServe(":8080", nil) }\n';

describe('a command that comes to a call that listens', () => {
  const urfave = (commands: string, more = ''): Readonly<Record<string, string>> => ({
    'main.go': `package main\n\nimport (\n\t"net/http"\n\n\t"github.com/urfave/cli/v3"\n)\n\nfunc main() {\n\troot := &cli.Command{Name: "shop", Commands: []*cli.Command{${commands}}}\n\troot.Run(nil, nil)\n}\n\n${serving}${more}`,
  });

  it.each([
    [
      'with the command that it is a part of',
      'web, jobs',
      'var web = &cli.Command{Name: "server", Commands: []*cli.Command{{Name: "run", Action: bind(serve)}}}\n\nvar jobs = &cli.Command{Name: "jobs", Commands: []*cli.Command{{Name: "run", Action: f}}}\n',
      'suggested ["shop","server","run"]',
    ],
    [
      'whatever its name is',
      'start(), {Name: "db:migrate", Action: f}',
      'func start() *cli.Command {\n\tmade := &cli.Command{Name: "app:start", Action: serve}\n\treturn made\n}\n',
      'suggested ["shop","app:start"]',
    ],
    [
      'through a method and a variable',
      '{Name: "up", Action: func() error { return a.open() }}, {Name: "down", Action: f}',
      'type app struct{}\n\nvar a app\n\nvar opens = func() { serve(nil) }\n\nfunc (app) open() error { opens(); return nil }\n',
      'suggested ["shop","up"]',
    ],
  ])('is started: %s', async (_what, commands, more, expected) => {
    expect(await startOf(urfave(commands, more))).toEqual([expected]);
  });

  it.each([
    ['listens for a moment', '{Name: "login", Action: serve}', ''],
    ['is one of several', '{Name: "one", Action: serve}, {Name: "two", Action: serve}', ''],
    ['comes to nothing that listens', '{Name: "one", Action: g}', 'func g() { g() }\n'],
  ])('is not started where it %s', async (_what, commands, more) => {
    expect(await startOf(urfave(commands, more))).toEqual(['found ["shop"]']);
  });

  it.each([
    ['prints', 'tips()', 'suggested ["shop","server"]'],
    ['serves', 'run()', 'found ["shop"]'],
  ])('is started beside a program that %s without a command', async (_what, body, expected) => {
    const main = `package main\n\nimport (\n\t"net/http"\n\n\t"github.com/spf13/cobra"\n)\n\nvar root = &cobra.Command{Use: "shop", Run: func(*cobra.Command, []string) { ${body} }}\n\nvar server = &cobra.Command{Use: "server", RunE: func(*cobra.Command, []string) error { return run() }}\n\nfunc tips() { text() }\n\nfunc run() error { return http.ListenAndServe(":8080", nil) }\n\nfunc init() { root.AddCommand(server) }\n\nfunc main() { root.Execute() }\n`;
    expect(await startOf({ 'main.go': main })).toEqual([expected]);
  });

  it('is the program itself where that has the name of another program', async () => {
    const main = `package main\n\nimport (\n\t"net/http"\n\n\t"github.com/spf13/cobra"\n)\n\nfunc main() {\n\tbase := &cobra.Command{Use: "server", Run: func(*cobra.Command, []string) { http.ListenAndServe(":8080", nil) }}\n\tadd(base)\n\tbase.Execute()\n}\n\nfunc add(to *cobra.Command) { to.AddCommand(&cobra.Command{Use: "migrate", Run: f}) }\n`;
    expect(await startOf({ 'main.go': main })).toEqual(['found ["shop"]']);
  });

  it('has the words of what another package adds it to', async () => {
    const cli = 'import (\n\t"net/http"\n\n\t"github.com/spf13/cobra"\n)\n\n';
    const files = {
      'main.go':
        'package main\n\nimport "example.com/shop/cmd"\n\nfunc main() { cmd.New().Execute() }\n',
      'cmd/root.go': `package cmd\n\nimport (\n\t"github.com/spf13/cobra"\n\n\t"example.com/shop/web"\n)\n\nfunc New() *cobra.Command {\n\troot := cobra.Command{Use: "shop"}\n\tpart := &cobra.Command{Use: "web"}\n\tpart.AddCommand(web.Up, web.Down)\n\troot.AddCommand(part)\n\treturn &root\n}\n`,
      'web/web.go': `package web\n\n${cli}var (\n\tDown = &cobra.Command{Use: "down", Run: f}\n\tUp = &cobra.Command{Use: "up [flags]", Run: g}\n)\n\nfunc g(*cobra.Command, []string) { http.ListenAndServe(":8080", nil) }\n`,
    };
    expect(await startOf(files)).toEqual(['suggested ["shop","web","up"]']);
  });
});

describe('the command of kong that serves', () => {
  it('is known although parts of another command have a default', async () => {
    const image = 'type image struct {\nList l `cmd:"" default:"1"`\n}\n\n';
    const fields = 'Serve s `cmd:""`\nImage image `cmd:""`';
    expect(await start('github.com/alecthomas/kong', `${image}${struct(fields)}`)).toMatch(
      /^suggested \["shop","serve"\]/,
    );
  });

  it.each([
    ['by the name of its field', 'Web web `cmd:"" help:"Serve."`\nMigrate m `cmd:""`', 'web'],
    ['by its tag', 'Listener l `cmd name:"serve"`', 'serve'],
  ])('is known %s', async (_what, fields, word) => {
    expect(await start('github.com/alecthomas/kong', struct(fields))).toBe(
      `suggested ["shop","${word}"] main.go:6`,
    );
  });

  it.each([
    ['is the default', 'Web web `cmd:"" default:"1"`', 'github.com/alecthomas/kong'],
    ['is only a flag', 'Web web `help:"cmd"`', 'github.com/alecthomas/kong'],
    ['belongs to another library', 'Web web `cmd:""`', 'example.com/kong'],
  ])('is not added where it %s', async (_what, fields, library) => {
    expect(await start(library, struct(fields))).toMatch(/^found \["shop"\]/);
  });
});

describe('the command that serves', () => {
  it.each([
    [
      'go-flags, by the tag',
      'github.com/jessevdk/go-flags',
      'var o struct {\nWeb web `command:"server"`\nImport i `command:"import"`\n}\n\nfunc main() { flags.Parse(&o) }\n',
      'suggested ["shop","server"] main.go:6',
    ],
    [
      'go-flags, by the call',
      'github.com/jessevdk/go-flags',
      'func main() {\n\tp := flags.NewParser(nil, flags.Default)\n\tp.AddCommand("serve", "", "", &c)\n}\n',
      'suggested ["shop","serve"] main.go:7',
    ],
    [
      'go-arg',
      'github.com/alexflint/go-arg',
      'var o struct {\nServe *s `arg:"subcommand:serve"`\nMigrate *m `arg:"subcommand"`\n}\n\nfunc main() { arg.MustParse(&o) }\n',
      'suggested ["shop","serve"] main.go:6',
    ],
    [
      'kingpin',
      'github.com/alecthomas/kingpin/v2',
      'var web = kingpin.Command("web", "Serves.")\n\nfunc main() { kingpin.Parse() }\n',
      'suggested ["shop","web"] main.go:5',
    ],
    [
      'kingpin, of an application',
      'gopkg.in/alecthomas/kingpin.v2',
      'func main() {\n\tapp := kingpin.New("shop", "")\n\tserver := app.Command("server", "")\n\tuse(server)\n}\n',
      'suggested ["shop","server"] main.go:7',
    ],
    [
      'ffcli',
      'github.com/peterbourgon/ff/v3/ffcli',
      'var serve = &ffcli.Command{Name: "serve", Exec: f}\n\nfunc main() { serve.ParseAndRun(nil, nil) }\n',
      'suggested ["shop","serve"] main.go:5',
    ],
    [
      'the factories of hashicorp/cli',
      'github.com/hashicorp/cli',
      'func main() {\n\tc := map[string]cli.CommandFactory{\n\t\t"server": f,\n\t\t"version": f,\n\t}\n\trun(c)\n}\n',
      'suggested ["shop","server"] main.go:7',
    ],
    [
      'google/subcommands',
      'github.com/google/subcommands',
      'type serve struct{}\n\nfunc (*serve) Name() string { return "serve" }\n\nfunc main() { subcommands.Execute(nil) }\n',
      'suggested ["shop","serve"] main.go:7',
    ],
    [
      'a switch over the first argument',
      'os',
      'func main() {\n\tswitch os.Args[1] {\n\tcase "serve":\n\t\tf()\n\tcase "migrate":\n\t\tg()\n\t}\n}\n',
      'suggested ["shop","serve"] main.go:7',
    ],
    [
      'a switch over a variable that has it',
      'flag',
      'func main() {\n\tcommand := flag.Arg(0)\n\tswitch command {\n\tcase "api":\n\t\tf()\n\t}\n}\n',
      'suggested ["shop","api"] main.go:8',
    ],
    [
      'a switch over the first of all arguments',
      'os',
      'func main() {\n\targs := os.Args[1:]\n\tswitch args[0] {\n\tcase "server":\n\t\tf()\n\t}\n}\n',
      'suggested ["shop","server"] main.go:8',
    ],
    [
      'a switch over a variable that is set where there are arguments',
      'flag',
      'func main() {\n\targs := flag.Args()\n\tcommand := ""\n\tif len(args) > 0 {\n\t\tcommand = args[0]\n\t\targs = args[1:]\n\t}\n\tswitch command {\n\tcase "client":\n\t\tg(args)\n\tcase "server":\n\t\tf(args)\n\t}\n}\n',
      'suggested ["shop","server"] main.go:15',
    ],
    [
      'a switch in a function that gets the arguments',
      'os',
      'func main() { run(os.Args[1:]) }\n\nfunc run(args []string) {\n\tvar command string\n\tif len(args) > 0 {\n\t\tcommand, args = args[0], args[1:]\n\t}\n\tswitch command {\n\tcase "serve":\n\t\tf(args)\n\t}\n}\n',
      'suggested ["shop","serve"] main.go:13',
    ],
  ])('is known: %s', async (_what, library, body, expected) => {
    expect(await start(library, body)).toBe(expected);
  });

  it.each([
    [
      'kingpin runs another by default',
      'github.com/alecthomas/kingpin/v2',
      'var run = kingpin.Command("once", "").Default()\nvar web = kingpin.Command("web", "")\n\nfunc main() { kingpin.Parse() }\n',
    ],
    [
      'the switch controls a service of the system',
      'os',
      'func main() {\n\tswitch os.Args[1] {\n\tcase "start":\n\t\tf()\n\tcase "stop":\n\t\tg()\n\t}\n}\n',
    ],
    [
      'the switch is over another value',
      'os',
      'func main() {\n\tmode := os.Args[2]\n\tswitch mode {\n\tcase "serve":\n\t\tf()\n\t}\n}\n',
    ],
    [
      'the switch is over the first of another list',
      'os',
      'func main() {\n\tnames := load(os.Args[1:])\n\tname := names[0]\n\tswitch name {\n\tcase "serve":\n\t\tf()\n\t}\n}\n',
    ],
    [
      'the map is of another type',
      'example.com/cli',
      'func main() {\n\tc := map[string]cli.CommandFactory{"server": f}\n\trun(c)\n}\n',
    ],
  ])('is not added where %s', async (_what, library, body) => {
    expect(await start(library, body)).toMatch(/^found \["shop"\]/);
  });
});

it('a command line of a library serves where it is told to', async () => {
  const service = await programOf(
    'import "github.com/pocketbase/pocketbase"\n\nfunc main() {\n\tapp := pocketbase.New()\n\tapp.Start()\n}\n',
  );
  expect(said(service.start)).toBe(
    'suggested ["shop","serve","--dir=/pb_data","--http=:8090"] main.go:5 main.go:6',
  );
  expect(said(service.port)).toMatch(/^found 8090 /);
  expect(service.details.runFiles.writes.map((it) => it.path)).toEqual(['/pb_data']);
  expect(service.notes.map((it) => it.code)).toEqual(['go/listens-on-localhost']);
});

describe('a server of the Model Context Protocol', () => {
  const serving = (setting: string, choice: string): string =>
    `package main\n\nimport (\n\t"flag"\n\t"os"\n\n\t"github.com/mark3labs/mcp-go/server"\n)\n\nfunc main() {\n\t${setting}\n\tflag.Parse()\n\trun(transport)\n}\n\nfunc run(transport string) {\n\ts := server.NewStreamableHTTPServer(nil)\n\t${choice}\n}\n`;
  const flags =
    'var transport string\n\tflag.StringVar(&transport, "t", "stdio", "x")\n\tflag.StringVar(&transport, "transport", "stdio", "x")';
  const variable =
    'transport := os.Getenv("TRANSPORT")\n\tif transport == "" {\n\t\ttransport = "stdio"\n\t}';
  const either =
    'if transport == "http" {\n\t\ts.Start(":8080")\n\t} else {\n\t\tserver.ServeStdio(nil)\n\t}';
  const cases =
    'switch transport {\n\tcase "stdio":\n\t\tserver.ServeStdio(nil)\n\tcase "sse":\n\t\tserver.NewSSEServer(nil).Start(":8080")\n\tcase "http":\n\t\ts.Start(":8080")\n\t}';

  it.each([
    ['a flag', flags, either, ['shop', '--t=http'], ''],
    ['a flag for one of several', flags, cases, ['shop', '--t=http'], ''],
    ['a variable', variable, either, ['shop'], 'TRANSPORT=http'],
    ['nothing, where it listens', 'transport := "http"', either, ['shop'], ''],
    [
      'nothing, where it listens by default',
      flags.replaceAll('stdio', 'http'),
      either,
      ['shop'],
      '',
    ],
    ['nothing, where it cannot listen', flags, 'server.ServeStdio(nil)', ['shop'], ''],
    [
      'nothing, where another transport does not listen',
      flags,
      either.replace('"http"', '"pipe"'),
      ['shop'],
      '',
    ],
  ])('is started with %s', async (_what, setting, choice, words, environment) => {
    const facts = await goFacts({ 'go.mod': mod, 'main.go': serving(setting, choice) });
    const [service] = facts.services;
    expect(service?.start).toMatchObject({ value: words });
    const lines = service?.details.releaseMode.map((it) => `${it.name}=${it.value}`) ?? [];
    expect(lines.join()).toBe(environment);
  });
});
