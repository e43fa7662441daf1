import { expect, it } from 'vitest';
import { hasControlSocket } from '../../../../../src/languages/python/frameworks/servers.ts';
import { generate } from '../../../../support/generate.ts';

it.each([
  ['gunicorn==24.9.0', false],
  ['gunicorn==25.0.3', false],
  ['gunicorn==25.1.0', true],
  ['gunicorn==26.0.0', true],
  ['gunicorn', true],
  ['gunicorn>=20', true],
  ['gunicorn~=20.1.0', false],
  ['gunicorn<21', false],
  ['gunicorn<27', true],
])('%s has a control socket: %s', async (requirement, has) => {
  const { files } = await generate(
    {
      'requirements.txt': `flask==3.1.0\n${requirement}\n`,
      'app.py': 'from flask import Flask\napp = Flask("app")\n',
    },
    {},
  );
  expect((files.get('Dockerfile') ?? '').includes('"--no-control-socket"')).toBe(has);
});

it('daphne may come with Channels', async () => {
  const { choices } = await generate(
    {
      'requirements.txt': 'django==5.2\nchannels[daphne]==4.3.2\n',
      'shop/asgi.py':
        'from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n',
    },
    {},
  );
  expect((choices['start']?.value as string[])[0]).toBe('daphne');
});

it('gunicorn that another package brings has one', () => {
  expect(hasControlSocket(undefined)).toBe(true);
});
