/** JSON and YAML that a project has in, a record out; what cannot be read, or is no record, is an empty one. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { recordOf } from './manifest.ts';

/** package-lock.json and the like, which are strict: https://www.rfc-editor.org/rfc/rfc8259 */
export function parseStrict(text: string): Readonly<Record<string, unknown>> {
  // A lock file has megabytes, and what it says is asked for by versions, by packages and by checks.
  if (latest?.text !== text) latest = { text, content: parsed(text, JSON.parse) };
  return latest.content;
}

let latest:
  { readonly text: string; readonly content: Readonly<Record<string, unknown>> } | undefined;

/** tsconfig.json, angular.json, turbo.json, bun.lock: they may have comments and trailing commas. */
export async function parseRelaxed(text: string): Promise<Readonly<Record<string, unknown>>> {
  // Most projects have none of these files, and start without the parser.
  if (text === '') return {};
  const { default: JSON5 } = await import('json5');
  return parsed(text, (it) => JSON5.parse(it));
}

/** @param text of package-lock.json. @returns its packages by their folders; nothing where it cannot be read. */
export function lockedPackages(text: string): Readonly<Record<string, unknown>> {
  return recordOf(parseStrict(text)['packages']);
}

/** The settings of a pnpm workspace, and since pnpm 10 those of pnpm itself: https://pnpm.io/pnpm-workspace_yaml */
export async function pnpmSettings(
  project: ProjectReader,
): Promise<Readonly<Record<string, unknown>>> {
  return parseYaml((await project.read('pnpm-workspace.yaml')) ?? '');
}

/** YAML with an error in it counts as empty, too. */
export async function parseYaml(text: string): Promise<Readonly<Record<string, unknown>>> {
  if (text === '') return {};
  const { parseDocument } = await import('../../../text/yaml.ts');
  const document = parseDocument(text);
  return document.errors.length > 0 ? {} : recordOf(document.toJS());
}

function parsed(text: string, parse: (text: string) => unknown): Record<string, unknown> {
  try {
    return recordOf(parse(text));
  } catch {
    return {};
  }
}
