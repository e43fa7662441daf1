import { describe, expect, it } from 'vitest';
import type { PythonFacts } from '../../../../../src/languages/python/details.ts';
import { readRequirements } from '../../../../../src/languages/python/package-managers/requirements.ts';
import {
  allows,
  chooseVersion,
  poetrySpecifier,
  wheelFits,
} from '../../../../../src/languages/python/versions.ts';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function factsOf(files: Readonly<Record<string, string>>): Promise<PythonFacts> {
  const facts = await python.detect(memoryProject(files), { today });
  if (!facts) throw new Error('not recognized');
  return facts;
}

describe('recognition', () => {
  it.each([
    ['a script alone', { 'main.py': '' }, 'program'],
    ['a project', { 'pyproject.toml': '[project]\nname = "x"\n', 'x.py': '' }, 'program'],
    [
      'settings of tools beside another language',
      { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n', 'go.mod': '' },
      'tooling',
    ],
    [
      'requirements of a documentation builder',
      { 'requirements.txt': 'mkdocs\n', 'package.json': '{}' },
      'tooling',
    ],
    [
      'a helper script beside another language',
      { 'release.py': '', 'package.json': '{}' },
      'tooling',
    ],
  ] as const)('%s', async (_what, files, role) => {
    expect((await python.recognize(memoryProject(files), ['go.mod', 'package.json']))?.role).toBe(
      role,
    );
  });
  it('nothing of Python', async () => {
    expect(
      await python.recognize(memoryProject({ 'package.json': '{}' }), ['package.json']),
    ).toBeNull();
  });
});

describe('the package manager', () => {
  const pyproject = '[project]\nname = "x"\ndependencies = ["flask"]\n';
  it('a lock file decides, whatever requirements are beside it', async () => {
    expect(
      (await factsOf({ 'pyproject.toml': pyproject, 'uv.lock': '', 'requirements.txt': 'flask\n' }))
        .packageManager,
    ).toMatchObject({ kind: 'found', value: 'uv' });
    expect(
      (
        await factsOf({
          'pyproject.toml': pyproject,
          'poetry.lock': '',
          'requirements.txt': 'flask\n',
        })
      ).packageManager,
    ).toMatchObject({ kind: 'found', value: 'poetry' });
  });
  it('two lock files contradict each other', async () => {
    const { packageManager } = await factsOf({
      'pyproject.toml': pyproject,
      'poetry.lock': '',
      'uv.lock': '',
    });
    expect(packageManager).toMatchObject({
      kind: 'ambiguous',
      why: 'lock files of uv and poetry; only one of them can be installed',
    });
  });
  it('pip reads pyproject.toml where nothing is locked, and says that builds can differ', async () => {
    const { packageManager, notes } = await factsOf({ 'pyproject.toml': pyproject });
    expect(packageManager).toMatchObject({ kind: 'found', value: 'pip' });
    expect(notes).toMatchObject([
      {
        code: 'python/lock-missing',
        text: 'pyproject.toml has no lock file: two builds can install different versions',
        hint: 'Run uv lock or pip-compile --generate-hashes, and commit the result.',
      },
    ]);
  });
  it('loose requirements are said', async () => {
    const { notes } = await factsOf({
      'requirements.txt': 'flask>=3\nrequests\ngunicorn==23.0.0\n',
    });
    expect(notes).toMatchObject([
      {
        code: 'python/versions-unpinned',
        text: 'requirements.txt does not pin flask and requests: two builds can install different versions',
        hint: 'A lock file (uv lock, pip-compile --generate-hashes) makes builds repeatable.',
      },
    ]);
  });
  it('loose requirements of several files are said once', async () => {
    const { notes } = await factsOf({
      'requirements.txt': 'flask>=3\n',
      'requirements-web.txt': 'gunicorn\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
    });
    expect(notes.filter((it) => it.code === 'python/versions-unpinned')).toMatchObject([
      {
        text: 'requirements.txt and requirements-web.txt do not pin flask and gunicorn: two builds can install different versions',
      },
    ]);
  });
  it('an include that is not there stops', async () => {
    const { notes } = await factsOf({ 'requirements.txt': 'flask==3.1.0\n-r more.txt\n' });
    expect(notes).toContainEqual({
      code: 'python/requirements-missing',
      level: 'error',
      text: 'requirements.txt includes more.txt, which does not exist',
      hint: 'Add the file or remove the line.',
      evidence: [{ file: 'requirements.txt', line: 2, because: 'includes more.txt' }],
    });
  });
});

describe('a line that pip refuses', () => {
  const invalid = async (requirements: string) =>
    (await factsOf({ 'requirements.txt': requirements })).notes
      .filter((it) => it.code === 'python/requirement-invalid')
      .map((it) => `${it.level} ${it.text} ${it.evidence?.[0]?.line}`);

  it.each([
    ['flask==3.1.0\nfoo bar baz\n', 'error pip refuses the line "foo bar baz" 2'],
    ['numpy 1.26.4\n', 'error pip refuses the line "numpy 1.26.4" 1'],
    ['uvicorn[standard] 0.30\n', 'error pip refuses the line "uvicorn[standard] 0.30" 1'],
  ])('%j stops', async (requirements, said) => {
    expect(await invalid(requirements)).toEqual([said]);
  });

  it('is none of the forms that it reads', async () => {
    const lines = [
      'flask >= 3, < 4',
      'uvicorn [standard] == 0.30 ; python_version > "3.8"',
      'common @ file:./libs/common',
      'requests --hash=sha256:aa',
      'six # the last word',
      './libs/my common',
      '-e git+https://example.com/a.git#egg=a',
    ];
    expect(await invalid(`${lines.join('\n')}\n`)).toEqual([]);
  });
});

describe('requirements files', () => {
  it('includes, constraints, hashes, markers and local references', async () => {
    const found = await readRequirements(
      memoryProject({
        'requirements/prod.txt':
          '-r base.txt  # the rest\n-c limits.txt\n-e .\n./libs/common\nuvicorn[standard]==0.30.0 ; python_version > "3.8" \\\n    --hash=sha256:aa\n',
        'requirements/base.txt': 'Flask_SQLAlchemy==3.1.1 --hash=sha256:bb\n',
        'requirements/limits.txt': 'click<9\n',
      }),
      'requirements/prod.txt',
    );
    expect(found?.files).toEqual([
      'requirements/prod.txt',
      'requirements/base.txt',
      'requirements/limits.txt',
    ]);
    expect(
      found?.packages.map((it) => [
        it.name,
        it.version,
        it.extras,
        it.evidence.file,
        it.evidence.line,
      ]),
    ).toEqual([
      ['flask-sqlalchemy', '3.1.1', [], 'requirements/base.txt', 1],
      ['uvicorn', '0.30.0', ['standard'], 'requirements/prod.txt', 5],
    ]);
    expect(found?.hashed).toBe(true);
    expect(found?.local.map((it) => [it.path, it.editable])).toEqual([
      ['', true],
      ['libs/common', false],
    ]);
  });
});

describe('the version', () => {
  it.each([
    ['nothing said: 3.14, for which wheels exist', {}, { kind: 'suggested', value: '3.14' }],
    ['.python-version', { '.python-version': '3.12.4\n' }, { kind: 'found', value: '3.12' }],
    [
      'requires-python',
      { 'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.11,<3.13"\n' },
      { kind: 'suggested', value: '3.12' },
    ],
    [
      'requires-python that wants the newest',
      { 'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.15"\n' },
      { kind: 'suggested', value: '3.15' },
    ],
    [
      'Poetry',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "~3.13"\n',
        'poetry.lock': '',
      },
      { kind: 'suggested', value: '3.13' },
    ],
    ['runtime.txt', { 'runtime.txt': 'python-3.13.1\n' }, { kind: 'found', value: '3.13' }],
    [
      '.tool-versions',
      { '.tool-versions': 'nodejs 24\npython 3.11.9\n' },
      { kind: 'found', value: '3.11' },
    ],
    ['mise.toml', { 'mise.toml': '[tools]\npython = "3.13"\n' }, { kind: 'found', value: '3.13' }],
  ] as const)('%s', async (_what, files, expected) => {
    expect((await factsOf({ 'main.py': '', ...files })).runtimeVersion).toMatchObject(expected);
  });

  it('a stale runtime.txt against requires-python names both', async () => {
    const { runtimeVersion } = await factsOf({
      'main.py': '',
      'runtime.txt': 'python-3.11.2\n',
      'pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.13"\n',
    });
    expect(runtimeVersion).toMatchObject({
      kind: 'ambiguous',
      why: 'no version satisfies all constraints of the project',
      candidates: [
        { value: '3.14', evidence: [{ file: 'pyproject.toml', line: 3 }] },
        { value: '3.11', evidence: [{ file: 'runtime.txt', line: 1 }] },
      ],
    });
  });
  it('one past its end of life yields to the nearest, with a warning', async () => {
    const { runtimeVersion, notes } = await factsOf({ 'main.py': '', '.python-version': '3.9\n' });
    expect(runtimeVersion).toMatchObject({
      kind: 'suggested',
      value: '3.11',
      evidence: [{ file: '.python-version' }],
    });
    expect(notes.find((it) => it.code === 'python/version-ended')).toMatchObject({
      level: 'warning',
      text: 'the project asks for a Python that has had no security fixes since 2025-10-31; the image has Python 3.11',
    });
  });
  it('one past its end of life yields, and packages that run on no newer one are named', async () => {
    const { runtimeVersion, notes } = await factsOf({
      'main.py': '',
      'runtime.txt': 'python-3.6.5\n',
      'requirements.txt': 'django==2.1.5\n',
    });
    expect(runtimeVersion).toMatchObject({ kind: 'suggested', value: '3.11' });
    expect(notes.find((it) => it.code === 'python/package-outgrown')?.text).toBe(
      'django 2.1.5 runs on Python up to 3.7: the image has Python 3.11',
    );
  });
  it('one past its end of life yields to the constraints of the project', async () => {
    const { runtimeVersion, notes } = await factsOf({
      'main.py': '',
      'runtime.txt': 'python-3.6.5\n',
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.12"\n',
    });
    expect(runtimeVersion).toMatchObject({ kind: 'suggested', value: '3.14' });
    expect(notes.filter((it) => it.code === 'python/version-ended').length).toBe(1);
  });
  it('a constraint that only ended versions satisfy takes the newest of them, with a warning', async () => {
    const { runtimeVersion, notes } = await factsOf({
      'main.py': '',
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.8,<3.11"\n',
    });
    expect(runtimeVersion).toMatchObject({
      kind: 'suggested',
      value: '3.10',
      evidence: [{ file: 'pyproject.toml', line: 3 }],
    });
    expect(notes.find((it) => it.code === 'python/version-ended')).toMatchObject({
      level: 'warning',
      text: 'the project admits no Python above 3.10, which has had no security fixes since 2026-10-31',
    });
  });
  it('a constraint that only versions satisfy that cannot build the image does not yield', async () => {
    const { runtimeVersion } = await factsOf({
      'main.py': '',
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = "<3.9"\n',
    });
    expect(runtimeVersion).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(
        /^Python 3\.8 has been without security fixes since 2024-10-07 .*supported are 3\.15, 3\.14/,
      ) as unknown,
    });
  });
  it('a constraint that only a version satisfies that is not released yet names it', async () => {
    const { runtimeVersion } = await factsOf({
      'main.py': '',
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.16"\n',
    });
    expect(runtimeVersion).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(
        /^Python 3\.16 is not a supported version \(pyproject\.toml\); supported are 3\.15, 3\.14/,
      ) as unknown,
    });
  });
  it('wheels in the lock file cap the default, and say so', () => {
    const evidence = { file: 'uv.lock', line: 7, because: 'locks numpy' };
    const choice = chooseVersion(
      [],
      [
        {
          name: 'numpy',
          version: '1.26.4',
          extras: [],
          evidence,
          wheels: [
            'numpy-1.26.4-cp312-cp312-manylinux_2_17_x86_64.whl',
            'numpy-1.26.4-cp313-cp313-win_amd64.whl',
          ],
        },
      ],
      today,
    );
    expect(choice.finding).toMatchObject({
      kind: 'suggested',
      value: '3.12',
      evidence: [
        { file: 'uv.lock', line: 7, because: 'numpy 1.26.4 has no wheel for Python 3.14 on Linux' },
      ],
    });
  });
});

