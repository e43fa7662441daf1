/**
 * The folders of an application of Flask: its own, and the instance folder beside its module or
 * package. https://flask.palletsprojects.com/en/stable/config/#instance-folders
 */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { alternatives, type Place, textValue, type Value } from '../../shared/values.ts';
import { calledName } from './arguments.ts';
import type { Evaluator } from './evaluating.ts';
import type { PythonModule } from './module.ts';
import { importPlace } from './module-names.ts';
import { sourcesPath } from './places.ts';

/** @returns the module that makes the application. */
function applicationModule(evaluator: Evaluator): PythonModule | undefined {
  return evaluator.sources.modules.find(
    (module) =>
      /\b\w*Flask\(/.test(module.text) &&
      module.calls.some(
        (it) => /Flask$/.test(calledName(it)) && isFlask(it.field('function'), evaluator),
      ),
  );
}

function isFlask(node: SyntaxNode | undefined, evaluator: Evaluator): boolean {
  return alternatives(evaluator.evaluate(node)).some(
    (it) => it.kind === 'foreign' && /^flask\.(?:app\.)?Flask$/.test(it.name),
  );
}

export function instanceFolder(evaluator: Evaluator, at: Place): Value | undefined {
  const module = applicationModule(evaluator);
  if (!module) return undefined;
  const { path } = importPlace(module, evaluator.sources.modules);
  return textValue(posix.join(sourcesPath, path ?? '', 'instance'), at);
}

export function rootFolder(evaluator: Evaluator, at: Place): Value | undefined {
  const module = applicationModule(evaluator);
  return module && textValue(posix.dirname(`${sourcesPath}/${module.path}`), at);
}
