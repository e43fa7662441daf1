/**
 * Finds calls of functions that newer versions of Python do not have, or refuse: the program is
 * built, and ends at its start.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { calledName } from '../code/arguments.ts';
import { calledNames } from '../code/callees.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import type { VersionLimit } from '../versions.ts';

interface LostCall {
  /** The full name; `?` is an object that is not known. */
  readonly call: string;
  /** The last version in which it works. */
  readonly until: string;
  /** Set where a coroutine can call it in every version. */
  readonly inCoroutines?: true;
}

/**
 * https://docs.python.org/3.12/whatsnew/3.12.html#removed
 * https://docs.python.org/3.13/whatsnew/3.13.html#removed-modules-and-apis
 * https://docs.python.org/3.14/whatsnew/3.14.html#removed
 */
export const lostCalls: readonly LostCall[] = [
  { call: '?.find_module', until: '3.11' },
  { call: 'importlib.find_loader', until: '3.11' },
  { call: 'ssl.wrap_socket', until: '3.11' },
  { call: 'ssl.match_hostname', until: '3.11' },
  { call: 'configparser.SafeConfigParser', until: '3.11' },
  { call: 'configparser.ConfigParser().readfp', until: '3.11' },
  { call: 'locale.format', until: '3.11' },
  { call: 'locale.resetlocale', until: '3.12' },
  { call: 'unittest.makeSuite', until: '3.12' },
  // It raises RuntimeError where no loop runs and none was set.
  { call: 'asyncio.get_event_loop', until: '3.13', inCoroutines: true },
  { call: 'asyncio.get_child_watcher', until: '3.13' },
  { call: 'asyncio.set_child_watcher', until: '3.13' },
  { call: 'pkgutil.get_loader', until: '3.13' },
  { call: 'pkgutil.find_loader', until: '3.13' },
  { call: 'urllib.request.URLopener', until: '3.13' },
  { call: 'urllib.request.FancyURLopener', until: '3.13' },
];

/** @returns a limit for each call of the modules that a program reaches. */
export function limitsOfCalls(
  reached: readonly PythonModule[],
  evaluator: Evaluator,
): readonly VersionLimit[] {
  return reached.flatMap((module) =>
    lostCalls.flatMap((it): readonly VersionLimit[] => {
      const name = it.call.split('.').at(-1) ?? '';
      const found = module.callsOf(name).find((call) => isLost(call, it, evaluator));
      if (!found) return [];
      const because = `calls ${calledName(found)}, which works up to Python ${it.until}`;
      return [{ until: it.until, evidence: { file: module.path, line: found.line, because } }];
    }),
  );
}

function isLost(call: SyntaxNode, it: LostCall, evaluator: Evaluator): boolean {
  const owner = call.above('function_definition', 'lambda');
  if (it.inCoroutines && owner?.text.startsWith('async')) return false;
  return calledNames(call, evaluator).includes(it.call);
}
