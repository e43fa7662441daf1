/**
 * Databases, logs and stores in files: https://go.dev/wiki/SQLDrivers, https://github.com/etcd-io/bbolt,
 * https://github.com/natefinch/lumberjack, https://pkg.go.dev/golang.org/x/crypto/acme/autocert
 */
import type { Row } from '../../shared/knowledge.ts';

/** Drivers of databases that are one file, as their names begin. */
const ofFiles = { argument: 0, values: ['sqlite', 'libsql', 'duckdb', 'ql'] };

export const databases = [
  {
    call: 'database/sql.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "database/sql"; sql.Open("sqlite", "file:data/app.db?_pragma=x")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jmoiron/sqlx.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/jmoiron/sqlx"; sqlx.Open("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jmoiron/sqlx.Connect',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/jmoiron/sqlx"; sqlx.Connect("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jmoiron/sqlx.MustConnect',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/jmoiron/sqlx"; sqlx.MustConnect("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'gorm.io/driver/sqlite.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "gorm.io/driver/sqlite"; sqlite.Open("app.db")',
    seen: 'writes app.db',
  },
  {
    call: 'github.com/glebarez/sqlite.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/glebarez/sqlite"; sqlite.Open("data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jinzhu/gorm.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/jinzhu/gorm"; gorm.Open("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jmoiron/sqlx.MustOpen',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/jmoiron/sqlx"; sqlx.MustOpen("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/jmoiron/sqlx.ConnectContext',
    argument: 2,
    only: { ...ofFiles, argument: 1 },
    means: 'writes-database',
    example: 'import "github.com/jmoiron/sqlx"; sqlx.ConnectContext(ctx, "sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/XSAM/otelsql.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/XSAM/otelsql"; otelsql.Open("sqlite", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'entgo.io/ent/dialect/sql.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example:
      'import ("entgo.io/ent/dialect"; "entgo.io/ent/dialect/sql"); sql.Open(dialect.SQLite, "file:data/ent.db?_fk=1")',
    seen: 'writes data/ent.db',
  },
  {
    call: 'xorm.io/xorm.NewEngine',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "xorm.io/xorm"; xorm.NewEngine("sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/pocketbase/dbx.Open',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/pocketbase/dbx"; dbx.Open("sqlite", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/pocketbase/dbx.MustOpen',
    argument: 1,
    only: ofFiles,
    means: 'writes-database',
    example: 'import "github.com/pocketbase/dbx"; dbx.MustOpen("sqlite", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/beego/beego/client/orm.RegisterDataBase',
    argument: 2,
    only: { ...ofFiles, argument: 1 },
    means: 'writes-database',
    example:
      'import "github.com/beego/beego/v2/client/orm"; orm.RegisterDataBase("default", "sqlite3", "data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/ncruces/go-sqlite3/driver.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/ncruces/go-sqlite3/driver"; driver.Open("file:data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/ncruces/go-sqlite3.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/ncruces/go-sqlite3"; sqlite3.Open("data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'gorm.io/driver/sqlite.Config{}',
    argument: 'DSN',
    means: 'writes-database',
    example:
      'import ("gorm.io/driver/sqlite"; "gorm.io/gorm"); gorm.Open(sqlite.New(sqlite.Config{DSN: "data/app.db"}), c)',
    seen: 'writes data/app.db',
  },
  {
    call: 'gorm.io/driver/sqlite.Dialector{}',
    argument: 'DSN',
    means: 'writes-database',
    example:
      'import ("gorm.io/driver/sqlite"; "gorm.io/gorm"); gorm.Open(sqlite.Dialector{DriverName: "sqlite", DSN: "data/app.db"}, c)',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/glebarez/sqlite.Dialector{}',
    argument: 'DSN',
    means: 'writes-database',
    example:
      'import "github.com/glebarez/sqlite"; d := &sqlite.Dialector{DSN: "data/app.db"}; use(d)',
    seen: 'writes data/app.db',
  },
  {
    call: 'github.com/upper/db/adapter/sqlite.ConnectionURL{}',
    argument: 'Database',
    means: 'writes-database',
    example:
      'import "github.com/upper/db/v4/adapter/sqlite"; sqlite.Open(sqlite.ConnectionURL{Database: "data/app.db"})',
    seen: 'writes data/app.db',
  },
  {
    call: 'crawshaw.io/sqlite/sqlitex.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "crawshaw.io/sqlite/sqlitex"; sqlitex.Open("file:data/app.db", 0, 10)',
    seen: 'writes data/app.db',
  },
  {
    call: 'zombiezen.com/go/sqlite.OpenConn',
    argument: 0,
    means: 'writes-database',
    example: 'import "zombiezen.com/go/sqlite"; sqlite.OpenConn("data/app.db")',
    seen: 'writes data/app.db',
  },
  {
    call: 'zombiezen.com/go/sqlite/sqlitex.NewPool',
    argument: 0,
    means: 'writes-database',
    example: 'import "zombiezen.com/go/sqlite/sqlitex"; sqlitex.NewPool("data/app.db", o)',
    seen: 'writes data/app.db',
  },
  {
    call: 'go.etcd.io/bbolt.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import bolt "go.etcd.io/bbolt"; bolt.Open("data/short.db", 0o600, nil)',
    seen: 'writes data/short.db',
  },
  {
    call: 'github.com/boltdb/bolt.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/boltdb/bolt"; bolt.Open("data/short.db", 0o600, nil)',
    seen: 'writes data/short.db',
  },
  {
    call: 'github.com/asdine/storm.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/asdine/storm/v3"; storm.Open("data/my.db")',
    seen: 'writes data/my.db',
  },
  {
    call: 'github.com/timshannon/bolthold.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/timshannon/bolthold"; bolthold.Open("data/my.db", 0o600, nil)',
    seen: 'writes data/my.db',
  },
  {
    call: 'github.com/dgraph-io/badger.DefaultOptions',
    argument: 0,
    means: 'writes-folder',
    example:
      'import "github.com/dgraph-io/badger/v4"; badger.Open(badger.DefaultOptions("./data/badger"))',
    seen: 'writes data/badger',
  },
  {
    call: 'github.com/cockroachdb/pebble.Open',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/cockroachdb/pebble"; pebble.Open("data/pebble", nil)',
    seen: 'writes data/pebble',
  },
  {
    call: 'github.com/syndtr/goleveldb/leveldb.OpenFile',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/syndtr/goleveldb/leveldb"; leveldb.OpenFile("data/level", nil)',
    seen: 'writes data/level',
  },
  {
    call: 'github.com/blevesearch/bleve.New',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/blevesearch/bleve/v2"; bleve.New("data/search.bleve", m)',
    seen: 'writes data/search.bleve',
  },
  {
    call: 'github.com/blevesearch/bleve.Open',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/blevesearch/bleve/v2"; bleve.Open("data/search.bleve")',
    seen: 'writes data/search.bleve',
  },
  {
    call: 'github.com/tidwall/buntdb.Open',
    argument: 0,
    means: 'writes-database',
    example: 'import "github.com/tidwall/buntdb"; buntdb.Open("data/a.db")',
    seen: 'writes data/a.db',
  },
  {
    call: 'github.com/nutsdb/nutsdb.WithDir',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/nutsdb/nutsdb"; nutsdb.Open(o, nutsdb.WithDir("data/nuts"))',
    seen: 'writes data/nuts',
  },
  {
    call: 'github.com/hashicorp/raft-boltdb.NewBoltStore',
    argument: 0,
    means: 'writes-database',
    example:
      'import raftboltdb "github.com/hashicorp/raft-boltdb/v2"; raftboltdb.NewBoltStore("raft/log.db")',
    seen: 'writes raft/log.db',
  },
  {
    call: 'github.com/hashicorp/raft.NewFileSnapshotStore',
    argument: 0,
    means: 'writes-folder',
    example: 'import "github.com/hashicorp/raft"; raft.NewFileSnapshotStore("raft", 1, nil)',
    seen: 'writes raft',
  },
  {
    call: 'github.com/peterbourgon/diskv.Options{}',
    argument: 'BasePath',
    means: 'writes-folder',
    example:
      'import "github.com/peterbourgon/diskv/v3"; diskv.New(diskv.Options{BasePath: "store"})',
    seen: 'writes store',
  },
  {
    call: 'gocloud.dev/blob/fileblob.OpenBucket',
    argument: 0,
    means: 'writes-folder',
    example: 'import "gocloud.dev/blob/fileblob"; fileblob.OpenBucket("uploads", nil)',
    seen: 'writes uploads',
  },
  {
    call: 'gopkg.in/natefinch/lumberjack.Logger{}',
    argument: 'Filename',
    means: 'writes-log',
    example:
      'import "gopkg.in/natefinch/lumberjack.v2"; log.SetOutput(&lumberjack.Logger{Filename: "logs/app.log"})',
    seen: 'writes logs/app.log',
  },
  {
    call: 'github.com/natefinch/lumberjack.Logger{}',
    argument: 'Filename',
    means: 'writes-log',
    example:
      'import "github.com/natefinch/lumberjack"; log.SetOutput(&lumberjack.Logger{Filename: "logs/app.log"})',
    seen: 'writes logs/app.log',
  },
  {
    call: 'github.com/lestrrat-go/file-rotatelogs.New',
    argument: 0,
    means: 'writes-log',
    example:
      'import rotatelogs "github.com/lestrrat-go/file-rotatelogs"; rotatelogs.New("logs/app.%Y.log")',
    seen: 'writes logs/app.%Y.log',
  },
  {
    call: 'golang.org/x/crypto/acme/autocert.DirCache',
    argument: 0,
    means: 'writes-folder',
    example:
      'import "golang.org/x/crypto/acme/autocert"; m := autocert.Manager{Cache: autocert.DirCache("certs")}; m.TLSConfig()',
    seen: 'writes certs',
  },
  {
    call: 'github.com/caddyserver/certmagic.FileStorage{}',
    argument: 'Path',
    means: 'writes-folder',
    example:
      'import "github.com/caddyserver/certmagic"; certmagic.Default.Storage = &certmagic.FileStorage{Path: "certs"}',
    seen: 'writes certs',
  },
  {
    call: 'tailscale.com/tsnet.Server{}',
    argument: 'Dir',
    means: 'writes-folder',
    example: 'import "tailscale.com/tsnet"; s := &tsnet.Server{Dir: "state"}; s.Up(ctx)',
    seen: 'writes state',
  },
  {
    call: 'github.com/nats-io/nats-server/server.Options{}',
    argument: 'StoreDir',
    means: 'writes-folder',
    example:
      'import "github.com/nats-io/nats-server/v2/server"; server.NewServer(&server.Options{StoreDir: "jetstream"})',
    seen: 'writes jetstream',
  },
  // https://bitbucket.org/liamstask/goose
  {
    call: 'bitbucket.org/liamstask/goose/lib/goose.DBConf{}',
    argument: 'MigrationsDir',
    means: 'reads-folder',
    example:
      'import "bitbucket.org/liamstask/goose/lib/goose"; c := &goose.DBConf{MigrationsDir: "db/migrations"}; goose.RunMigrations(c, "", 1)',
    seen: 'reads db/migrations',
  },
] as const satisfies readonly Row[];
