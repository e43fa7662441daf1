/**
 * Other files and programs: migrations (https://github.com/golang-migrate/migrate,
 * https://github.com/pressly/goose), GeoIP, policies, translations, sheets, schemas, fonts, browsers.
 */
import type { Row } from '../../shared/knowledge.ts';

export const otherFiles = [
  {
    // https://github.com/GeertJohan/go.rice: looks there if no tool has embedded the files.
    call: 'github.com/GeertJohan/go.rice.FindBox',
    argument: 0,
    means: 'serves-folder',
    start: 'source',
    example: 'import "github.com/GeertJohan/go.rice"; rice.FindBox("public")',
    seen: 'reads example.com/shop/public',
  },
  {
    call: 'github.com/GeertJohan/go.rice.MustFindBox',
    argument: 0,
    means: 'serves-folder',
    start: 'source',
    example: 'import rice "github.com/GeertJohan/go.rice"; rice.MustFindBox("./web/public")',
    seen: 'reads example.com/shop/web/public',
  },
  {
    // https://github.com/gobuffalo/packr/tree/master/v2
    call: 'github.com/gobuffalo/packr.New',
    argument: 1,
    means: 'serves-folder',
    start: 'source',
    example: 'import "github.com/gobuffalo/packr/v2"; packr.New("pages", "./public")',
    seen: 'reads example.com/shop/public',
  },
  {
    call: 'github.com/golang-migrate/migrate.New',
    argument: 0,
    means: 'reads-folder',
    example: 'import "github.com/golang-migrate/migrate/v4"; migrate.New("file://migrations", url)',
    seen: 'reads migrations',
  },
  {
    call: 'github.com/golang-migrate/migrate.NewWithDatabaseInstance',
    argument: 0,
    means: 'reads-folder',
    example:
      'import "github.com/golang-migrate/migrate/v4"; migrate.NewWithDatabaseInstance("file://db/migrations", "p", d)',
    seen: 'reads db/migrations',
  },
  {
    call: 'github.com/pressly/goose.Up',
    argument: 1,
    means: 'reads-folder',
    example: 'import "github.com/pressly/goose/v3"; goose.Up(db, "migrations")',
    seen: 'reads migrations',
  },
  {
    call: 'github.com/pressly/goose.UpContext',
    argument: 2,
    means: 'reads-folder',
    example: 'import "github.com/pressly/goose/v3"; goose.UpContext(ctx, db, "migrations")',
    seen: 'reads migrations',
  },
  {
    call: 'github.com/pressly/goose.Run',
    argument: 2,
    means: 'reads-folder',
    example: 'import "github.com/pressly/goose/v3"; goose.Run("up", db, "migrations")',
    seen: 'reads migrations',
  },
  {
    call: 'github.com/rubenv/sql-migrate.FileMigrationSource{}',
    argument: 'Dir',
    means: 'reads-folder',
    example:
      'import migrate "github.com/rubenv/sql-migrate"; m := &migrate.FileMigrationSource{Dir: "db/migrations"}; migrate.Exec(d, "p", m, 0)',
    seen: 'reads db/migrations',
  },
  {
    call: 'github.com/amacneil/dbmate/pkg/dbmate.DB{}',
    argument: 'MigrationsDir',
    means: 'reads-folder',
    example:
      'import "github.com/amacneil/dbmate/v2/pkg/dbmate"; d := dbmate.New(u); d.MigrationsDir = []string{"./db/migrations"}',
    seen: 'reads db/migrations',
  },
  {
    call: 'github.com/oschwald/geoip2-golang.Open',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/oschwald/geoip2-golang"; geoip2.Open("geo/city.mmdb")',
    seen: 'reads geo/city.mmdb',
  },
  {
    call: 'github.com/oschwald/maxminddb-golang.Open',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/oschwald/maxminddb-golang"; maxminddb.Open("geo/city.mmdb")',
    seen: 'reads geo/city.mmdb',
  },
  {
    call: 'github.com/casbin/casbin.NewEnforcer',
    argument: 0,
    means: 'reads-file',
    rest: true,
    example:
      'import "github.com/casbin/casbin/v2"; casbin.NewEnforcer("auth/model.conf", "auth/policy.csv")',
    seen: 'reads auth/policy.csv',
  },
  {
    call: 'github.com/nicksnyder/go-i18n/i18n.*.LoadMessageFile',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/nicksnyder/go-i18n/v2/i18n"; b := i18n.NewBundle(l); b.LoadMessageFile("locales/en.toml")',
    seen: 'reads locales/en.toml',
  },
  {
    call: 'github.com/nicksnyder/go-i18n/i18n.*.MustLoadMessageFile',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/nicksnyder/go-i18n/v2/i18n"; b := i18n.NewBundle(l); b.MustLoadMessageFile("locales/en.toml")',
    seen: 'reads locales/en.toml',
  },
  {
    call: 'github.com/xuri/excelize.OpenFile',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/xuri/excelize/v2"; excelize.OpenFile("forms/a.xlsx")',
    seen: 'reads forms/a.xlsx',
  },
  {
    call: 'github.com/xeipuuv/gojsonschema.NewReferenceLoader',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/xeipuuv/gojsonschema"; gojsonschema.NewReferenceLoader("file://schemas/a.json")',
    seen: 'reads schemas/a.json',
  },
  {
    call: 'github.com/getkin/kin-openapi/openapi3.*.LoadFromFile',
    argument: 0,
    means: 'reads-file',
    example:
      'import "github.com/getkin/kin-openapi/openapi3"; openapi3.NewLoader().LoadFromFile("api/openapi.yaml")',
    seen: 'reads api/openapi.yaml',
  },
  {
    call: 'github.com/fogleman/gg.LoadFontFace',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/fogleman/gg"; gg.LoadFontFace("fonts/a.ttf", 12)',
    seen: 'reads fonts/a.ttf',
  },
  {
    call: 'github.com/fogleman/gg.LoadImage',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/fogleman/gg"; gg.LoadImage("img/a.png")',
    seen: 'reads img/a.png',
  },
  {
    call: 'github.com/disintegration/imaging.Open',
    argument: 0,
    means: 'reads-file',
    example: 'import "github.com/disintegration/imaging"; imaging.Open("img/a.png")',
    seen: 'reads img/a.png',
  },
  {
    call: 'github.com/yuin/gopher-lua.*.DoFile',
    argument: 0,
    means: 'reads-file',
    example: 'import lua "github.com/yuin/gopher-lua"; lua.NewState().DoFile("scripts/a.lua")',
    seen: 'reads scripts/a.lua',
  },
  {
    call: 'google.golang.org/grpc/credentials.NewServerTLSFromFile',
    argument: 0,
    means: 'reads-file',
    example:
      'import "google.golang.org/grpc/credentials"; credentials.NewServerTLSFromFile("certs/a.crt", "b")',
    seen: 'reads certs/a.crt',
  },
  {
    call: 'google.golang.org/grpc/credentials.NewServerTLSFromFile',
    argument: 1,
    means: 'reads-file',
    example:
      'import "google.golang.org/grpc/credentials"; credentials.NewServerTLSFromFile("a", "certs/b.key")',
    seen: 'reads certs/b.key',
  },
  // The folder of the option `--dir`, with which it is started.
  {
    call: 'github.com/pocketbase/pocketbase.New',
    means: 'writes-folder',
    absent: '/pb_data',
    example: 'import "github.com/pocketbase/pocketbase"; app := pocketbase.New(); app.Start()',
    seen: 'writes /pb_data',
  },
  {
    call: 'github.com/pocketbase/pocketbase.NewWithConfig',
    means: 'writes-folder',
    absent: '/pb_data',
    example:
      'import "github.com/pocketbase/pocketbase"; app := pocketbase.NewWithConfig(pocketbase.Config{}); app.Start()',
    seen: 'writes /pb_data',
  },
] as const satisfies readonly Row[];
