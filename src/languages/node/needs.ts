/** Decides what a Node program or a site needs from its base. */
import type { ChoicesBeforeBase, Needs } from '../language.ts';
import type { NodeProject } from './details.ts';
import { glibcOnly } from './runtime/libc.ts';

/** @param choices the choices for the program, without the base. */
export function needsOfNode(facts: NodeProject, choices: ChoicesBeforeBase): Needs {
  const service = facts.services.find((it) => it.name === choices.service.value);
  const details = service && service.details;
  const name = details?.interpreter ?? 'node';
  const { otherInterpreter: other } = facts.details;
  const version = other?.name === name ? other.version : choices.runtimeVersion.value;
  const toolchain = { name, version };
  if (details?.site) return { toolchain, runtime: { kind: 'static-site' } };
  const because = details && glibcOnly(facts, details);
  return {
    toolchain,
    runtime: {
      kind: 'interpreter',
      ...toolchain,
      ...(because === undefined ? {} : { only: { libc: 'glibc', because } }),
    },
  };
}
