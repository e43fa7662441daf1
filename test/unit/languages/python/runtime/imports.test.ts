import { describe, expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Overrides } from '../../../../../src/languages/language.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const today = new Date('2026-11-20T00:00:00Z');

interface Judged {
  readonly version: string;
  /** What was seen that decides the version. */
  readonly because: readonly string[];
  readonly notes: readonly string[];
}

async function judge(
  files: Readonly<Record<string, string>>,
  overrides: Partial<Overrides> = {},
): Promise<Judged> {
  const facts = await python.detect(memoryProject(files), { today, ...overrides });
  const [service] = facts?.services ?? [];
  if (!facts || !service) throw new Error('no service');
  const found = facts.runtimeVersion;
  return {
    version: 'value' in found ? found.value : found.kind,
    because: 'value' in found ? found.evidence.map((it) => it.because) : [],
    notes: service.notes
      .filter((it) => /module|setuptools|libpq|python-2/.test(it.code))
      .map(
        (it) =>
          `${it.level}: ${it.text}. ${it.hint ?? ''} (${(it.evidence ?? []).map((seen) => `${seen.file}:${seen.line ?? ''}`).join()})`,
      ),
  };
}

const lock = (...names: readonly string[]): string =>
  `version = 1\nrequires-python = ">=3.11"\n${['shop', ...names]
    .map(
      (name) =>
        `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = ${name === 'shop' ? '{ virtual = "." }' : '{ registry = "https://pypi.org/simple" }'}\n${
          name === 'shop'
            ? `dependencies = [${names.map((it) => `{ name = "${it}" }`).join(', ')}]\n`
            : `wheels = [{ url = "https://x/${name}-1.0-py3-none-any.whl", hash = "sha256:0" }]\n`
        }`,
    )
    .join('')}`;
