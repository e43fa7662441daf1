/** Decides what a Python program needs from its base. */
import type { ChoicesBeforeBase, Needs } from '../language.ts';
import { packagesOf, type PythonFacts } from './details.ts';
import { glibcReason } from './runtime/musl.ts';

/** @param choices the choices for the program, without the base. */
export function needsOfPython(facts: PythonFacts, choices: ChoicesBeforeBase): Needs {
  const version = choices.runtimeVersion.value;
  const glibc = glibcReason(
    packagesOf(facts, choices.packageManager.value, choices.service.value),
    version,
  );
  const service = facts.services.find((it) => it.name === choices.service.value);
  const shell = service && service.details.system.shell;
  return {
    toolchain: { name: 'python', version },
    runtime: {
      kind: 'interpreter',
      name: 'python',
      version,
      ...(shell ? { shell: { because: shell } } : {}),
      ...(glibc ? { only: { libc: 'glibc', because: glibc } } : {}),
    },
  };
}
