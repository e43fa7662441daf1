import { expect, it } from 'vitest';
import { programOf, said } from '../../../support/go-facts.ts';

it.each([
  [
    'of Beego',
    { 'conf/app.conf': 'appname = shop\nhttpport = 8013\n' },
    'import "github.com/beego/beego/v2/server/web"\n\nfunc main() { web.Run(fmt.Sprintf(":%v", web.AppConfig.DefaultInt("httpport", 8000))) }\n',
    'found 8013 main.go:5',
  ],
  [
    'of Beego, without its file',
    {},
    'import "github.com/beego/beego/v2/server/web"\n\nfunc main() { web.Run(fmt.Sprintf(":%v", web.AppConfig.DefaultInt("httpport", 8000))) }\n',
    'found 8000 main.go:5',
  ],
  [
    'of Beego, which reads them itself',
    { 'conf/app.conf': 'httpport = 8090\n' },
    'import "github.com/beego/beego/v2/server/web"\n\nfunc main() { web.Run() }\n',
    'found 8090 conf/app.conf:1',
  ],
  [
    'in a .cfg file that is TOML',
    { 'config.cfg': '[api]\n# Of the interface.\nport = "8014"\n' },
    'import "github.com/BurntSushi/toml"\n\ntype settings struct { API struct { Port string } }\n\nvar config settings\n\nfunc main() { toml.DecodeFile("config.cfg", &config); http.ListenAndServe(":"+config.API.Port, nil) }\n',
    'found 8014 main.go:9',
  ],
  [
    'in a .cfg file that is INI',
    { 'config.cfg': '[api]\nport = 8015\nname = my shop\n' },
    'import "gopkg.in/ini.v1"\n\nfunc main() { c, _ := ini.Load("config.cfg"); http.ListenAndServe(":"+c.Section("api").Key("port").String(), nil) }\n',
    'found 8015 config.cfg:2',
  ],
  [
    'in a file that is embedded',
    { 'defaults.json': '{"server": {"port": 8016}}\n' },
    'import _ "embed"\n\n//go:embed defaults.json\nvar defaults []byte\n\ntype settings struct {\n\tServer struct {\n\t\tPort int `json:"port"`\n\t} `json:"server"`\n}\n\nfunc main() { var c settings; json.Unmarshal(defaults, &c); http.ListenAndServe(fmt.Sprintf(":%d", c.Server.Port), nil) }\n',
    'found 8016 main.go:14',
  ],
])('takes a port from the settings %s', async (_, files, source, expected) => {
  const found = await programOf(source, files as Record<string, string>);
  expect(said(found.port)).toBe(expected);
});

it('finds no port in a file that is too long for people to write', async () => {
  const source =
    'import "github.com/BurntSushi/toml"\n\ntype settings struct { API struct { Port string } }\n\nvar config settings\n\nfunc main() { toml.DecodeFile("config.toml", &config); http.ListenAndServe(":"+config.API.Port, nil) }\n';
  const file = '[api]\nport = "8017"\n';
  const found = await programOf(source, { 'config.toml': file });
  expect(said(found.port)).toBe('found 8017 main.go:9');
  const long = await programOf(source, { 'config.toml': `${file}${'# line\n'.repeat(30_000)}` });
  expect(long.port.kind).toBe('unknown');
});

it('takes none that is usually the port of another service first', async () => {
  const found = await programOf(
    'type binding struct { Port int `json:"port"` }\n\ntype settings struct { SMTP binding `json:"smtp"`; Web []binding `json:"web"` }\n\nfunc main() {\n\tvar c settings\n\tb, _ := os.ReadFile("config.json")\n\tjson.Unmarshal(b, &c)\n\tfor _, it := range c.Web {\n\t\tgo http.ListenAndServe(fmt.Sprintf(":%d", it.Port), nil)\n\t}\n}\n',
    { 'config.json': '{"web": [{"port": 8018}], "smtp": {"port": 587}}\n' },
  );
  expect(said(found.port)).toBe('ambiguous 8018 587');
});

it.each([
  ['app:\n  name: shop\n', ''],
  ['app:\n  title: shop\n', 'APP_NAME'],
])('demands no variable for a required field that %j has', async (text, expected) => {
  const source =
    'import "github.com/ilyakaznacheev/cleanenv"\n\ntype App struct {\n\tName string `env-required:"true" yaml:"name" env:"APP_NAME"`\n}\n\ntype settings struct {\n\tApp `yaml:"app"`\n}\n\nfunc main() { var c settings; if err := cleanenv.ReadConfig("config.yml", &c); err != nil { panic(err) } }\n';
  const { notes } = await programOf(source, { 'config.yml': text });
  const found = notes.find((it) => it.code === 'go/variables-required');
  expect(found?.variables?.join(' ') ?? '').toBe(expected);
});

it.each([
  ['what the program adds to it', 'c.Path = c.Path + "shop"', 'os.ReadDir(c.Path)', 'db/pg_shop'],
  [
    'a field of a server that has the settings',
    's := server{config: c}',
    'os.ReadFile(s.config.Cert)',
    'tls/a.txt',
  ],
])('reads a path of the settings with %s', async (_, set, read, expected) => {
  const source = `import ("encoding/json"; "os")\n\ntype settings struct {\n\tPath string \`json:"path"\`\n\tCert string \`json:"cert"\`\n}\n\ntype server struct{ config settings }\n\nfunc main() { var c settings; b, _ := os.ReadFile("settings.json"); json.Unmarshal(b, &c); ${set}; ${read} }\n`;
  const { details } = await programOf(source, {
    'settings.json': '{"path": "db/pg_", "cert": "tls/a.txt"}',
    'db/pg_shop/1.sql': '',
    'db/pg_/1.sql': '',
    'tls/a.txt': '',
  });
  expect(
    details.runFiles.copies.map((it) => it.from).filter((it) => it !== 'settings.json'),
  ).toEqual([expected]);
});
