/** Reads the modules of a project, and the configuration files that they load. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { openParser } from '../../../syntax/parse.ts';
import { budgetOf } from '../../shared/budget.ts';
import { isForeign, isTest, isVendored } from '../code/module-names.ts';
import { PythonModule } from '../code/module.ts';
import { type Sources, sourcesOf } from '../code/sources.ts';
import { readIni } from '../files/ini.ts';
import { parseToml } from '../files/toml.ts';
import { starExports } from '../frameworks/frameworks.ts';

/** The most configuration files that are read, and the longest of them. */
const mostDocuments = 60;
const longestDocument = 200_000;

/** @returns all modules of a project. */
export async function readSources(
  project: ProjectReader,
  files: readonly string[],
): Promise<Sources> {
  const named = files.filter((it) => it.endsWith('.py') && !isForeign(it));
  if (named.length === 0) return sourcesOf([]);
  const budget = budgetOf(project);
  const parse = budget.limited(await openParser('python'), 2);
  const texts = new Map<string, string>();
  for (const path of named.toSorted(nearestFirst)) {
    const text = budget.mayRead(path) ? await project.read(path) : undefined;
    if (text === undefined) continue;
    budget.hasRead(text);
    texts.set(path, text);
  }
  const modules = named.flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : [new PythonModule(path, text, parse, starExports)];
  });
  return sourcesOf(modules, await readDocuments(project, files, modules));
}

/** Programs begin near the root. Copies of libraries and tests start none. */
function nearestFirst(one: string, other: string): number {
  const distance = (path: string): number =>
    path.split('/').length + (isVendored(path) ? 50 : 0) + (isTest(path) ? 100 : 0);
  return distance(one) - distance(other);
}

const document = /\.(?:ya?ml|json|toml|ini|cfg|conf|properties)$/;

/** Files that are not for the program. */
const otherDocument =
  /(?:^|\/)(?:\.|node_modules\/|package(?:-lock)?\.json$|pyproject\.toml$|setup\.cfg$|tox\.ini$|Pipfile|uv\.lock|(?:docker-)?compose[^/]*$|.*\.example\.)/;

const loads =
  /\b(?:yaml|json|toml\w*|configparser|OmegaConf|hjson|benedict|fileConfig|cherrypy|read)\b/;

/** What looks like the name of such a file in a source, with or without its ending: `settings.{`. */
function namesIn(modules: readonly PythonModule[]): ReadonlySet<string> {
  const name =
    /(?<![^\s"'`/\\])[^\s"'`/\\]+\.(?:(?:ya?ml|json|toml|ini|cfg|conf|properties)\b|\{)/g;
  return new Set(modules.flatMap(({ text }) => text.match(name) ?? []));
}

/** Data of the files whose name a module has in a text. */
async function readDocuments(
  project: ProjectReader,
  files: readonly string[],
  modules: readonly PythonModule[],
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  const candidates = files.filter((it) => document.test(it) && !otherDocument.test(it));
  if (candidates.length === 0) return found;
  const names = namesIn(modules.filter((it) => loads.test(it.text)));
  for (const path of candidates) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const stem = name.slice(0, name.lastIndexOf('.'));
    if (found.size >= mostDocuments) break;
    if (!names.has(name) && !names.has(`${stem}.{`)) continue;
    const text = await project.read(path);
    if (text === undefined || text.length > longestDocument) continue;
    const data = await dataOf(name, text);
    if (data !== undefined) found.set(path, data);
  }
  return found;
}

/** @returns `undefined` for a file that is not well formed. */
async function dataOf(name: string, text: string): Promise<unknown> {
  if (name.endsWith('.toml')) return parseToml(text);
  if (/\.(?:ini|cfg|conf|properties)$/.test(name)) return sectionsOf(text);
  try {
    if (name.endsWith('.json')) return JSON.parse(text) as unknown;
    const { parseDocument } = await import('../../../text/yaml.ts');
    const parsed = parseDocument(text);
    return parsed.errors.length > 0 ? undefined : (parsed.toJS({ maxAliasCount: 50 }) as unknown);
  } catch {
    return undefined;
  }
}

function sectionsOf(text: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const sections: Record<string, Record<string, string>> = {};
  for (const [key, { value }] of readIni(text)) {
    const at = key.lastIndexOf('.');
    const section = key.slice(0, at);
    sections[section] = { ...sections[section], [key.slice(at + 1)]: value };
  }
  return sections;
}
