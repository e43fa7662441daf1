/** Ports and paths that are a step behind a literal: in a variable, a field, a parameter, an option or a library of settings. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { programOf, said } from '../../../support/go-facts.ts';
import { goUses } from '../../../support/go-uses.ts';

const ports: readonly (readonly [where: string, source: string, port: string])[] = [
  [
    'pkg var flag',
    'package main\nimport ("flag"; "net/http")\nvar addr = flag.String("addr", ":7201", "x")\nfunc main() { flag.Parse(); http.ListenAndServe(*addr, nil) }',
    '7201',
  ],
  [
    'flag IntVar + Sprintf',
    'package main\nimport ("flag"; "fmt"; "net/http")\nvar port int\nfunc init() { flag.IntVar(&port, "port", 7202, "x") }\nfunc main() { flag.Parse(); http.ListenAndServe(fmt.Sprintf(":%d", port), nil) }',
    '7202',
  ],
  [
    'cobra flags',
    'package main\nimport ("net/http"; "github.com/spf13/cobra")\nfunc main() { var addr string; root := &cobra.Command{Use: "x", RunE: func(cmd *cobra.Command, args []string) error { return http.ListenAndServe(addr, nil) }}; root.Flags().StringVarP(&addr, "addr", "a", ":7203", "x"); root.Execute() }',
    '7203',
  ],
  [
    'cobra GetInt',
    'package main\nimport ("fmt"; "net/http"; "github.com/spf13/cobra")\nfunc main() { root := &cobra.Command{Use: "x", RunE: func(cmd *cobra.Command, args []string) error { port, _ := cmd.Flags().GetInt("port"); return http.ListenAndServe(fmt.Sprintf("0.0.0.0:%d", port), nil) }}; root.Flags().Int("port", 7204, "x"); root.Execute() }',
    '7204',
  ],
  [
    'envconfig',
    'package main\nimport ("fmt"; "net/http"; "github.com/kelseyhightower/envconfig")\ntype Config struct { Port int `default:"7205"` }\nfunc main() { var c Config; envconfig.Process("shop", &c); http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
    '7205',
  ],
  [
    'cleanenv',
    'package main\nimport ("net/http"; "github.com/ilyakaznacheev/cleanenv")\ntype Config struct { Server struct { Addr string `yaml:"addr" env:"ADDR" env-default:":7206"` } `yaml:"server"` }\nfunc main() { var c Config; cleanenv.ReadEnv(&c); http.ListenAndServe(c.Server.Addr, nil) }',
    '7206',
  ],
  [
    'koanf confmap',
    'package main\nimport ("net/http"; "github.com/knadh/koanf/v2"; "github.com/knadh/koanf/providers/confmap")\nvar k = koanf.New(".")\nfunc main() { k.Load(confmap.Provider(map[string]interface{}{"server.addr": ":7207"}, "."), nil); http.ListenAndServe(k.String("server.addr"), nil) }',
    '7207',
  ],
  [
    'urfave v3 int',
    'package main\nimport ("context"; "fmt"; "net/http"; "os"; "github.com/urfave/cli/v3")\nfunc main() { cmd := &cli.Command{Flags: []cli.Flag{&cli.IntFlag{Name: "port", Value: 7208, Sources: cli.EnvVars("PORT")}}, Action: func(ctx context.Context, c *cli.Command) error { return http.ListenAndServe(fmt.Sprintf(":%d", c.Int("port")), nil) }}; cmd.Run(context.Background(), os.Args) }',
    '7208',
  ],
  [
    'kong nested',
    'package main\nimport ("net/http"; "github.com/alecthomas/kong")\nvar cli struct { Serve struct { Addr string `default:":7209" help:"x"` } `cmd:""` }\nfunc main() { kong.Parse(&cli); http.ListenAndServe(cli.Serve.Addr, nil) }',
    '7209',
  ],
  [
    'kong run method',
    'package main\nimport ("net/http"; "github.com/alecthomas/kong")\ntype Serve struct { Listen string `default:":7210"` }\nfunc (s *Serve) Run() error { return http.ListenAndServe(s.Listen, nil) }\nvar cli struct { Serve Serve `cmd:""` }\nfunc main() { ctx := kong.Parse(&cli); ctx.Run() }',
    '7210',
  ],
  [
    'viper default',
    'package main\nimport ("fmt"; "net/http"; "github.com/spf13/viper")\nfunc main() { viper.SetDefault("http.port", 7211); viper.AutomaticEnv(); http.ListenAndServe(fmt.Sprintf(":%s", viper.GetString("http.port")), nil) }',
    '7211',
  ],
  [
    'viper unmarshal',
    'package main\nimport ("fmt"; "net/http"; "github.com/spf13/viper")\ntype C struct { Port int `mapstructure:"port"` }\nfunc main() { v := viper.New(); v.SetDefault("port", 7212); var c C; v.Unmarshal(&c); http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
    '7212',
  ],
  [
    'functional options',
    'package main\nimport "net/http"\ntype S struct { addr string }\ntype Option func(*S)\nfunc WithAddr(a string) Option { return func(s *S) { s.addr = a } }\nfunc New(opts ...Option) *S { s := &S{addr: ":7213"}; for _, o := range opts { o(s) }; return s }\nfunc (s *S) Run() error { return http.ListenAndServe(s.addr, nil) }\nfunc main() { New().Run() }',
    '7213',
  ],
  [
    'option call',
    'package main\nimport "net/http"\ntype S struct { addr string }\ntype Option func(*S)\nfunc WithAddr(a string) Option { return func(s *S) { s.addr = a } }\nfunc New(opts ...Option) *S { s := &S{}; for _, o := range opts { o(s) }; return s }\nfunc (s *S) Run() error { return http.ListenAndServe(s.addr, nil) }\nfunc main() { New(WithAddr(":7214")).Run() }',
    '7214',
  ],
  [
    'LookupEnv',
    'package main\nimport ("net/http"; "os")\nfunc main() { port, ok := os.LookupEnv("HTTP_PORT"); if !ok { port = "7215" }; http.ListenAndServe(":"+port, nil) }',
    '7215',
  ],
  [
    'map const',
    'package main\nimport "net/http"\nvar defaults = map[string]string{"addr": ":7216"}\nfunc main() { http.ListenAndServe(defaults["addr"], nil) }',
    '7216',
  ],
  [
    'server struct',
    'package main\nimport ("net/http"; "time")\nfunc newServer(h http.Handler) *http.Server { return &http.Server{Addr: ":7217", Handler: h, ReadTimeout: time.Second} }\nfunc main() { s := newServer(nil); s.ListenAndServe() }',
    '7217',
  ],
  [
    'method chain config',
    'package main\nimport ("net/http"; "os"; "strconv"; "fmt")\ntype Config struct { Port int }\nfunc load() Config { c := Config{Port: 7218}; if v := os.Getenv("APP_PORT"); v != "" { c.Port, _ = strconv.Atoi(v) }; return c }\nfunc main() { c := load(); http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
    '7218',
  ],
  [
    'net.Listen + Serve',
    'package main\nimport ("net"; "net/http"; "os")\nconst defaultPort = "7219"\nfunc port() string { if p := os.Getenv("PORT"); p != "" { return p }; return defaultPort }\nfunc main() { l, _ := net.Listen("tcp", net.JoinHostPort("", port())); http.Serve(l, nil) }',
    '7219',
  ],
  [
    'strconv.Itoa',
    'package main\nimport ("net/http"; "strconv")\nconst port = 7220\nfunc main() { http.ListenAndServe(":"+strconv.Itoa(port), nil) }',
    '7220',
  ],
  [
    'pflag viper bind',
    'package main\nimport ("net/http"; "github.com/spf13/pflag"; "github.com/spf13/viper")\nfunc main() { pflag.String("listen", ":7221", "x"); pflag.Parse(); viper.BindPFlags(pflag.CommandLine); http.ListenAndServe(viper.GetString("listen"), nil) }',
    '7221',
  ],
  [
    'gin Run env',
    'package main\nimport ("os"; "github.com/gin-gonic/gin")\nfunc main() { r := gin.Default(); addr := ":7222"; if p := os.Getenv("PORT"); p != "" { addr = ":" + p }; r.Run(addr) }',
    '7222',
  ],
  [
    'echo start',
    'package main\nimport "github.com/labstack/echo/v4"\ntype app struct { e *echo.Echo; addr string }\nfunc (a *app) start() { a.e.Logger.Fatal(a.e.Start(a.addr)) }\nfunc main() { a := &app{e: echo.New(), addr: "0.0.0.0:7223"}; a.start() }',
    '7223',
  ],
  [
    'grpc',
    'package main\nimport ("fmt"; "net"; "google.golang.org/grpc")\nvar port = 7224\nfunc main() { lis, err := net.Listen("tcp", fmt.Sprintf(":%d", port)); if err != nil { panic(err) }; s := grpc.NewServer(); s.Serve(lis) }',
    '7224',
  ],
  [
    'fiber',
    'package main\nimport ("os"; "github.com/gofiber/fiber/v2")\nfunc env(k, d string) string { v, ok := os.LookupEnv(k); if ok { return v }; return d }\nfunc main() { app := fiber.New(); app.Listen(env("LISTEN", ":7225")) }',
    '7225',
  ],
  [
    'generic getenv',
    'package main\nimport ("fmt"; "net/http"; "os"; "strconv")\nfunc getInt(k string, d int) int { if v, err := strconv.Atoi(os.Getenv(k)); err == nil { return v }; return d }\nfunc main() { http.ListenAndServe(fmt.Sprintf("%s:%d", "", getInt("PORT", 7226)), nil) }',
    '7226',
  ],
  [
    'go-flags',
    'package main\nimport ("fmt"; "net/http"; "github.com/jessevdk/go-flags")\nvar opts struct { Port int `short:"p" long:"port" default:"7227" env:"PORT"` }\nfunc main() { flags.Parse(&opts); http.ListenAndServe(fmt.Sprintf(":%d", opts.Port), nil) }',
    '7227',
  ],
  [
    'go-arg',
    'package main\nimport ("net/http"; "github.com/alexflint/go-arg")\nvar args struct { Addr string `arg:"--addr,env:ADDR" default:":7228"` }\nfunc main() { arg.MustParse(&args); http.ListenAndServe(args.Addr, nil) }',
    '7228',
  ],
  [
    'kingpin',
    'package main\nimport ("net/http"; "github.com/alecthomas/kingpin/v2")\nvar addr = kingpin.Flag("web.listen-address", "x").Default(":7229").String()\nfunc main() { kingpin.Parse(); http.ListenAndServe(*addr, nil) }',
    '7229',
  ],
  [
    'const struct tag creasty defaults',
    'package main\nimport ("fmt"; "net/http"; "github.com/creasty/defaults")\ntype C struct { Port int `default:"7230"` }\nfunc main() { c := &C{}; defaults.Set(c); http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
    '7230',
  ],
  [
    'values of a map that is ranged over',
    'package main\nimport "net/http"\nfunc main() { for _, addr := range map[string]string{"api": ":7241", "admin": ":7242"} { http.ListenAndServe(addr, nil) } }',
    '7241',
  ],
  [
    'keys of a map that is ranged over',
    'package main\nimport "net/http"\nvar handlers = map[string]http.Handler{":7243": nil}\nfunc main() { for addr, h := range handlers { http.ListenAndServe(addr, h) } }',
    '7243',
  ],
  [
    'host of a URL',
    'package main\nimport ("net/http"; "net/url"; "os")\nfunc main() { raw, ok := os.LookupEnv("BIND_URL"); if !ok { raw = "http://0.0.0.0:7244/api" }; u, _ := url.Parse(raw); http.ListenAndServe(u.Host, nil) }',
    '7244',
  ],
  [
    'port of a URL',
    'package main\nimport ("net/http"; "net/url")\nfunc main() { u, _ := url.Parse("http://shop.example:7245"); http.ListenAndServe(":"+u.Port(), nil) }',
    '7245',
  ],
  [
    'a map of servers without their type',
    'package main\nimport "net/http"\nvar servers = map[string]*http.Server{"api": {Addr: ":7248"}}\nfunc main() { for _, s := range servers { go s.ListenAndServe() }; select {} }',
    '7248',
  ],
  [
    'a list of structs without a name',
    'package main\nimport ("fmt"; "net/http")\nfunc main() { for _, s := range []struct { name string; port int }{{"api", 7249}} { s := s; go http.ListenAndServe(fmt.Sprintf(":%d", s.port), nil) }; select {} }',
    '7249',
  ],
  [
    'a list of structs in the order of the fields',
    'package main\nimport ("fmt"; "net/http")\ntype service struct { name string; port int }\nfunc main() { for _, s := range []service{{"api", 7250}} { http.ListenAndServe(fmt.Sprintf(":%d", s.port), nil) } }',
    '7250',
  ],
  [
    'an entry that a function sets',
    'package main\nimport "net/http"\nfunc main() { cfg := map[string]string{}; cfg["admin"] = ":7252"; cfg["addr"] = ":7251"; http.ListenAndServe(cfg["addr"], nil) }',
    '7251',
  ],
  [
    'an entry that init sets',
    'package main\nimport "net/http"\nvar cfg = make(map[string]string)\nfunc init() { cfg["addr"] = ":7253" }\nfunc main() { http.ListenAndServe(cfg["addr"], nil) }',
    '7253',
  ],
  [
    'a function in a variable',
    'package main\nimport "net/http"\nvar listen = http.ListenAndServe\nfunc main() { listen(":7254", nil) }',
    '7254',
  ],
  [
    'a method of an interface',
    'package main\nimport "net/http"\ntype settings interface { Address() string }\ntype file struct { host, port string }\nfunc (f *file) Address() string { return f.host + ":" + f.port }\nfunc run(s settings) { http.ListenAndServe(s.Address(), nil) }\nfunc main() { run(&file{port: "7259"}) }',
    '7259',
  ],
  [
    'a field of what a method of an interface gives',
    'package main\nimport "net/http"\ntype provider interface { Config() *config }\ntype config struct { Addr string }\nvar defaults = config{Addr: ":7260"}\ntype one struct{}\nfunc (one) Config() *config { return nil }\ntype two struct{}\nfunc (two) Config() *config { return &defaults }\ntype server struct { provider provider }\nfunc main() { s := server{load()}; http.ListenAndServe(s.provider.Config().Addr, nil) }\nfunc load() provider { return two{} }',
    '7260',
  ],
  [
    'two fields of one declaration',
    'package main\nimport "net/http"\ntype config struct { port, addr string }\nfunc main() { c := config{port: "7261"}; c.addr = ":" + c.port; http.ListenAndServe(c.addr, nil) }',
    '7261',
  ],
];

it.each(ports)('sees a port: %s', async (_, source, port) => {
  const seen = linesOf(await goUses(source)).map((it) => it.split(' by ')[0]);
  expect(seen).toContain(`listens ${port}`);
});

const paths: readonly (readonly [where: string, source: string, line: string])[] = [
  [
    'flag dir',
    'package main\nimport ("flag"; "os"; "path/filepath")\nvar dir = flag.String("data", "data", "x")\nfunc main() { flag.Parse(); os.MkdirAll(filepath.Join(*dir, "cache"), 0o755) }',
    'writes data/cache',
  ],
  [
    'struct field',
    'package main\nimport ("os"; "path/filepath")\ntype Store struct { dir string }\nfunc New(dir string) *Store { return &Store{dir: dir} }\nfunc (s *Store) Save(name string) { os.WriteFile(filepath.Join(s.dir, name), nil, 0o600) }\nfunc main() { New("var/store").Save("x") }',
    'writes var/store/x',
  ],
  [
    'env default',
    'package main\nimport "os"\nfunc env(k, d string) string { if v := os.Getenv(k); v != "" { return v }; return d }\nfunc main() { os.MkdirAll(env("DATA_DIR", "/var/lib/shop"), 0o755) }',
    'writes /var/lib/shop',
  ],
  [
    'template glob',
    'package main\nimport "html/template"\nconst dir = "web/templates"\nvar t = template.Must(template.ParseGlob(dir + "/*.html"))\nfunc main() { t.Execute(nil, nil) }',
    'reads web/templates*',
  ],
  [
    'gorm sqlite',
    'package main\nimport ("gorm.io/driver/sqlite"; "gorm.io/gorm")\ntype C struct { DSN string }\nfunc load() C { return C{DSN: "data/shop.db"} }\nfunc main() { c := load(); gorm.Open(sqlite.Open(c.DSN), &gorm.Config{}) }',
    'writes data/shop.db',
  ],
  [
    'sql dsn Sprintf',
    'package main\nimport ("database/sql"; "fmt"; _ "modernc.org/sqlite")\nfunc main() { path := "data/app.db"; sql.Open("sqlite", fmt.Sprintf("file:%s?_pragma=busy_timeout(5000)", path)) }',
    'writes data/app.db',
  ],
  [
    'http.Dir const',
    'package main\nimport "net/http"\nconst static = "public"\nfunc main() { http.Handle("/", http.FileServer(http.Dir(static))) }',
    'reads public',
  ],
  [
    'yaml config',
    'package main\nimport ("os"; "flag"; "gopkg.in/yaml.v3")\nfunc main() { p := flag.String("config", "config/shop.yaml", "x"); flag.Parse(); b, _ := os.ReadFile(*p); var v any; yaml.Unmarshal(b, &v) }',
    'reads config/shop.yaml',
  ],
  [
    'UserCacheDir',
    'package main\nimport ("os"; "path/filepath")\nfunc main() { d, _ := os.UserCacheDir(); os.MkdirAll(filepath.Join(d, "shop"), 0o755) }',
    'writes ~/.cache/shop',
  ],
  [
    'global const path',
    'package main\nimport "os"\nconst (\n root = "state"\n file = root + "/lock"\n)\nfunc main() { os.Create(file) }',
    'writes state/lock',
  ],
  [
    'zap lumberjack',
    'package main\nimport ("go.uber.org/zap/zapcore"; "gopkg.in/natefinch/lumberjack.v2")\nfunc main() { w := zapcore.AddSync(&lumberjack.Logger{Filename: "logs/shop.log"}); _ = w }',
    'writes logs/shop.log',
  ],
  [
    'tls config',
    'package main\nimport "net/http"\ntype C struct { Cert, Key string }\nvar c = C{Cert: "tls/a.crt", Key: "tls/a.key"}\nfunc main() { http.ListenAndServeTLS(":443", c.Cert, c.Key, nil) }',
    'reads tls/a.crt',
  ],
];

it.each(paths)('sees a path: %s', async (_, source, line) => {
  expect(linesOf(await goUses(source))).toContain(line);
});

it('takes only the entry of a map that is asked for', async () => {
  const seen = linesOf(
    await goUses(
      'package main\nimport "net/http"\nfunc main() { cfg := map[string]string{}; cfg["admin"] = ":7252"; http.ListenAndServe(cfg["addr"], nil); other() }\nfunc other() { cfg := map[string]string{}; cfg["addr"] = ":7255" }',
    ),
  );
  expect(seen).toEqual(['listens somewhere']);
});

it('names the variable of envconfig by the struct that is processed, whatever else holds the settings', async () => {
  const source =
    'package main\nimport ("net"; "github.com/kelseyhightower/envconfig")\ntype Server struct { config SMTP }\ntype Root struct { SMTP SMTP }\ntype SMTP struct { Addr string `required:"true" default:":7257"` }\nfunc (s *Server) Start() { net.Listen("tcp", s.config.Addr) }\nfunc main() { r := &Root{}; envconfig.Process("inbox", r); s := &Server{config: r.SMTP}; s.Start() }';
  expect(linesOf(await goUses(source))).toContain('listens 7257 by INBOX_SMTP_ADDR');
});

it('comes to what follows an option that a tag sets to false', async () => {
  const source =
    'package main\nimport ("net"; "github.com/kelseyhightower/envconfig")\ntype C struct { TLS bool `default:"false"`; Addr string `default:":7258"` }\nfunc main() { var c C; envconfig.Process("inbox", &c); if c.TLS { listen("") } else { net.Listen("tcp", c.Addr) } }\nfunc listen(string) {}';
  expect((await goUses(source)).listens.map((it) => it.always)).toEqual([true]);
});

it('knows the variable behind a function that parses it', async () => {
  const source =
    'package main\nimport ("fmt"; "net/http"; "os"; "strconv")\nfunc env[T any](key string, other T, parse func(string) (T, error)) T { s, ok := os.LookupEnv(key); if !ok { return other }; v, err := parse(s); if err != nil { return other }; return v }\nfunc main() { http.ListenAndServe(fmt.Sprintf(":%d", env("PORT", 7256, strconv.Atoi)), nil) }';
  expect(linesOf(await goUses(source))).toContain('listens 7256 by PORT');
});

it.each(['stderr', 'stdout', '-', '.'])('writes no file that is called %s', async (name) => {
  const source = `package main\nimport ("flag"; "os")\nfunc main() { path := flag.String("log", "${name}", "x"); flag.Parse(); os.Create(*path) }`;
  expect(linesOf(await goUses(source)).filter((it) => it.startsWith('writes'))).toEqual([]);
});

it('takes what an option sets before what the constructor sets', async () => {
  const found = await programOf(
    'import "net/http"\n\ntype server struct{ addr string }\n\ntype Option func(*server)\n\nfunc WithAddr(a string) Option { return func(s *server) { s.addr = a } }\n\nfunc New(opts ...Option) *server {\n\ts := &server{addr: ":7246"}\n\tfor _, o := range opts {\n\t\to(s)\n\t}\n\treturn s\n}\n\nfunc main() { http.ListenAndServe(New(WithAddr(":7247")).addr, nil) }\n',
  );
  expect(said(found.port)).toMatch(/^found 7247 /);
});

it.each([
  ['no default', 'os.Getenv("BIND_URL")'],
  ['a default that is none', '"http://" + cmp.Or(os.Getenv("BIND_URL"), "http://shop:8080")'],
])('gives a URL with %s no port', async (_, text) => {
  const found = await programOf(
    `import ("cmp"; "net/http"; "net/url"; "os")\n\nfunc main() {\n\tu, _ := url.Parse(${text})\n\thttp.ListenAndServe(u.Host, nil)\n}\n`,
  );
  expect(said(found.port)).not.toContain('BIND_URL');
  expect(found.port.kind).toBe('unknown');
});

const scope = (lines: string): string =>
  `package main\nimport "os"\nfunc main() {\n${lines}\n}\nfunc text(key string) string { return os.Getenv(key) }\n`;

it.each([
  [
    'an if statement declares',
    'if v := "logs"; v != "" { os.MkdirAll(v, 0o700) }\nif v := "data"; v != "" { use(v) }',
    ['writes logs'],
  ],
  [
    'a statement declares before the function does',
    'if v := "logs"; v != "" { os.MkdirAll(v, 0o700) }\nv := "data"\nuse(v)',
    ['writes logs'],
  ],
  [
    'the branch of an if statement sees',
    'v := "data"\nif v := "logs"; v == "" {\n} else { os.MkdirAll(v, 0o700) }\nuse(v)',
    ['writes logs'],
  ],
  [
    'a block declares again',
    'dir := "data"\nif text("X") != "" { dir := "logs"; use(dir) }\nos.MkdirAll(dir, 0o700)',
    ['writes data'],
  ],
  [
    'a block only assigns to',
    'dir := "data"\nif text("X") != "" { dir = "logs" }\nos.MkdirAll(dir, 0o700)',
    ['writes data', 'writes logs'],
  ],
  [
    'a parameter hides',
    'dir := "data"\nstore := func(dir string) { os.MkdirAll(dir, 0o700) }\nstore("logs")\nuse(dir)',
    ['writes logs'],
  ],
  [
    'a case declares',
    'switch text("X") {\ncase "a": dir := "logs"; os.MkdirAll(dir, 0o700)\ncase "b": dir := "data"; use(dir)\n}',
    ['writes logs'],
  ],
])('a name means what %s', async (_, lines, expected) => {
  const found = linesOf(await goUses(scope(lines)));
  expect(found.filter((it) => it.startsWith('writes'))).toEqual(expected);
});
