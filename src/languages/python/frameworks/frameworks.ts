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
    constructors: [
      'django.core.wsgi.get_wsgi_application',
      'django.core.handlers.wsgi.WSGIHandler',
    ],
  },
  {
    id: 'django-asgi',
    title: 'Django',
    packageName: 'django',
    protocol: 'asgi',
    constructors: [
      'django.core.asgi.get_asgi_application',
      'django.core.handlers.asgi.ASGIHandler',
    ],
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
    id: 'pyramid',
    title: 'Pyramid',
    packageName: 'pyramid',
    protocol: 'wsgi',
    constructors: ['pyramid.config.Configurator().make_wsgi_app'],
  },
  {
    id: 'bottle',
    title: 'Bottle',
    packageName: 'bottle',
    protocol: 'wsgi',
    constructors: ['bottle.Bottle', 'bottle.default_app'],
  },
];

/**
 * Calls that take an application and return the one that a server must serve. Socket.IO's need no
 * other application. To add one, add a line here.
 */
export interface Wrapper {
  /** Full names of the functions and classes. */
  readonly names: readonly string[];
  readonly protocol: Framework['protocol'];
  /** What it makes if it wraps no application; `null` if it always needs one. */
  readonly alone: Framework | null;
}

export const wrappers: readonly Wrapper[] = [
  {
    // https://channels.readthedocs.io/en/stable/topics/routing.html
    names: ['channels.routing.ProtocolTypeRouter'],
    protocol: 'asgi',
    alone: framework('channels', 'Channels', 'channels', 'asgi'),
  },
  {
    // https://python-socketio.readthedocs.io/en/stable/server.html
    names: ['socketio.ASGIApp', 'engineio.ASGIApp'],
    protocol: 'asgi',
    alone: framework('socketio', 'Socket.IO', 'python-socketio', 'asgi'),
  },
  {
    names: ['socketio.WSGIApp', 'engineio.WSGIApp', 'socketio.Middleware'],
    protocol: 'wsgi',
    alone: framework('socketio', 'Socket.IO', 'python-socketio', 'wsgi'),
  },
  {
    names: [
      // https://docs.sentry.io/platforms/python/integrations/asgi/
      'sentry_sdk.integrations.asgi.SentryAsgiMiddleware',
      // https://opentelemetry-python-contrib.readthedocs.io/en/latest/instrumentation/asgi/asgi.html
      'opentelemetry.instrumentation.asgi.OpenTelemetryMiddleware',
      // https://www.starlette.io/middleware/#using-middleware-in-other-frameworks
      'starlette.middleware.cors.CORSMiddleware',
      'fastapi.middleware.cors.CORSMiddleware',
      'uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware',
      // https://github.com/django/asgiref
      'asgiref.wsgi.WsgiToAsgi',
      // https://github.com/abersheeran/a2wsgi
      'a2wsgi.WSGIMiddleware',
    ],
    protocol: 'asgi',
    alone: null,
  },
  {
    names: [
      'sentry_sdk.integrations.wsgi.SentryWsgiMiddleware',
      'opentelemetry.instrumentation.wsgi.OpenTelemetryMiddleware',
      // https://whitenoise.readthedocs.io/en/stable/base.html
      'whitenoise.WhiteNoise',
      'whitenoise.base.WhiteNoise',
      // https://werkzeug.palletsprojects.com/en/stable/middleware/
      'werkzeug.middleware.dispatcher.DispatcherMiddleware',
      'werkzeug.middleware.proxy_fix.ProxyFix',
      'werkzeug.middleware.shared_data.SharedDataMiddleware',
      'a2wsgi.ASGIMiddleware',
      // https://github.com/heroku-python/dj-static
      'dj_static.Cling',
    ],
    protocol: 'wsgi',
    alone: null,
  },
];

/** What a wrapper makes by itself: it has no constructor that is searched for. */
function framework(
  id: string,
  title: string,
  packageName: string,
  protocol: Framework['protocol'],
): Framework {
  return { id, title, packageName, protocol, constructors: [] };
}

/** Full names that `from module import *` may import from a framework. */
export const starExports: readonly string[] = [
  ...frameworks.flatMap((it) => it.constructors),
  ...wrappers.flatMap((it) => it.names),
  'fasthtml.common.database',
];
