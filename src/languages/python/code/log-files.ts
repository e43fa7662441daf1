/** Files of logs in a configuration: a dictionary, or a file that the project ships. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives, placeOf, textValue, type Value } from '../../shared/values.ts';
import { documentAt, pathRead } from './documents.ts';
import type { Evaluator } from './evaluating.ts';

/** @returns the `filename` of each handler: `logging.config.dictConfig(...)`. */
export function handlerFiles(configuration: Value): readonly Value[] {
  return alternatives(configuration).flatMap((it) => {
    const handlers = it.kind === 'record' ? it.entry('handlers') : undefined;
    if (handlers?.kind !== 'record') return [];
    return handlers.names.flatMap((name) => {
      const handler = handlers.entry(name);
      const file = handler?.kind === 'record' ? handler.entry('filename') : undefined;
      return file ? [file] : [];
    });
  });
}

/** @returns the first argument of each handler: `logging.config.fileConfig("logging.ini")`. */
export function sectionFiles(
  argument: Value,
  call: SyntaxNode,
  evaluator: Evaluator,
): readonly Value[] {
  const path = pathRead(argument, evaluator);
  const data = path === undefined ? undefined : documentAt(path, evaluator)?.data;
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data as Readonly<Record<string, Readonly<Record<string, string>>>>).flatMap(
    ([section, values]) => {
      const isFile = section.startsWith('handler_') && /FileHandler/.test(values['class'] ?? '');
      const file = isFile ? /["']([^"']+)["']/.exec(values['args'] ?? '')?.[1] : undefined;
      return file === undefined ? [] : [textValue(file, placeOf(call))];
    },
  );
}
