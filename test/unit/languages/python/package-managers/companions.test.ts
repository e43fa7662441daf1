import { describe, expect, it } from 'vitest';
import { companions } from '../../../../../src/languages/python/package-managers/companions.ts';
import { generate } from '../../../../support/generate.ts';

/** What is installed beside the requirements. */
async function added(requirements: string): Promise<string> {
  const { files } = await generate(
    {
      'requirements.txt': requirements,
      'app.py': 'from flask import Flask\napp = Flask("app")\n',
    },
    { runtimeVersion: '3.11' },
  );
  const line = (files.get('Dockerfile') ?? '')
    .split('\n')
    .find((it) => it.includes('-r requirements.txt'));
  return (/-r requirements\.txt(.*?)(?: \|\| \\)?$/.exec(line ?? '')?.[1] ?? 'none').trim();
}

describe('what an old release requires is held back', () => {
  it.each([
    ['Flask 1', 'flask==1.1.2\ngunicorn\n', "'werkzeug<2.1' 'jinja2<3.1' 'itsdangerous<2.1'"],
    ['Flask 2.2', 'flask==2.2.5\ngunicorn\n', "'werkzeug<3'"],
    ['an old Flask-Login', 'flask\nflask-login==0.6.2\ngunicorn\n', "'werkzeug<3'"],
    ['an older Flask-Login', 'flask==2.0.1\nflask-login==0.5.0\ngunicorn\n', "'werkzeug<2.1'"],
    [
      'an old Flask-WTF',
      'flask==1.1.4\nflask-wtf==0.14.2\ngunicorn\n',
      "'werkzeug<1' 'jinja2<3.1' 'itsdangerous<2.1'",
    ],
    [
      'Flask-Script',
      'flask\nflask-script==2.0.6\ngunicorn\n',
      "'flask<2' 'werkzeug<2.1' 'jinja2<3.1' 'itsdangerous<2.1'",
    ],
    ['all of a range', 'flask<2.3\ngunicorn\n', "'werkzeug<3'"],
    ['what is listed without a version', 'flask==2.2.5\nwerkzeug\ngunicorn\n', "'werkzeug<3'"],
    ['an extra', 'flask\npasslib[bcrypt]\ngunicorn\n', "'bcrypt<5'"],
    ['a client of OpenAI', 'flask\nopenai==1.30.0\ngunicorn\n', "'httpx<0.28'"],
    ['a reader of variables', 'flask\nenvirons~=9.0\ngunicorn\n', "'marshmallow<4'"],
    ['several', 'flask\nstatsmodels==0.14.4\ngunicorn\n', "'scipy<1.16' 'pandas<3'"],
    [
      'what is itself held back',
      'flask\nflask-restx==1.1.0\ngunicorn\n',
      "'flask<2.3' 'werkzeug<3'",
    ],
    [
      'the strictest of two',
      'flask\nflask-socketio==4.3.2\ngunicorn\n',
      "'werkzeug<2.1' 'flask<2.3'",
    ],
  ])('for %s', async (_what, requirements, expected) => {
    expect(await added(requirements)).toBe(expected);
  });
  it.each([
    ['a later release', 'flask==3.1.0\ngunicorn\n'],
    ['a release without a version', 'flask\ngunicorn\n'],
    ['what is pinned', 'flask==2.2.5\nwerkzeug==2.2.3\ngunicorn\n'],
    ['what has a limit', 'flask==2.2.5\nwerkzeug<3\ngunicorn\n'],
    ['a Flask that asks for more', 'flask==3.0.0\nflask-login==0.6.2\ngunicorn\n'],
    ['passlib alone', 'flask\npasslib\ngunicorn\n'],
    ['an OpenAI before its client of httpx', 'flask\nopenai==0.28.1\ngunicorn\n'],
  ])('not for %s', async (_what, requirements) => {
    expect(await added(requirements)).toBe('');
  });
  it('not where a list has hashes', async () => {
    const requirements = 'flask==2.2.5 --hash=sha256:aa\ngunicorn==23.0.0 --hash=sha256:bb\n';
    expect(await added(requirements)).toBe('');
  });
  it('the strictest limit of a package comes first', () => {
    for (const [index, it] of companions.entries())
      for (const other of companions.slice(index + 1))
        if (other.package === it.package && other.needs === it.needs)
          expect(Number(it.below)).toBeLessThan(Number(other.below));
  });
});

it('an old Celery, which requires an old setuptools, has a Python that runs it', async () => {
  const { files } = await generate(
    {
      'requirements.txt': 'celery==5.2.3\nflask==2.0.3\n',
      'app.py': 'from flask import Flask\napp = Flask("app")\n',
    },
    {},
  );
  expect(files.get('Dockerfile')).toContain('FROM python:3.11-slim-trixie');
});
