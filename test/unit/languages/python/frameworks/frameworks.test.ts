import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

/** Of each framework: its package, a module that makes an application, and the server that runs it. */
it.each([
  ['fastapi', 'from fastapi import FastAPI\napp = FastAPI()', 'uvicorn'],
  ['litestar', 'from litestar import Litestar\napp = Litestar([])', 'uvicorn'],
  ['python-fasthtml', 'from fasthtml.common import FastHTML\napp = FastHTML()', 'uvicorn'],
  [
    'starlette',
    'from starlette.applications import Starlette\napp = Starlette(routes=[])',
    'uvicorn',
  ],
  ['quart', 'from quart import Quart\napp = Quart(__name__)', 'uvicorn'],
  ['falcon', 'import falcon.asgi\napp = falcon.asgi.App()', 'uvicorn'],
  ['falcon', 'import falcon\napp = falcon.App()', 'gunicorn'],
  ['flask', 'from flask import Flask\napp = Flask(__name__)', 'gunicorn'],
  ['bottle', 'import bottle\napp = bottle.Bottle()', 'gunicorn'],
  [
    'pyramid',
    'from pyramid.config import Configurator\nwith Configurator() as config:\n    app = config.make_wsgi_app()',
    'gunicorn',
  ],
  ['dash', 'import dash\nboard = dash.Dash(__name__)\napp = board.server', 'gunicorn'],
])('an application of %s, made by %j, is served by %s', async (name, module, server) => {
  const project = {
    'requirements.txt': `${name}==1.0.0\n${server}==30.0.0\n`,
    'main.py': `${module}\n`,
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual([server, 'main:app']);
});

/** What wraps an application is what a server must serve: the wrapper, its module, the target. */
it.each([
  [
    'Channels around a call',
    'from channels.routing import ProtocolTypeRouter\nfrom django.core.asgi import get_asgi_application\napplication = ProtocolTypeRouter({"http": get_asgi_application()})',
    'uvicorn',
    'main:application',
  ],
  [
    'Channels around a variable',
    'from channels.routing import ProtocolTypeRouter\nfrom django.core.asgi import get_asgi_application\ninner = get_asgi_application()\nouter = ProtocolTypeRouter({"http": inner})',
    'uvicorn',
    'main:outer',
  ],
  [
    'Socket.IO around FastAPI',
    'import socketio\nfrom fastapi import FastAPI\nsio = socketio.AsyncServer()\napp = FastAPI()\nserved = socketio.ASGIApp(sio, app)',
    'uvicorn',
    'main:served',
  ],
  [
    'Socket.IO without another application',
    'import socketio\nsio = socketio.Server()\nserved = socketio.WSGIApp(sio)',
    'gunicorn',
    'main:served',
  ],
  [
    'an adapter from WSGI to ASGI',
    'from asgiref.wsgi import WsgiToAsgi\nfrom flask import Flask\napp = Flask(__name__)\nasgi_app = WsgiToAsgi(app)',
    'uvicorn',
    'main:asgi_app',
  ],
  [
    'a class of the project',
    'from fastapi import FastAPI\nclass Trace:\n    def __init__(self, inner):\n        self.inner = inner\n    async def __call__(self, scope, receive, send):\n        await self.inner(scope, receive, send)\ninner = FastAPI()\napp = Trace(inner)',
    'uvicorn',
    'main:app',
  ],
  [
    'a class of the project that is no application',
    'from fastapi import FastAPI\nclass Shop:\n    def __init__(self, inner):\n        self.inner = inner\napp = FastAPI()\nshop = Shop(app)',
    'uvicorn',
    'main:app',
  ],
  [
    'Starlette around what it mounts',
    'from fastapi import FastAPI\nfrom starlette.applications import Starlette\nfrom starlette.routing import Mount\napi = FastAPI()\nsite = Starlette(routes=[Mount("/api", api)])',
    'uvicorn',
    'main:site',
  ],
  [
    'a middleware that needs an application, without one',
    'from whitenoise import WhiteNoise\nfrom flask import Flask\napp = Flask(__name__)\nfiles = WhiteNoise(None)',
    'gunicorn',
    'main:app',
  ],
])('%s is served as %s', async (_, module, server, target) => {
  const project = { 'requirements.txt': `${server}==30.0.0\n`, 'main.py': `${module}\n` };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual([server, target]);
});

it('serves the factory, and not what the environment of Alembic makes of it', async () => {
  const project = {
    'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\nalembic==1.14.0\n',
    'shop/app.py':
      'from flask import Flask\ndef create_app(settings=None):\n    return Flask(__name__)\n',
    'db/env.py':
      'from alembic import context\nfrom shop.app import create_app\napp = create_app()\nconfig = context.config\n',
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[])[1]).toBe('shop.app:create_app()');
});