it.each([
  ['^3.11', '3.14', true],
  ['^3.11', '3.10', false],
  ['~3.12', '3.12', true],
  ['~3.12', '3.13', false],
  ['>=3.11,<3.14', '3.13', true],
  ['>=3.11,<3.14', '3.14', false],
  ['3.13.*', '3.13', true],
  ['3.12', '3.12', true],
  ['*', '3.15', true],
  ['^3.11 || ^4.0', '3.13', true],
  ['>=3.13.2', '3.13', true],
])('Poetry: %s allows %s: %s', (constraint, line, expected) => {
  expect(allows(poetrySpecifier(constraint), line)).toBe(expected);
});

it.each([
  ['a-1-py3-none-any.whl', '3.15', true],
  ['a-1-py2.py3-none-any.whl', '3.15', true],
  ['a-1-cp313-cp313-manylinux_2_28_x86_64.whl', '3.13', true],
  ['a-1-cp313-cp313-manylinux_2_28_x86_64.whl', '3.14', false],
  ['a-1-cp39-abi3-manylinux_2_28_x86_64.whl', '3.14', true],
  ['a-1-cp313-cp313t-manylinux_2_28_x86_64.whl', '3.13', false],
  ['a-1-cp313-cp313-macosx_11_0_arm64.whl', '3.13', false],
  ['a-1-py3-none-musllinux_1_2_x86_64.whl', '3.13', true],
])('wheel %s on Python %s: %s', (wheel, line, expected) => {
  expect(wheelFits(wheel, line)).toBe(expected);
});

