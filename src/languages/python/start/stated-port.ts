/** Finds the port that a project states where its code does not show which one it listens on. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { isTest } from '../code/module-names.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';

/** `PORT`, `DEFAULT_PORT`, `HTTP_PORT`; not `SMTP_PORT`, which is that of another program. */
const ownPort = /^(?:(?:default|https?|web|server|listen|bind|app|api|ui)_?)*port$/i;

/**
 * Ports of services that a program is a client of. `{"port": 1883}` is where it finds its broker.
 * https://www.iana.org/assignments/service-names-port-numbers/
 */
const ofServices: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2525, 3306, 4222, 5432,
  5672, 6379, 8883, 9042, 9092, 11_211, 27_017,
]);

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
  return value > 0 && value < 65_536 && !ofServices.has(value) ? value : undefined;
}
