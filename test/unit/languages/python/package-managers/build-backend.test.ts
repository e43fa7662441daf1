import { describe, expect, it } from 'vitest';
import { buildBackend } from '../../../../../src/languages/python/package-managers/build-backend.ts';
import { parsePyproject } from '../../../../../src/languages/python/files/pyproject.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const project = '[project]\nname = "tides"\nversion = "1"\n';
const bare = { files: ['src/tides/__init__.py'], script: undefined, configuration: undefined };
const requiring = (...requires: readonly string[]): string =>
  `${project}[build-system]\nrequires = ${JSON.stringify(requires)}\n`;

describe('a version that comes from the repository', () => {
  const path = 'PATH="/opt/build/bin:$PATH" ';
  it.each([
    [
      requiring('setuptools>=80', 'setuptools-scm[toml]>=8'),
      'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 ',
    ],
    [requiring('hatchling', 'hatch_vcs'), 'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 '],
    [requiring('flit_scm'), 'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 '],
    [
      `${requiring('pdm-backend')}[tool.pdm.version]\nsource = "scm"\n`,
      'PDM_BUILD_SCM_VERSION=0.0.0 ',
    ],
    [requiring('pdm-backend'), ''],
    [requiring('hatchling', 'uv-dynamic-versioning'), 'UV_DYNAMIC_VERSIONING_BYPASS=0.0.0 '],
    [
      requiring('poetry-core', 'poetry-dynamic-versioning>=1,<2'),
      'POETRY_DYNAMIC_VERSIONING_BYPASS=0.0.0 ',
    ],
    [requiring('setuptools', 'pbr>=6'), 'PBR_VERSION=0.0.0 '],
    [
      requiring('setuptools', 'versioningit'),
      `printf 'Metadata-Version: 2.1\\nName: project\\nVersion: 0.0.0\\n' > PKG-INFO && `,
    ],
    [requiring('uv_build>=0.9,<0.10'), path],
    [
      requiring('scikit-build-core', 'setuptools-scm'),
      `SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 ${path}`,
    ],
    [requiring('hatchling'), ''],
    [
      requiring('hatchling').replace('version', 'requires-python = "==3.13.2"\nversion'),
      'export PIP_IGNORE_REQUIRES_PYTHON=1; ',
    ],
  ])('%s', async (text, preparation) => {
    expect(buildBackend(await parsePyproject(text), bare)?.preparation).toBe(preparation);
  });
});

it('setuptools-scm has a list of the files that the repository would have named', async () => {
  const listing = async (...tools: readonly string[]): Promise<unknown> =>
    buildBackend(await parsePyproject(requiring(...tools)), bare)?.listing;
  expect(await listing('setuptools', 'setuptools-scm[toml]>=6.2')).toBe(
    "sed -i 1i'global-include *' MANIFEST.in 2> /dev/null || echo 'global-include *' > MANIFEST.in",
  );
  expect(await listing('setuptools')).toBeNull();
  expect(await listing('scikit-build-core', 'setuptools-scm')).toBeNull();
});

it('what a backend asks for in the build is installed before', async () => {
  const requires = async (...named: readonly string[]): Promise<unknown> =>
    buildBackend(await parsePyproject(requiring(...named)), bare)?.requires;
  expect(await requires('meson-python')).toEqual(['meson-python', 'ninja']);
  expect(await requires('scikit-build-core', 'ninja')).toEqual([
    'scikit-build-core',
    'ninja',
    'cmake',
  ]);
});

it('what setup.py asks for before it runs is installed before', async () => {
  const script = 'setup(setup_requires=["setuptools_scm>=8", "wheel"])';
  expect(buildBackend(await parsePyproject(project), { ...bare, script })).toMatchObject({
    requires: ['setuptools>=61', 'setuptools_scm>=8', 'wheel'],
    preparation: 'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0 ',
  });
});

