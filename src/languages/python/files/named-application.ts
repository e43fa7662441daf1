/**
 * Reads which application the project itself names, for the command of its framework.
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
 * Reads `FLASK_APP` of .flaskenv, which `flask` loads, and `entrypoint` of `[tool.fastapi]`.
 * @returns `null` if neither names an application.
 */
export async function readNamedApplication(
  project: ProjectReader,
  pyproject: Pyproject | null,
): Promise<NamedApplication | null> {
  const flask = /^\s*(?:export\s+)?FLASK_APP\s*=\s*["']?([^"'#\s]+)/m.exec(
    (await project.read('.flaskenv')) ?? '',
  )?.[1];
  const fastapi = pyproject && textAt(tableAt(pyproject.table, 'tool', 'fastapi'), 'entrypoint');
  const text = flask ?? fastapi;
  return text === null || text === undefined ? null : parsed(text);
}

/** `shop.site:create("test")`, `shop/site.py`, `shop`: a module or a path, and a name. */
function parsed(text: string): NamedApplication {
  const [place = '', name] = text.split(':');
  const module = place.replace(/^\.\//, '').replace(/\.py$/, '').replaceAll('/', '.');
  return { module, name: name === undefined ? null : name.replace(/\(.*$/, '') };
}
