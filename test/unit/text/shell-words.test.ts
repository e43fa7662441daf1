import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { joinCommand, splitCommand } from '../../../src/text/shell-words.ts';

const words = [
  'plain',
  'two words',
  "it's",
  "it's `backquoted`",
  "it's $HOME",
  'back\\slash',
  'it\'s \\ "quoted"',
  '*',
  '#',
  '',
];

it('a joined command is split into the same words, by a shell and by splitCommand', () => {
  const command = joinCommand(words);
  const shown = execFileSync('sh', ['-c', `printf '<%s>' ${command}`], { encoding: 'utf8' });
  expect(shown).toBe(words.map((it) => `<${it}>`).join(''));
  expect(splitCommand(command)).toEqual({ ok: true, words });
});

it.each(["sh -c 'ls", 'node "a.js', "node a.js '", `a "it's`])(
  'refuses a quote that is not closed: %s',
  (command) => {
    expect(splitCommand(command)).toEqual({ ok: false, why: 'it has a quote that is not closed' });
  },
);

it.each([`a "it's"`, String.raw`a it\'s`, `a 'say "yes'`])(
  'allows a quote within others: %s',
  (it) => {
    expect(splitCommand(it).ok).toBe(true);
  },
);

it('refuses a variable that only a shell can change', () => {
  expect(splitCommand('node a.js ${DEBUG:+--inspect -b}')).toEqual({
    ok: false,
    why: 'it changes the value of a variable',
  });
});
