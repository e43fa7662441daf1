import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

it.each([
  ['gunicorn\ngevent\n', true],
  ['gunicorn==27.0.1\ngevent==25.1.1\n', true],
  ['gunicorn==26.0.0\ngevent\n', false],
  ['gunicorn<27\ngevent\n', false],
  ['gunicorn[gevent]\ngevent\n', false],
  ['gunicorn\ngevent\npackaging\n', false],
  ['gunicorn\n', false],
  ['gevent\nwaitress\n', false],
])('%j has to have packaging: %j', async (requirements, expected) => {
  const { dockerfile, notes } = await generated({
    'requirements.txt': `flask==3.1.0\n${requirements}`,
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  });
  expect(dockerfile.includes('-r requirements.txt packaging')).toBe(expected);
  expect(notes.some((it) => it.includes("gunicorn's worker for gevent"))).toBe(expected);
});

it('a lock file stays as it is', async () => {
  const { dockerfile } = await generated({
    'requirements.txt': `flask==3.1.0 --hash=sha256:${'a'.repeat(64)}\ngunicorn==27.0.1 --hash=sha256:${'b'.repeat(64)}\ngevent==25.1.1 --hash=sha256:${'c'.repeat(64)}\n`,
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  });
  expect(dockerfile).not.toContain('packaging');
});
