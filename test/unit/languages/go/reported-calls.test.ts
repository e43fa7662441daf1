/** Calls that people reported with a path one step behind a literal: each is seen with its value. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { goUses } from '../../../support/go-uses.ts';

const settings = `type settings struct { Dir string \`envDefault:"data/in" env:"DATA_DIR"\` }`;

const seen: readonly (readonly [call: string, source: string, line: string])[] = [
  // Reads that were seen from the start.
  [
    'ReadFile of a join',
    'import "os"; import "path/filepath"; os.ReadFile(filepath.Join("a", "b"))',
    'reads a/b',
  ],
  ['cmp.Or', 'import "os"; import "cmp"; os.ReadFile(cmp.Or(os.Getenv("LIST"), "a"))', 'reads a'],
  [
    'flag.String',
    'import "os"; import "flag"; name := flag.String("list", "a", ""); flag.Parse(); os.ReadFile(*name)',
    'reads a',
  ],
  [
    'pflag StringVarP',
    'import "os"; import "github.com/spf13/pflag"; var name string; pflag.StringVarP(&name, "list", "l", "a", ""); pflag.Parse(); os.ReadFile(name)',
    'reads a',
  ],
  [
    'migrate.New',
    'import "github.com/golang-migrate/migrate/v4"; migrate.New("file://a", url)',
    'reads a',
  ],
  ['goose.Up', 'import "github.com/pressly/goose/v3"; goose.Up(db, "a")', 'reads a'],
  [
    'cleanenv.ReadConfig',
    'import "github.com/ilyakaznacheev/cleanenv"; cleanenv.ReadConfig("a.yml", &c)',
    'reads a.yml',
  ],
  ['http.Dir', 'import "net/http"; http.FileServer(http.Dir("a"))', 'reads a'],
  [
    'fiber v2 Static',
    'import "github.com/gofiber/fiber/v2"; app := fiber.New(); app.Static("/", "./a")',
    'reads a',
  ],
  [
    'StaticFS',
    'import "net/http"; import "github.com/gin-gonic/gin"; r := gin.Default(); r.StaticFS("/", http.Dir("a"))',
    'reads a',
  ],
  ['html.New', 'import "github.com/gofiber/template/html/v2"; html.New("./a", ".html")', 'reads a'],
  ['os.DirFS', 'import "os"; os.DirFS("a")', 'reads a'],
  // Reads that were not.
  ['a constant', 'import "os"; const name = "a"; os.ReadFile(name)', 'reads a'],
  ['a variable', 'import "os"; name := "a"; os.ReadFile(name)', 'reads a'],
  [
    'a join in a variable',
    'import "os"; import "path/filepath"; name := filepath.Join("a", "b"); os.ReadFile(name)',
    'reads a/b',
  ],
  [
    'an own getenv in a variable',
    'import "os"\nfunc getenv(key, fallback string) string {\n\tif value := os.Getenv(key); value != "" {\n\t\treturn value\n\t}\n\treturn fallback\n}\nfunc main() {\n\tname := getenv("LIST", "a")\n\tos.ReadFile(name)\n}',
    'reads a',
  ],
  [
    'envDefault',
    `import "os"; import "github.com/caarlos0/env/v11"; ${settings}; var s settings; env.Parse(&s); os.ReadDir(s.Dir)`,
    'reads data/in',
  ],
  [
    'default of kong',
    'import "os"; import "github.com/alecthomas/kong"; var cli struct { Dir string `default:"a"` }; kong.Parse(&cli); os.ReadDir(cli.Dir)',
    'reads a',
  ],
  [
    'urfave StringFlag',
    'import "os"; import "github.com/urfave/cli/v2"; app := &cli.App{Flags: []cli.Flag{&cli.StringFlag{Name: "list", Value: "a"}}, Action: func(c *cli.Context) error { _, err := os.ReadFile(c.String("list")); return err }}; app.Run(os.Args)',
    'reads a',
  ],
  [
    'viper.SetDefault',
    'import "os"; import "github.com/spf13/viper"; viper.SetDefault("list", "a"); os.ReadFile(viper.GetString("list"))',
    'reads a',
  ],
  ['filepath.Glob', 'import "path/filepath"; filepath.Glob("a/*.html")', 'reads a*'],
  ['filepath.WalkDir', 'import "path/filepath"; filepath.WalkDir("a", visit)', 'reads a'],
  ['os.Stat', 'import "os"; os.Stat("a")', 'reads a'],
  [
    'tls.LoadX509KeyPair',
    'import "crypto/tls"; tls.LoadX509KeyPair("a.crt", "a.key")',
    'reads a.key',
  ],
  [
    'ListenAndServeTLS',
    'import "net/http"; http.ListenAndServeTLS(":8443", "a.crt", "a.key", nil)',
    'reads a.crt',
  ],
  [
    'geoip2.Open',
    'import "github.com/oschwald/geoip2-golang"; geoip2.Open("a.mmdb")',
    'reads a.mmdb',
  ],
  [
    'casbin.NewEnforcer',
    'import "github.com/casbin/casbin/v2"; casbin.NewEnforcer("a.conf", "b.csv")',
    'reads b.csv',
  ],
  [
    'LoadMessageFile',
    'import "github.com/nicksnyder/go-i18n/v2/i18n"; bundle := i18n.NewBundle(l); bundle.LoadMessageFile("a.toml")',
    'reads a.toml',
  ],
  [
    'excelize.OpenFile',
    'import "github.com/xuri/excelize/v2"; excelize.OpenFile("a.xlsx")',
    'reads a.xlsx',
  ],
  [
    'FileMigrationSource',
    'import migrate "github.com/rubenv/sql-migrate"; m := &migrate.FileMigrationSource{Dir: "a"}; migrate.Exec(d, "p", m, 0)',
    'reads a',
  ],
  ['ini.Load', 'import "gopkg.in/ini.v1"; ini.Load("a.ini")', 'reads a.ini'],
  [
    'koanf',
    'import "github.com/knadh/koanf/v2"; import "github.com/knadh/koanf/providers/file"; import "github.com/knadh/koanf/parsers/yaml"; k := koanf.New("."); k.Load(file.Provider("a.yml"), yaml.Parser())',
    'reads a.yml',
  ],
  ['godotenv.Load', 'import "github.com/joho/godotenv"; godotenv.Load("name")', 'reads name'],
  [
    'fiber v3 static.New',
    'import "github.com/gofiber/fiber/v3"; import "github.com/gofiber/fiber/v3/middleware/static"; app := fiber.New(); app.Use("/", static.New("./a"))',
    'reads a',
  ],
  [
    'NewReferenceLoader',
    'import "github.com/xeipuuv/gojsonschema"; gojsonschema.NewReferenceLoader("file://a.json")',
    'reads a.json',
  ],
  // Writes.
  ['os.Create', 'import "os"; os.Create("a/b")', 'writes a/b'],
  ['os.MkdirAll', 'import "os"; os.MkdirAll("a", 0o755)', 'writes a'],
  ['os.WriteFile', 'import "os"; os.WriteFile("a/b", nil, 0o644)', 'writes a/b'],
  ['os.OpenFile', 'import "os"; os.OpenFile("a/b", os.O_CREATE|os.O_WRONLY, 0o644)', 'writes a/b'],
  [
    'MkdirAll of a join',
    'import "os"; import "path/filepath"; os.MkdirAll(filepath.Join("a", "b"), 0o755)',
    'writes a/b',
  ],
  ['MkdirAll of a constant', 'import "os"; const dir = "a"; os.MkdirAll(dir, 0o755)', 'writes a'],
  [
    'MkdirAll of a flag',
    'import "os"; import "flag"; dir := flag.String("dir", "a", ""); flag.Parse(); os.MkdirAll(*dir, 0o755)',
    'writes a',
  ],
  [
    'MkdirAll of a getenv',
    'import "os"; import "cmp"; os.MkdirAll(cmp.Or(os.Getenv("DIR"), "a"), 0o755)',
    'writes a',
  ],
  [
    'MkdirAll of an absolute path',
    'import "os"; os.MkdirAll("/var/lib/a", 0o755)',
    'writes /var/lib/a',
  ],
  [
    'bolt.Open',
    'import bolt "go.etcd.io/bbolt"; bolt.Open("data/x.db", 0o600, nil)',
    'writes data/x.db',
  ],
  [
    'sql.Open of sqlite',
    'import "database/sql"; import _ "modernc.org/sqlite"; sql.Open("sqlite", "a/b")',
    'writes a/b',
  ],
  [
    'sql.Open of a URI',
    'import "database/sql"; import _ "modernc.org/sqlite"; sql.Open("sqlite", "file:a/b?cache=shared")',
    'writes a/b',
  ],
  [
    'sqlite.Open of gorm',
    'import "gorm.io/driver/sqlite"; import "gorm.io/gorm"; gorm.Open(sqlite.Open("a.db"), &gorm.Config{})',
    'writes a.db',
  ],
  [
    'badger',
    'import badger "github.com/dgraph-io/badger/v4"; badger.Open(badger.DefaultOptions("a"))',
    'writes a',
  ],
  ['pebble', 'import "github.com/cockroachdb/pebble"; pebble.Open("a", nil)', 'writes a'],
  [
    'leveldb',
    'import "github.com/syndtr/goleveldb/leveldb"; leveldb.OpenFile("a", nil)',
    'writes a',
  ],
  ['bleve', 'import "github.com/blevesearch/bleve/v2"; bleve.New("a.bleve", m)', 'writes a.bleve'],
  [
    'lumberjack',
    'import "log"; import "gopkg.in/natefinch/lumberjack.v2"; log.SetOutput(&lumberjack.Logger{Filename: "logs/a.log"})',
    'writes logs/a.log',
  ],
  [
    'autocert.DirCache',
    'import "golang.org/x/crypto/acme/autocert"; m := autocert.Manager{Cache: autocert.DirCache("a")}; m.TLSConfig()',
    'writes a',
  ],
  [
    'SaveUploadedFile',
    'import "github.com/gin-gonic/gin"; r := gin.Default(); r.POST("/", func(c *gin.Context) { c.SaveUploadedFile(f, "a/"+f.Filename) })',
    'writes a*',
  ],
  [
    'Create of a Sprintf',
    'import "os"; import "fmt"; os.Create(fmt.Sprintf("./a/%s", name))',
    'writes a*',
  ],
  ['Create of a name of the run', 'import "os"; os.Create("a/" + n)', 'writes a*'],
];

it.each(seen)('sees %s', async (_, source, line) => {
  expect(linesOf(await goUses(source))).toContain(line);
});
