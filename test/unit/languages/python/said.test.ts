/** What the image cannot have, and what is missing in it: one warning for each. */
import { describe, expect, it } from 'vitest';
import { generated } from '../../../support/python-generated.ts';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n';
const notesOf = async (files: Record<string, string>): Promise<string> =>
  (
    await generated({
      'app.py': app,
      'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n',
      ...files,
    })
  ).notes.join('\n');

describe('an interpreter that the image does not have', () => {
  it.each([
    ['.python-version', '3.14t\n', 'free-threaded Python (3.14t)'],
    ['.tool-versions', 'nodejs 24.1.0\npython 3.14.0t\n', 'free-threaded Python (3.14.0t)'],
    ['.python-version', 'pypy3.11\n', 'PyPy (pypy3.11): the image has CPython'],
    ['.tool-versions', 'python pypy3.10-7.3.17\n', 'PyPy'],
  ])('is named: %s %j', async (file, text, said) => {
    expect(await notesOf({ [file]: text })).toContain(said);
  });

  it.each([['3.14\n'], ['3.14.1\n'], ['cpython-3.13\n']])('is none of %j', async (text) => {
    expect(await notesOf({ '.python-version': text })).not.toMatch(/PyPy|free-threaded/);
  });
});

describe('translations', () => {
  const catalog = 'locale/de/LC_MESSAGES/django.po';
  const django = {
    'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    [catalog]: 'msgid ""\nmsgstr ""\n',
  };

  it('are compiled in the build where the project has only their sources', async () => {
    expect(await notesOf(django)).toContain('the build compiles the translations of a language');
    expect(await notesOf({ ...django, 'locale/fr/LC_MESSAGES/django.po': '' })).toContain(
      'of 2 languages',
    );
  });

  it.each([
    ['they are compiled', { ...django, [catalog.replace('.po', '.mo')]: '' }],
    [
      'they are those of tests',
      { 'requirements.txt': django['requirements.txt'], [`tests/${catalog}`]: '' },
    ],
    ['nothing reads them', { [catalog]: '' }],
  ])('are not spoken of where %s', async (_, files) => {
    expect(await notesOf(files)).not.toContain('translations');
  });
});
