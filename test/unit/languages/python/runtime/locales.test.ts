import { describe, expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

async function commandOf(code: string, base = 'scratch'): Promise<readonly string[]> {
  const { files } = await generate({ 'main.py': `import locale\n${code}\nprint(1)\n` }, { base });
  const lines = (files.get('Dockerfile') ?? '').split('\n');
  return lines.flatMap((it) => /localedef (.*?) \|\|/.exec(it)?.[1] ?? []);
}

const folder = '/rootfs/usr/lib/locale';

describe('locales that the code sets', () => {
  it.each([
    ['de_DE.UTF-8', 'de_DE -f UTF-8'],
    ['pt_BR.utf8', 'pt_BR -f UTF-8'],
    ['de_DE', 'de_DE -f ISO-8859-1'],
    ['cs_CZ.ISO-8859-2', 'cs_CZ -f ISO-8859-2'],
    ['de_DE.UTF-8@euro', 'de_DE@euro -f UTF-8'],
  ])('%s is made in the build', async (name, options) => {
    expect(await commandOf(`locale.setlocale(locale.LC_ALL, "${name}")`)).toEqual([
      `-c -i ${options} ${folder}/${name}`,
    ]);
  });
  it('are made once each, by whatever name they have', async () => {
    const code =
      'NAME = "fr_FR.UTF-8"\nlocale.setlocale(locale.LC_TIME, NAME)\nlocale.setlocale(category=0, locale="it_IT.UTF-8")\nlocale.setlocale(locale.LC_ALL, "fr_FR.UTF-8")';
    expect(await commandOf(code, 'distroless')).toEqual([
      `-c -i fr_FR -f UTF-8 ${folder}/fr_FR.UTF-8`,
      `-c -i it_IT -f UTF-8 ${folder}/it_IT.UTF-8`,
    ]);
  });
  it.each(['""', '"C"', '"C.UTF-8"', '"German; rm -rf /"', 'NAME'])('%s needs none', async (it) => {
    expect(await commandOf(`locale.setlocale(locale.LC_ALL, ${it})`)).toEqual([]);
  });
  it('need nothing where the C library has no translations', async () => {
    const code = 'locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")';
    expect(await commandOf(code, 'alpine')).toEqual([]);
  });
});
