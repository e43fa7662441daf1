import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

it('a folder that only its .gitignore keeps in git is in the image', async () => {
  const { ignore } = await generated({
    'main.py': 'import os\nif __name__ == "__main__":\n    print(os.listdir("static/fonts"))\n',
    'requirements.txt': '',
    '.gitignore': '*.log\n',
    'static/fonts/.gitignore': '',
    'static/css/.gitignore': '',
    'static/css/site.css': '',
    'tests/data/.gitignore': '',
  });
  expect(ignore.split('\n').filter((it) => it.startsWith('!'))).toEqual([
    '!/static/fonts/.gitignore',
  ]);
});
