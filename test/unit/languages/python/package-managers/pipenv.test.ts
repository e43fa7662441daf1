import { describe, expect, it } from 'vitest';
import { generated, refusal } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import flask\nif __name__ == "__main__":\n    print(1)\n' };
const source = (url: string): string => `[[source]]\nname = "index"\nurl = "${url}"\n`;
const lock = 'Run pipenv lock, and commit the file.';

describe('a Pipfile without Pipfile.lock', () => {
  it('is installed by what it asks for, with a warning', async () => {
    const Pipfile = `${source('https://pypi.org/simple')}[packages]\nflask = "~=3.0"\npywin32 = {version = "*", sys_platform = "== 'win32'"}\nuvicorn = {extras = ["standard"], version = "*"}\n[dev-packages]\nblack = "*"\n[requires]\npython_version = "3.13"\n`;
    const { dockerfile, notes } = await generated({ ...main, Pipfile });
    expect(dockerfile).toContain('COPY ["Pipfile", "./"]\n');
    expect(dockerfile).toContain(`for name, it in [*file['packages'].items()]]`);
    expect(dockerfile).toContain('install --disable-pip-version-check --no-compile -r /tmp/requ');
    expect(dockerfile).toContain('FROM python:3.13-');
    expect(notes.join('\n')).toContain(
      `Pipfile has no Pipfile.lock beside it: two builds can install different versions\n${lock}`,
    );
  });
  it('installs the categories that are named, too', async () => {
    const Pipfile = '[packages]\nflask = "*"\n[worker]\ncelery = "*"\n';
    expect((await generated({ ...main, Pipfile }, { groups: ['worker'] })).dockerfile).toContain(
      `[*file['packages'].items(), *file['worker'].items()]`,
    );
  });
  it.each([
    ['an index', `${source('https://packages.example/simple')}[packages]\nflask = "*"\n`],
    ['a folder', '[packages]\nflask = "*"\nmoney = {path = "libs/money"}\n'],
    ['a repository', '[packages]\nmoney = {git = "https://git.example/money"}\n'],
  ])('stops for what PyPI does not have: %s', async (_what, Pipfile) => {
    expect(await refusal({ ...main, Pipfile })).toContain(
      `Pipfile has no Pipfile.lock beside it, and names packages that PyPI does not have\n${lock}`,
    );
  });
  it.each([
    ['pyproject.toml', '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n'],
    ['setup.py', 'from setuptools import setup\nsetup(name="shop", install_requires=["flask"])\n'],
  ])('is for developers beside %s with dependencies', async (file, text) => {
    const Pipfile = '[packages]\nshop = {path = ".", editable = true}\n';
    const { dockerfile } = await generated({ ...main, Pipfile, [file]: text });
    expect(dockerfile).not.toContain("file['packages']");
    expect(dockerfile).toContain('-r /tmp/requirements.txt');
  });
});
