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
  ['dash', 'import dash\nboard = dash.Dash(__name__)\napp = board.server', 'gunicorn'],
])('an application of %s, made by %j, is served by %s', async (name, module, server) => {
  const project = {
    'requirements.txt': `${name}==1.0.0\n${server}==30.0.0\n`,
    'main.py': `${module}\n`,
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect((choices['start']?.value as string[]).slice(0, 2)).toEqual([server, 'main:app']);
});
