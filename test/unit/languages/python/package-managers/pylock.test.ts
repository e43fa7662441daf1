import { describe, expect, it } from 'vitest';
import { brokenPythonManifest } from '../../../../../src/languages/python/files/broken-manifest.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const package_ = (name: string, version: string, more = ''): string =>
  `\n[[packages]]\nname = "${name}"\nversion = "${version}"\n${more}[[packages.wheels]]\nname = "${name}-${version}-py3-none-any.whl"\nurl = "https://files.example.com/${name}.whl"\n[packages.wheels.hashes]\nsha256 = "00"\n`;
const lock = `lock-version = "1.0"\ncreated-by = "pip"\nrequires-python = ">=3.12"\n${package_('flask', '3.1.2')}${package_('waitress', '3.0.2')}`;
const app = 'from flask import Flask\n\napp = Flask(__name__)\n';
const project = {
  'pyproject.toml':
    '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask", "waitress"]\n',
  'app.py': app,
};

describe('pylock.toml', () => {
  it('is installed by uv before the sources are copied', async () => {
    const { dockerfile, notes } = await generated({ ...project, 'pylock.toml': lock });
    expect(dockerfile).toContain(
      'COPY ["pylock.toml", "./"]\nRUN --mount=type=cache,target=/root/.cache/uv \\\n    UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy \\\n    uv venv --quiet --clear --python /usr/local/bin/python3 /opt/venv \\\n && UV_LINK_MODE=copy uv pip sync --python /opt/venv/bin/python pylock.toml \\\n',
    );
    expect(dockerfile).toContain('COPY --from=ghcr.io/astral-sh/uv:0.13@');
    expect(dockerfile).toMatch(/RUN rm -r [^\n]*pylock\.toml/);
    expect(dockerfile).toContain('"-m", "waitress"');
    expect(notes.join('\n')).not.toContain('lock file');
  });

  it('is enough without pyproject.toml', async () => {
    const { dockerfile } = await generated({ 'app.py': app, 'pylock.toml': lock });
    expect(dockerfile).toContain('uv pip sync');
  });

  it('decides the version of Python', async () => {
    const { dockerfile } = await generated({
      ...project,
      'pylock.toml': lock.replace('>=3.12', '>=3.12,<3.14'),
    });
    expect(dockerfile).toContain('FROM python:3.13-slim-trixie@');
  });

  it('waits for the sources where it has a folder of the project', async () => {
    const local = '\n[[packages]]\nname = "shared"\n[packages.directory]\npath = "libs/shared"\n';
    const { dockerfile } = await generated({
      ...project,
      'pylock.toml': `${lock}${local}`,
      'libs/shared/pyproject.toml': '[project]\nname = "shared"\nversion = "1"\n',
    });
    expect(dockerfile.indexOf('COPY . .')).toBeLessThan(dockerfile.indexOf('uv pip sync'));
  });

  it('is an export where the lock file of a package manager is beside it', async () => {
    const { dockerfile } = await generated({
      ...project,
      'pylock.toml': lock,
      'uv.lock':
        'version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "flask" }, { name = "waitress" }]\n\n[[package]]\nname = "flask"\nversion = "3.1.2"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "waitress"\nversion = "3.0.2"\nsource = { registry = "https://pypi.org/simple" }\n',
    });
    expect(dockerfile).toContain('uv sync --locked');
    expect(dockerfile).not.toContain('uv pip sync');
  });

  it('leaves out what is not for Linux, and mounts git where a package comes from it', async () => {
    const windows = package_('pywin32', '311', `marker = "sys_platform == 'win32'"\n`);
    const git =
      '\n[[packages]]\nname = "forms"\n[packages.vcs]\ntype = "git"\nurl = "https://github.com/acme/forms"\ncommit-id = "0f1e2d3c"\n';
    const { dockerfile } = await generated({
      ...project,
      'pylock.toml': `${lock}${windows}${git}`,
    });
    expect(dockerfile).toMatch(/apt-get install [^\n]*\bgit\b/);
  });

  it('is refused where it was made for other systems', async () => {
    const other = lock.replace(
      'created-by',
      `environments = ["sys_platform == 'win32'"]\ncreated-by`,
    );
    expect(await refusal({ ...project, 'pylock.toml': other })).toContain(
      "pylock.toml:2: pylock.toml is resolved only for sys_platform == 'win32', and images run Linux",
    );
  });

  it('is an error with its place where it cannot be read', async () => {
    const broken = { ...project, 'pylock.toml': `${lock}[[packages\n` };
    const error = await brokenPythonManifest(memoryProject(broken), {});
    expect(error).toMatchObject({ file: 'pylock.toml', line: lock.split('\n').length });
    const beside = memoryProject({ ...broken, 'uv.lock': 'version = 1\n' });
    expect(await brokenPythonManifest(beside, {})).toBeNull();
  });
});
