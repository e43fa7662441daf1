import { expect, it } from 'vitest';
import { demandNotes } from '../../../../src/languages/shared/demands.ts';
import type { Demand } from '../../../../src/languages/shared/uses.ts';

const needed = (variable: string, ...orOne: readonly string[]): Demand => ({
  variable,
  ...(orOne.length > 0 ? { orOne } : {}),
  when: 'start',
  evidence: { file: 'main.go', line: 3, because: 'x' },
});

it('names the variables of which one is enough', () => {
  const [note] = demandNotes('go', [needed('TOKEN'), needed('KEY', 'KEY_FILE')], []);
  expect(note?.text).toBe(
    'the program starts only if these variables are set: TOKEN, KEY or KEY_FILE',
  );
  expect(note?.variables).toEqual(['TOKEN', 'KEY']);
});

it('names none where the image sets one of them', () => {
  expect(demandNotes('go', [needed('KEY', 'KEY_FILE')], ['KEY_FILE'])).toEqual([]);
  expect(demandNotes('go', [needed('HOST', 'HOME')], [])).toEqual([]);
});

it('names flags beside variables', () => {
  const [variables, flags] = demandNotes('go', [needed('--dsn'), needed('TOKEN')], []);
  expect(variables).toMatchObject({ variables: ['TOKEN'] });
  expect(flags).toMatchObject({
    code: 'go/flags-required',
    text: 'the program starts only with these flags: --dsn',
    hint: 'Write them behind the name of the image: docker run IMAGE --dsn=...; or set the whole command with --start.',
  });
  expect(flags?.variables).toBeUndefined();
});
