/**
 * The languages, in the order in which they are offered. To add one, add a folder beside the others
 * and a line here.
 */
import { go } from './go/go.ts';
import type { Language } from './language.ts';
import { node } from './node/node.ts';
import { python } from './python/python.ts';

export const languages: readonly Language[] = [go, python, node];

/** @param id the id of one of `languages`, which the option table has checked. */
export function languageOf(id: string): Language {
  const language = languages.find((it) => it.id === id);
  if (!language) throw new Error(`no language ${id}`);
  return language;
}
