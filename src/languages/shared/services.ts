/** Orders the programs of a project: which is the likeliest to be the container's. */
import type { Candidate, Evidence, Finding, ServiceFacts } from '../../types.ts';

/** Names that programs which serve have, the likeliest first. */
const servingNames = /^(?:server|api|web|app|site|www|backend|service|gateway|main)$/i;
/** Names of programs that support another one. */
const supportingNames =
  /^(?:cli|ctl|client|tool|tools|gen|generate|generator|migrate|migrations?|seed|test|tests|bench|benchmark|docs?|example|demo|storybook|e2e)$|(?:ctl|-cli|-client|-tool|-e2e|-docs)$/i;

export interface Known {
  /** The name of the project: of its module, package or repository. */
  readonly project?: string;
  /** Services that a file names as what is started (Procfile, compose file), with the place. */
  readonly started?: ReadonlyMap<string, Evidence>;
  /** Why several are a question. */
  readonly why: string;
}

/**
 * Orders by rules, the first that differs decides: no example, tool or test; listens; a file of the
 * project starts it; it is named like the project; its name says that it serves. What remains equal
 * keeps its order.
 * @returns the only service as found; several as ambiguous, the likeliest first, each with the rule
 *   that put it there.
 */
export function serviceFinding(
  services: readonly ServiceFacts<unknown>[],
  known: Known,
): Finding<string> {
  const [first, second] = services;
  if (first && !second) return { kind: 'found', value: first.name, evidence: first.evidence };
  const ordered = services
    .map((service) => ({ service, marks: marksOf(service, known) }))
    .toSorted((one, other) => compare(one.marks, other.marks));
  return {
    kind: 'ambiguous',
    candidates: ordered.map(({ service }) => candidateOf(service, known)),
    why: known.why,
  };
}

/** The rules, in order: 0 where a service fits best. */
function marksOf(service: ServiceFacts, { project, started }: Known): readonly number[] {
  const { name } = service;
  return [
    service.secondary === undefined ? 0 : 1,
    service.notes.some((it) => it.level === 'error') ? 1 : 0,
    listens(service) ? 0 : 1,
    started?.has(name) ? 0 : 1,
    project !== undefined && name === project ? 0 : 1,
    supportingNames.test(name) ? 2 : Number(!servingNames.test(name)),
  ];
}

function compare(ones: readonly number[], others: readonly number[]): number {
  const at = ones.findIndex((value, index) => value !== others[index]);
  return at === -1 ? 0 : (ones[at] ?? 0) - (others[at] ?? 0);
}

/** Whether a service accepts connections, on whatever port. */
export function listens({ port }: Pick<ServiceFacts, 'port'>): boolean {
  return !('value' in port) || port.value !== null;
}

function candidateOf(service: ServiceFacts, { started }: Known): Candidate<string> {
  const seen = started?.get(service.name);
  return { value: service.name, evidence: seen ? [seen] : service.evidence };
}
