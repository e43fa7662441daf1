/**
 * Reads which application the project itself names, for the command of its framework.
 * https://docs.gunicorn.org/en/stable/settings.html#wsgi-app
 * https://flask.palletsprojects.com/en/stable/cli/#application-discovery
 * https://fastapi.tiangolo.com/fastapi-cli/#configure-the-app-entrypoint-in-pyprojecttoml
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Pyproject } from './pyproject.ts';
import { tableAt, textAt } from './toml.ts';

export interface NamedApplication {
  /** For example `shop.site`. */
  readonly module: string;
  /** A variable or a factory; `null` if only the module is named. */
  readonly name: string | null;
}

/**
 * Reads `wsgi_app` of gunicorn.conf.py, `FLASK_APP` of .flaskenv and .env, which `flask` loads, and
 * `entrypoint` of `[tool.fastapi]`.
 * @returns `null` if none names an application.
 */
export async function readNamedApplication(
  project: ProjectReader,
  pyproject: Pyproject | null,
): Promise<NamedApplication | null> {
  const named = async (file: string, pattern: RegExp): Promise<string | undefined> =>
    pattern.exec((await project.read(file)) ?? '')?.[1];
  const variable = /^\s*(?:export\s+)?FLASK_APP\s*=\s*["']?([^"'#\s]+)/m;
  const served =
    (await named('gunicorn.conf.py', /^wsgi_app\s*=\s*["']([^"']+)["']/m)) ??
    (await named('.flaskenv', variable)) ??
    (await named('.env', variable));
  const fastapi = pyproject && textAt(tableAt(pyproject.table, 'tool', 'fastapi'), 'entrypoint');
  const text = served ?? fastapi;
  return text === null || text === undefined ? null : parsed(text);
}

/** `shop.site:create("test")`, `shop/site.py`, `shop`: a module or a path, and a name. */
function parsed(text: string): NamedApplication {
  const [place = '', name] = text.split(':');
  const module = place.replace(/^\.\//, '').replace(/\.py$/, '').replaceAll('/', '.');
  return { module, name: name === undefined ? null : name.replace(/\(.*$/, '') };
}
