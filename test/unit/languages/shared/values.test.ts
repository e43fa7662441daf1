import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  concatenated,
  firstText,
  joinedPath,
  mostPossible,
  numberValue,
  possible,
  settable,
  textValue,
  unknown,
  type Value,
} from '../../../../src/languages/shared/values.ts';

const at = { file: 'a', line: 1 };
const text = (it: string): Value => textValue(it, at);
const hole = unknown(at);
const show = (value: Value): string[] =>
  possible(value).map((it) => `${it.text}${it.complete ? '' : '*'}${it.setting?.variable ?? ''}`);

describe('texts', () => {
  it.each([
    ['of texts and numbers', [text('a:'), numberValue(80, at)], ['a:80']],
    ['up to what the run knows', [text('a/'), hole, text('b')], ['a/*']],
    [
      'of each choice, the first first',
      [choiceOf([text('a'), text('b')], at), text('c')],
      ['ac', 'bc'],
    ],
    ['with the setting of a part', [settable(text('x'), { variable: 'V' }), text('y')], ['xyV']],
    ['with a setting that has no default', [unknown(at, { variable: 'V' }), text('y')], ['*V']],
  ])('puts together %s', (_, values, expected) => {
    expect(show(concatenated(values, at))).toEqual(expected);
  });

  it('gives up at many combinations', () => {
    const four = choiceOf(['a', 'b', 'c', 'd'].map(text), at);
    expect(possible(concatenated([four, four, four], at))).toHaveLength(mostPossible);
  });

  it('takes the first text that is known as a whole', () => {
    expect(firstText(choiceOf([concatenated([text('a'), hole], at), text('b')], at))).toBe('b');
    expect(firstText(hole)).toBeUndefined();
  });
});

describe('choices', () => {
  it('drops what is unknown beside what is known', () => {
    expect(choiceOf([hole, text('a')], at)).toEqual(text('a'));
    expect(choiceOf([hole], at)).toEqual(hole);
    expect(choiceOf([], at).kind).toBe('unknown');
  });

  it('gives each alternative the setting of the whole', () => {
    const value = settable(choiceOf([text('a'), settable(text('b'), { flag: '--b' })], at), {
      variable: 'V',
    });
    expect(possible(value).map((it) => it.setting)).toEqual([
      { variable: 'V' },
      { variable: 'V', flag: '--b' },
    ]);
  });
});

describe('paths', () => {
  it.each([
    [['a', 'b'], 'a/b'],
    [['./a/', '', '.', 'b/'], 'a/b'],
    [['/a', '/b'], '/a/b'],
    [['a', '../b'], 'b'],
    [['..', 'b'], '../b'],
  ])('joins %j to %s', (parts, expected) => {
    expect(show(joinedPath(parts.map(text), at))).toEqual([expected]);
  });

  it('starts again at an absolute part where the language does', () => {
    expect(show(joinedPath([text('a'), text('/b'), text('c')], at, true))).toEqual(['/b/c']);
  });

  it('keeps the folder in front of a name that only the run knows', () => {
    expect(show(joinedPath([text('a'), hole], at))).toEqual(['a/*']);
    expect(show(joinedPath([text('a'), concatenated([text('x-'), hole], at)], at))).toEqual([
      'a/x-*',
    ]);
  });
});
