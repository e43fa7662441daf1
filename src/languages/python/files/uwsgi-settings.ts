/**
 * Reads uwsgi.ini: what it loads, and where it listens.
 * https://uwsgi-docs.readthedocs.io/en/latest/Options.html
 */
import { isLoopback } from '../../../text/hosts.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { readIni } from './ini.ts';

export interface UwsgiSettings {
  readonly file: string;
  /** The port for HTTP; `null` if it has none, as behind a web server with uWSGI's own protocol. */
  readonly port: number | null;
  /** Whether SIGTERM ends it. By default, it loads the program again. */
  readonly stops: boolean;
}

/** Usual names, the likeliest first. */
const names = ['uwsgi.ini', 'uwsgi/uwsgi.ini', 'conf/uwsgi.ini', 'config/uwsgi.ini'];

/** Keys whose value is a path, and keys that send it to the background. */
const paths =
  /^(?:chdir2?|home|virtualenv|venv|pyhome|pythonpath|pp|wsgi-file|file|socket|uwsgi-socket|logto2?|pidfile2?|touch-.*|stats)$/;
const background = /^daemonize2?$/;

/**
 * @returns `null` without the file, or where it is written for another machine: it names folders of
 *   that machine, goes to the background, or listens where nothing outside a container reaches it.
 */
export async function readUwsgiSettings(project: ProjectReader): Promise<UwsgiSettings | null> {
  const files = await project.files();
  const file = names.find((it) => files.includes(it));
  const text = file === undefined ? undefined : await project.read(file);
  if (file === undefined || text === undefined) return null;
  const values = [...readIni(text)].flatMap(([key, { value }]) =>
    key.startsWith('uwsgi.') ? [[key.slice('uwsgi.'.length), value] as const] : [],
  );
  const at = (...keys: readonly string[]): string | undefined =>
    values.find(([key]) => keys.includes(key))?.[1];
  if (at('module', 'wsgi', 'wsgi-file', 'file', 'mount') === undefined) return null;
  const isElsewhere = values.some(
    ([key, value]) =>
      background.test(key) ||
      (paths.test(key) && /^(?!\/(?:tmp|dev)\/)(?:\/|.*%[(\w])/.test(value)),
  );
  const address = at('http', 'http-socket', 'http11-socket');
  const [, host = '', digits] = /^(.*):(\d+)$/.exec(address ?? '') ?? [];
  const isReached = digits !== undefined && (host === '' || !isLoopback(host));
  if (isElsewhere || (address !== undefined && !isReached)) return null;
  return {
    file,
    port: digits === undefined ? null : Number(digits),
    stops: at('die-on-term') === 'true' || at('hook-master-start')?.includes('TERM') === true,
  };
}
