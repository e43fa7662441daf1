import { expect, it } from 'vitest';
import { readUwsgiSettings } from '../../../../../src/languages/python/files/uwsgi-settings.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generated } from '../../../../support/python-generated.ts';

it.each([
  ['module = shop:app', { port: null, stops: false }],
  ['module = shop:app\nhttp = :9090\ndie-on-term = true', { port: 9090, stops: true }],
  ['module = shop:app\nhttp-socket = 0.0.0.0:80', { port: 80, stops: false }],
  ['module = shop:app\npidfile = /tmp/shop.pid\nsocket = shop.sock', { port: null, stops: false }],
  // Written for another machine, or for a web server beside it.
  ['module = shop:app\nchdir = /srv/shop', null],
  ['module = shop:app\nvirtualenv = %(base)/venv', null],
  ['module = shop:app\nsocket = /run/shop.sock', null],
  ['module = shop:app\ndaemonize = shop.log', null],
  ['module = shop:app\nhttp = 127.0.0.1:9090', null],
  ['module = shop:app\nhttp = :$(PORT)', null],
  ['processes = 2', null],
])('%j', async (lines, expected) => {
  const project = memoryProject({ 'uwsgi.ini': `[uwsgi]\n${lines}\n` });
  expect(await readUwsgiSettings(project)).toEqual(
    expected === null ? null : { file: 'uwsgi.ini', ...expected },
  );
});

const flask = {
  'shop.py': 'from flask import Flask\ndef create_app():\n    return Flask(__name__)\n',
  'requirements.txt': 'flask==3.1.0\nuwsgi==2.0.31\n',
};

it('uWSGI serves an application over HTTP, and ends at SIGTERM', async () => {
  const { dockerfile } = await generated(flask);
  expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/uwsgi"]');
  expect(dockerfile).toContain(
    'CMD ["--http", "0.0.0.0:8000", "--module", "shop:create_app()", "--master", "--need-app", "--die-on-term"]',
  );
});

it('uWSGI takes the settings of the project, and what they lack', async () => {
  const settings = '[uwsgi]\nmodule = shop:create_app()\n';
  const { dockerfile } = await generated({ ...flask, 'uwsgi.ini': settings });
  expect(dockerfile).toContain(
    'CMD ["--http", "0.0.0.0:8000", "--die-on-term", "--ini", "uwsgi.ini"]',
  );
  const whole = await generated({
    ...flask,
    'uwsgi.ini': `${settings}http = :9090\ndie-on-term = true\n`,
  });
  expect(whole.dockerfile).toContain('CMD ["--ini", "uwsgi.ini"]');
  expect(whole.dockerfile).toContain('EXPOSE 9090');
});
