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
    'a tag of envconfig in an inner struct',
    file(
      'github.com/kelseyhightower/envconfig',
      'type C struct { Port string `envconfig:"PORT" required:"true"`; DB struct { URL string `envconfig:"STORE_URL" required:"true"` } }\nfunc main() { var c C; envconfig.Process("shop", &c) }',
    ),
    ['needs SHOP_PORT', 'needs STORE_URL'],
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
