import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import six\nprint(six)\n' };

describe('a lock file of Poetry for one patch version alone', () => {
  const lockedFor = (python: string): Readonly<Record<string, string>> => ({
    ...main,
    'pyproject.toml': `[tool.poetry]\nname = "shop"\nversion = "1"\n[tool.poetry.dependencies]\npython = "${python}"\nsix = "*"\n`,
    'poetry.lock': `[[package]]\nname = "six"\nversion = "1.17.0"\n\n[metadata]\nlock-version = "2.1"\npython-versions = "${python}"\n`,
  });
  it.each(['3.13.2', '==3.13.2'])(
    'is installed for every patch version of that line: %s',
    async (python) => {
      const { dockerfile, notes } = await generated(lockedFor(python));
      expect(dockerfile).toContain('FROM python:3.13-slim-trixie@');
      expect(dockerfile).toContain(
        ` --output /tmp/requirements.txt && \\\n    sed -i 's/python_full_version == "3\\.13\\.2"/python_version == "3.13"/' /tmp/requirements.txt && \\\n`,
      );
      expect(notes.join('\n')).toContain('are locked for Python 3.13.2 alone');
    },
  );
  it.each(['~3.13.2', '>=3.13.2', '3.13.*'])('is installed as it is: %s', async (python) => {
    expect((await generated(lockedFor(python))).dockerfile).not.toContain('sed -i');
  });
});

describe('a lock file of uv for one patch version alone', () => {
  const lockedFor = (python: string): Readonly<Record<string, string>> => ({
    ...main,
    'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\nrequires-python = "${python}"\ndependencies = ["six"]\n`,
    'uv.lock': `version = 1\nrequires-python = "${python}"\n\n[[package]]\nname = "six"\nversion = "1.17.0"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "six" }]\n`,
  });
  it('is installed for every patch version of that line', async () => {
    const { dockerfile, notes } = await generated(lockedFor('==3.13.2'));
    expect(dockerfile).toContain('FROM python:3.13-slim-trixie@');
    expect(dockerfile).toContain(
      'uv export --quiet --frozen --no-default-groups --no-emit-project --output-file /tmp/requirements.txt',
    );
    expect(dockerfile).toContain('uv pip sync --python /opt/venv/bin/python /tmp/requirements.txt');
    expect(notes.join('\n')).toContain('are locked for Python 3.13.2 alone');
  });
  it.each(['>=3.13.2', '==3.13.*', '~=3.13.2'])('is installed as it is: %s', async (python) => {
    expect((await generated(lockedFor(python))).dockerfile).toContain('uv sync --locked');
  });
});

describe('a Pipfile.lock without some hashes', () => {
  const locked = (
    package_: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, string>> => ({
    ...main,
    Pipfile: '[packages]\nsix = "*"\nold = "*"\n',
    'Pipfile.lock': JSON.stringify(
      { default: { six: { version: '==1.17.0', hashes: ['sha256:12'] }, old: package_ } },
      null,
      2,
    ),
  });
  it('has the packages without a hash apart', async () => {
    const { dockerfile, notes } = await generated(locked({ version: '==0.1', hashes: [] }));
    const order = [
      'pipenv requirements --hash > /tmp/requirements.txt',
      `sed -n -E 's/ --hash=( *;|$)/\\1/p' /tmp/requirements.txt > /tmp/unhashed-requirements.txt`,
      `sed -i -E '/ --hash=( *;|$)/d' /tmp/requirements.txt`,
      '--require-hashes -r /tmp/requirements.txt',
      '--no-deps -r /tmp/unhashed-requirements.txt',
    ].map((it) => dockerfile.indexOf(it));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(notes.join('\n')).toContain('Pipfile.lock has no hash of old, so pip cannot check');
  });
  it.each([
    ['hashes', { version: '==0.1', hashes: ['sha256:34'] }],
    ['a repository', { git: 'https://github.com/shop/old', ref: '1234567' }],
  ])('has %s as it is', async (_, package_) => {
    const { dockerfile } = await generated(locked(package_));
    expect(dockerfile).not.toContain('unhashed');
  });
});
