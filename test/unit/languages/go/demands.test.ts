import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { goUses } from '../../../support/go-uses.ts';

const file = (imports: string, body: string): string =>
  `package main\nimport (${imports
    .split(' ')
    .map((it) => `"${it}"`)
    .join('; ')})\n${body}\n`;
const required: readonly (readonly [how: string, source: string, needs: readonly string[]])[] = [
  [
    'a check',
    file(
      'os log',
      'func main() { token := os.Getenv("TOKEN"); if token == "" { log.Fatal("no TOKEN") } }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a check of the length',
    file(
      'os log',
      'func main() { token := os.Getenv("TOKEN"); if len(token) == 0 { log.Fatal("no TOKEN") } }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a check without a variable',
    file('os', 'func main() { if os.Getenv("TOKEN") == "" { panic("no TOKEN") } }'),
    ['needs TOKEN'],
  ],
  [
    'no check of something else where it is missing',
    file(
      'os log io/fs',
      'func main() { root := os.Getenv("ROOT"); if root == "" { sub, err := fs.Sub(files, "static"); if err != nil { log.Fatal(err) }; serve(sub) } }\nfunc serve(sub fs.FS) {}\nvar files fs.FS',
    ),
    [],
  ],
  [
    'no failure of something else where it is missing',
    file(
      'os log io/fs',
      'func main() { if err := run(); err != nil { log.Fatal(err) } }\nfunc run() error { if os.Getenv("ROOT") == "" { if _, err := fs.Sub(files, "static"); err != nil { return err } }; return nil }\nvar files fs.FS',
    ),
    [],
  ],
  [
    'LookupEnv',
    file('os', 'func main() { if _, ok := os.LookupEnv("TOKEN"); !ok { os.Exit(1) } }'),
    ['needs TOKEN'],
  ],
  [
    'a function for each',
    file(
      'os log',
      'func must(key string) string { v, ok := os.LookupEnv(key); if !ok { log.Fatalf("%s is missing", key) }; return v }\nfunc main() { _ = must("TOKEN"); _ = must("SECRET") }',
    ),
    ['needs TOKEN', 'needs SECRET'],
  ],
  [
    'a tag of caarlos0/env',
    file(
      'github.com/caarlos0/env/v11',
      'type C struct { Token string `env:"TOKEN,required"`; Key string `env:"KEY,notEmpty"`; Port int `env:"PORT,required" envDefault:"80"` }\nfunc main() { var c C; env.Parse(&c) }',
    ),
    ['needs TOKEN', 'needs KEY'],
  ],
  [
    'a tag of cleanenv',
    file(
      'github.com/ilyakaznacheev/cleanenv',
      'type C struct { Token string `env:"TOKEN" env-required:"true"` }\nfunc main() { var c C; cleanenv.ReadEnv(&c) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a tag of envconfig',
    file(
      'github.com/kelseyhightower/envconfig',
      'type C struct { APIToken string `required:"true" split_words:"true"`; DB struct { URL string `required:"true"` } }\nfunc main() { var c C; envconfig.Process("shop", &c) }',
    ),
    ['needs SHOP_API_TOKEN', 'needs SHOP_DB_URL'],
  ],
  [
    'a tag of envconfig, where another struct holds the settings',
    file(
      'github.com/kelseyhightower/envconfig',
      'type App struct { Settings Config }\ntype Config struct { Token string `required:"true"`; DB DB }\ntype DB struct { Url string `required:"true"` }\nfunc main() { var c Config; envconfig.Process("shop", &c); run(App{c}) }\nfunc run(a App) {}',
    ),
    ['needs SHOP_TOKEN', 'needs SHOP_DB_URL'],
  ],
  [
    'a tag of envconfig in an inner struct',
    file(
      'github.com/kelseyhightower/envconfig',
      'type C struct { Port string `envconfig:"PORT" required:"true"`; DB struct { URL string `envconfig:"STORE_URL" required:"true"` } }\nfunc main() { var c C; envconfig.Process("shop", &c) }',
    ),
    ['needs SHOP_PORT', 'needs STORE_URL'],
  ],
  [
    'an error that main ends with',
    file(
      'errors log os',
      'func secret() (string, error) { s := os.Getenv("SECRET"); if s == "" { return "", errors.New("SECRET is not set") }; return s, nil }\nfunc main() { s, err := secret(); if err != nil { log.Fatal(err) }; serve(s) }',
    ),
    ['needs SECRET'],
  ],
  [
    'an error through functions and the checks of a configuration',
    file(
      'errors fmt os',
      'type Config struct { Token, Key, Name string }\nfunc load() Config { return Config{Token: os.Getenv("TOKEN"), Key: getenv("KEY", ""), Name: getenv("NAME", "shop")} }\nfunc getenv(key, other string) string { if v := os.Getenv(key); v != "" { return v }; return other }\nfunc (c Config) Validate() error { if c.Token == "" { return errors.New("no token") }; if c.Key == "" { return errors.New("no key") }; if c.Name == "" { return errors.New("no name") }; return nil }\nfunc run() error { c := load(); if err := c.Validate(); err != nil { return fmt.Errorf("settings: %w", err) }; return serve(c) }\nfunc main() { if err := run(); err != nil { fmt.Println(err); os.Exit(1) } }',
    ),
    ['needs TOKEN', 'needs KEY'],
  ],
  [
    'errors that are collected',
    file(
      'errors log os',
      'type C struct { A, B string }\nfunc (c *C) check() error { var errs []error; if c.A == "" { errs = append(errs, errors.New("A")) }; if c.B == "" { errs = append(errs, errors.New("B")) }; return errors.Join(errs...) }\nfunc main() { c := &C{A: os.Getenv("A"), B: os.Getenv("B")}; if err := c.check(); err != nil { log.Fatal(err) } }',
    ),
    ['needs A', 'needs B'],
  ],
  [
    'a loop over names',
    file(
      'fmt log os strings',
      'func main() { var missing []string; for _, name := range []string{"A", "B"} { if os.Getenv(name) == "" { missing = append(missing, name) } }; if len(missing) > 0 { log.Fatalf("%v", missing) } }',
    ),
    ['needs A', 'needs B'],
  ],
  [
    'a loop over values',
    file(
      'fmt log os',
      'func check() error { for name, value := range map[string]string{"A": os.Getenv("A"), "B": os.Getenv("B")} { if value == "" { return fmt.Errorf("%s", name) } }; return nil }\nfunc main() { if err := check(); err != nil { log.Fatal(err) } }',
    ),
    ['needs A', 'needs B'],
  ],
  [
    'the command of cobra that is started, of several',
    file(
      'errors os github.com/spf13/cobra',
      'func need(name string) error { if os.Getenv(name) == "" { return errors.New(name) }; return nil }\nfunc serve(*cobra.Command, []string) error { return need("SECRET") }\nfunc main() { root := &cobra.Command{Use: "shop"}; root.AddCommand(&cobra.Command{Use: "serve", RunE: serve}, &cobra.Command{Use: "import", RunE: func(*cobra.Command, []string) error { return need("SOURCE") }}); if err := root.Execute(); err != nil { os.Exit(1) } }',
    ),
    ['needs SECRET'],
  ],
  [
    'the only command of urfave/cli',
    file(
      'errors os log github.com/urfave/cli/v2',
      'func main() { app := &cli.App{Name: "shop", Action: func(c *cli.Context) error { if os.Getenv("SECRET") == "" { return errors.New("no SECRET") }; return nil }}; log.Fatal(app.Run(os.Args)) }',
    ),
    ['needs SECRET'],
  ],
  [
    'a case of a switch',
    file(
      'errors log os',
      'type C struct { URL string }\nfunc (c C) check() error { switch { case c.URL == "": return errors.New("no URL") }; return nil }\nfunc main() { c := C{URL: os.Getenv("URL")}; if err := c.check(); err != nil { log.Fatal(err) } }',
    ),
    ['needs URL'],
  ],
  [
    'a constructor that fx calls',
    file(
      'errors os go.uber.org/fx',
      'func load() (string, error) { key := os.Getenv("KEY"); if key == "" { return "", errors.New("no KEY") }; return key, nil }\nfunc main() { fx.New(fx.Provide(load), fx.Invoke(serve)).Run() }',
    ),
    ['needs KEY'],
  ],
  [
    'tags with the prefixes of options and of the structs around',
    file(
      'github.com/caarlos0/env/v11',
      'type DB struct { DSN string `env:"DSN,required"` }\ntype C struct { DB DB `envPrefix:"DB_"` }\nfunc main() { c, err := env.ParseAsWithOptions[C](env.Options{Prefix: "APP_"}); if err != nil { panic(err) }; serve(c) }',
    ),
    ['needs APP_DB_DSN'],
  ],
  [
    'the other variable where one is read first',
    file(
      'errors log os',
      'func secret() (string, error) { if path := os.Getenv("SECRET_FILE"); path != "" { return path, nil }; s := os.Getenv("SECRET"); if s == "" { return "", errors.New("no SECRET") }; return s, nil }\nfunc main() { s, err := secret(); if err != nil { log.Fatal(err) }; serve(s) }',
    ),
    ['needs SECRET'],
  ],
  [
    'none where the program makes a value itself',
    file(
      'log os crypto/rand',
      'func main() { key := []byte(os.Getenv("KEY")); if len(key) == 0 { key = make([]byte, 32); if _, err := rand.Read(key); err != nil { log.Fatal(err) } }; serve(key) }',
    ),
    [],
  ],
  [
    'none of a switch',
    file(
      'errors log os',
      'type C struct { On bool; Token string }\nfunc check(c C) error { if !c.On && !c.dry() && c.Token == "" { return errors.New("no token") }; return nil }\nfunc main() { on, _ := strconv.ParseBool(os.Getenv("ON")); if err := check(C{On: on}); err != nil { log.Fatal(err) } }',
    ),
    [],
  ],
  [
    'tags without the prefix of options for another part',
    file(
      'github.com/caarlos0/env/v11',
      'type C struct { DSN string `env:"DSN,required"` }\nfunc main() { var c, other C; if err := env.Parse(&c); err != nil { panic(err) }; env.ParseWithOptions(&other, env.Options{Prefix: "OTHER_"}); serve(c) }',
    ),
    ['needs DSN'],
  ],
  [
    'a required flag of urfave/cli with a variable',
    file(
      'os github.com/urfave/cli/v2',
      'func main() { app := &cli.App{Name: "shop", Flags: []cli.Flag{&cli.StringFlag{Name: "token", EnvVars: []string{"TOKEN"}, Required: true}, &cli.StringFlag{Name: "key", EnvVars: []string{"KEY"}}}, Action: serve}; app.Run(os.Args) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'required flags of the command that is started, in a list without types',
    file(
      'net/http os github.com/urfave/cli/v2',
      'func main() { app := &cli.App{Name: "shop", Commands: []*cli.Command{{Name: "web", Action: web, Flags: []cli.Flag{&cli.StringFlag{Name: "token", EnvVars: []string{"TOKEN"}, Required: true}}}, {Name: "add", Action: f, Flags: []cli.Flag{&cli.StringFlag{Name: "user", EnvVars: []string{"NEW_USER"}, Required: true}}}}}; app.Run(os.Args) }\nfunc web(*cli.Context) error { return http.ListenAndServe(":80", nil) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'the required flags of a program that serves without a command, and not those of its commands',
    file(
      'net/http os github.com/urfave/cli/v3',
      'func main() { cmd := &cli.Command{Name: "shop", Flags: []cli.Flag{&cli.StringFlag{Name: "token", Required: true}}, Action: web, Commands: []*cli.Command{{Name: "keys", Action: f}, {Name: "ports", Action: f, Flags: []cli.Flag{&cli.StringFlag{Name: "room", Required: true}}}}}; cmd.Run(ctx, os.Args) }\nfunc web(ctx context.Context, c *cli.Command) error { return http.ListenAndServe(":80", nil) }',
    ),
    ['needs --token'],
  ],
  [
    'an error that is named, and returned without its name',
    file(
      'errors log os',
      'func main() { if _, err := load(); err != nil { log.Fatal(err) }; serve() }\nfunc load() (token string, err error) { token, err = need("TOKEN"); if err != nil { return }; return }\nfunc need(name string) (string, error) { value := os.Getenv(name); if value == "" { return "", errors.New(name) }; return value, nil }',
    ),
    ['needs TOKEN'],
  ],
  [
    'nothing where the error that is named is another one',
    file(
      'errors log os',
      'func main() { if _, err := load(); err != nil { log.Fatal(err) }; serve() }\nfunc load() (token string, err error) { value, failed := need("TOKEN"); if failed != nil { return }; return value, nil }\nfunc need(name string) (string, error) { value := os.Getenv(name); if value == "" { return "", errors.New(name) }; return value, nil }',
    ),
    [],
  ],
  [
    'what a command checks that a function of the program wraps',
    file(
      'errors net/http os github.com/urfave/cli/v3',
      'func main() { cmd := &cli.Command{Name: "shop", Commands: []*cli.Command{{Name: "run", Action: logged(run)}, {Name: "check", Action: logged(check)}}}; cmd.Run(ctx, os.Args) }\nfunc logged(f func(context.Context, *cli.Command) error) cli.ActionFunc { return func(ctx context.Context, c *cli.Command) error { return f(ctx, c) } }\nfunc run(ctx context.Context, c *cli.Command) error { if os.Getenv("TOKEN") == "" { return errors.New("no TOKEN") }; return http.ListenAndServe(":80", nil) }\nfunc check(ctx context.Context, c *cli.Command) error { if os.Getenv("FILE") == "" { return errors.New("no FILE") }; return nil }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a key of viper that is asked for',
    file(
      'log github.com/spf13/viper',
      'func main() { viper.AutomaticEnv(); if !viper.IsSet("db_url") { log.Fatal("no DB_URL") } }',
    ),
    ['needs DB_URL'],
  ],
  [
    'a token behind the word with which tokens of Discord begin',
    file(
      'log os github.com/bwmarrin/discordgo',
      'func main() { s, err := discordgo.New("Bot " + os.Getenv("TOKEN")); if err != nil { log.Fatal(err) }; serve(s) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a switch that fails by default, through a function and where its value has no default',
    file(
      'os strings',
      'func main() { mode := strings.ToLower(os.Getenv("MODE")); switch mode { case "web": serve(); default: panic("mode " + mode) } }',
    ),
    ['needs MODE'],
  ],
  [
    'no switch that takes an empty value',
    file(
      'os',
      'func main() { switch os.Getenv("MODE") { case "web", "": serve(); default: panic("no mode") } }',
    ),
    [],
  ],
  [
    'no switch that goes on by default',
    file(
      'os',
      'func main() { switch os.Getenv("MODE") { case "web": panic("gone"); default: serve() } }',
    ),
    [],
  ],
  [
    'a required flag of kingpin with a variable',
    file(
      'github.com/alecthomas/kingpin/v2',
      'func main() { token := kingpin.Flag("token", "").Required().Envar("TOKEN").String(); kingpin.Parse(); serve(*token) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'the command of kong that is started, of several',
    file(
      'errors os github.com/alecthomas/kong',
      'type ServeCmd struct{}\ntype MoveCmd struct{}\nfunc (*ServeCmd) Run() error { if os.Getenv("SECRET") == "" { return errors.New("no SECRET") }; return nil }\nfunc (*MoveCmd) Run() error { if os.Getenv("SOURCE") == "" { return errors.New("no SOURCE") }; return nil }\nvar cli struct { Serve ServeCmd `cmd:""`; Move MoveCmd `cmd:""` }\nfunc main() { ctx := kong.Parse(&cli); ctx.FatalIfErrorf(ctx.Run()) }',
    ),
    ['needs SECRET'],
  ],
  [
    'one of two conditions, and the length of a key',
    file(
      'log os',
      'func main() { a, key := os.Getenv("A"), os.Getenv("KEY"); if a == "" || len(key) != 32 { log.Fatal("set A and KEY") } }',
    ),
    ['needs A', 'needs KEY'],
  ],
  [
    'one of two variables',
    file(
      'log os',
      'func main() { a, b := os.Getenv("A"), os.Getenv("B"); if a == "" && b == "" { log.Fatal("set A or B") } }',
    ),
    ['needs A or B'],
  ],
  [
    'one of three fields of the settings',
    file(
      'errors log os',
      'type C struct { A, B, D string }\nfunc (c C) check() error { if c.A == "" && c.B == "" && c.D == "" { return errors.New("none") }; return nil }\nfunc main() { c := C{os.Getenv("A"), os.Getenv("B"), os.Getenv("D")}; if err := c.check(); err != nil { log.Fatal(err) } }',
    ),
    ['needs A or B or D'],
  ],
  [
    'none of two where one has a default',
    file(
      'log os cmp',
      'func main() { a, b := os.Getenv("A"), cmp.Or(os.Getenv("B"), "x"); if a == "" && b == "" { log.Fatal("set A or B") } }',
    ),
    [],
  ],
  [
    'a variable in place of a flag',
    file(
      'flag log os',
      'func main() { a := flag.String("a", "", ""); flag.Parse(); if *a == "" && os.Getenv("A") == "" { log.Fatal("set A") } }',
    ),
    ['needs A or --a'],
  ],
  [
    'one of two by itself, which is one of both',
    file(
      'log os',
      'func main() { a, b := os.Getenv("A"), os.Getenv("B"); if a == "" && b == "" { log.Fatal("set A or B") }; if b == "" { log.Fatal("set B") } }',
    ),
    ['needs B'],
  ],
  [
    'a flag that no variable sets',
    file(
      'flag log',
      'func main() { dsn := flag.String("dsn", "", ""); name := flag.String("name", "shop", ""); flag.Parse(); if *dsn == "" || *name == "" { log.Fatal("no dsn") }; serve(*dsn) }',
    ),
    ['needs --dsn'],
  ],
  [
    'a flag with the variable that ff reads',
    file(
      'flag log os github.com/peterbourgon/ff/v3',
      'func main() { fs := flag.NewFlagSet("shop", flag.ExitOnError); dsn := fs.String("db-dsn", "", ""); ff.Parse(fs, os.Args[1:], ff.WithEnvVarPrefix("SHOP")); if *dsn == "" { log.Fatal("no dsn") }; serve(*dsn) }',
    ),
    ['needs SHOP_DB_DSN'],
  ],
  [
    'a flag with the variable of its name',
    file(
      'log github.com/namsral/flag',
      'func main() { dsn := flag.String("dsn", "", ""); flag.Parse(); if *dsn == "" { log.Fatal("no dsn") }; serve(*dsn) }',
    ),
    ['needs DSN'],
  ],
  [
    'the flags that the started command of cobra marks',
    file(
      'github.com/spf13/cobra',
      'func main() { root := &cobra.Command{Use: "shop"}; serve := &cobra.Command{Use: "serve", Run: run}; serve.Flags().String("token", "", ""); serve.Flags().String("name", "shop", ""); serve.MarkFlagRequired("token"); serve.MarkFlagRequired("name"); load := &cobra.Command{Use: "load", Run: run}; load.Flags().String("from", "", ""); load.MarkFlagRequired("from"); root.AddCommand(serve, load); root.Execute() }',
    ),
    ['needs --token'],
  ],
  [
    'a return from main, after one that only a flag brings',
    file(
      'flag log os',
      'func main() { version := flag.Bool("version", false, ""); flag.Parse(); if *version { println("1"); return }; if os.Getenv("TOKEN") == "" { log.Println("no TOKEN"); return }; serve() }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a number that is parsed',
    file(
      'log os strconv',
      'func main() { n, err := strconv.Atoi(os.Getenv("LIMIT")); if err != nil { log.Fatal(err) }; serve(n) }',
    ),
    ['needs LIMIT'],
  ],
  [
    'a status that main exits with',
    file(
      'os',
      'func run() int { if os.Getenv("TOKEN") == "" { return 2 }; return 0 }\nfunc main() { os.Exit(run()) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'an absence that a function reports',
    file(
      'os log',
      'func token() (string, bool) { t := os.Getenv("TOKEN"); if t == "" { return "", false }; return t, true }\nfunc main() { t, ok := token(); if !ok { log.Fatal("no token") }; serve(t) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a function that ends the program',
    file(
      'os fmt',
      'func die(text string) { fmt.Println(text); os.Exit(1) }\nfunc main() { if os.Getenv("TOKEN") == "" { die("no token") } }',
    ),
    ['needs TOKEN'],
  ],
  [
    'a variable of the package',
    file(
      'os',
      'var token = must("TOKEN")\nfunc must(key string) string { v := os.Getenv(key); if v == "" { panic(key) }; return v }\nfunc main() { serve(token) }',
    ),
    ['needs TOKEN'],
  ],
  [
    'none where the error is only logged',
    file(
      'errors log os',
      'func mail() error { if os.Getenv("SMTP") == "" { return errors.New("no SMTP") }; return nil }\nfunc main() { if err := mail(); err != nil { log.Println(err) }; serve() }',
    ),
    [],
  ],
  [
    'none where the error is dropped',
    file(
      'errors os',
      'func mail() error { if os.Getenv("SMTP") == "" { return errors.New("no SMTP") }; return nil }\nfunc main() { _ = mail(); serve() }',
    ),
    [],
  ],
  [
    'none of a request',
    file(
      'errors os net/http',
      'func send() error { if os.Getenv("SMTP") == "" { return errors.New("no SMTP") }; return nil }\nfunc main() { http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { if err := send(); err != nil { panic(err) } }); http.ListenAndServe(":8080", nil) }',
    ),
    [],
  ],
  [
    'none with a default',
    file(
      'errors log os',
      'func getenv(key, other string) string { if v := os.Getenv(key); v != "" { return v }; return other }\nfunc main() { if getenv("NAME", "shop") == "" { log.Fatal("no name") } }',
    ),
    [],
  ],
  [
    'none where a default follows',
    file('os', 'func main() { token := os.Getenv("TOKEN"); if token == "" { token = "x" } }'),
    [],
  ],
  [
    'none where only some runs come to it',
    file(
      'os log',
      'func main() { if os.Getenv("STORE") == "s3" { if os.Getenv("KEY") == "" { log.Fatal("no KEY") } } }',
    ),
    [],
  ],
  [
    'none of a function that some runs call',
    file(
      'os log',
      'func must(key string) string { v := os.Getenv(key); if v == "" { log.Fatal(key) }; return v }\nfunc main() { if os.Getenv("STORE") == "s3" { _ = must("KEY") } }',
    ),
    [],
  ],
  [
    'none that only a flag gives',
    file(
      'github.com/alecthomas/kong',
      'var cli struct { Name string `required:""` }\nfunc main() { kong.Parse(&cli) }',
    ),
    [],
  ],
  [
    'a flag with a variable',
    file(
      'github.com/alecthomas/kong',
      'var cli struct { Name string `required:"" env:"NAME"` }\nfunc main() { kong.Parse(&cli) }',
    ),
    ['needs NAME'],
  ],
];

it.each(required)('sees what is demanded: %s', async (_, source, needs) => {
  expect(linesOf(await goUses(source)).filter((it) => it.startsWith('needs'))).toEqual(needs);
});