it.each([
  ['made by code that cannot be followed', 'application = mount(inner)\n', 'application'],
  ['that is only a text', 'application = "x"\n', 'application'],
  ['that is a function', 'async def application(*it):\n    await inner(*it)\n', 'application'],
  [
    'that another framework makes',
    'from fastapi import FastAPI\ndef made():\n    return FastAPI()\napplication = made()\n',
    'application',
  ],
  ['that is not there', '', 'inner'],
  ['that is not the first name of servers', 'app = get_asgi_application()\n', 'inner'],
])('serves application of asgi.py, %s', async (_, line, name) => {
  const project = {
    'requirements.txt': 'django==5.2\nuvicorn==30.0.0\n',
    'shop/asgi.py': `from shop.web import mount\nfrom django.core.asgi import get_asgi_application\ninner = get_asgi_application()\n${line}`,
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[])[1]).toBe(`shop.asgi:${name}`);
});

it("serves a handler that is derived from Django's", async () => {
  const project = {
    'requirements.txt': 'django==5.2\nuvicorn==30.0.0\n',
    'shop/__main__.py': 'import uvicorn\nuvicorn.run("shop.asgi:application")\n',
    'shop/asgi/__init__.py':
      'from .handler import make\nfrom .health import health\napplication = make()\napplication = health(application)\n',
    'shop/asgi/handler.py':
      'from django.core.handlers.asgi import ASGIHandler\nclass Handler(ASGIHandler):\n    pass\ndef make():\n    return Handler()\n',
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[])[1]).toBe('shop.asgi:application');
});

it('serves the wrapper of another module before the application itself', async () => {
  const project = {
    'requirements.txt': 'uvicorn==30.0.0\n',
    'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    'sockets.py':
      'import socketio\nfrom main import app\nserved = socketio.ASGIApp(socketio.AsyncServer(), app)\n',
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual(['uvicorn', 'sockets:served']);
});

const twoFactories = {
  'requirements.txt': 'flask==3.1.3\ngunicorn==27.0.1\nfastapi==0.165.0\nuvicorn==0.54.0\n',
  'shop/__init__.py': '',
  'shop/admin.py': 'from flask import Flask\ndef create():\n    return Flask(__name__)\n',
  'shop/site.py':
    'from flask import Flask\ndef create():\n    return Flask(__name__)\ndef other():\n    return Flask(__name__)\n',
};

it.each([
  ['.flaskenv', 'FLASK_APP=shop.site:create', 'shop.site:create()'],
  ['.flaskenv', '# local\nexport FLASK_APP="shop/site.py:create(\'x\')"', 'shop.site:create()'],
  ['.flaskenv', 'FLASK_APP=shop.site:other', 'shop.site:other()'],
  ['.flaskenv', 'FLASK_APP=./shop/site.py', 'shop.site:create()'],
  ['.flaskenv', 'FLASK_APP=elsewhere', 'shop.admin:create()'],
  ['.env', 'DEBUG=1\nFLASK_APP=shop.site:create', 'shop.site:create()'],
  ['gunicorn.conf.py', "workers = 2\nwsgi_app = 'shop.site:other()'\n", 'shop.site:other()'],
  ['pyproject.toml', '[tool.fastapi]\nentrypoint = "shop.site:create"', 'shop.site:create()'],
])('%s with %j: %s is served', async (file, text, target) => {
  const { choices } = await generate({ ...twoFactories, [file]: text }, { base: 'distroless' });
  expect((choices['start']?.value as string[])[1]).toBe(target);
});

it.each([
  ['asgi', 'from fastapi import FastAPI\napp = FastAPI()'],
  ['wsgi', 'from flask import Flask\napp = Flask(__name__)'],
])('granian is started with the interface %s', async (protocol, module) => {
  const project = { 'requirements.txt': 'granian==2.8.9\n', 'main.py': `${module}\n` };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[]).slice(0, 4)).toEqual([
    'granian',
    'main:app',
    '--interface',
    protocol,
  ]);
});
