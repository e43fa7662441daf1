import { describe, expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generate } from '../../../../support/generate.ts';

type Files = Readonly<Record<string, string>>;

const app = 'from flask import Flask\napp = Flask("app")\n';
const requiring = (requirements: string, code = app): Files => ({
  'requirements.txt': requirements,
  'app.py': code,
});

/** The command of pip, as far as it is not repeated, and the note. */
async function installed(files: Files): Promise<unknown> {
  const { files: written } = await generate(files, {});
  const facts = await python.detect(memoryProject(files), { today: new Date('2026-11-20') });
  const [first = ''] = (written.get('Dockerfile') ?? '').split(' || \\\n');
  const lines = first.split('\n');
  return {
    command: lines.filter((it) => /pip --python|setuptools/.test(it)).map((it) => it.trim()),
    notes: facts?.notes.flatMap((it) =>
      it.code === 'python/setuptools-added' ? [it.evidence?.[0]?.because] : [],
    ),
  };
}

const pip = 'pip --python /opt/venv/bin/python install --disable-pip-version-check --no-compile';

describe('setuptools is installed', () => {
  it.each([
    ['an old gunicorn', 'flask\ngunicorn==20.1.0\n', 'requires gunicorn==20.1.0'],
    ['all of a range', 'flask\ngunicorn<21\n', 'requires gunicorn<21'],
    [
      'a list that asks for any later one',
      'flask\ngunicorn==20.1.0\nsetuptools>=40\n',
      'requires gunicorn==20.1.0',
    ],
    ['any release', 'flask\ngunicorn\nfs\n', 'requires fs'],
  ])('for %s', async (_what, requirements, because) => {
    expect(await installed(requiring(requirements))).toEqual({
      command: [`{ ${pip} -r requirements.txt 'setuptools<82'`],
      notes: [because],
    });
  });
  it('and not for an import of the project, which is refused with the package to add', async () => {
    const files = requiring('flask==3.1.3\ngunicorn==27.0.1\n', `import pkg_resources\n${app}`);
    await expect(generate(files, {})).rejects.toThrow(/pkg_resources[\s\S]*setuptools/);
  });
  it('apart from what has hashes', async () => {
    const files = requiring('flask==3.1.0 --hash=sha256:aa\ngunicorn==20.1.0 --hash=sha256:bb\n');
    expect(await installed(files)).toMatchObject({
      command: [`{ ${pip} --require-hashes -r requirements.txt \\`, `&& ${pip} 'setuptools<82'`],
    });
  });
  it.each([
    ['it is listed', requiring('flask\ngunicorn==20.1.0\nsetuptools==70.0.0\n')],
    ['it is held back', requiring('flask\ngunicorn==20.1.0\nsetuptools<80\n')],
    ['a later release does without', requiring('flask\ngunicorn==23.0.0\n')],
    [
      'only setup.py imports it',
      { ...requiring('flask\ngunicorn\n'), 'setup.py': 'from setuptools import setup\nsetup()\n' },
    ],
    [
      'a lock file of uv is complete',
      {
        'app.py': app,
        'pyproject.toml':
          '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask", "gunicorn"]\n',
        'uv.lock':
          'version = 1\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "flask" }, { name = "gunicorn" }]\n[[package]]\nname = "flask"\nversion = "3.1.0"\n[[package]]\nname = "gunicorn"\nversion = "20.1.0"\n',
      },
    ],
  ])('only where it is needed: %s', async (_what, files) => {
    expect(await installed(files)).toMatchObject({ notes: [] });
  });
});
