/** Finds the port that a project states where its code does not show which one it listens on. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { isServicePort } from '../../shared/service-ports.ts';
import { isTest } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';

/** `PORT`, `DEFAULT_PORT`, `HTTP_PORT`; not `SMTP_PORT`, which is that of another program. */
const ownPort = /^(?:(?:default|https?|web|server|listen|bind|app|api|ui)_?)*port$/i;

/**
 * @returns the value of `DEFAULT_PORT = 8083` or `{"PORT": "8081"}`; `undefined` where the project
 *   states none, or different ones.
 */
export function statedPort(
  modules: readonly PythonModule[],
): { readonly value: number; readonly evidence: Evidence } | undefined {
  const found = modules.flatMap((it) => (isTest(it.path) ? [] : statedIn(it)));
  return new Set(found.map((it) => it.value)).size === 1 ? found[0] : undefined;
}

function statedIn(
  module: PythonModule,
): readonly { readonly value: number; readonly evidence: Evidence }[] {
  if (!/port/i.test(module.text)) return [];
  return (module.root?.all('assignment', 'pair') ?? []).flatMap((node) => {
    const left = node.field('left');
    const name = left?.type === 'identifier' ? left.text : literalText(node.field('key'));
    const value = numberIn(node.field(node.type === 'pair' ? 'value' : 'right'));
    if (name === undefined || value === undefined || !ownPort.test(name)) return [];
    const because = `states the port ${value} (${name})`;
    return [{ value, evidence: { file: module.path, line: node.line, because } }];
  });
}

/** `8083`, `"8083"`, and the number in `(int, "General", 8083)`. */
function numberIn(node: SyntaxNode | undefined): number | undefined {
  const last = node?.type === 'tuple' ? node.parts.at(-1) : node;
  const digits = last?.type === 'integer' ? last.text : (literalText(last) ?? '');
  const value = /^\d+$/.test(digits) ? Number(digits) : 0;
  return value > 0 && value < 65_536 && !isServicePort(value) ? value : undefined;
}
