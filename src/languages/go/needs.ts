/** Decides what Go programs need from their base. */
import { placeOf } from '../../text/printable.ts';
import type { RuntimeNeed } from '../../types.ts';
import type { ChoicesBeforeBase, Needs } from '../language.ts';
import type { CgoFacts } from './cgo.ts';
import type { GoFacts } from './details.ts';

/** @param choices the choices for the program, without the base. */
export function needsOfGo(facts: GoFacts, choices: ChoicesBeforeBase): Needs {
  const service = facts.services.find((it) => it.name === choices.service.value);
  const cgo = service && service.details.cgo;
  const because = service?.details.shell ?? null;
  const shell = because === null ? {} : { shell: { because } };
  return {
    toolchain: { name: 'golang', version: choices.runtimeVersion.value },
    runtime: { ...(cgo ? libcBinary(cgo) : { kind: 'static-binary' }), ...shell },
  };
}

function libcBinary({ libraries, glibc, plugins }: CgoFacts): RuntimeNeed {
  const shared = plugins
    ? `the program opens plugins (${placeOf(plugins)})`
    : libraries && `the program loads ${libraries}`;
  return {
    kind: 'libc-binary',
    ...(shared === undefined ? {} : { shared: { because: shared } }),
    ...(glibc === undefined ? {} : { only: { libc: 'glibc', because: glibc } }),
  };
}
