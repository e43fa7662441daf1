/**
 * Servers for ASGI and WSGI applications, the preferred first, and how to start each. To add one,
 * add an object here.
 */
import type { Framework } from './frameworks.ts';
import type { UwsgiSettings } from '../files/uwsgi-settings.ts';
import { isBefore, type Package } from '../package.ts';

export interface Target {
  /** `app.main:app`, or `app.factory:create_app` with `factory`. */
  readonly application: string;
  readonly factory: boolean;
}

/** @returns the variable of the module: `app` of `shop.main:app`. */
export function variableOf({ application }: Target): string {
  return application.split(':')[1] ?? '';
}

export interface Server {
  /** The name of the package and of the program, which most have as a module: `python -m gunicorn`. */
  readonly name: string;
  readonly protocols: readonly Framework['protocol'][];
  /** Set if the server has no handler for SIGTERM. */
  readonly ignoresStop?: true;
  /** The command line after `name`. */
  readonly words: (
    target: Target & { readonly protocol: Framework['protocol'] },
    port: number,
    installed: Package | undefined,
  ) => readonly string[];
}

export const servers: readonly Server[] = [
  {
    // https://www.uvicorn.org/settings/
    name: 'uvicorn',
    protocols: ['asgi'],
    words: ({ application, factory }, port) => [
      application,
      ...(factory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      String(port),
    ],
  },
  {
    // https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html
    name: 'hypercorn',
    protocols: ['asgi'],
    words: ({ application, factory }, port) => [
      factory ? `${application}()` : application,
      '--bind',
      `0.0.0.0:${port}`,
    ],
  },
  {
    // https://github.com/emmett-framework/granian#options
    name: 'granian',
    protocols: ['asgi', 'wsgi'],
    // Its default interface, RSGI, is neither of the two.
    words: ({ application, factory, protocol }, port) => [
      application,
      '--interface',
      protocol,
      ...(factory ? ['--factory'] : []),
      '--host',
      '0.0.0.0',
      '--port',
      String(port),
    ],
  },
  {
    // https://github.com/django/daphne
    name: 'daphne',
    protocols: ['asgi'],
    words: ({ application }, port) => [application, '-b', '0.0.0.0', '-p', String(port)],
  },
  {
    // https://docs.gunicorn.org/en/stable/settings.html
    // /dev/shm stays writable when the root file system is read-only. gunicorn 25.1 and later
    // create a control socket, which is a file.
    name: 'gunicorn',
    protocols: ['wsgi'],
    words: ({ application, factory }, port, installed) => [
      factory ? `${application}()` : application,
      '--bind',
      `0.0.0.0:${port}`,
      '--worker-tmp-dir',
      '/dev/shm',
      ...(hasControlSocket(installed) ? ['--no-control-socket'] : []),
    ],
  },
  {
    // https://docs.pylonsproject.org/projects/waitress/en/latest/runner.html
    name: 'waitress',
    protocols: ['wsgi'],
    ignoresStop: true,
    words: ({ application, factory }, port) => [
      ...(factory ? ['--call'] : []),
      `--listen=0.0.0.0:${port}`,
      application,
    ],
  },
  {
    // https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html
    // Without --die-on-term, SIGTERM loads the program again.
    name: 'uwsgi',
    protocols: ['wsgi'],
    words: ({ application, factory }, port) => [
      '--http',
      `0.0.0.0:${port}`,
      '--module',
      factory ? `${application}()` : application,
      '--master',
      '--need-app',
      '--die-on-term',
    ],
  },
];

/** uWSGI with the settings of the project, and what they lack. */
export function uwsgiWords(settings: UwsgiSettings, port: number): readonly string[] {
  return [
    'uwsgi',
    ...(settings.port === null ? ['--http', `0.0.0.0:${port}`] : []),
    ...(settings.stops ? [] : ['--die-on-term']),
    '--ini',
    settings.file,
  ];
}

/**
 * What gunicorn needs for Flask-SocketIO: one worker, which handles many connections at once. The
 * usual one answers one at a time, and no WebSocket.
 * https://flask-socketio.readthedocs.io/en/latest/deployment.html#gunicorn-web-server
 */
export function socketWords(server: string, packages: readonly Package[]): readonly string[] {
  const has = (name: string): boolean => packages.some((it) => it.name === name);
  if (server !== 'gunicorn' || !has('flask-socketio')) return [];
  const extras = packages.flatMap((it) => (it.name === 'gunicorn' ? it.extras : []));
  if (has('gevent-websocket'))
    return ['-k', 'geventwebsocket.gunicorn.workers.GeventWebSocketWorker', '-w', '1'];
  if (has('gevent') || extras.includes('gevent')) return ['-k', 'gevent', '-w', '1'];
  if (has('eventlet') || extras.includes('eventlet')) return ['-k', 'eventlet', '-w', '1'];
  return ['-w', '1', '--threads', '100'];
}

/** Whether gunicorn creates a control socket. Without a limit, the newest version is installed. */
export function hasControlSocket(installed: Package | undefined): boolean {
  return installed === undefined || !isBefore(installed, '25.1');
}

/** Packages that install a server as a dependency. */
const providers: Readonly<
  Record<string, readonly { readonly name: string; readonly extra: string }[]>
> = {
  uvicorn: [
    { name: 'fastapi', extra: 'standard' },
    { name: 'fastapi', extra: 'all' },
    { name: 'litestar', extra: 'standard' },
    { name: 'python-fasthtml', extra: '' },
  ],
  hypercorn: [{ name: 'quart', extra: '' }],
  daphne: [{ name: 'channels', extra: 'daphne' }],
  // The same program with wheels: https://pypi.org/project/pyuwsgi/
  uwsgi: [{ name: 'pyuwsgi', extra: '' }],
};

/** A server, and the package that has it. */
export interface FoundServer {
  readonly server: Server;
  readonly from: Package;
}

/** @returns the first server for a protocol among the packages. */
export function serverFor(
  protocol: Framework['protocol'],
  packages: readonly Package[],
): FoundServer | undefined {
  for (const server of servers.filter((it) => it.protocols.includes(protocol))) {
    const direct = packages.find((it) => it.name === server.name);
    if (direct) return { server, from: direct };
    const provider = packages.find((it) =>
      providers[server.name]?.some(
        (by) => by.name === it.name && (by.extra === '' || it.extras.includes(by.extra)),
      ),
    );
    if (provider) return { server, from: provider };
  }
  return undefined;
}

/** The server to propose if the project has none. */
export const proposedServer = { asgi: 'uvicorn', wsgi: 'gunicorn' } as const;
