/** Finds the locales that the code sets by name. No base has any but C and C.UTF-8. */
import { alternatives, firstText } from '../../shared/values.ts';
import { argumentAt, calledName } from '../code/arguments.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';

/** A locale, as localedef of glibc makes it. */
export interface Locale {
  /** As the code names it, which is the folder where the C library looks first. */
  readonly name: string;
  /** The file of its definition: `de_DE`, `de_DE@euro`. */
  readonly definition: string;
  readonly charset: string;
}

/**
 * @param modules those that the program reaches.
 * @returns the locales of `locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")`, each once.
 */
export function localesIn(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
): readonly Locale[] {
  const names = modules.flatMap((module) =>
    module.text.includes('setlocale') ? localesOf(module, evaluator) : [],
  );
  return [...new Set(names)].flatMap((it) => localeNamed(it) ?? []);
}

function localesOf(module: PythonModule, evaluator: Evaluator): readonly string[] {
  return module.calls.flatMap((call) => {
    if (calledName(call) !== 'setlocale') return [];
    const given = argumentAt(call, 1) ?? argumentAt(call, 'locale');
    if (!given) return [];
    return alternatives(evaluator.evaluate(given)).flatMap((it) => firstText(it) ?? []);
  });
}

/**
 * `de_DE.UTF-8`, `de_DE`, `de_DE@euro`: without a charset, it is the one of the time before Unicode.
 * https://www.gnu.org/software/libc/manual/html_node/Locale-Names.html
 */
function localeNamed(name: string): Locale | undefined {
  const [, language, charset = 'ISO-8859-1', modifier = ''] =
    /^([a-z]{2,3}_[A-Z]{2})(?:\.([\w-]+))?(@[a-z]+)?$/.exec(name) ?? [];
  if (language === undefined) return undefined;
  return {
    name,
    definition: `${language}${modifier}`,
    charset: /^utf-?8$/i.test(charset) ? 'UTF-8' : charset,
  };
}
