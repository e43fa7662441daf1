/** Names from a project, however hostile, never become another instruction, another word of a command, or a variable. */
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { create } from '../../../src/commands/create.ts';
import { UserError } from '../../../src/errors.ts';
import type { Values } from '../../../src/options.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../../src/ports/memory.ts';
import { joinCommand, splitCommand } from '../../../src/text/shell-words.ts';
import { packageAsset, packageFiles, readUserFile } from '../../../src/ports/node.ts';

const main =
  'package main\n\nimport "net/http"\n\nfunc main() {\n\t_ = http.ListenAndServe(":8080", nil)\n}\n';

async function generate(files: Record<string, string>, flags: Values = {}): Promise<string> {
  const writer = memoryWriter();
  await create(
    { yes: true, base: 'scratch', ...flags },
    {
      project: memoryProject(files),
      writer,
      registry: memoryRegistry(),
      prompter: silentPrompter,
      out: memoryOutput(),
      now: () => new Date('2026-11-20'),
      asset: packageAsset,
      assets: packageFiles,
      userFile: readUserFile,
    },
    '1.0.0',
  );
  return writer.files.get('Dockerfile') ?? '';
}

const keywords = (dockerfile: string): string[] =>
  DockerfileParser.parse(dockerfile)
    .getInstructions()
    .map((it) => it.getKeyword());

const hostile = [
  'a b',
  "it's",
  'a"b',
  '$HOME',
  '`id`',
  '$(id)',
  'a;b',
  'a&&b',
  'a|b',
  '#x',
  '-rf',
  '--from=x',
  'a\\',
  '*',
  '[a]',
  '{a,b}',
  '~',
  '<<EOF',
  'ü',
  'a,b',
  'a=b',
  '!x',
  '%',
  'USER root',
  '\\"],["sh',
];
const fatal = [
  'a\nUSER root',
  'a\rUSER root',
  'a\u2028b',
  'a\0b',
  'a\u001b[2Jb',
  'a\u0085b',
  'a\u202eb',
  'a\u061cb',
];

describe('the folder of a program', () => {
  it.each(hostile)('%j is one word wherever it is', async (name) => {
    const plain = keywords(
      await generate({ 'go.mod': 'module example.com/x\n\ngo 1.26\n', 'cmd/plain/main.go': main }),
    );
    let dockerfile: string;
    try {
      dockerfile = await generate({
        'go.mod': 'module example.com/x\n\ngo 1.26\n',
        [`cmd/${name}/main.go`]: main,
      });
    } catch (error) {
      // A name that no image can carry may be refused, with a sentence.
      expect(error).toBeInstanceOf(UserError);
      return;
    }
    expect(keywords(dockerfile)).toEqual(plain);
    const entrypoint =
      DockerfileParser.parse(dockerfile).getENTRYPOINTs()[0]?.getArgumentsContent() ?? '';
    expect(JSON.parse(entrypoint)).toHaveLength(1);
    // Nothing of it is read as a variable, an option or a pattern by COPY.
    for (const copy of DockerfileParser.parse(dockerfile).getCOPYs())
      expect(copy.getArgumentsContent()).not.toContain(name);
  });

  it.each(fatal)('%j never reaches a file', async (name) => {
    const dockerfile = await generate({
      'go.mod': 'module example.com/x\n\ngo 1.26\n',
      [`cmd/${name}/main.go`]: main,
    }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return '';
    });
    expect(
      dockerfile
        .split(/[\n\r\u2028\u0085]/)
        .filter((line) => /^USER/.test(line))
        .filter((line) => line !== 'USER 65532:65532'),
    ).toEqual([]);
    expect(dockerfile).not.toContain(name);
  });
});

describe('the start command', () => {
  it.each(hostile)('with the argument %j reaches the program as it is', async (argument) => {
    const dockerfile = await generate(
      { 'go.mod': 'module example.com/x\n\ngo 1.26\n', 'main.go': main },
      { start: ['x', argument, 'end'] },
    );
    const command = DockerfileParser.parse(dockerfile).getCMDs()[0]?.getArgumentsContent() ?? '';
    expect(JSON.parse(command)).toEqual([argument, 'end']);
  });
});

describe('a command line', () => {
  it.each([...hostile, '', 'shop:create_app()', 'a\'b"c'])(
    'with the word %j is split into the same words again',
    (word) => {
      const words = ['x', word, 'end'];
      expect(splitCommand(joinCommand(words))).toEqual({ ok: true, words });
    },
  );
  it.each(['a `b`', 'a "$(b)"', 'a "it\'s `b` isn\'t"', "a 'b'`c`"])(
    '%s is refused: a shell would run what it holds',
    (text) => {
      expect(splitCommand(text)).toEqual({ ok: false, why: 'it substitutes a command' });
    },
  );
  it('quotes only what needs it', () => {
    expect(joinCommand(['gunicorn', 'shop:create_app()', '--bind', '0.0.0.0:8000'])).toBe(
      "gunicorn 'shop:create_app()' --bind 0.0.0.0:8000",
    );
  });
});