const manifest = (...names: readonly string[]): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = [${names.map((it) => `"${it}"`).join(', ')}]\n`;

describe('an import that nothing provides', () => {
  it('is a warning at the start of the program, with the package', async () => {
    expect(
      await judge(
        {
          'requirements.txt': 'flask==3.1.3\n',
          'main.py': 'import flask\nimport yaml\nprint(1)\n',
        },
        { strict: true },
      ),
    ).toMatchObject({
      notes: [
        'warning: no listed package provides the module yaml, without which the program ends at its start. Unless another package requires it, add pyyaml (a line "pyyaml" in requirements.txt). (main.py:2)',
      ],
    });
  });
  it('is certain with a lock file', async () => {
    const { notes } = await judge({
      'pyproject.toml': manifest('flask'),
      'uv.lock': lock('flask'),
      'main.py': 'from shop.money import price\nprint(price)\n',
      'shop/__init__.py': '',
      'shop/money.py': 'import bs4.element as e\n',
    });
    expect(notes).toEqual([
      'warning: no installed package provides the module bs4, without which the program ends at its start. Unless another package requires it, add beautifulsoup4 (uv add beautifulsoup4). (shop/money.py:1)',
    ]);
  });
  it.each(['gql', 'graphene', 'strawberry-graphql', 'ariadne'])(
    'is not said of graphql, which %s brings',
    async (name) => {
      const files = { 'requirements.txt': `${name}\n`, 'main.py': 'import graphql\nprint(1)\n' };
      expect((await judge(files)).notes).toEqual([]);
    },
  );
  it.each(['pyVim.connect', 'pyVmomi'])(
    'is not said of %s, which pyvmomi brings',
    async (module) => {
      const files = { 'requirements.txt': 'pyvmomi\n', 'main.py': `import ${module}\nprint(1)\n` };
      expect((await judge(files)).notes).toEqual([]);
    },
  );
  it('is not said of what a listed package brings', async () => {
    const { notes } = await judge({
      'requirements.txt': 'wagtail\n',
      'main.py': 'import django_filters\nfrom modelcluster import fields\nimport taggit\n',
    });
    expect(notes).toEqual([]);
  });
  it.each([
    ['ends the program at its start', 'import requests\nimport urllib2\nprint(1)\n', 'error'],
    [
      'is imported by a function first',
      'import requests\ndef f():\n    import urlparse, yaml\nprint(1)\n',
      'warning',
    ],
  ])('has no package where only Python 2 has it: %s', async (_, text, level) => {
    const { notes } = await judge({ 'requirements.txt': 'requests\n', 'main.py': text });
    expect(notes.join('\n')).toMatch(
      new RegExp(`^${level}: the program imports url\\w+, which only Python 2 has`),
    );
    expect(notes.join('\n')).not.toContain('add url');
  });
  it.each([
    [
      'where an error is caught',
      'try:\n    import urllib2\nexcept ImportError:\n    urllib2 = None\n',
    ],
    ['for Python 2', 'import sys\nif sys.version_info[0] < 3:\n    import urllib2\n'],
  ])('is not said of what is imported %s', async (_, text) => {
    const { notes } = await judge({ 'requirements.txt': 'requests\n', 'main.py': text });
    expect(notes.filter((it) => it.startsWith('error'))).toEqual([]);
  });
  it('is a note where only a function or a module that a function imports needs it', async () => {
    const { notes } = await judge({
      'requirements.txt': 'flask\n',
      'main.py': 'def f():\n    import boto3\n    import late\nprint(f)\n',
      'late.py': 'import redis\n',
    });
    expect(notes).toEqual([
      'info: no listed package provides these modules, and code that needs them fails: boto3, redis. Unless another package requires it, add boto3 (a line "boto3" in requirements.txt). (main.py:2,late.py:1)',
    ]);
  });
  it('names the extra that has it', async () => {
    const { notes } = await judge({
      'pyproject.toml': `${manifest('flask')}[project.optional-dependencies]\ndb = ["psycopg2-binary"]\n`,
      'main.py': 'import psycopg2\n',
    });
    expect(notes).toEqual([
      expect.stringContaining('The extra db has psycopg2: --extras db. (main.py:1)'),
    ]);
  });
  it('is the one that fails first, where several modules have it', async () => {
    const { notes } = await judge({
      'requirements.txt': 'flask\n',
      'main.py': 'def f():\n    import ldap\nimport other\nprint(f)\n',
      'other.py': 'import ldap\n',
    });
    expect(notes).toEqual([expect.stringContaining('(other.py:1)')]);
  });
  it.each([
    ['a package of its name', 'flask_sqlalchemy', 'Flask-SQLAlchemy==3\n'],
    ['a package with a similar name', 'dotenv', 'python-dotenv\n'],
    ['a package with another name', 'PIL', 'pillow\n'],
    ['what a package requires', 'werkzeug.utils', 'flask\n'],
    ['an extra of its name', 'redis', 'dramatiq[redis]\n'],
    ['an extra of its package', 'jose', 'authlib[python-jose]\n'],
    ['a name that many share', 'google.cloud.storage', 'google-cloud-storage\n'],
    ['the standard library', 'tomllib', 'flask\n'],
    ['a private module of it', '_ast', 'flask\n'],
    ['Windows', 'win32api', 'flask\n'],
    ['the project', 'helpers', 'flask\n'],
    ['a compiled module of the project', 'fast', 'flask\n'],
  ])('is provided by %s', async (_what, module, requirements) => {
    const { notes } = await judge({
      'requirements.txt': requirements,
      'main.py': `import ${module}\nprint(1)\n`,
      'lib/helpers/__init__.py': '',
      'lib/fast.pyx': '',
    });
    expect(notes).toEqual([]);
  });
  it.each([
    ['a handler', 'try:\n    import yaml\nexcept ImportError:\n    yaml = None\n'],
    ['the other way', 'try:\n    import json\nexcept ImportError:\n    import yaml\n'],
    [
      'an import after one that succeeded',
      'try:\n    import yaml\nexcept ImportError:\n    yaml = None\nelse:\n    from yaml import load\n    from PIL import Image\n',
    ],
    ['suppress', 'import contextlib\nwith contextlib.suppress(ImportError):\n    import yaml\n'],
    ['a condition', 'import sys\nif sys.version_info < (3, 11):\n    import tomli\n'],
    ['types', 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import yaml\n'],
    ['a text', '"""\nimport yaml\n"""\n'],
  ])('can be missing: %s', async (_what, code) => {
    expect((await judge({ 'requirements.txt': 'flask\n', 'main.py': code })).notes).toEqual([]);
  });
  it('is one below the guard of the program itself', async () => {
    const { notes } = await judge({
      'requirements.txt': 'flask\n',
      'main.py': 'if __name__ == "__main__":\n    import ldap\n    ldap.run()\n',
    });
    expect(notes).toEqual([expect.stringContaining('warning: no listed package')]);
  });
  it('is not known where setup.py computes the packages', async () => {
    expect(
      (
        await judge({
          'setup.py':
            'from setuptools import setup\nsetup(name="x", version="1", install_requires=read())\n',
          'main.py': 'import yaml\n',
        })
      ).notes,
    ).toEqual([]);
  });
  it('is known only by name beside a repository that may bring it', async () => {
    const { notes } = await judge({
      'requirements.txt': 'git+https://github.com/acme/money.git\n',
      'main.py': 'import coins\nimport yaml\nprint(1)\n',
    });
    expect(notes).toEqual([expect.stringContaining('the module yaml')]);
  });
  it('of a module that no image has', async () => {
    expect((await judge({ 'main.py': 'import tkinter\ntkinter.Tk()\n' })).notes).toEqual([
      'warning: the image leaves tkinter out, which the program imports: it needs a screen, or installs packages. Import it only where it is used. (main.py:1)',
    ]);
  });
});

describe('pkg_resources and setuptools', () => {
  it('stop where the program needs them at its start', async () => {
    const { notes } = await judge({
      'requirements.txt': 'flask==3.1.3\ngunicorn==27.0.1\n',
      'app.py': 'import flask\nimport shop\napp = flask.Flask("app")\n',
      'shop.py': 'import pkg_resources\n',
    });
    expect(notes).toEqual([
      'error: the module pkg_resources comes with setuptools, and nothing installs setuptools. Add "setuptools<82" (later versions have no pkg_resources) to the packages of the project, or use importlib.metadata and importlib.resources instead. (shop.py:1)',
    ]);
  });
  it.each([
    ['a function', 'flask\n', 'def f():\n    import setuptools\nprint(f)\n'],
    ['a package that may require it', 'torch\n', 'import setuptools\n'],
  ])('are a warning in %s', async (_what, requirements, code) => {
    const { notes } = await judge({ 'requirements.txt': requirements, 'main.py': code });
    expect(notes).toEqual([
      expect.stringMatching(/^warning: the module setuptools .* Add setuptools to the packages/),
    ]);
  });
  it('are there where setuptools is listed', async () => {
    const { notes } = await judge({
      'requirements.txt': 'setuptools<82\n',
      'main.py': 'import pkg_resources\nimport distutils.util\n',
    });
    expect(notes).toEqual([]);
  });
});

describe('psycopg', () => {
  const code = 'import psycopg\nprint(psycopg.connect())\n';
  it('stops without libpq', async () => {
    expect(
      (await judge({ 'requirements.txt': 'psycopg==3.3.9\n', 'main.py': code })).notes,
    ).toEqual([
      'error: psycopg is installed without libpq, and no base has a libpq that it finds. Require psycopg[binary], which includes libpq, or psycopg[c], which is compiled in the build. (main.py:1,requirements.txt:1)',
    ]);
  });
  it('is a warning where only a function imports it', async () => {
    const { notes } = await judge({
      'requirements.txt': 'psycopg\n',
      'main.py': 'def f():\n    import psycopg\nprint(f)\n',
    });
    expect(notes).toEqual([expect.stringMatching(/^warning: psycopg/)]);
  });
  it.each(['psycopg[binary]', 'psycopg[c,pool]', 'psycopg\npsycopg-binary', 'psycopg\npsycopg-c'])(
    'runs with %s',
    async (requirements) => {
      expect(
        (await judge({ 'requirements.txt': `${requirements}\n`, 'main.py': code })).notes,
      ).toEqual([]);
    },
  );
});

describe('psycopg that only a library imports', () => {
  const files = (requirements: string): Readonly<Record<string, string>> => ({
    'requirements.txt': `flask==3.1\ngunicorn==23.0\n${requirements}\n`,
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  });
  it('finds libpq with ldconfig', async () => {
    const { dockerfile } = await generated(files('psycopg==3.3.1'));
    expect(dockerfile).toContain('--no-install-recommends libpq5 ');
    expect(dockerfile).toContain('cp /usr/sbin/ldconfig /rootfs/usr/sbin/ && cp -P /sbin /rootfs/');
    const distroless = await generated(files('psycopg==3.3.1'), { base: 'distroless' });
    expect(distroless.dockerfile).toContain('cp /usr/sbin/ldconfig /rootfs/usr/sbin/ && \\\n');
  });
  it('is refused on alpine, where nothing is looked up', async () => {
    expect(await refusal(files('psycopg==3.3.1'), { base: 'alpine' })).toContain(
      'psycopg looks up libpq in a way that only glibc has (requirements.txt:3)',
    );
  });
  it.each(['psycopg[binary]==3.3.1', 'psycopg==3.3.1\npsycopg-c==3.3.1'])(
    'has libpq itself with %s',
    async (requirements) => {
      const { dockerfile } = await generated(files(requirements), { base: 'alpine' });
      expect(dockerfile).not.toMatch(/ldconfig|libpq /);
    },
  );
});

describe('modules that newer versions of Python lost', () => {
  it.each([
    ['distutils', '3.11'],
    ['imp', '3.11'],
    ['asyncore', '3.11'],
    ['telnetlib', '3.12'],
    ['cgi', '3.12'],
    ['crypt', '3.12'],
  ])('%s limits the version to %s', async (module, version) => {
    const found = await judge({
      'requirements.txt': 'flask\n',
      'main.py': `import ${module}\nprint(1)\n`,
    });
    expect(found).toEqual({
      version,
      because: [`imports ${module}, which no Python after ${version} has`],
      notes: [],
    });
  });
  it('limits what a constraint leaves open', async () => {
    const found = await judge({
      'pyproject.toml': manifest('flask'),
      'main.py': 'from distutils.util import strtobool\n',
    });
    expect(found.version).toBe('3.11');
  });
  it('stops where the project asks for a version without it', async () => {
    const found = await judge({
      '.python-version': '3.13\n',
      'main.py': 'import telnetlib\nprint(1)\n',
    });
    expect(found).toMatchObject({
      version: '3.13',
      notes: [
        'error: the program imports telnetlib, which Python 3.13 no longer has: the last version with it is 3.12. Take it with --runtime-version 3.12, or install standard-telnetlib, which brings the module back. (main.py:1)',
      ],
    });
  });
  it('stops where the user asks for one', async () => {
    const { notes } = await judge(
      { 'main.py': 'import nis\nprint(1)\n' },
      { runtimeVersion: '3.14' },
    );
    expect(notes).toEqual([
      'error: the program imports nis, which Python 3.14 no longer has: the last version with it is 3.12. Take it with --runtime-version 3.12. (main.py:1)',
    ]);
  });
  it('is a warning in a function', async () => {
    const { notes } = await judge({
      '.python-version': '3.13\n',
      'main.py': 'def f():\n    import telnetlib\nprint(f)\n',
    });
    expect(notes).toEqual([expect.stringMatching(/^warning: the program imports telnetlib/)]);
  });
  it.each([
    ['the older version is asked for', { '.python-version': '3.12\n' }],
    ['a package brings it back', { 'requirements.txt': 'standard-telnetlib\n' }],
  ])('is there: %s', async (_what, files) => {
    const found = await judge({ ...files, 'main.py': 'import telnetlib\nprint(1)\n' });
    expect(found.notes).toEqual([]);
  });
  it('an end of life yields to the newest version that has it', async () => {
    const found = await judge({
      'runtime.txt': 'python-3.6.1\n',
      'pyproject.toml': manifest('flask'),
      'main.py': 'import imp\n',
    });
    expect(found.version).toBe('3.11');
  });
});
