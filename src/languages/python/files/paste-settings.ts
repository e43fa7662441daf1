/**
 * Reads the settings from which PasteDeploy makes an application, as projects with Pyramid have them.
 * https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/paste.html
 */
import { posix } from 'node:path';
import { isLoopback } from '../../../text/hosts.ts';
import type { ProjectReader } from '../../../ports/ports.ts';
import { type IniValue, readIni } from './ini.ts';

export interface PasteSettings {
  readonly file: string;
  /** The line of the application, and of the address. */
  readonly line: number;
  readonly addressLine: number;
  /** The module of its factory: `shop` of `egg:shop`, `shop.site` of `call:shop.site:main`. */
  readonly module: string;
  /** The package of the server that it names for itself: `waitress` of `egg:waitress#main`. */
  readonly server: string | null;
  /** Where that listens; `null` where only the run knows it. */
  readonly port: number | null;
  readonly isLoopback: boolean;
  /** Files with a database of SQLite, and their lines. */
  readonly databases: readonly { readonly path: string; readonly line: number }[];
}

/** Folders whose settings are not those of the program. */
const aside = /(?:^|\/)(?:tests?|testing|docs?|examples?|functests?|scaffolds?)\//;

/** What runs the tests, or needs what only developers install; and the settings of other tools. */
const unusual = /^(?:tests?|tox|setup|alembic|pytest|mypy)\b|[-_.]tests?\b/i;

const mostFiles = 40;

/** @returns the likeliest: those for production before any, and those of developers last. */
export async function readPasteSettings(project: ProjectReader): Promise<PasteSettings | null> {
  const files = (await project.files())
    .filter((it) => it.endsWith('.ini') && !aside.test(it) && !unusual.test(posix.basename(it)))
    .toSorted((one, other) => rankOf(one) - rankOf(other))
    .slice(0, mostFiles);
  for (const file of files) {
    const found = parsed(file, (await project.read(file)) ?? '');
    if (found) return found;
  }
  return null;
}

function rankOf(file: string): number {
  const name = posix.basename(file);
  const depth = file.split('/').length;
  if (/prod/i.test(name)) return depth;
  return (/dev|local/i.test(name) ? 200 : 100) + depth;
}

function parsed(file: string, text: string): PasteSettings | null {
  if (!/^\[(?:app|pipeline|composite):main\]/m.test(text)) return null;
  const values = readIni(text);
  const application = firstOf(values, /^app:.*\.use$/);
  const module = /^(?:egg:([\w.-]+)|call:([\w.]+):)/.exec(application?.value ?? '');
  const name = module?.[1]?.replaceAll('-', '_') ?? module?.[2];
  if (!application || name === undefined) return null;
  const address = addressOf(values);
  return {
    file,
    line: application.line,
    addressLine: address.line ?? application.line,
    module: name,
    server: /^egg:([\w.-]+)/.exec(values.get('server:main.use')?.value ?? '')?.[1] ?? null,
    port: address.port,
    isLoopback: isLoopback(address.host),
    databases: databasesIn(file, values),
  };
}

function firstOf(values: ReadonlyMap<string, IniValue>, key: RegExp): IniValue | undefined {
  return [...values].find(([name]) => key.test(name))?.[1];
}

/** `listen = *:6543`, or `host` and `port`; without them, waitress listens on 8080. */
function addressOf(values: ReadonlyMap<string, IniValue>): {
  readonly host: string;
  readonly port: number | null;
  readonly line: number | undefined;
} {
  const listen = values.get('server:main.listen');
  const port = values.get('server:main.port');
  const host = values.get('server:main.host')?.value ?? '0.0.0.0';
  const [, listened = '', digits] = /^(\S*):(\d+)(?:\s|$)/.exec(listen?.value ?? '') ?? [];
  if (listen)
    return {
      host: listened,
      port: digits === undefined ? null : Number(digits),
      line: listen.line,
    };
  if (!port) return { host, port: 8080, line: undefined };
  return { host, port: /^\d+$/.test(port.value) ? Number(port.value) : null, line: port.line };
}

/** `sqlalchemy.url = sqlite:///%(here)s/shop.sqlite`: beside the settings. */
function databasesIn(
  file: string,
  values: ReadonlyMap<string, IniValue>,
): PasteSettings['databases'] {
  return [...values.values()].flatMap(({ value, line }) => {
    const [, here, path] = /^sqlite:\/\/\/(%\(here\)s\/)?([^?%]+)$/.exec(value) ?? [];
    if (path === undefined || path === ':memory:') return [];
    return [{ path: here === undefined ? path : posix.join(posix.dirname(file), path), line }];
  });
}
