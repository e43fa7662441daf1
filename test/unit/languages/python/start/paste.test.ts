import { expect, it } from 'vitest';
import { readPasteSettings } from '../../../../../src/languages/python/files/paste-settings.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generated } from '../../../../support/python-generated.ts';
import { generate } from '../../../../support/generate.ts';

const application = '[app:main]\nuse = egg:my-shop#main\n';
const server = (address: string): string =>
  `${application}[server:main]\nuse = egg:waitress#main\n${address}\n`;

const read = async (
  files: Readonly<Record<string, string>>,
): ReturnType<typeof readPasteSettings> => readPasteSettings(memoryProject(files));

it.each([
  ['listen = *:6543', { port: 6543, isLoopback: false }],
  ['listen = 0.0.0.0:6543 [::]:6544', { port: 6543, isLoopback: false }],
  ['listen = localhost:6543', { port: 6543, isLoopback: true }],
  ['listen = *:%(http_port)s', { port: null }],
  ['host = 127.0.0.1\nport = 6543', { port: 6543, isLoopback: true }],
  ['port = 6543', { port: 6543, isLoopback: false }],
  ['port = %(http_port)s', { port: null }],
  ['threads = 4', { port: 8080, isLoopback: false }],
])('the address %j', async (address, expected) => {
  expect(await read({ 'production.ini': server(address) })).toMatchObject({
    file: 'production.ini',
    line: 2,
    module: 'my_shop',
    server: 'waitress',
    ...expected,
  });
});

it.each([
  ['[app:main]\nuse = call:shop.site:make\n', 'shop.site'],
  ['[pipeline:main]\npipeline = proxy shop\n[app:shop]\nuse = egg:shop\n', 'shop'],
  ['[composite:main]\nuse = egg:Paste#urlmap\n/ = shop\n[app:shop]\nuse = egg:shop\n', 'shop'],
])('the module of %j', async (text, module) => {
  expect(await read({ 'shop.ini': text })).toMatchObject({ module, server: null });
});

it.each([
  ['[app:main]\nuse = config:base.ini\n'],
  ['[app:shop]\nuse = egg:shop\n'],
  ['[alembic]\nscript_location = shop/alembic\n'],
])('%j names no application', async (text) => {
  expect(await read({ 'production.ini': text })).toBeNull();
});

it.each([
  [['development.ini', 'production.ini'], 'production.ini'],
  [['development.ini', 'shop.ini'], 'shop.ini'],
  [['conf/production.ini', 'development.ini'], 'conf/production.ini'],
  [['conf/prod.ini', 'prod.ini'], 'prod.ini'],
  [['tests/production.ini', 'development.ini'], 'development.ini'],
  [['tests.ini', 'shop-test.ini', 'development.ini'], 'development.ini'],
  [['tests/production.ini'], undefined],
])('of %j counts %j', async (names, expected) => {
  const found = await read(Object.fromEntries(names.map((it) => [it, application])));
  expect(found?.file).toBe(expected);
});

const shop = {
  'setup.py':
    'from setuptools import setup\nsetup(name="my-shop", packages=["my_shop"], install_requires=["pyramid", "waitress"], entry_points={"paste.app_factory": ["main = my_shop:main"]})\n',
  'my_shop/__init__.py':
    'import os\nfrom pyramid.config import Configurator\ndef main(global_config, **settings):\n    config = Configurator(settings=settings)\n    config.include("my_shop.views")\n    return config.make_wsgi_app()\n',
  'my_shop/views.py': 'import os\nKEY = os.environ["SHOP_KEY"]\n',
  'my_shop/scripts/init.py': 'import os\nKEY = os.environ["SCRIPT_KEY"]\n',
};

it('the own server of the settings serves, from the installed package', async () => {
  const { dockerfile, notes } = await generated({
    ...shop,
    'production.ini': server('listen = *:6543\nurl = sqlite:///%(here)s/shop.sqlite'),
  });
  expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/pserve"]\nCMD ["production.ini"]');
  expect(dockerfile).toContain('EXPOSE 6543');
  expect(dockerfile).toContain('pip wheel --no-index');
  expect(dockerfile).toContain('ln -sf /data/shop.sqlite shop.sqlite');
  expect(notes.join('\n')).toContain('SHOP_KEY');
  expect(notes.join('\n')).not.toContain('SCRIPT_KEY');
});

it('an address of this machine alone causes a warning', async () => {
  const { notes } = await generated({
    ...shop,
    'production.ini': server('listen = localhost:6543'),
  });
  expect(notes.join('\n')).toContain('production.ini:5 listens on this machine only');
});

const listed = {
  'my_shop/__init__.py': shop['my_shop/__init__.py'],
  'conf/production.ini': '[app:main]\nuse = call:my_shop:main\n',
};

it.each([
  ['gunicorn==23.0.0', ''],
  ['gunicorn==25.1.0', ' --no-control-socket'],
])('%s reads the settings', async (line, more) => {
  const { choices } = await generate(
    { ...listed, 'requirements.txt': `pyramid==2.0.2\n${line}\n` },
    { base: 'distroless' },
  );
  expect((choices['start']?.value as string[]).join(' ')).toBe(
    `gunicorn --paste conf/production.ini --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm${more}`,
  );
});

it('gunicorn is added where no server is installed', async () => {
  const { dockerfile } = await generated({ ...listed, 'requirements.txt': 'pyramid==2.0.2\n' });
  expect(dockerfile).toMatch(/-r requirements\.txt .*gunicorn/);
  expect(dockerfile).toContain('"--paste", "conf/production.ini"');
});

it('without Pyramid, such settings are those of another program', async () => {
  const { choices } = await generate(
    {
      ...listed,
      'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
    },
    { base: 'distroless' },
  );
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual(['gunicorn', 'app:app']);
});

it('settings for a module that the project lacks are not taken', async () => {
  const { choices } = await generate(
    {
      'conf/production.ini': '[app:main]\nuse = call:other:main\n',
      'requirements.txt': 'pyramid==2.0.2\ngunicorn==23.0.0\n',
      'app.py':
        'from pyramid.config import Configurator\nconfig = Configurator()\napp = config.make_wsgi_app()\n',
    },
    { base: 'distroless' },
  );
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual(['gunicorn', 'app:app']);
});
