import { expect, it } from 'vitest';
import { hashOf, WordFilter } from '../../../src/text/word-filter.ts';

it.each(['import', 'os', '_x9', 'last', 'größe'])(
  'never says no to a word of the text: %s',
  (word) => {
    const filter = new WordFilter('import os\n_x9 = größe(1)  # last');
    expect(filter.mayHave(hashOf(word))).toBe(true);
  },
);

it('says no to parts of words, and to other words', () => {
  const filter = new WordFilter('import os\nvalue = os.path.join("a", "b")\n');
  const others = ['impor', 'mport', 'val', 'joined', 'environ', 'getenv', 'subprocess', 'x'];
  expect(others.filter((it) => filter.mayHave(hashOf(it)))).toEqual([]);
});

it('is seldom wrong in a long text', () => {
  const word = (index: number): string => `name_${index.toString(36)}`;
  const words = Array.from({ length: 4000 }, (_, index) => word(index));
  const filter = new WordFilter(words.join(' = 1\n'));
  expect(words.every((it) => filter.mayHave(hashOf(it)))).toBe(true);
  const others = Array.from({ length: 4000 }, (_, index) => hashOf(`other${word(index)}`));
  expect(others.filter((it) => filter.mayHave(it)).length).toBeLessThan(400);
});

it('has no word where there is no text', () => {
  expect(new WordFilter('').mayHave(hashOf('import'))).toBe(false);
});
