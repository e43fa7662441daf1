/** Ports, folders and files that are written one step away from the call that uses them. */
import { describe, expect, it } from 'vitest';
import type { GoServiceFacts } from '../../../../src/languages/go/details.ts';
import { goFacts, mod, said } from '../../../support/go-facts.ts';

type Files = Readonly<Record<string, string>>;

const inMain = (body: string, rest = ''): string =>
  `package main\n${rest}\nfunc main() {\n${body}\n}\n`;

async function serviceOf(files: string | Files): Promise<GoServiceFacts> {
  const given = typeof files === 'string' ? { 'main.go': files } : files;
  const [service] = (await goFacts({ 'go.mod': mod, ...given })).services;
  if (!service) throw new Error('no program');
  return service;
}

async function portOf(files: string | Files): Promise<string> {
  return said((await serviceOf(files)).port).replace(/ \S+\.\S+:\d+/g, '');
}

describe('a port one step behind a literal', () => {
  it.each<[string, string | Files, string]>([
    [
      'a constant of the package',
      inMain('http.ListenAndServe(address, nil)', 'const address = ":7001"'),
      'found 7001',
    ],
    [
      'a variable of the package',
      inMain('http.ListenAndServe(address, nil)', 'var address = ":7002"'),
      'found 7002',
    ],
    [
      'a group of constants',
      inMain(
        'http.ListenAndServe(host+":"+port, nil)',
        'const (\n\thost = "0.0.0.0"\n\tport = "7003"\n)',
      ),
      'found 7003',
    ],
    [
      'a number that is formatted',
      inMain(
        'http.ListenAndServe(fmt.Sprintf("%s:%d", host(), port), nil)',
        'const port = 7004\nfunc host() string { return read() }',
      ),
      'found 7004',
    ],
    [
      'strconv.Itoa',
      inMain('http.ListenAndServe(":"+strconv.Itoa(port), nil)', 'var port = 7005'),
      'found 7005',
    ],
    [
      'net.JoinHostPort',
      inMain('http.ListenAndServe(net.JoinHostPort("", "7006"), nil)'),
      'found 7006',
    ],
    [
      'a field of a literal',
      inMain(
        'c := config{Addr: ":7007"}\nhttp.ListenAndServe(c.Addr, nil)',
        'type config struct{ Addr string }',
      ),
      'found 7007',
    ],
    [
      'a field that is set later',
      inMain(
        'var c config\nc.Addr = ":7008"\nhttp.ListenAndServe(c.Addr, nil)',
        'type config struct{ Addr string }',
      ),
      'found 7008',
    ],
    [
      'a constructor of defaults',
      inMain(
        'c := defaults()\nhttp.ListenAndServe(c.Addr, nil)',
        'type config struct{ Addr string }\nfunc defaults() *config { return &config{Addr: ":7009"} }',
      ),
      'found 7009',
    ],
    [
      'a literal without names',
      inMain(
        'c := config{"a", ":7010"}\nhttp.ListenAndServe(c.Addr, nil)',
        'type config struct{ Name, Addr string }',
      ),
      'found 7010',
    ],
    [
      'a struct in a struct',
      inMain(
        'c := config{HTTP: server{Port: 7011}}\nhttp.ListenAndServe(fmt.Sprint(":", c.HTTP.Port), nil)',
        'type server struct{ Port int }\ntype config struct{ HTTP server }',
      ),
      'found 7011',
    ],
    [
      'an embedded struct',
      inMain(
        'c := config{options{Addr: ":7012"}}\nhttp.ListenAndServe(c.Addr, nil)',
        'type options struct{ Addr string }\ntype config struct{ options }',
      ),
      'found 7012',
    ],
    [
      'a struct without a name',
      inMain('var c struct{ Addr string }\nc.Addr = ":7013"\nhttp.ListenAndServe(c.Addr, nil)'),
      'found 7013',
    ],
    [
      'a functional option',
      inMain(
        's := newServer(withAddr(":7014"))\nhttp.ListenAndServe(s.addr, nil)',
        'type server struct{ addr string }\ntype option func(*server)\nfunc withAddr(addr string) option { return func(s *server) { s.addr = addr } }\nfunc newServer(options ...option) *server { return &server{} }',
      ),
      'found 7014',
    ],
    [
      'the default beside a functional option',
      inMain(
        'newServer().run()',
        'type server struct{ addr string }\nfunc withAddr(addr string) func(*server) { return func(s *server) { s.addr = addr } }\nfunc newServer() *server { return &server{addr: ":7015"} }\nfunc (s *server) run() { http.ListenAndServe(s.addr, nil) }',
      ),
      'found 7015',
    ],
    [
      'a parameter',
      inMain('serve(":7016")', 'func serve(addr string) { http.ListenAndServe(addr, nil) }'),
      'found 7016',
    ],
    [
      'a parameter of a method',
      inMain(
        's := &server{}\ns.Listen(7017)',
        'type server struct{}\nfunc (s *server) Listen(port int) { http.ListenAndServe(fmt.Sprintf(":%d", port), nil) }',
      ),
      'found 7017',
    ],
    [
      'a parameter through two functions',
      inMain(
        'start(":7018")',
        'func start(a string) { serve(a) }\nfunc serve(addr string) { http.ListenAndServe(addr, nil) }',
      ),
      'found 7018',
    ],
    [
      'a parameter of a function in a variable',
      inMain('serve := func(addr string) { http.ListenAndServe(addr, nil) }\nserve(":7019")'),
      'found 7019',
    ],
    [
      'the result of a function',
      inMain(
        'http.ListenAndServe(address(), nil)',
        'func address() string {\n\tif a := os.Getenv("LISTEN"); a != "" {\n\t\treturn a\n\t}\n\treturn ":7020"\n}',
      ),
      'found 7020',
    ],
    [
      'a helper with a default',
      inMain(
        'port := env("APP_HTTP", "7021")\nhttp.ListenAndServe(":"+port, nil)',
        'func env(key, otherwise string) string {\n\tif value, ok := os.LookupEnv(key); ok {\n\t\treturn value\n\t}\n\treturn otherwise\n}',
      ),
      'found 7021',
    ],
    [
      'a helper that reads numbers',
      inMain(
        'http.ListenAndServe(fmt.Sprintf(":%d", number("HTTP", 7022)), nil)',
        'func number(key string, otherwise int) int {\n\tn, err := strconv.Atoi(os.Getenv(key))\n\tif err != nil {\n\t\treturn otherwise\n\t}\n\treturn n\n}',
      ),
      'found 7022',
    ],
    [
      'the environment through a number',
      inMain(
        'port, err := strconv.Atoi(os.Getenv("APP"))\nif err != nil {\n\tport = 7023\n}\nhttp.ListenAndServe(":"+strconv.Itoa(port), nil)',
      ),
      'found 7023',
    ],
    [
      'a variable that init sets',
      inMain(
        'http.ListenAndServe(address, nil)',
        'var address string\nfunc init() { address = ":7024" }',
      ),
      'found 7024',
    ],
    [
      'a flag in a variable of the package',
      inMain(
        'flag.Parse()\nhttp.ListenAndServe(*where, nil)',
        'var where = flag.String("where", ":7025", "x")',
      ),
      'found 7025',
    ],
    [
      'a flag into a field',
      inMain(
        'var o options\nflag.StringVar(&o.where, "where", ":7026", "x")\nhttp.ListenAndServe(o.where, nil)',
        'type options struct{ where string }',
      ),
      'found 7026',
    ],
    [
      'a flag with a constant as default',
      inMain(
        'p := flag.Int("p", number, "x")\nhttp.ListenAndServe(fmt.Sprintf(":%d", *p), nil)',
        'const number = 7027',
      ),
      'found 7027',
    ],
    [
      'a flag of cobra by name',
      inMain(
        'c := &cobra.Command{Use: "x", RunE: func(cmd *cobra.Command, args []string) error {\n\twhere, _ := cmd.Flags().GetString("where")\n\treturn http.ListenAndServe(where, nil)\n}}\nc.Flags().String("where", ":7028", "x")\nc.Execute()',
      ),
      'found 7028',
    ],
    [
      'a flag of cobra with a letter',
      inMain(
        'c := &cobra.Command{Use: "x"}\nvar p int\nc.PersistentFlags().IntVarP(&p, "p", "p", 7029, "x")\nhttp.ListenAndServe(fmt.Sprintf(":%d", p), nil)',
      ),
      'found 7029',
    ],
    [
      'a flag of urfave by name',
      inMain(
        'x := &cli.Command{Flags: []cli.Flag{&cli.IntFlag{Name: "p", Value: 7030}}, Action: run}',
        'func run(ctx context.Context, c *cli.Command) error {\n\treturn http.ListenAndServe(fmt.Sprintf(":%d", c.Int("p")), nil)\n}',
      ),
      'found 7030',
    ],
    [
      'a flag of urfave with a destination',
      inMain(
        'var where string\nx := &cli.StringFlag{Name: "where", Value: ":7031", Destination: &where}\nhttp.ListenAndServe(where, nil)',
      ),
      'found 7031',
    ],
    [
      'kingpin',
      inMain(
        'where := kingpin.Flag("where", "x").Default(":7032").String()\nkingpin.Parse()\nhttp.ListenAndServe(*where, nil)',
      ),
      'found 7032',
    ],
    [
      'kong',
      inMain(
        'kong.Parse(&c)\nhttp.ListenAndServe(c.Where, nil)',
        'import "github.com/alecthomas/kong"\nvar c struct {\n\tWhere string `help:"x" default:":7033"`\n}',
      ),
      'found 7033',
    ],
    [
      'a tag of caarlos0/env',
      inMain(
        'c, _ := env.ParseAs[config]()\nvar d config = c\nhttp.ListenAndServe(fmt.Sprintf(":%d", d.HTTP), nil)',
        'import "github.com/caarlos0/env/v11"\ntype config struct {\n\tHTTP int `env:"HTTP" envDefault:"7034"`\n}',
      ),
      'found 7034',
    ],
    [
      'a tag of ardanlabs/conf',
      inMain(
        'var c config\nconf.Parse("shop", &c)\nhttp.ListenAndServe(":"+c.Port, nil)',
        'import "github.com/ardanlabs/conf/v3"\ntype config struct {\n\tPort string `conf:"env:WEB,default:7045,help:x"`\n}',
      ),
      'found 7045',
    ],
    [
      'a tag of envconfig',
      inMain(
        'var c config\nenvconfig.Process("shop", &c)\nhttp.ListenAndServe(c.Where, nil)',
        'import "github.com/kelseyhightower/envconfig"\ntype config struct {\n\tWhere string `default:":7035"`\n}',
      ),
      'found 7035',
    ],
    [
      'a tag of cleanenv',
      inMain(
        'var c config\ncleanenv.ReadEnv(&c)\nhttp.ListenAndServe(":"+c.Server.Web, nil)',
        'import "github.com/ilyakaznacheev/cleanenv"\ntype config struct {\n\tServer struct {\n\t\tWeb string `env:"WEB" env-default:"7036"`\n\t}\n}',
      ),
      'found 7036',
    ],
    [
      'a tag of go-envconfig',
      inMain(
        'var c config\nenvconfig.Process(ctx, &c)\nhttp.ListenAndServe(":"+c.Web, nil)',
        'import "github.com/sethvargo/go-envconfig"\ntype config struct {\n\tWeb string `env:"WEB, default=7037"`\n}',
      ),
      'found 7037',
    ],
    [
      'go-flags',
      inMain(
        'flags.Parse(&c)\nhttp.ListenAndServe(c.Where, nil)',
        'import "github.com/jessevdk/go-flags"\nvar c struct {\n\tWhere string `long:"where" default:":7038"`\n}',
      ),
      'found 7038',
    ],
    [
      'a key of viper',
      inMain('viper.SetDefault("web", ":7039")\nhttp.ListenAndServe(viper.GetString("web"), nil)'),
      'found 7039',
    ],
    [
      'a key of viper below a map',
      inMain(
        'viper.SetDefault("web", map[string]any{"public": map[string]any{"where": ":7045"}, "where": ":7046"})\nhttp.ListenAndServe(viper.GetString("web.public.where"), nil)',
      ),
      'found 7045',
    ],
    [
      'a flag of ff with a short name, into a variable',
      inMain(
        'var where string\nfs := ff.NewFlagSet("shop")\nfs.StringVar(&where, \'w\', "where", ":7047", "x")\nff.Parse(fs, nil)\nhttp.ListenAndServe(where, nil)',
        'import "github.com/peterbourgon/ff/v4"',
      ),
      'found 7047',
    ],
    [
      'a flag of ff with a long name alone',
      inMain(
        'fs := ff.NewFlagSet("shop")\nwhere := fs.StringLong("where", ":7048", "x")\nff.Parse(fs, nil)\nhttp.ListenAndServe(*where, nil)',
        'import "github.com/peterbourgon/ff/v4"',
      ),
      'found 7048',
    ],
    [
      'the first value that is set, of another module',
      inMain(
        'http.ListenAndServe(gosettings.DefaultComparable(os.Getenv("WHERE"), ":7049"), nil)',
        'import "github.com/qdm12/gosettings"',
      ),
      'found 7049',
    ],
    [
      'a key of viper by a method of its type',
      inMain(
        'where.setDefault(":7043")\nhttp.ListenAndServe(where.GetString(), nil)',
        'type key string\nconst where key = "service.where"\nconst other key = "service.other"\nfunc (k key) setDefault(value any) { viper.SetDefault(string(k), value) }\nfunc (k key) GetString() string { return viper.GetString(string(k)) }\nfunc init() { other.setDefault(":7044") }',
      ),
      'found 7043',
    ],
    [
      'a key of viper in a struct',
      inMain(
        'viper.SetDefault("web.where", ":7040")\nvar c config\nviper.Unmarshal(&c)\nhttp.ListenAndServe(c.Web.Where, nil)',
        'type config struct {\n\tWeb struct {\n\t\tWhere string `mapstructure:"where"`\n\t} `mapstructure:"web"`\n}',
      ),
      'found 7040',
    ],
    [
      'a server that a function makes',
      inMain(
        's := newServer()\ns.ListenAndServe()',
        'func newServer() *http.Server {\n\ts := &http.Server{}\n\ts.Addr = ":7041"\n\treturn s\n}',
      ),
      'found 7041',
    ],
    [
      'a listener that is handed on',
      inMain(
        'l, err := net.Listen("tcp", where)\nserve(l)',
        'const where = ":7042"\nfunc serve(l net.Listener) { http.Serve(l, nil) }',
      ),
      'found 7042',
    ],
    [
      'a router in a field',
      inMain(
        'a := app{router: gin.Default()}\na.router.Run(where)',
        'import "github.com/gin-gonic/gin"\ntype app struct{ router *gin.Engine }\nvar where = ":7043"',
      ),
      'found 7043',
    ],
    [
      'an embedded router',
      inMain(
        'a := &app{echo.New()}\na.Start(where)',
        'import "github.com/labstack/echo/v4"\ntype app struct{ *echo.Echo }\nconst where = ":7044"',
      ),
      'found 7044',
    ],
    [
      'a map',
      inMain('ports := map[string]string{"web": ":7045"}\nhttp.ListenAndServe(ports["web"], nil)'),
      'found 7045',
    ],
    [
      'a list that is walked',
      inMain(
        'for _, it := range []string{":7046", ":7047"} {\n\tgo http.ListenAndServe(it, nil)\n}',
      ),
      'ambiguous 7046 7047',
    ],
    [
      'both branches',
      inMain(
        'where := ":7048"\nif secure {\n\twhere = ":7049"\n}\nhttp.ListenAndServe(where, nil)',
      ),
      'ambiguous 7048 7049',
    ],
    [
      'a constant of another package',
      {
        'main.go': inMain(
          'http.ListenAndServe(config.Where, nil)',
          'import "example.com/shop/config"',
        ),
        'config/config.go': 'package config\n\nconst Where = ":7050"\n',
      },
      'found 7050',
    ],
    [
      'a variable that another package sets',
      {
        'main.go': inMain(
          'config.Where = ":7051"\nweb.Serve()',
          'import (\n\t"example.com/shop/config"\n\t"example.com/shop/web"\n)',
        ),
        'config/config.go': 'package config\n\nvar Where string\n',
        'web/web.go':
          'package web\n\nimport "example.com/shop/config"\n\nfunc Serve() { http.ListenAndServe(config.Where, nil) }\n',
      },
      'found 7051',
    ],
    [
      'options of another package',
      {
        'main.go': inMain(
          'o := nsq.NewOptions()\nd := nsq.New(o)\nd.Main()',
          'import "example.com/shop/nsq"',
        ),
        'nsq/options.go':
          'package nsq\n\ntype Options struct {\n\tTCPAddress string\n}\n\nfunc NewOptions() *Options {\n\treturn &Options{TCPAddress: "0.0.0.0:7052"}\n}\n',
        'nsq/nsq.go':
          'package nsq\n\nimport "net"\n\ntype NSQ struct{ opts *Options }\n\nfunc New(o *Options) *NSQ { return &NSQ{opts: o} }\n\nfunc (n *NSQ) getOpts() *Options { return n.opts }\n\nfunc (n *NSQ) Main() { net.Listen("tcp", n.getOpts().TCPAddress) }\n',
      },
      'found 7052',
    ],
    [
      'another file of the package',
      {
        'main.go': inMain('http.ListenAndServe(where, nil)'),
        'settings.go':
          'package main\n\nvar where = os.Getenv("WHERE")\n\nfunc init() {\n\tif where == "" {\n\t\twhere = ":7053"\n\t}\n}\n',
      },
      'found 7053',
    ],
    [
      'an import with another name',
      {
        'main.go': inMain(
          'http.ListenAndServe(c.Where(), nil)',
          'import c "example.com/shop/config"',
        ),
        'config/config.go':
          'package config\n\nfunc Where() string { return ":" + port }\n\nconst port = "7054"\n',
      },
      'found 7054',
    ],
    [
      'a type of another package as parameter',
      {
        'main.go': inMain('web.Serve(web.Config{Where: ":7055"})', 'import "example.com/shop/web"'),
        'web/web.go':
          'package web\n\ntype Config struct{ Where string }\n\nfunc Serve(c Config) { http.ListenAndServe(c.Where, nil) }\n',
      },
      'found 7055',
    ],
    [
      'cmp.Or of two variables',
      inMain('http.ListenAndServe(":"+cmp.Or(os.Getenv("WEB"), os.Getenv("OTHER"), "7056"), nil)'),
      'found 7056',
    ],
    [
      'what is dialled does not count',
      inMain(
        'net.Dial("tcp", upstream)\nredis.NewClient(&redis.Options{Addr: cache})\nhttp.ListenAndServe(":7057", nil)',
        'import "github.com/redis/go-redis/v9"\nconst upstream = "example.com:9999"\nvar cache = "localhost:6379"',
      ),
      'found 7057',
    ],
    [
      'an option that is off',
      inMain(
        'debug := flag.String("debug", "", "localhost:6060")\nif *debug != "" {\n\tgo http.ListenAndServe(*debug, nil)\n}\nhttp.ListenAndServe(":7058", nil)',
      ),
      'found 7058',
    ],
    [
      'an attribute of a log line is no flag',
      inMain(
        'slog.Info("x", slog.String("port", "9999"), slog.Int("port", 9998))\nhttp.ListenAndServe(load(), nil)',
        'import "log/slog"',
      ),
      'unknown',
    ],
    ['a socket of Unix is no port', inMain('net.Listen("unix", "/run/x.sock")'), 'suggested null'],
    [
      'a profiler',
      inMain(
        'go http.ListenAndServe("localhost:6060", nil)\nhttp.ListenAndServe(":7059", mux)',
        'import _ "net/http/pprof"',
      ),
      'found 7059',
    ],
    [
      'datagrams only',
      inMain('net.ListenPacket("udp", where)', 'const where = ":7060"'),
      'found null',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await portOf(files)).toBe(expected);
  });
});

