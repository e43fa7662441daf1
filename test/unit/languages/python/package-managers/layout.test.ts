import { describe, expect, it } from 'vitest';
import { parsePyproject } from '../../../../../src/languages/python/files/pyproject.ts';
import { isBuildable } from '../../../../../src/languages/python/package-managers/layout.ts';
import { generated } from '../../../../support/python-generated.ts';

const project = '[project]\nname = "price-list"\nversion = "1"\n';
const backend = (name: string): string =>
  `${project}[build-system]\nrequires = ["x"]\nbuild-backend = "${name}"\n`;
const two = ['shop/__init__.py', 'library/books.db'];
const modules = ['app.py', 'models.py', 'setup.py'];

describe('what a backend finds to package', () => {
  it.each([
    // setuptools guesses only one package, or one module.
    [project, two, {}, false],
    [project, ['shop/__init__.py', 'tests/__init__.py', '.github/x/y.py'], {}, true],
    [project, modules, {}, false],
    [project, ['app.py', 'setup.py'], {}, true],
    [project, ['src/shop/__init__.py', ...two], {}, true],
    [`${project}[tool.setuptools]\npackages = ["shop"]\n`, two, {}, true],
    [`${project}[tool.setuptools]\npy-modules = ["app"]\n`, modules, {}, true],
    [`${project}[tool.setuptools]\ninclude-package-data = true\n`, two, {}, false],
    [project, two, { script: 'setup(packages=find_packages())' }, true],
    [project, two, { script: 'setup(**settings)' }, true],
    [project, two, { script: 'setup()' }, false],
    [project, two, { configuration: '[options]\npackages = find:\n' }, true],
    [project, two, { configuration: '[flake8]\nmax-line-length = 99\n' }, false],
    [backend('setuptools.build_meta'), two, {}, false],
    [backend('hatchling.build'), ['app/main.py'], {}, false],
    [backend('hatchling.build'), ['price_list/__init__.py'], {}, true],
    [backend('hatchling.build'), ['src/price_list/__init__.py'], {}, true],
    [backend('hatchling.build'), ['price_list.py'], {}, true],
    [
      `${backend('hatchling.build')}[tool.hatch.build.targets.wheel]\npackages = ["app"]\n`,
      ['app/main.py'],
      {},
      true,
    ],
    [backend('poetry.core.masonry.api'), ['app/main.py'], {}, false],
    [backend('poetry.core.masonry.api'), ['price_list/main.py'], {}, true],
    [
      `${backend('poetry.core.masonry.api')}[tool.poetry]\npackage-mode = false\n`,
      ['price_list/main.py'],
      {},
      false,
    ],
    [
      `${backend('poetry.core.masonry.api')}[[tool.poetry.packages]]\ninclude = "app"\n`,
      ['app/main.py'],
      {},
      true,
    ],
    [backend('pdm.backend'), two, {}, true],
  ])('%j of %j, %j', async (text, files, more, expected) => {
    const layout = { files, script: undefined, configuration: undefined, ...more };
    expect(isBuildable(await parsePyproject(text), layout)).toBe(expected);
  });
});

const text = `${backend('hatchling.build')}[project.scripts]\nprices = "app.cli:main"\n`;

it('a project that no backend can build runs from its sources', async () => {
  const reading = 'from importlib.metadata import version\ndef main(name):\n    version(name)\n';
  const { dockerfile } = await generated({
    'pyproject.toml': text,
    'app/__init__.py': '',
    'app/cli.py': reading,
  });
  expect(dockerfile).not.toContain('pip wheel');
  expect(dockerfile).toContain(
    'ENTRYPOINT ["/usr/local/bin/python3.14", "-c", "import sys; from app.cli import main; sys.exit(main())"]',
  );
});

it('the metadata of other packages are no reason to build the project', async () => {
  const files = (name: string): Readonly<Record<string, string>> => ({
    'pyproject.toml': `${project}[build-system]\nrequires = ["setuptools"]\n`,
    'main.py': `from importlib.metadata import version\nprint(version(${name}))\n`,
  });
  const build = async (name: string): Promise<boolean> =>
    (await generated(files(name))).dockerfile.includes('pip wheel');
  expect(await build('"flask"')).toBe(false);
  expect(await build('"Price_List"')).toBe(true);
  expect(await build('__package__')).toBe(true);
});
