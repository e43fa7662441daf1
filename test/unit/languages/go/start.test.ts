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
