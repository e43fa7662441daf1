import { describe, expect, it } from 'vitest';
import { chooseVersion } from '../../../../src/languages/python/versions.ts';
import type { Package } from '../../../../src/languages/python/package.ts';
import { python } from '../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');
const numpyWheel = 'numpy-2.2.6-cp313-cp313-manylinux_2_17_x86_64.whl';

function choose(...wheels: readonly (readonly string[] | null)[]): unknown {
  const packages = wheels.map((it, index): Package => ({
    name: `p${index}`,
    version: '1',
    extras: [],
    evidence: { file: 'uv.lock', because: 'locked' },
    wheels: it,
  }));
  const { finding, notes } = chooseVersion([], packages, today);
  return [('value' in finding && finding.value) || finding.kind, notes.map((it) => it.code)];
}

async function versionOf(files: Readonly<Record<string, string>>): Promise<unknown> {
  const facts = await python.detect(memoryProject({ 'main.py': '', ...files }), { today });
  const { runtimeVersion } = facts ?? { runtimeVersion: null };
  return runtimeVersion && 'value' in runtimeVersion ? runtimeVersion.value : runtimeVersion;
}

describe('the version that packages have wheels for', () => {
  it('ignores a package that has no wheel for Linux on any version', () => {
    expect(choose([numpyWheel], ['pywin32-312-cp314-cp314-win_amd64.whl'])).toEqual(['3.13', []]);
    expect(choose([numpyWheel], [])).toEqual(['3.13', []]);
  });
  it('counts a package with wheels for every system', () => {
    expect(choose(['a-1-py3-none-any.whl', 'a-1-cp312-cp312-win_amd64.whl'])).toEqual(['3.14', []]);
  });
});

describe('where no version has all wheels', () => {
  const wheel = (...minors: readonly number[]): string[] =>
    minors.map((it) => `a-1-cp3${it}-cp3${it}-manylinux_2_17_x86_64.whl`);
  it('takes the version that lacks the fewest', () => {
    expect(choose(wheel(12), wheel(12), wheel(14))).toEqual(['3.12', ['python/wheel-missing']]);
  });
  it('takes the nearest to old wheels', () => {
    expect(choose(wheel(8, 9))).toEqual(['3.11', ['python/wheel-missing']]);
  });
  it('takes the newest of equals', () => {
    expect(choose(wheel(11), wheel(13))).toEqual(['3.13', ['python/wheel-missing']]);
  });
  it('says what caps the version', () => {
    const locked = (name: string, wheels: readonly string[]): Package => ({
      name,
      version: '1',
      extras: [],
      evidence: { file: 'uv.lock', because: 'locked' },
      wheels,
    });
    const { finding } = chooseVersion([], [locked('old', wheel(9)), locked('b', wheel(11))], today);
    expect(finding).toMatchObject({
      value: '3.11',
      evidence: [{ because: 'b 1 has no wheel for Python 3.14 on Linux' }],
    });
  });
});

describe('a package that a marker keeps off Linux does not limit the version', () => {
  const old = 'cp312-cp312-manylinux_2_17_x86_64.whl';
  const pyproject = '[project]\nname = "x"\nversion = "1"\ndependencies = ["a"]\n';
  it.each([
    [
      'uv',
      {
        'pyproject.toml': pyproject,
        'uv.lock': `[[package]]\nname = "x"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "a", marker = "sys_platform == 'win32'" }]\n\n[[package]]\nname = "a"\nversion = "1"\nwheels = [{ url = "https://x/a-1-${old}" }]\n`,
      },
    ],
    [
      'uv with versions for several systems',
      {
        'pyproject.toml': pyproject,
        'uv.lock': `[[package]]\nname = "x"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]\n\n[[package]]\nname = "a"\nversion = "1"\nresolution-markers = ["sys_platform == 'darwin'"]\nwheels = [{ url = "https://x/a-1-${old}" }]\n`,
      },
    ],
    [
      'Poetry, on the package',
      {
        'pyproject.toml': pyproject,
        'poetry.lock': `[[package]]\nname = "a"\nversion = "1"\nmarkers = "sys_platform == \\"win32\\""\nfiles = [{file = "a-1-${old}"}]\n`,
      },
    ],
    [
      'Poetry, on the dependency',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\na = { version = "1", markers = "os_name == \'nt\'" }\n',
        'poetry.lock': `[[package]]\nname = "a"\nversion = "1"\nfiles = [{file = "a-1-${old}"}]\n`,
      },
    ],
    [
      'PDM',
      {
        'pyproject.toml': pyproject,
        'pdm.lock': `[[package]]\nname = "a"\nversion = "1"\ngroups = ["default"]\nmarker = "sys_platform == \\"win32\\""\nfiles = [{file = "a-1-${old}"}]\n`,
      },
    ],
    [
      'Pipenv',
      {
        Pipfile: '[packages]\nnumpy = "*"\n',
        'Pipfile.lock': `{"default": {"numpy": {"version": "==1.26.4", "markers": "sys_platform == 'win32'"}}}`,
      },
    ],
    ['pip', { 'requirements.txt': `numpy==1.26.4 ; sys_platform == "win32" --hash=sha256:00\n` }],
  ])('%s', async (_what, files) => {
    expect(await versionOf(files as Record<string, string>)).toBe('3.14');
  });
});