describe('a port in a configuration file that the program reads', () => {
  it.each<[string, Files, string]>([
    [
      'JSON, into a struct without a name',
      {
        'main.go': inMain(
          'text, _ := os.ReadFile("config.json")\nvar c struct{ Listen string }\njson.Unmarshal(text, &c)\nhttp.ListenAndServe(c.Listen, nil)',
          'import "encoding/json"',
        ),
        'config.json': '{"listen": ":8085"}',
      },
      'found 8085',
    ],
    [
      'YAML, below another key',
      {
        'main.go': inMain(
          'text, _ := os.ReadFile(file)\nvar c config\nyaml.Unmarshal(text, &c)\nhttp.ListenAndServe(fmt.Sprintf(":%d", c.Server.Port), nil)',
          'import "gopkg.in/yaml.v3"\nconst file = "etc/app.yaml"\ntype config struct {\n\tServer struct{ Port int `yaml:"http_port"` }\n}',
        ),
        'etc/app.yaml': 'db:\n  port: 5432\nserver:\n  http_port: 8086\n',
      },
      'found 8086',
    ],
    [
      'TOML',
      {
        'main.go': inMain(
          'var c config\ntoml.DecodeFile("app.toml", &c)\nhttp.ListenAndServe(c.Addr, nil)',
          'import "github.com/BurntSushi/toml"\ntype config struct{ Addr string }',
        ),
        'app.toml': 'addr = ":8087"\n',
      },
      'found 8087',
    ],
    [
      'viper',
      {
        'main.go': inMain(
          'viper.SetConfigName("shop")\nviper.AddConfigPath(".")\nviper.ReadInConfig()\nhttp.ListenAndServe(":"+viper.GetString("server.port"), nil)',
        ),
        'shop.yaml': 'server:\n  port: 8088\n',
      },
      'found 8088',
    ],
    [
      'a file that is not read',
      {
        'main.go': inMain(
          'var c struct{ Listen string }\nload(&c)\nhttp.ListenAndServe(c.Listen, nil)',
        ),
        'config.json': '{"listen": ":8089"}',
      },
      'unknown',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await portOf(files)).toBe(expected);
  });
});

