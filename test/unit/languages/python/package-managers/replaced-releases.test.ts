import { describe, expect, it } from 'vitest';
import { replacements } from '../../../../../src/languages/python/package-managers/replaced-releases.ts';
import { generated } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import psycopg2\nprint(psycopg2)\n' };
const said = /compiles (.*): the image has (.*) in (?:its|their) place/;

/** The lines of the install, and what the note says. */
async function madeOf(files: Readonly<Record<string, string>>) {
  const { dockerfile, notes } = await generated({ ...main, ...files });
  const note = notes.find((it) => said.test(it));
  return {
    deletes: /sed -i -E (.*) (\S+) && \\/.exec(dockerfile)?.slice(1),
    installs: [...new Set(dockerfile.match(/\S+==[\d.]+\S*(?= \|\|)/g) ?? [])],
    said: said.exec(note ?? '')?.slice(1),
    line: /^FROM python:(3\.\d+)/m.exec(dockerfile)?.[1],
  };
}

describe('a release that no supported Python compiles', () => {
  it('has a newer one in its place: in a list', async () => {
    expect(await madeOf({ 'requirements.txt': 'psycopg2_binary==2.8.6\nsix==1.17.0\n' })).toEqual({
      deletes: [
        String.raw`-e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' -e '/^psycopg2[-_.]binary *(\[|==)/d'`,
        'requirements.txt',
      ],
      installs: ['psycopg2-binary==2.9.11'],
      said: ['psycopg2-binary 2.8.6', 'psycopg2-binary==2.9.11'],
      line: '3.14',
    });
  });

  it('has a newer one in its place: in a list that another one includes', async () => {
    const { deletes } = await madeOf({
      'requirements.txt': '-r lists/base.txt\n',
      'lists/base.txt': 'psycopg2==2.8.6\n',
    });
    expect(deletes?.[1]).toBe('lists/base.txt');
  });

  it('has a newer one in its place: in a lock file', async () => {
    const made = await madeOf({
      Pipfile:
        '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n[packages]\naiohttp = "*"\npsycopg2 = "*"\n',
      'Pipfile.lock': JSON.stringify({
        default: {
          aiohttp: { version: '==3.8.1', hashes: ['sha256:a'] },
          psycopg2: { version: '==2.8.6', hashes: ['sha256:b'] },
        },
      }),
    });
    expect(made.deletes?.[1]).toBe('/tmp/requirements.txt');
    expect(made.deletes?.[0]).toContain(String.raw`-e '/^aiohttp *(\[|==)/d' -e '/^psycopg2 `);
    expect(made.said).toEqual([
      'aiohttp 3.8.1 and psycopg2 2.8.6',
      'aiohttp==3.8.6 and psycopg2==2.9.11',
    ]);
    expect(made.line).toBe('3.11');
  });

  it.each([
    ['a release that it compiles', { 'requirements.txt': 'psycopg2==2.9.1\n' }],
    ['a release that others limit', { 'requirements.txt': 'aiohttp==3.7.4\n' }],
    ['a marker', { 'requirements.txt': 'psycopg2==2.8.6 ; python_version < "3.9"\n' }],
    ['an open version', { 'requirements.txt': 'psycopg2<2.9\n' }],
    [
      'an older Python',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = ">=3.9,<3.11"\npsycopg2 = "*"\n',
        'poetry.lock':
          '[[package]]\nname = "psycopg2"\nversion = "2.8.6"\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.9,<3.11"\n',
      },
    ],
  ] as const)('is not replaced: %s', async (_, files) => {
    expect((await madeOf(files)).said).toBeUndefined();
  });

  it.each(Object.entries(replacements))('is the newest that is like it: %s', (_, { first, by }) => {
    expect(by.split('.')[0]).toBe(first.split('.')[0]);
  });
});
