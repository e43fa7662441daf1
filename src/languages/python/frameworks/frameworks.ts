/**
 * Frameworks whose applications need a server, the likeliest first, and how to recognize each in
 * code. To add one, add an object here.
 */
export interface Framework {
  readonly id: string;
  readonly title: string;
  /** The package that provides it. */
  readonly packageName: string;
  readonly protocol: 'asgi' | 'wsgi';
  /** Full names of the functions and classes that create an application. */
  readonly constructors: readonly string[];
  /** The attribute of the application that is served. A variable must contain it. */
  readonly attribute?: string;
}

export const frameworks: readonly Framework[] = [
  {
    id: 'fastapi',
    title: 'FastAPI',
    packageName: 'fastapi',
    protocol: 'asgi',
    constructors: ['fastapi.FastAPI', 'fastapi.applications.FastAPI'],
  },
  {
    id: 'litestar',
    title: 'Litestar',
    packageName: 'litestar',
    protocol: 'asgi',
    constructors: ['litestar.Litestar', 'litestar.app.Litestar'],
  },
  {
    id: 'fasthtml',
    title: 'FastHTML',
    packageName: 'python-fasthtml',
    protocol: 'asgi',
    constructors: [
      'fasthtml.common.FastHTML',
      'fasthtml.FastHTML',
      'fasthtml.common.fast_app',
      'fasthtml.fastapp.fast_app',
    ],
  },
  {
    id: 'starlette',
    title: 'Starlette',
    packageName: 'starlette',
    protocol: 'asgi',
    constructors: ['starlette.applications.Starlette'],
  },
  {
    id: 'quart',
    title: 'Quart',
    packageName: 'quart',
    protocol: 'asgi',
    constructors: ['quart.Quart'],
  },
  {
    id: 'django',
    title: 'Django',
    packageName: 'django',
    protocol: 'wsgi',
    constructors: ['django.core.wsgi.get_wsgi_application'],
  },
  {
    id: 'django-asgi',
    title: 'Django',
    packageName: 'django',
    protocol: 'asgi',
    constructors: ['django.core.asgi.get_asgi_application'],
  },
  {
    id: 'flask',
    title: 'Flask',
    packageName: 'flask',
    protocol: 'wsgi',
    constructors: ['flask.Flask', 'flask.app.Flask', 'apiflask.APIFlask', 'connexion.FlaskApp'],
  },
  {
    id: 'falcon-asgi',
    title: 'Falcon',
    packageName: 'falcon',
    protocol: 'asgi',
    constructors: ['falcon.asgi.App'],
  },
  {
    id: 'falcon',
    title: 'Falcon',
    packageName: 'falcon',
    protocol: 'wsgi',
    constructors: ['falcon.App'],
  },
  {
    id: 'dash',
    title: 'Dash',
    packageName: 'dash',
    protocol: 'wsgi',
    constructors: ['dash.Dash'],
    attribute: 'server',
  },
  {
    id: 'bottle',
    title: 'Bottle',
    packageName: 'bottle',
    protocol: 'wsgi',
    constructors: ['bottle.Bottle', 'bottle.default_app'],
  },
];

/** Full names that `from module import *` may import from a framework. */
export const starExports: readonly string[] = [
  ...frameworks.flatMap((it) => it.constructors),
  'fasthtml.common.database',
];
