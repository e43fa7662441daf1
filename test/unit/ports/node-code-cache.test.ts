import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCodeCache } from '../../../src/ports/node-code-cache.ts';

interface Program {
  readonly answer: () => string;
}

/** A package of two files, in a new folder, whose answer has five letters. */
function packageThatSays(word: string, home = mkdtempSync(join(tmpdir(), 'code-'))) {
  writeFileSync(join(home, 'entry.cjs'), "exports.answer = () => require('./other.cjs').word();");
  writeFileSync(join(home, 'other.cjs'), `exports.word = () => '${word}';`);
  return { home, entry: join(home, 'entry.cjs'), cache: join(home, 'kept', 'a') };
}

/** What the program answers in a process that keeps its code in the end. */
function runOf({
  entry,
  cache: folder,
}: {
  readonly entry: string;
  readonly cache: string;
}): string {
  const cache = openCodeCache(folder);
  const { answer } = cache.load(entry) as Program;
  const said = answer();
  cache.keep();
  return said;
}

function invertOneByte(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 255, middle);
  return bytes;
}

describe('code of an earlier run', () => {
  it('is taken for every file', () => {
    const program = packageThatSays('first');
    expect(runOf(program)).toBe('first');
    // V8 compares only the length, so this shows whose code runs.
    packageThatSays('other', program.home);
    expect(runOf(program)).toBe('first');
  });

  it('is not taken for another build', () => {
    const program = packageThatSays('first');
    runOf(program);
    packageThatSays('other', program.home);
    expect(runOf({ ...program, cache: join(program.home, 'kept', 'b') })).toBe('other');
  });

  it.each([
    ['damaged', invertOneByte],
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
  ])('is compiled again where it is %s', (_, change) => {
    const program = packageThatSays('first');
    runOf(program);
    const kept = join(program.cache, 'other.cjs.bin');
    const whole = readFileSync(kept);
    writeFileSync(kept, change(Buffer.from(whole)));
    packageThatSays('other', program.home);
    expect(runOf(program)).toBe('other');
    expect(readFileSync(kept).length).toBe(whole.length);
  });

  it('is not written again where nothing was missing', () => {
    const program = packageThatSays('first');
    runOf(program);
    const kept = join(program.cache, 'entry.cjs.bin');
    utimesSync(kept, 1, 1);
    runOf(program);
    expect(statSync(kept).mtimeMs).toBe(1000);
    expect(readdirSync(program.cache).sort()).toEqual(['entry.cjs.bin', 'other.cjs.bin']);
  });

  it('of releases that were not used for a month is removed', () => {
    const program = packageThatSays('first');
    const age = (days: number): number => Date.now() / 1000 - days * 24 * 60 * 60;
    for (const [name, days] of [
      ['old', 31],
      ['recent', 29],
    ] as const) {
      mkdirSync(join(program.home, 'kept', name), { recursive: true });
      utimesSync(join(program.home, 'kept', name), age(days), age(days));
    }
    runOf(program);
    expect(readdirSync(join(program.home, 'kept')).sort()).toEqual(['a', 'recent']);
  });

  it('costs nothing but time where nothing can be written', () => {
    const program = packageThatSays('first');
    writeFileSync(join(program.home, 'kept'), '');
    expect(runOf(program)).toBe('first');
  });
});
