/**
 * Parses JSON and YAML files of a project. Content that cannot be parsed, or is not a record,
 * counts as empty.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { recordOf } from './manifest.ts';

/** Parses strict JSON, such as package-lock.json. https://www.rfc-editor.org/rfc/rfc8259 */
export function parseStrict(text: string): Readonly<Record<string, unknown>> {
  // Caches the latest text: a lock file can have megabytes, and versions, packages and checks all
  // read it.
  if (latest?.text !== text) latest = { text, content: parsed(text, JSON.parse) ?? {} };
  return latest.content;
}

let latest:
  { readonly text: string; readonly content: Readonly<Record<string, unknown>> } | undefined;

/**
 * Parses files that may contain comments and trailing commas: tsconfig.json, angular.json,
 * turbo.json, bun.lock.
 */
export async function parseRelaxed(text: string): Promise<Readonly<Record<string, unknown>>> {
  if (text === '') return {};
  // Most of these files are strict JSON, for which the parser is not even loaded.
  const strict = parsed(text, JSON.parse);
  if (strict) return strict;
  const { default: JSON5 } = await import('json5');
  return parsed(text, (it) => JSON5.parse(it)) ?? {};
}

/**
 * @param text the text of package-lock.json.
 * @returns its packages by folder; empty if the text cannot be parsed.
 */
export function lockedPackages(text: string): Readonly<Record<string, unknown>> {
  return recordOf(parseStrict(text)['packages']);
}

/**
 * @returns the settings of a pnpm workspace and, since pnpm 10, of pnpm itself.
 * https://pnpm.io/pnpm-workspace_yaml
 */
export async function pnpmSettings(
  project: ProjectReader,
): Promise<Readonly<Record<string, unknown>>> {
  return parseYaml((await project.read('pnpm-workspace.yaml')) ?? '');
}

/** Parses YAML. A document with errors counts as empty. */
export async function parseYaml(text: string): Promise<Readonly<Record<string, unknown>>> {
  if (text === '') return {};
  const { parseDocument } = await import('../../../text/yaml.ts');
  const document = parseDocument(text);
  return document.errors.length > 0 ? {} : recordOf(document.toJS());
}

/** @returns `undefined` for a text that cannot be parsed. */
function parsed(
  text: string,
  parse: (text: string) => unknown,
): Record<string, unknown> | undefined {
  try {
    return recordOf(parse(text));
  } catch {
    return undefined;
  }
}
