import { describe, expect, it } from 'vitest';
import { generated, refusal } from '../../../../support/python-generated.ts';

const app = { 'shop/__init__.py': '', 'shop/cli.py': 'def main():\n    print(1)\n' };
const cfg =
  '[metadata]\nname = shop\nversion = 1.0\n\n[options]\npackages = find:\npython_requires = >=3.11,<3.14\ninstall_requires =\n    flask>=3\n\n[options.extras_require]\nserver =\n    gunicorn\n\n[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n';
const script =
  'from setuptools import setup, find_packages\n\nREQUIRES = ["flask>=3"]\n\nsetup(\n    name="shop",\n    packages=find_packages(),\n    python_requires=">=3.11,<3.14",\n    install_requires=REQUIRES,\n    extras_require={"server": ["gunicorn"]},\n    entry_points={"console_scripts": ["shop = shop.cli:main"]},\n)\n';
const reading = {
  'setup.cfg':
    'from setuptools.dist import Distribution; it = Distribution(); it.parse_config_files()',
  'setup.py':
    "import setuptools; from distutils.core import run_setup; it = run_setup('setup.py', stop_after='config')",
};
const listing = (file: keyof typeof reading, lists = '*it.install_requires'): string =>
  `    python3 -m venv /opt/build && /opt/build/bin/pip install --disable-pip-version-check setuptools && /opt/build/bin/python -c "${reading[file]}; print(${lists}, sep='\\n')" > /tmp/requirements.txt && \\\n`;

describe.each([
  ['setup.cfg', cfg, 12],
  ['setup.py', script, 10],
] as const)('a package that only %s describes', (file, text, extra) => {
  const files = { ...app, [file]: text };
  it('is built as a wheel, with its dependencies before the sources', async () => {
    const { dockerfile, notes } = await generated(files);
    expect(dockerfile).toContain(`COPY ["${file}", "./"]\n`);
    expect(dockerfile).toContain(listing(file));
    expect(dockerfile).toContain(
      '/opt/build/bin/pip wheel --no-index --no-build-isolation --no-deps --wheel-dir /tmp/wheels .',
    );
    expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/shop"]');
    expect(dockerfile).toContain('FROM python:3.13-slim-trixie@');
    expect(notes).toContain(
      `${file} has no lock file: two builds can install different versions\nRun uv lock or pip-compile --generate-hashes, and commit the result.`,
    );
  });
  it('has extras', async () => {
    expect((await generated(files, { extras: ['server'] })).dockerfile).toContain(
      listing(file, "*it.install_requires, *it.extras_require['server']"),
    );
    expect(await refusal(files, { extras: ['prod'] })).toBe(
      `the project has no extra prod\nUse one of these with --extras: server (${file}:${extra}).`,
    );
  });
  it('may have the server in an extra', async () => {
    expect(
      await refusal({
        ...files,
        'shop/web.py': 'from flask import Flask\napp = Flask(__name__)\n',
      }),
    ).toContain(`gunicorn is only in the extra server (${file}:${extra}), so add --extras server`);
  });
});

describe('requirements that install the project itself', () => {
  const web = {
    'shop/__init__.py': '',
    'shop/web.py': 'import flask\napp = flask.Flask("shop")\n',
  };
  const setup = (requires: string): string =>
    `from setuptools import setup, find_packages\nsetup(name="shop", packages=find_packages(), install_requires=${requires}, extras_require={"server": ["gunicorn"]})\n`;
  it.each([
    ['what it requires', '-e .\n', setup('["flask", "gunicorn"]')],
    ['what its extra requires', '.[server]\n', setup('["flask"]')],
  ])('have %s', async (_, list, script) => {
    const { dockerfile, notes } = await generated({
      ...web,
      'requirements.txt': list,
      'setup.py': script,
    });
    expect(dockerfile).toContain('"gunicorn", "shop.web:app"]');
    expect(notes.join('\n')).not.toMatch(/provides the module|needs a WSGI server/);
  });
  it('may have anything where setup.py computes it', async () => {
    const { notes } = await generated({
      'requirements.txt': '-e .\n',
      'setup.py': setup('open("list.txt").read().split()'),
      'list.txt': 'httpx\n',
      'main.py': 'import httpx\nprint(httpx)\n',
    });
    expect(notes.join('\n')).not.toContain('provides the module');
  });
});

describe('a setup.cfg beside a setup.py', () => {
  it('has the scripts where the call has only a name', async () => {
    const { dockerfile } = await generated({
      ...app,
      'setup.cfg': cfg,
      'setup.py': 'from setuptools import setup\nsetup(name="shop")\n',
    });
    expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/shop"]');
  });
});

describe('a setup.py that computes what it needs', () => {
  const computed =
    'import os\nfrom setuptools import setup\n\ndef read(*parts):\n    return open(os.path.join(os.path.dirname(__file__), *parts)).read()\n\nsetup(name="shop", long_description=read("README.md"), install_requires=read("requirements", "base.in").splitlines(), entry_points={"console_scripts": ["shop = shop.cli:main"]})\n';
  const files = {
    ...app,
    'setup.py': computed,
    'README.md': '# Shop\n',
    'requirements/base.in': 'flask>=3\n',
  };
  it('is run in the build, with the files that it reads', async () => {
    const { dockerfile } = await generated(files);
    expect(dockerfile).toContain(
      'COPY ["setup.py", "README.md", "./"]\nCOPY ["requirements/base.in", "requirements/"]\n',
    );
    expect(dockerfile).toContain(listing('setup.py'));
    expect(dockerfile).toContain(
      ' install --disable-pip-version-check --no-compile -r /tmp/requirements.txt',
    );
  });
  it.each(['os.path.join("requirements", name)', '"requirements/" + name'])(
    'is run with a file of which its caller has the name: %s',
    async (path) => {
      const { dockerfile } = await generated({
        ...files,
        'setup.py': `import os\nfrom setuptools import setup\n\ndef needs(name):\n    return open(${path}).read().splitlines()\n\nsetup(name="shop", install_requires=needs("base.in"), entry_points={"console_scripts": ["shop = shop.cli:main"]})\n`,
      });
      expect(dockerfile).toContain('COPY ["requirements/base.in", "requirements/"]\n');
    },
  );
  it('has all sources before, where it imports them', async () => {
    const { dockerfile } = await generated({
      ...files,
      'setup.py': `from shop import version\n${computed}`,
    });
    expect(dockerfile).toContain('COPY [".", "./"]\n');
  });
});