describe('a project that runs only as it is built', () => {
  it.each([
    ['[tool.hatch.build.hooks.vcs]\nversion-file = "a"\n', undefined, true, true, false],
    ['[tool.setuptools_scm]\nversion_file = "a"\n', undefined, true, true, false],
    ['[tool.setuptools_scm]\nwrite_to = "a"\n', undefined, true, true, false],
    ['[tool.setuptools_scm]\n', undefined, false, false, false],
    ['[tool.pdm.version]\nwrite_to = "a"\n', undefined, true, true, false],
    ['[tool.versioningit.write]\nfile = "a"\n', undefined, true, true, false],
    ['[project.entry-points."press.formats"]\nplain = "p:f"\n', undefined, true, false, false],
    ['[tool.poetry.plugins."press.formats"]\nplain = "p:f"\n', undefined, true, false, false],
    ['[project.entry-points.pytest11]\nplain = "p:f"\n', undefined, false, false, false],
    [
      '[tool.setuptools]\next-modules = [{ name = "a", sources = ["a.c"] }]\n',
      undefined,
      true,
      true,
      true,
    ],
    ['', 'setup(ext_modules=cythonize("a.pyx"))', true, true, true],
    ['', 'setup(cffi_modules=["build.py:ffi"])', true, true, true],
    ['', 'setup(ext_modules=[])', false, false, false],
    ['', 'setup(use_scm_version={"write_to": "a.py"})', true, true, false],
    ['', 'setup(use_scm_version=dict(root=".", version_file="a.py"))', true, true, false],
    ['', 'setup(use_scm_version=True)', false, false, false],
  ])('%j, setup.py %j', async (text, script, demanded, generates, compiles) => {
    expect(buildBackend(await parsePyproject(project + text), { ...bare, script })).toMatchObject({
      demanded,
      generates,
      compiles,
    });
  });
});

describe('the image of such a project', () => {
  const build = '[build-system]\nrequires = ["setuptools>=75"]\n';
  const main = 'if __name__ == "__main__":\n    print(1)\n';
  const extension = '[tool.setuptools]\next-modules = [{ name = "a", sources = ["a.c"] }]\n';
  it('compiles its extension, which is beside the sources', async () => {
    const files = { 'src/tides/__main__.py': main, 'src/tides/__init__.py': '' };
    const text = `${project}${build}${extension}`;
    const { dockerfile } = await generated({ ...files, 'pyproject.toml': text });
    expect(dockerfile).toMatch(/install .*\bgcc g\+\+ libc6-dev\b/);
    expect(dockerfile).toContain(' && cp -rn /tmp/wheel/. /app/src/\n');
    const flat = await generated({ 'main.py': main, 'pyproject.toml': text });
    expect(flat.dockerfile).toContain(' && cp -rn /tmp/wheel/. /app/\n');
    const alpine = await generated({ 'main.py': main, 'pyproject.toml': text }, { base: 'alpine' });
    expect(alpine.dockerfile).toMatch(/apk add .*\bgcc g\+\+ musl-dev\b/);
  });
  it('has its entry points', async () => {
    const text = `${project}${build}[project.entry-points."press.formats"]\nplain = "p:f"\n`;
    const { dockerfile } = await generated({ 'main.py': main, 'pyproject.toml': text });
    expect(dockerfile).toContain('RUN /opt/build/bin/pip wheel --no-index');
    expect(dockerfile).not.toContain('/tmp/wheel/.');
  });
  it.each([
    [
      'setup.cfg',
      {
        'setup.cfg':
          '[metadata]\nname = a\n[options.entry_points]\npress.formats =\n    plain = p:f\n',
      },
    ],
    [
      'setup.py',
      { 'setup.py': 'setup(name="a", entry_points={"press.formats": ["plain = p:f"]})' },
    ],
    [
      'a text in setup.py',
      { 'setup.py': "setup(name='a', entry_points='''\n[press.formats]\nplain = p:f\n''')" },
    ],
  ])('has the entry points of %s', async (_what, files) => {
    const { dockerfile } = await generated({ 'main.py': main, 'requirements.txt': '', ...files });
    expect(dockerfile).toContain('/opt/build/bin/pip wheel --no-index');
  });
  it('is not built for the programs of setup.py', async () => {
    const script = 'setup(name="a", entry_points={"console_scripts": ["a = p:f"]})';
    const files = { 'main.py': main, 'requirements.txt': '', 'setup.py': script };
    const { dockerfile } = await generated(files, { start: ['python', 'main.py'] });
    expect(dockerfile).not.toContain('pip wheel');
  });
  it('has wheel once, whether the project requires it or not', async () => {
    const points = '[project.entry-points."press.formats"]\nplain = "p:f"\n';
    for (const requires of [
      '["setuptools"]',
      '["setuptools", "wheel"]',
      '["wheel", "setuptools"]',
    ]) {
      const text = `${project}[build-system]\nrequires = ${requires}\n${points}`;
      const { dockerfile } = await generated({ 'main.py': main, 'pyproject.toml': text });
      expect(dockerfile).toContain(' --disable-pip-version-check setuptools wheel\n');
    }
  });
  it('runs from its sources if nothing of that is declared', async () => {
    const text = project + build;
    const { dockerfile } = await generated({ 'main.py': main, 'pyproject.toml': text });
    expect(dockerfile).not.toContain('pip wheel');
  });
  it('is refused where Rust is missing', async () => {
    const text = requiring('maturin>=1');
    expect(await refusal({ 'main.py': main, 'pyproject.toml': text })).toContain(
      'pyproject.toml:5: maturin compiles the project with Rust',
    );
  });
});
