import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const own = `[tool.poetry]
name = "shop"
version = "1.0"
description = "naïve"
[tool.poetry.dependencies]
python = ">=3.9,<4.0"
zoo = { version = "^1.0", optional = true }
flask = { version = "^3.0", extras = ["async"] }
[tool.poetry.extras]
animals = ["zoo"]
[tool.poetry.group.dev.dependencies]
pytest = "*"
größe = 1
`;
/** What Poetry hashes of it: json.dumps(content, sort_keys=True). */
const hashed =
  '{"dependencies": {"flask": {"extras": ["async"], "version": "^3.0"}, "python": ">=3.9,<4.0", "zoo": {"optional": true, "version": "^1.0"}}, "dev-dependencies": null, "extras": {"animals": ["zoo"]}, "group": {"dev": {"dependencies": {"gr\\u00f6\\u00dfe": 1, "pytest": "*"}}}, "source": null}';
const fresh = createHash('sha256').update(hashed).digest('hex');

async function madeOf(
  pyproject: string,
  hash: string,
  version: string | null,
): Promise<{ readonly notes: readonly string[]; readonly dockerfile: string }> {
  const { notes, dockerfile } = await generated({
    'main.py': 'print(1)\n',
    'pyproject.toml': pyproject.replace('größe', '"größe"'),
    'poetry.lock': `[[package]]\nname = "flask"\nversion = "3.1.0"\nfiles = [{ file = "flask-3.1.0-py3-none-any.whl", hash = "sha256:0" }]\n[metadata]\n${version === null ? '' : `lock-version = "${version}"\n`}python-versions = ">=3.9,<4.0"\ncontent-hash = "${hash}"\n`,
  });
  return {
    notes: notes.filter((note) => note.includes('poetry.lock does not match')),
    dockerfile,
  };
}

const other = '0'.repeat(64);
const kept =
  'poetry.lock does not match pyproject.toml: the image has the versions of the lock file\nRun poetry lock.';

it.each([
  ['is of this pyproject.toml', own, fresh, '2.0', []],
  ['is of another one', own, other, '2.0', [kept]],
  ['is of another one, and Poetry 1.1 made it', own, other, '1.1', [kept]],
  [
    'covers more than [tool.poetry]',
    `${own}[project]\nname = "shop"\nversion = "1.0"\n`,
    other,
    '2.1',
    [],
  ],
] as const)('the hash of poetry.lock %s', async (_what, pyproject, hash, version, expected) => {
  expect((await madeOf(pyproject, hash, version)).notes).toEqual(expected);
});

it('exports an outdated lock file with the Poetry that still does', async () => {
  expect((await madeOf(own, other, '2.0')).dockerfile).toContain(' poetry==1.8.5 ');
  expect((await madeOf(own, fresh, '2.0')).dockerfile).toContain(' poetry==2.');
});

it('exports a lock file of Poetry 1.0, which has no version, with the Poetry that still does', async () => {
  expect((await madeOf(own, fresh, null)).dockerfile).toContain(' poetry==1.8.5 ');
  expect((await madeOf(own, fresh, '1.0')).dockerfile).toContain(' poetry==2.');
});

it.each([
  ['Poetry 2 made it', own, '2.1', 'poetry.lock does not match pyproject.toml'],
  [
    'it lacks a package',
    own.replace('[tool.poetry.extras]', 'redis = "^5.0"\n[tool.poetry.extras]'),
    '2.0',
    'poetry.lock does not match pyproject.toml: it lacks redis',
  ],
])(
  'refuses an outdated lock file that cannot be exported: %s',
  async (_what, text, version, why) => {
    await expect(madeOf(text, other, version)).rejects.toThrow(why);
  },
);
