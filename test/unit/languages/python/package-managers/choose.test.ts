import { describe, expect, it } from 'vitest';
import { managers } from '../../../../../src/languages/python/package-managers/index.ts';
import { managerIds } from '../../../../../src/languages/python/package-managers/marks.ts';
import { managerFinding } from '../../../../../src/languages/python/package-managers/choose.ts';
import { decisive, type Standing } from '../../../../../src/languages/shared/package-manager.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import flask\nif __name__ == "__main__":\n    print(1)\n' };
const pyproject = (requires: string): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = "${requires}"\ndependencies = ["flask"]\n`;
const poetryLock = (wheels: string): string =>
  `[[package]]\nname = "flask"\nversion = "3.1.0"\nfiles = [${wheels}]\n`;

describe('two lock files', () => {
  const files = {
    ...main,
    'pyproject.toml': pyproject('>=3.12'),
    'poetry.lock': poetryLock(''),
    'pdm.lock': '',
  };
  it('stop, with the flag that decides', async () => {
    expect(await refusal(files)).toContain(
      '--package-manager poetry | pdm\n      lock files of poetry and pdm; only one of them can be installed: poetry (poetry.lock); pdm (pdm.lock)',
    );
  });
  it('go on with it', async () => {
    expect((await generated(files, { packageManager: 'poetry' })).dockerfile).toContain(
      '/opt/poetry/bin/poetry export --only main ',
    );
  });
});

describe('package managers with claims', () => {
  const claim = (manager: string, standing: Standing) => ({
    manager,
    standing,
    evidence: [{ file: `${manager}.toml`, because: 'a claim' }],
  });
  it.each([
    ['a lock file beats settings', [claim('hatch', 'settings'), claim('uv', 'lock')], 'uv'],
    ['settings beat a fallback', [claim('pip', 'fallback'), claim('hatch', 'settings')], 'hatch'],
    ['a fallback is enough alone', [claim('pip', 'fallback')], 'pip'],
  ])('%s', (_, claims, value) => {
    expect(managerFinding(decisive(claims))).toEqual({
      kind: 'found',
      value,
      evidence: [{ file: `${value}.toml`, because: 'a claim' }],
    });
  });
  it.each([
    ['lock', 'lock files of hatch and uv; only one of them can be installed'],
    ['settings', 'settings of hatch and uv, and no lock file of either'],
    ['fallback', 'hatch and uv can install it, and no lock file names one'],
  ] as const)('of equal standing (%s) contradict each other', (standing, why) => {
    const claims = [claim('hatch', standing), claim('uv', standing), claim('pip', 'fallback')];
    const finding = managerFinding(decisive(claims.slice(0, standing === 'fallback' ? 2 : 3)));
    expect(finding).toMatchObject({
      kind: 'ambiguous',
      why,
      candidates: [{ value: 'hatch' }, { value: 'uv' }],
    });
  });
  it('of a project: a lock file beats a Pipfile without one', async () => {
    const files = { ...main, 'pyproject.toml': pyproject('>=3.12'), Pipfile: '[packages]\n' };
    expect((await generated({ ...files, 'poetry.lock': poetryLock('') })).dockerfile).toContain(
      '/opt/poetry/bin/poetry export',
    );
    expect(await refusal(files)).toBe(
      'Pipfile: Pipfile has no Pipfile.lock beside it\nRun pipenv lock, and commit the file.',
    );
  });
  it('what pip-tools would compile is installed where it was not', async () => {
    const { dockerfile } = await generated({ ...main, 'requirements.in': 'flask\ngunicorn\n' });
    expect(dockerfile).toContain(' -r requirements.in');
  });
  it.each(['requirements.txt', 'requirements/production.txt'])('%s beats it, too', async (list) => {
    const files = { ...main, Pipfile: '[packages]\n', [list]: 'flask\ngunicorn\n' };
    const { dockerfile } = await generated(files);
    expect(dockerfile).toContain(` --no-compile -r ${list} ||`);
  });
});

describe('requirements in a folder below', () => {
  const installed = async (files: Readonly<Record<string, string>>): Promise<string | undefined> =>
    /install .* -r (\S+)/.exec((await generated({ ...main, ...files })).dockerfile)?.[1];
  it('are installed where nothing else lists packages', async () => {
    const files = { 'docker/requirements.txt': 'flask==3.1\n', 'tests/requirements.txt': 'x\n' };
    expect(await installed(files)).toBe('docker/requirements.txt');
  });
  it.each([
    [
      'a list in the folder itself',
      { 'docker/requirements.txt': 'flask\n', 'requirements.txt': 'flask\n' },
      'requirements.txt',
    ],
    [
      'a manifest',
      { 'docker/requirements.txt': '', 'pyproject.toml': pyproject('>=3.12') },
      '/tmp/requirements.txt',
    ],
    [
      'several lists',
      { 'one/requirements.txt': 'flask\n', 'two/requirements.txt': 'flask\n' },
      undefined,
    ],
    ['a folder of a folder', { 'one/two/requirements.txt': 'flask\n' }, undefined],
  ])('are not beside %s', async (_what, files, list) => {
    expect(await installed(files)).toBe(list);
  });
});

describe('a Python without security fixes, which the project demands', () => {
  const project = (range: string): Record<string, string> => ({
    ...main,
    'pyproject.toml': pyproject(range),
  });
  it('has no tomllib before 3.11', async () => {
    const { dockerfile } = await generated(project('>=3.9,<3.11'));
    expect(dockerfile).toContain('FROM python:3.10-slim-trixie@');
    expect(dockerfile).toContain('from pip._vendor import tomli as tomllib;');
    expect((await generated(project('>=3.11'))).dockerfile).toContain('"import tomllib;');
  });
  it('has images only on an Alpine of its time', async () => {
    const { dockerfile } = await generated(project('<3.10'), { base: 'alpine' });
    expect(dockerfile).toContain('FROM python:3.9-alpine@');
    expect((await generated(project('<3.11'), { base: 'alpine' })).dockerfile).toContain(
      'FROM python:3.10-alpine3.24@',
    );
  });
});

describe('what the project says about the version', () => {
  const contradiction = 'no version satisfies all constraints of the project: ';
  it.each([
    [
      '.python-version against requires-python',
      { ...main, '.python-version': '3.11\n', 'pyproject.toml': pyproject('>=3.13') },
      '3.14 (pyproject.toml:4); 3.11 (.python-version:1)',
    ],
    [
      'a stale runtime.txt',
      { ...main, 'runtime.txt': 'python-3.11.9\n', 'pyproject.toml': pyproject('>=3.13') },
      '3.14 (pyproject.toml:4); 3.11 (runtime.txt:1)',
    ],
    [
      'Pipfile against .tool-versions',
      {
        ...main,
        Pipfile: '[packages]\nflask = "*"\n[requires]\npython_version = "3.13"\n',
        'Pipfile.lock': '{"default": {}}',
        '.tool-versions': 'python 3.11.9\n',
      },
      '3.11 (.tool-versions:1); 3.13 (Pipfile:4)',
    ],
    [
      'mise.toml against Poetry',
      {
        ...main,
        'mise.toml': '[tools]\npython = "3.14"\n',
        'pyproject.toml':
          '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "~3.13"\nflask = "*"\n',
        'poetry.lock': poetryLock(''),
      },
      '3.13 (pyproject.toml:4); 3.14 (mise.toml:2)',
    ],
    [
      'setup.cfg against .python-version',
      {
        ...main,
        '.python-version': '3.14\n',
        'setup.cfg':
          '[metadata]\nname = shop\n[options]\npython_requires = <3.14\ninstall_requires = flask\n',
      },
      '3.13 (setup.cfg:4); 3.14 (.python-version:1)',
    ],
  ] as const)('contradicts itself: %s', async (_what, files, sides) => {
    expect(await refusal(files)).toContain(`--runtime-version 3.`);
    expect(await refusal(files)).toContain(contradiction + sides);
  });
  it.each([
    [
      'uv.lock',
      {
        'pyproject.toml': pyproject('>=3.11'),
        'uv.lock':
          'requires-python = ">=3.11"\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "flask" }]\n[[package]]\nname = "flask"\nversion = "3.1.0"\nwheels = [{ url = "https://x/flask-3.1.0-cp312-cp312-manylinux_2_28_x86_64.whl" }]\n',
      },
    ],
    [
      'poetry.lock',
      {
        'pyproject.toml': `${pyproject('>=3.11')}[tool.poetry]\n`,
        'poetry.lock': poetryLock('{file = "flask-3.1.0-cp312-cp312-manylinux_2_28_x86_64.whl"}'),
      },
    ],
    [
      'poetry.lock of Poetry 1.1',
      {
        'pyproject.toml': `${pyproject('>=3.11')}[tool.poetry]\n`,
        'poetry.lock':
          '[[package]]\nname = "flask"\nversion = "3.1.0"\n[metadata]\nlock-version = "1.1"\n[metadata.files]\nflask = [{file = "flask-3.1.0-cp312-cp312-manylinux_2_28_x86_64.whl"}]\n',
      },
    ],
    [
      'pdm.lock',
      {
        'pyproject.toml': pyproject('>=3.11'),
        'pdm.lock': poetryLock('{file = "flask-3.1.0-cp312-cp312-manylinux_2_28_x86_64.whl"}'),
      },
    ],
    [
      'a lock file of a script',
      {
        'main.py': `# /// script\n# requires-python = ">=3.11"\n# dependencies = ["flask"]\n# ///\n${main['main.py']}`,
        'main.py.lock':
          'requires-python = ">=3.11"\n[[package]]\nname = "flask"\nversion = "3.1.0"\nwheels = [{ url = "https://x/flask-3.1.0-cp312-cp312-manylinux_2_28_x86_64.whl" }]\n',
      },
    ],
  ] as const)('is 3.12 where the wheels of %s end there', async (_what, files) => {
    expect((await generated({ ...main, ...files })).dockerfile).toContain(
      'FROM python:3.12-slim-trixie@',
    );
  });
});