it.each([
  ['numpy==2.2.6\n', '3.13'],
  ['numpy==1.26.4\n', '3.12'],
  ['numpy==1.25.0\n', '3.11'],
  ['numpy==2.3.2\n', '3.14'],
  ['psycopg[binary]==3.2.9\n', '3.13'],
  ['psycopg==3.2.9\n', '3.14'],
  ['numpy>=1.26\n', '3.14'],
  ['pydantic==1.10.24\n', '3.13'],
  ['numpy==1.26.4.dev\n', '3.12'],
  ['flask==3.0.0\n', '3.14'],
  ['numpy<2\n', '3.12'],
  ['numpy>=1.20,<1.26\n', '3.11'],
  ['numpy~=1.26.0\n', '3.12'],
  ['numpy~=1.26\n', '3.12'],
  ['numpy~=2.1\n', '3.14'],
  ['numpy==1.26.*\n', '3.12'],
  ['numpy<=2.1\n', '3.13'],
  ['numpy<=2.3.2 ; python_version < "4"\n', '3.14'],
  ['numpy!=1.26\n', '3.14'],
])('pinned requirements %j have wheels up to Python %s', async (requirements, expected) => {
  expect(await versionOf({ 'requirements.txt': requirements })).toBe(expected);
});

it.each([
  ['locks no files', '', '3.12'],
  ['locks no wheel', '[metadata.files]\nnumpy = [{file = "numpy-1.26.4.tar.gz"}]\n', '3.14'],
])('a lock file of Poetry 1 that %s', async (_what, files, expected) => {
  const own = '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\nnumpy = "*"\n';
  const lock = `[[package]]\nname = "numpy"\nversion = "1.26.4"\n\n[metadata]\n${files}`;
  expect(await versionOf({ 'pyproject.toml': own, 'poetry.lock': lock })).toBe(expected);
});

describe('a package that runs on no newer Python', () => {
  const notesOf = async (requirements: string, more: Readonly<Record<string, string>> = {}) => {
    const files = { 'main.py': '', 'requirements.txt': requirements, ...more };
    const facts = await python.detect(memoryProject(files), { today });
    const notes = (facts?.notes ?? []).filter((it) => it.code === 'python/package-outgrown');
    return { finding: facts?.runtimeVersion, notes: notes.map((it) => it.text) };
  };
  it.each([
    ['Django==4.1.7\n', '3.11'],
    ['Django==4.2.11\n', '3.12'],
    ['Django~=4.2\n', '3.12'],
    ['Django>=4.2,<5.2\n', '3.13'],
    ['Django==5.2\n', '3.14'],
    ['Django>=4.2\n', '3.14'],
    ['six==1.15.0\n', '3.11'],
    ['six==1.16.0\n', '3.14'],
    ['httpx==0.22.0\n', '3.12'],
    ['Flask==2.2.5\n', '3.13'],
    ['Flask==2.3.2\n', '3.13'],
    ['SQLAlchemy==2.0.0b3\n', '3.12'],
    ['Flask==2.3.3\n', '3.14'],
    ['Werkzeug==2.2.3\n', '3.13'],
    ['SQLAlchemy==1.4.46\n', '3.14'],
    ['SQLAlchemy==2.0.30\n', '3.12'],
    ['SQLAlchemy==2.0.36\n', '3.13'],
    ['discord.py==2.3.2\n', '3.12'],
  ])('caps the version: %j runs on Python %s', async (requirements, expected) => {
    const { finding, notes } = await notesOf(requirements);
    expect([finding, notes]).toEqual([expect.objectContaining({ value: expected }), []]);
  });
  it('is the reason that is shown', async () => {
    expect((await notesOf('flask\nDjango==4.1.7\n')).finding).toMatchObject({
      evidence: [
        {
          file: 'requirements.txt',
          line: 2,
          because: 'django 4.1.7 runs on Python up to 3.11',
        },
      ],
    });
  });
  it('can have no other release', async () => {
    expect((await notesOf('pydub\n')).finding).toMatchObject({
      value: '3.12',
      evidence: [{ because: 'pydub runs on Python up to 3.12' }],
    });
  });
  it('shows the end of a range', async () => {
    expect((await notesOf('Django<4.2\n')).finding).toMatchObject({
      evidence: [{ because: 'django below 4.2 runs on Python up to 3.11' }],
    });
  });
  it('is a warning where that Python has ended: the nearest is taken', async () => {
    const { finding, notes } = await notesOf('Django==1.10.5\n');
    expect(finding).toMatchObject({ value: '3.11' });
    expect(notes).toEqual(['django 1.10.5 runs on Python up to 3.5: the image has Python 3.11']);
  });
  it('yields to the version that the project names', async () => {
    const { finding, notes } = await notesOf('Django==4.1.7\n', { '.python-version': '3.13\n' });
    expect(finding).toMatchObject({ value: '3.13' });
    expect(notes).toEqual([]);
  });
});
