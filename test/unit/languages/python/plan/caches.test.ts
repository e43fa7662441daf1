import { expect, it } from 'vitest';
import { cacheVariables } from '../../../../../src/languages/python/plan/caches.ts';
import type { Package } from '../../../../../src/languages/python/package.ts';

function variablesFor(...names: readonly string[]): readonly string[] {
  const packages = names.map((name): Package => ({
    name,
    version: null,
    extras: [],
    wheels: null,
    evidence: { file: 'requirements.txt', because: '' },
  }));
  return cacheVariables(packages).map((it) => `${it.name}=${it.value}`);
}

it.each([
  ['numba', 'NUMBA_CACHE_DIR=/tmp/numba'],
  ['matplotlib', 'MPLCONFIGDIR=/tmp/matplotlib'],
  ['huggingface-hub', 'HF_HOME=/tmp/huggingface'],
  ['nltk', 'NLTK_DATA=/tmp'],
  ['keras', 'KERAS_HOME=/tmp/keras'],
  ['weasyprint', 'XDG_CACHE_HOME=/tmp/.cache'],
  ['platformdirs', 'XDG_CACHE_HOME=/tmp/.cache'],
])('%s keeps its cache below /tmp', (name, line) => {
  expect(variablesFor(name)).toEqual([line]);
});

it.each([
  ['librosa', 'NUMBA_CACHE_DIR=/tmp/numba'],
  ['seaborn', 'MPLCONFIGDIR=/tmp/matplotlib'],
  ['transformers', 'HF_HOME=/tmp/huggingface'],
  ['textblob', 'NLTK_DATA=/tmp'],
  ['tensorflow', 'KERAS_HOME=/tmp/keras'],
])('%s requires a package that does', (name, line) => {
  expect(variablesFor(name)).toEqual([line]);
});

it('sets each variable once, and none for other packages', () => {
  expect(variablesFor('flask', 'weasyprint', 'cairosvg', 'librosa', 'numba')).toEqual([
    'NUMBA_CACHE_DIR=/tmp/numba',
    'XDG_CACHE_HOME=/tmp/.cache',
  ]);
});
