import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const script = `from setuptools import setup
setup(name="shop", packages=["shop"], install_requires=["flask>=3", "psycopg2", "rich; python_version > '3'"])
`;
const app = 'from flask import Flask\nimport rich\napp = Flask(__name__)\n';

describe('dependencies of the project that requirements.txt lacks', () => {
  const files = { 'shop/__init__.py': '', 'app.py': app };
  it('are installed where the program imports them', async () => {
    const { dockerfile, notes } = await generated({
      ...files,
      'setup.py': script,
      'requirements.txt': 'gunicorn==23.0\npsycopg2-binary==2.9.10\n',
    });
    expect(dockerfile).toContain(
      `-r requirements.txt 'flask>=3' 'rich; python_version > '\\''3'\\''' || \\\n`,
    );
    expect(notes).toContainEqual(
      expect.stringContaining(
        'requirements.txt lacks flask and rich, which setup.py requires and the program imports',
      ),
    );
    expect(notes.join()).not.toContain('provides the module');
  });
  it('are installed beside hashes, from pyproject.toml', async () => {
    const { dockerfile } = await generated({
      ...files,
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["flask>=3", "rich"]\n',
      'requirements.txt': 'gunicorn==23.0 --hash=sha256:1\n',
    });
    expect(dockerfile).toMatch(
      /--require-hashes -r requirements.txt \\\n && pip .* --no-compile 'flask>=3' rich \|\| \\\n/,
    );
  });
  it('are not where the program imports none of them, or the list has them', async () => {
    const requirements = 'flask==3.1\nrich==14\ngunicorn==23.0\npsycopg2-binary==2.9.10\n';
    const listed = { ...files, 'setup.py': script, 'requirements.txt': requirements };
    expect((await generated(listed)).notes.join()).not.toContain('lacks');
    const more = script.replace('"flask>=3"', '"flask>=3", "numpy"');
    expect((await generated({ ...listed, 'setup.py': more })).notes.join()).not.toContain('lacks');
    const itself = { ...listed, 'requirements.txt': '-e .\ngunicorn==23.0\n' };
    expect((await generated(itself)).notes.join()).not.toContain('lacks');
  });
});
