/**
 * Libraries that look for a port that is free: in a container it is the first that they try.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { numberValue, placeOf, type Value } from '../../shared/values.ts';
import { argumentsOf, type Evaluation } from './evaluation.ts';

/** The functions, with the port that each tries without an argument; 0 is any. */
const finders: Readonly<Record<string, number>> = {
  // https://github.com/sindresorhus/get-port
  'get-port': 0,
  // https://github.com/unjs/get-port-please
  'get-port-please.getPort': 3000,
  // https://github.com/node-modules/detect-port
  'detect-port': 0,
  'detect-port.detect': 0,
  'detect-port.detectPort': 0,
  // https://github.com/http-party/node-portfinder
  'portfinder.getPort': 8000,
  'portfinder.getPortPromise': 8000,
};

/** @returns the port that a call finds; `undefined` for a function that looks for none. */
export function freePort(
  evaluation: Evaluation,
  name: string,
  node: SyntaxNode,
  values: () => readonly Value[],
): Value | undefined {
  const absent = Object.hasOwn(finders, name) ? finders[name] : undefined;
  if (absent === undefined) return undefined;
  const [wanted] = values();
  const given = wanted?.kind === 'record' ? wanted.entry('port') : wanted;
  const first = given?.kind === 'list' ? given.items[0] : given;
  if (first && first.kind !== 'code' && first.kind !== 'nothing') return first;
  return basePort(evaluation, node) ?? numberValue(absent, placeOf(node));
}

/** `portfinder.basePort = 8080`, anywhere in the file. */
function basePort(evaluation: Evaluation, { file }: SyntaxNode): Value | undefined {
  const module = evaluation.program.modules.get(file);
  const assigned = module?.assignments.get('basePort')?.[0]?.field('right');
  const [set] = module?.calls.get('setBasePort') ?? [];
  const node = assigned ?? (set && argumentsOf(set)[0]);
  return node && evaluation.evaluate(node);
}

/** @returns the port that `getPort((error, port) => ...)` gives to the function. */
export function foundPort(evaluation: Evaluation, call: SyntaxNode): Value | undefined {
  const callee = call.field('function');
  const object = callee?.field('object');
  const library = object && evaluation.evaluate(object);
  if (library?.kind !== 'foreign') return undefined;
  const name = `${library.name}.${callee?.field('property')?.text ?? ''}`;
  return freePort(evaluation, name, call, () =>
    argumentsOf(call).map((it) => evaluation.evaluate(it)),
  );
}