describe('a package without wheels for musl', () => {
  const lock = (wheels: string): Record<string, string> => ({
    'main.py': '',
    'pyproject.toml': '[project]\nname = "x"\n',
    'uv.lock': `[[package]]\nname = "x"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "torch" }]\n\n[[package]]\nname = "torch"\nversion = "2.9.0"\nwheels = [${wheels}]\n`,
  });
  const needsOf = async (files: Record<string, string>, manager = 'uv'): Promise<unknown> => {
    const facts = await factsOf(files);
    const choice = (value: string) => ({ value, origin: 'fact' as const, evidence: [] });
    const { runtime } = await python.needs(facts, {
      language: choice('python'),
      packageManager: choice(manager),
      runtimeVersion: choice('3.14'),
      service: choice('x'),
    });
    return runtime.only;
  };
  const wheel = 'torch-2.9.0-cp314-cp314-manylinux_2_28_x86_64.whl';
  it.each([
    [
      'poetry',
      {
        'pyproject.toml': '[project]\nname = "x"\ndependencies = ["torch"]\n',
        'poetry.lock': `[[package]]\nname = "torch"\nversion = "2.9.0"\ngroups = ["main"]\nfiles = [{file = "${wheel}", hash = "sha256:0"}]\n`,
      },
      'torch 2.9.0 has wheels for glibc only (poetry.lock:2)',
    ],
    [
      'pdm',
      {
        'pyproject.toml': '[project]\nname = "x"\ndependencies = ["torch"]\n',
        'pdm.lock': `[[package]]\nname = "torch"\nversion = "2.9.0"\ngroups = ["default"]\nfiles = [{file = "${wheel}", hash = "sha256:0"}]\n`,
      },
      'torch 2.9.0 has wheels for glibc only (pdm.lock:2)',
    ],
    [
      'pipenv',
      {
        Pipfile: '[packages]\ntorch = "*"\n',
        'Pipfile.lock': '{"default": {\n"torch": {"version": "==2.9.0"}}, "develop": {}}',
      },
      'torch has wheels for glibc only (Pipfile.lock:2)',
    ],
    [
      'pip',
      { 'requirements.txt': 'requests==2.32.0\ntorch==2.9.0\n' },
      'torch has wheels for glibc only (requirements.txt:2)',
    ],
  ])('is named from what %s locks', async (manager, files, because) => {
    expect(await needsOf({ 'main.py': '', ...files } as Record<string, string>, manager)).toEqual({
      libc: 'glibc',
      because,
    });
  });
  it('names it, with its place in the lock file', async () => {
    expect(
      await needsOf(
        lock(
          '{ url = "https://files.pythonhosted.org/torch-2.9.0-cp314-cp314-manylinux_2_28_x86_64.whl" }',
        ),
      ),
    ).toEqual({ libc: 'glibc', because: 'torch 2.9.0 has wheels for glibc only (uv.lock:8)' });
  });
  it('is no obstacle with one', async () => {
    expect(
      await needsOf(
        lock(
          '{ url = "https://x/torch-2.9.0-cp314-cp314-manylinux_2_28_x86_64.whl" }, { url = "https://x/torch-2.9.0-cp314-cp314-musllinux_1_2_x86_64.whl" }',
        ),
      ),
    ).toBeUndefined();
  });
});