describe('a file or folder one step behind a literal', () => {
  const there = ['rules/a.json', 'web/index.html', 'locales/en.toml', 'db/1.sql'];
  it.each<[string, string | Files, string[]]>([
    ['a constant', inMain('os.ReadFile(rules)', 'const rules = "rules/a.json"'), ['rules/a.json']],
    [
      'a join in a variable',
      inMain(
        'folder := filepath.Join("web")\ntemplate.ParseFiles(filepath.Join(folder, "index.html"))',
      ),
      ['web/index.html'],
    ],
    [
      'the environment with a default in a variable',
      inMain(
        'path := env("RULES", "rules/a.json")\nos.ReadFile(path)',
        'func env(key, otherwise string) string {\n\tif v := os.Getenv(key); v != "" {\n\t\treturn v\n\t}\n\treturn otherwise\n}',
      ),
      ['rules/a.json'],
    ],
    [
      'a tag of caarlos0/env',
      inMain(
        'var c config\nenv.Parse(&c)\nos.ReadFile(c.Rules)',
        'import "github.com/caarlos0/env/v11"\ntype config struct {\n\tRules string `env:"RULES" envDefault:"rules/a.json"`\n}',
      ),
      ['rules/a.json'],
    ],
    [
      'a tag of kong',
      inMain(
        'kong.Parse(&c)\nhttp.Dir(c.Web)',
        'import "github.com/alecthomas/kong"\nvar c struct {\n\tWeb string `default:"web" help:"x"`\n}',
      ),
      ['web'],
    ],
    [
      'a tag of kong that another module reads',
      inMain(
        'kong.Parse(&c)\nother.Use(c.Web)',
        'import "github.com/alecthomas/kong"\nvar c struct {\n\tWebDir string `default:"web" help:"x"`\n}',
      ),
      ['web'],
    ],
    [
      'a flag of urfave',
      inMain('x := &cli.StringFlag{Name: "rules", Value: "rules/a.json"}\nuse(x)'),
      ['rules/a.json'],
    ],
    [
      'a default of viper',
      inMain(
        'viper.SetDefault("static", "./web")\nhttp.FileServer(http.Dir(viper.GetString("static")))',
      ),
      ['web'],
    ],
    ['a pattern', inMain('filepath.Glob("db/*.sql")'), ['db']],
    ['a walk', inMain('filepath.WalkDir("locales", f)'), ['locales']],
    ['a format', inMain('os.ReadFile(fmt.Sprintf("locales/%s.toml", language()))'), ['locales']],
    [
      'a parameter',
      inMain('load("rules/a.json")', 'func load(path string) { os.ReadFile(path) }'),
      ['rules/a.json'],
    ],
    [
      'a field',
      inMain(
        'l := loader{folder: "locales"}\nl.load()',
        'type loader struct{ folder string }\nfunc (l loader) load() { os.ReadDir(l.folder) }',
      ),
      ['locales'],
    ],
    [
      'a list',
      inMain(
        'for _, it := range files {\n\tos.Open(it)\n}',
        'var files = []string{"rules/a.json", "db/1.sql"}',
      ),
      ['db/1.sql', 'rules/a.json'],
    ],
    [
      'a function of another package',
      {
        'main.go': inMain('os.ReadDir(paths.Locales())', 'import "example.com/shop/paths"'),
        'paths/paths.go':
          'package paths\n\nimport "path/filepath"\n\nconst root = "./"\n\nfunc Locales() string { return filepath.Join(root, "locales") }\n',
      },
      ['locales'],
    ],
    [
      'beside the program',
      inMain(
        'p, _ := os.Executable()\nos.ReadFile(filepath.Join(filepath.Dir(p), "rules", "a.json"))',
      ),
      ['rules/a.json'],
    ],
    [
      'a name that ends a path',
      inMain('os.ReadFile(folder() + "/rules/a.json")'),
      ['rules/a.json'],
    ],
  ])('%s is copied', async (_what, files, expected) => {
    const given = typeof files === 'string' ? { 'main.go': files } : files;
    const service = await serviceOf({
      ...Object.fromEntries(there.map((it) => [it, 'x'])),
      ...given,
    });
    expect(service.details.runFiles.copies.map((it) => it.to)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['a constant', inMain('os.MkdirAll(folder, 0o755)', 'const folder = "data"'), ['data']],
    ['a join', inMain('os.MkdirAll(filepath.Join("data", "cache"), 0o755)'), ['data/cache']],
    [
      'a flag',
      inMain('folder := flag.String("folder", "data", "x")\nos.MkdirAll(*folder, 0o755)'),
      ['data'],
    ],
    [
      'the environment',
      inMain(
        'folder := os.Getenv("FOLDER")\nif folder == "" {\n\tfolder = "/var/lib/shop"\n}\nos.MkdirAll(folder, 0o755)',
      ),
      ['/var/lib/shop'],
    ],
    ['a name made at run time', inMain('os.Create("notes/" + name())'), ['notes']],
    [
      'a field of a configuration',
      inMain(
        'c := config{Database: "data/shop.db"}\nsql.Open("sqlite3", c.Database)',
        'import "database/sql"\ntype config struct{ Database string }',
      ),
      ['data'],
    ],
    [
      'a database with settings',
      inMain('sql.Open("sqlite3", "file:data/a.db?mode=rwc")', 'import "database/sql"'),
      ['data'],
    ],
    [
      'an option that is off',
      inMain('path := flag.String("output", "", "x")\nos.Create(*path)\nos.Create(*path + ".tmp")'),
      [],
    ],
    [
      'a database in memory',
      inMain('sql.Open("sqlite3", ":memory:")', 'import "database/sql"'),
      [],
    ],
    [
      'a database of a server',
      inMain('sql.Open("postgres", "dbname=x")', 'import "database/sql"'),
      [],
    ],
    [
      'a driver in a constant',
      inMain(
        'sql.Open(driver, dsn)',
        'import "database/sql"\nconst (\n\tdriver = "sqlite"\n\tdsn = "data/a.db"\n)',
      ),
      ['data'],
    ],
    [
      'a driver that is named by its module',
      inMain(
        'sql.Open(sqliteshim.ShimName, "data/a.db")\nsql.Open(sqliteshim.DriverName(), "logs/b.db")',
        'import ("database/sql"; "github.com/uptrace/bun/driver/sqliteshim")',
      ),
      ['data', 'logs'],
    ],
    [
      'the only driver of the program, where the run says which',
      inMain(
        'sql.Open(os.Getenv("DRIVER"), "data/a.db")\nsql.Open(os.Args[1], "shop:shop@tcp(db:3306)/shop")',
        'import ("database/sql"; _ "modernc.org/sqlite")',
      ),
      ['data'],
    ],
    [
      'a driver of a server, where the run says which',
      inMain(
        'sql.Open(os.Getenv("DRIVER"), "data/a.db")',
        'import ("database/sql"; _ "github.com/lib/pq")',
      ),
      [],
    ],
    [
      'what a function in a variable opens',
      inMain(
        'open("sqlite", "data/a.db")\nmkdir("logs", 0o755)',
        'import "database/sql"\nvar open = sql.Open\nvar (\n\tmkdir = os.MkdirAll\n)',
      ),
      ['data', 'logs'],
    ],
    [
      'a log',
      inMain(
        'log.SetOutput(&lumberjack.Logger{Filename: filepath.Join(folder, "app.log")})',
        'import "gopkg.in/natefinch/lumberjack.v2"\nvar folder = "logs"',
      ),
      ['logs'],
    ],
    [
      'a default of gorm',
      inMain(
        'gorm.Open(sqlite.Open(path()), &gorm.Config{})',
        'import (\n\t"gorm.io/driver/sqlite"\n\t"gorm.io/gorm"\n)\nfunc path() string {\n\tif p := os.Getenv("DB"); p != "" {\n\t\treturn p\n\t}\n\treturn "./data/shop.db"\n}',
      ),
      ['data'],
    ],
  ])('%s is declared', async (_what, source, expected) => {
    expect((await serviceOf(source)).details.runFiles.writes.map((it) => it.path)).toEqual(
      expected,
    );
  });
});