it.each([
  ['shop.__version__', 'shop/__init__.py', ''],
  ['shop.about.version', 'shop/about.py', 'COPY ["shop/__init__.py", "shop/about.py", "shop/"]\n'],
  ['shop.__version__', 'src/shop/__init__.py', 'COPY ["src/shop/__init__.py", "src/shop/"]\n'],
])(
  'a version that is the variable %s of %s is read before the sources',
  async (name, file, copy) => {
    const sources = file.startsWith('src/') ? {} : app;
    const copied = copy || 'COPY ["shop/__init__.py", "shop/"]\n';
    const ini = await generated({
      ...sources,
      'main.py': 'print(1)\n',
      [file]: '__version__ = version = "1"\n',
      'setup.cfg': cfg.replace('version = 1.0', `version = attr: ${name}`),
    });
    expect(ini.dockerfile).toContain(`COPY ["setup.cfg", "./"]\n${copied}RUN`);
    const toml = await generated({
      ...sources,
      'main.py': 'print(1)\n',
      [file]: '__version__ = version = "1"\n',
      'deps.in': 'flask\n',
      'pyproject.toml': `[project]\nname = "shop"\ndynamic = ["version", "dependencies"]\n\n[tool.setuptools.dynamic]\nversion = { attr = "${name}" }\ndependencies = { file = ["deps.in"] }\n`,
    });
    expect(toml.dockerfile).toContain(`COPY ["pyproject.toml", "deps.in", "./"]\n${copied}RUN`);
  },
);

it('a version that a module reads from a file beside it has the file before the sources', async () => {
  const { dockerfile } = await generated({
    ...app,
    'shop/__init__.py':
      'from pathlib import Path\n__version__ = (Path(__file__).parent / "VERSION").read_text().strip()\n',
    'shop/VERSION': '1.0\n',
    'setup.cfg': cfg.replace('version = 1.0', 'version = attr: shop.__version__'),
  });
  expect(dockerfile).toContain(
    'COPY ["setup.cfg", "./"]\nCOPY ["shop/__init__.py", "shop/VERSION", "shop/"]\nRUN',
  );
});

it('dependencies of pyproject.toml that are in a separate file', async () => {
  const { dockerfile } = await generated({
    'main.py': 'import flask\nif __name__ == "__main__":\n    print(1)\n',
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\ndynamic = ["dependencies"]\n\n[tool.setuptools.dynamic]\ndependencies = { file = ["deps.in"] }\n',
    'deps.in': 'flask\n',
  });
  expect(dockerfile).toContain('COPY ["pyproject.toml", "deps.in", "./"]\n');
  expect(dockerfile).toContain(listing('setup.cfg'));
});

it('Poetry exports a lock file without the files that the package itself would need', async () => {
  const { dockerfile } = await generated({
    'main.py': 'import flask\nprint(1)\n',
    'README.md': '',
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\nreadme = "README.md"\ndependencies = ["flask"]\n[tool.poetry]\n',
    'poetry.lock': '[[package]]\nname = "flask"\nversion = "3.1.0"\n',
  });
  expect(dockerfile).not.toContain('poetry check');
  expect(dockerfile).toContain('COPY ["pyproject.toml", "poetry.lock", "./"]\n');
});

describe('the programs that setup.py installs', () => {
  const start = async (setup: string): Promise<string> =>
    (
      await generated({
        ...app,
        'bin/shop': '#!/usr/bin/env python\nprint(1)\n',
        'setup.py': `from setuptools import setup\nsetup(name="shop", packages=["shop"], install_requires=[], ${setup})\n`,
      })
    ).dockerfile
      .split('\n')
      .find((it) => it.startsWith('ENTRYPOINT')) ?? '';
  it.each([
    ['a list', 'entry_points={"console_scripts": ["store = shop.cli:main"]}', 'store'],
    [
      'a text',
      'entry_points="""\n        [other]\n        a=b\n        [console_scripts]\n        store-it=shop.cli:main\n        [more]\n        c=d\n    """',
      'store-it',
    ],
    ['files', 'scripts=["bin/shop"]', 'shop'],
  ])('by %s', async (_what, setup, expected) => {
    expect(await start(setup)).toBe(`ENTRYPOINT ["/opt/venv/bin/${expected}"]`);
  });
});

it.each([
  ['use_scm_version=True', 'SETUPTOOLS_SCM_PRETEND_VERSION'],
  ['pbr=True', 'PBR_VERSION'],
  ['version="1"', undefined],
])('setup.py with %s is read with a version that is made up: %s', async (given, variable) => {
  const { dockerfile } = await generated({
    'setup.py': `from setuptools import setup\nsetup(name="shop", install_requires=["flask", "gunicorn"], ${given})\n`,
    'app.py': 'from flask import Flask\napp = Flask("app")\n',
  });
  const reading = /-c "(.*?)import setuptools;/.exec(dockerfile)?.[1];
  expect(/os\.environ\['(\w+)'\] = '0\.0\.0'/.exec(reading ?? '')?.[1]).toBe(variable);
});
