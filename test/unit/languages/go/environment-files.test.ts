import { describe, expect, it } from 'vitest';
import { goFacts, mod, noted } from '../../../support/go-facts.ts';

async function filesOf(body: string, files: Readonly<Record<string, string>> = {}) {
  const facts = await goFacts({
    'go.mod': mod,
    'main.go': `package main

import (
	"log"
	"os"

	"github.com/ilyakaznacheev/cleanenv"
	"github.com/joho/godotenv"
	"github.com/spf13/viper"
	"github.com/subosito/gotenv"
)

${body.startsWith('func') ? body : `func main() {\n${body}\n}`}
`,
    ...files,
  });
  return facts.services[0]?.details.environmentFiles.map(({ path, variables }) =>
    [path, ...variables].join(' '),
  );
}

describe('files of variables without which the program ends', () => {
  it.each<[string, string, readonly string[]]>([
    ['an error that ends it', 'err := godotenv.Load()\nif err != nil { log.Fatal(err) }', ['.env']],
    ['of gotenv', 'if err := gotenv.Load(); err != nil { log.Fatal(err) }', ['.env']],
    ['of gotenv, which ends by itself', 'gotenv.Must(gotenv.Load, "a.env")', ['a.env']],
    ['with os.Exit', 'if err := godotenv.Load(); err != nil { os.Exit(1) }', ['.env']],
    ['in the condition', 'if godotenv.Load("a.env") != nil { panic("x") }', ['a.env']],
    [
      'several',
      'err := godotenv.Load(".env.local", ".env")\nif err != nil { panic(err) }',
      ['.env.local', '.env'],
    ],
    [
      'in else',
      'if err := godotenv.Load(); err == nil { run() } else { log.Panic(err) }',
      ['.env'],
    ],
    [
      'for the caller',
      'func main() { load() }\n\nfunc load() error { return godotenv.Load("config/.env") }',
      ['config/.env'],
    ],
    [
      'wrapped for the caller',
      'func main() { load() }\n\nfunc load() error {\n\terr := godotenv.Load()\n\tif err != nil { return fmt.Errorf("x: %w", err) }\n\treturn nil\n}',
      ['.env'],
    ],
    ['by another function', 'must(godotenv.Load())', ['.env']],
    [
      'of viper',
      'viper.SetConfigFile(".env")\nif err := viper.ReadInConfig(); err != nil { log.Fatalf("x") }',
      ['.env'],
    ],
    [
      'of viper, by its name',
      'func main() { load(".") }\n\nfunc load(path string) (err error) {\n\tviper.AddConfigPath(path)\n\tviper.SetConfigName("app")\n\tviper.SetConfigType("env")\n\terr = viper.ReadInConfig()\n\tif err != nil { return }\n\treturn nil\n}',
      ['app.env'],
    ],
    [
      'of viper in another folder, which is named like its type',
      'viper.SetConfigName(".env")\nviper.SetConfigType("env")\nviper.AddConfigPath("./settings")\nviper.AddConfigPath("/etc/shop")\nmust(viper.ReadInConfig())',
      ['settings/.env'],
    ],
    [
      'of viper, with the names that it looks for',
      'type C struct {\n\tPort int `mapstructure:"PORT"`\n\tKey string `json:"k" mapstructure:"api_key"`\n\tHost string `mapstructure:"HOST"`\n}\n\nfunc main() {\n\tviper.SetDefault("host", "")\n\tviper.SetConfigFile(".env")\n\tviper.AutomaticEnv()\n\tmust(viper.ReadInConfig())\n\tviper.Unmarshal(&C{})\n}',
      ['.env PORT API_KEY'],
    ],
    [
      'of viper, without names where it does not look for them',
      'type C struct { Port int `mapstructure:"PORT"` }\n\nfunc main() {\n\tviper.SetConfigFile(".env")\n\tmust(viper.ReadInConfig())\n\tviper.Unmarshal(&C{})\n}',
      ['.env'],
    ],
    [
      'none of viper that is of another type',
      'viper.SetConfigName("app")\nmust(viper.ReadInConfig())',
      [],
    ],
    [
      'none where the function goes on, without a result',
      'func main() { load() }\n\nfunc load() {\n\tif err := godotenv.Load(); err != nil { return }\n}',
      [],
    ],
    [
      'of cleanenv',
      'if err := cleanenv.ReadConfig(".env", &cfg); err != nil { panic(err) }',
      ['.env'],
    ],
    [
      'in some environments',
      'if os.Getenv("MODE") != "production" {\n\terr := godotenv.Load()\n\tif err != nil { log.Fatal(err) }\n}',
      ['.env'],
    ],
    ['twice', 'must(godotenv.Load())\nmust(godotenv.Overload(".env"))', ['.env']],
    ['none where the error is dropped', 'godotenv.Load()\n_ = godotenv.Load()', []],
    [
      'none where the error is logged',
      'err := godotenv.Load()\nif err != nil { log.Println(err) }',
      [],
    ],
    [
      'none where only another error ends it',
      'err := godotenv.Load()\nif err != nil && !os.IsNotExist(err) { log.Fatal(err) }',
      [],
    ],
    [
      'none where the program looks for it',
      'if _, err := os.Stat(".env"); err == nil {\n\terr := godotenv.Load()\n\tif err != nil { log.Fatal(err) }\n}',
      [],
    ],
    [
      'none of viper where the error is dropped',
      'viper.SetConfigFile(".env")\nviper.ReadInConfig()',
      [],
    ],
    ['none elsewhere', 'must(godotenv.Load("/etc/shop/.env", "../.env"))', []],
    ['no other configuration', 'must(cleanenv.ReadConfig("config.yml", &cfg))', []],
  ])('%s', async (_, body, expected) => {
    expect(await filesOf(body)).toEqual(expected);
  });

  it('are made where the project has one, too: its values are not copied', async () => {
    const found = await filesOf('must(godotenv.Load("settings/app.env"))', {
      'settings/app.env': 'PORT=80\n',
    });
    expect(found).toEqual(['settings/app.env']);
  });

  it('are written with the names that they have to have, and their values given', async () => {
    const facts = await goFacts({
      'go.mod': mod,
      'app.env': 'TOKEN=a\n',
      'main.go':
        'package main\n\nimport "github.com/spf13/viper"\n\ntype C struct { Token string `mapstructure:"TOKEN"` }\n\nfunc main() {\n\tviper.AddConfigPath(".")\n\tviper.SetConfigName("app")\n\tviper.SetConfigType("env")\n\tviper.AutomaticEnv()\n\tif err := viper.ReadInConfig(); err != nil { panic(err) }\n\tviper.Unmarshal(&C{})\n}\n',
    });
    const [service] = facts.services;
    expect(service?.notes.map((it) => [it.code, it.level, it.hint])).toContainEqual([
      'go/reads-secret',
      'info',
      'Give them to the container: docker run --env-file app.env',
    ]);
  });

  it.each([
    [
      'alone, and an example shows them',
      '',
      { '.env.example': 'PORT=80\n' },
      'warning: the program takes its settings from .env alone, and the image has an empty one: mount yours at /app/.env (main.go:8)\n.env.example shows what belongs in it.',
    ],
    [
      'alone, where a developer has one',
      '',
      { '.env': 'PORT=80\n' },
      'warning: the program takes its settings from .env alone, and the image has an empty one: mount yours at /app/.env (main.go:8)',
    ],
    ['and the environment', 'viper.AutomaticEnv()', {}, ''],
    ['and the environment of the program itself', 'os.Getenv("PORT")', {}, ''],
  ])('are the settings %s', async (_what, line, files, expected) => {
    const facts = await goFacts({
      'go.mod': mod,
      'main.go': `package main\n\nimport ("os"; "github.com/spf13/viper")\n\ntype C struct { Port int }\n\nfunc main() {\n\tviper.SetConfigFile(".env")\n\t${line}\n\tif err := viper.ReadInConfig(); err != nil { panic(err) }\n\tviper.Unmarshal(&C{})\n}\n`,
      ...files,
    });
    const [service] = facts.services;
    expect(service?.details.environmentFiles.map((it) => it.path)).toEqual(['.env']);
    expect(noted(service?.notes.filter((it) => it.code === 'go/variables-file-alone') ?? [])).toBe(
      expected,
    );
    expect(service?.notes.map((it) => it.code)).not.toContain('go/reads-secret');
  });
});