describe('package managers', () => {
  it('are those that the options offer', () => {
    expect(managers.map((it) => it.id)).toEqual(managerIds);
  });

  it('are exact versions in the build stage alone, and uv is an image by digest', async () => {
    const poetry = (
      await generated({
        ...main,
        'pyproject.toml': `${pyproject('>=3.12')}[tool.poetry]\n`,
        'poetry.lock': poetryLock(''),
      })
    ).dockerfile;
    expect(poetry).toMatch(
      /\/opt\/poetry\/bin\/pip install --disable-pip-version-check poetry==\d+\.\d+\.\d+ poetry-plugin-export==\d+\.\d+\.\d+\n/,
    );
    expect(poetry.split('\nFROM ').at(-1)).not.toContain('poetry');
    const uv = (
      await generated({
        ...main,
        'pyproject.toml': pyproject('>=3.12'),
        'uv.lock': '',
        '.python-version': '3.13\n',
        'requirements.txt': '',
      })
    ).dockerfile;
    expect(uv).not.toMatch(/COPY --from=ghcr\.io\/astral-sh\/uv:[\d.]+ /);
  });
  it('pip-tools: a compiled file with hashes, an option, comments and continued lines', async () => {
    const { dockerfile, notes } = await generated({
      ...main,
      'requirements.in': 'flask\n',
      'requirements.txt':
        '#\n# This file is autogenerated by pip-compile with Python 3.14\n#\n#    pip-compile --generate-hashes requirements.in\n#\n--find-links /opt/wheels\n\nflask==3.1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r requirements.in\n',
    });
    expect(dockerfile).toContain('COPY ["requirements.txt", "./"]\n');
    expect(dockerfile).toContain(' --no-compile --require-hashes -r requirements.txt || \\\n');
    expect(notes).toEqual([]);
  });
});
