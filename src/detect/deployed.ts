/**
 * Applies what deployments show to the facts: which program comes first, which port it has, with
 * which arguments it starts.
 */
import { namesOf, roleRules } from '../languages/shared/services.ts';
import { orderedBy } from '../text/rules.ts';
import type { Evidence, Finding, ProjectFacts, ServiceFacts } from '../types.ts';
import type { Deployment } from './deployments.ts';

/** @returns the facts with deployments as evidence, ranked below what the sources show. */
export function withDeployments(
  facts: ProjectFacts,
  deployments: readonly Deployment[],
): ProjectFacts {
  if (deployments.length === 0) return facts;
  const matches = new Map<ServiceFacts, Deployment>();
  for (const deployment of deployments) {
    const service = serviceOf(deployment, facts.services);
    if (service && !matches.has(service)) matches.set(service, deployment);
  }
  return {
    ...facts,
    service: startedFirst(facts, matches),
    services: facts.services.map((it) => withDeployment(it, matches.get(it))),
  };
}

/** The service that a command starts or a folder holds; the only one where there is one. */
function serviceOf(
  { words, folder }: Deployment,
  services: readonly ServiceFacts[],
): ServiceFacts | undefined {
  const [only, another] = services;
  if (only && !another) return only;
  const parts = new Set([...words, folder ?? ''].flatMap(partsOf).filter((it) => it !== ''));
  const found = services.filter((it) => namesOf(it).some((name) => parts.has(name)));
  return found.length === 1 ? found[0] : undefined;
}

/** `bin/api` is `bin/api` and `api`; `apps/api/dist/main.js` is each of its beginnings, too. */
function partsOf(word: string): readonly string[] {
  const path = word.replace(/^(?:\.\/|\/)/, '').replace(/\/$/, '');
  const parts = path.split('/');
  const beginnings = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return [...beginnings, parts.at(-1) ?? '', (parts.at(-1) ?? '').replace(/\.\w+$/, '')];
}

/** Orders the programs again, with what is started; what the language ordered otherwise stays. */
function startedFirst(
  { service, services }: ProjectFacts,
  matches: ReadonlyMap<ServiceFacts, Deployment>,
): Finding<string> {
  if (service.kind !== 'ambiguous') return service;
  const started = new Map([...matches].map(([{ name }, { evidence }]) => [name, evidence]));
  const rows = service.candidates.flatMap((candidate) => {
    const facts = services.find((it) => it.name === candidate.value);
    return facts ? [{ candidate, service: facts, known: { started } }] : [];
  });
  return { ...service, candidates: orderedBy(rows, roleRules).map((it) => it.candidate) };
}

function withDeployment(service: ServiceFacts, deployment: Deployment | undefined): ServiceFacts {
  if (!deployment) return service;
  const { port, evidence } = deployment;
  const decided = port === undefined ? service.port : portFrom(service.port, port, evidence);
  return { ...service, port: decided, start: startFrom(service, deployment, decided) };
}

/** A port that the sources show stays; of several the one that the file names comes first. */
function portFrom(
  seen: Finding<number | null>,
  port: number,
  evidence: Evidence,
): Finding<number | null> {
  if (seen.kind === 'ambiguous')
    return {
      ...seen,
      candidates: seen.candidates.toSorted(
        (one, other) => Number(one.value !== port) - Number(other.value !== port),
      ),
    };
  if (seen.kind === 'unknown' || seen.value === null)
    return { kind: 'suggested', value: port, evidence: [evidence] };
  return seen;
}

/** A compiled program is started with the arguments that the file gives it. */
function startFrom(
  { name, start }: ServiceFacts,
  { words: [program = '', ...given], evidence }: Deployment,
  port: Finding<number | null>,
): Finding<readonly string[]> {
  const bare = 'value' in start && start.value.length === 1 && start.value[0] === name;
  if (!bare || given.length === 0 || program.split('/').at(-1) !== name) return start;
  const value = 'value' in port && port.value !== null ? port.value : 8080;
  return {
    kind: 'suggested',
    value: [name, ...given.map((it) => it.replaceAll('$PORT', String(value)))],
    evidence: [evidence],
  };
}
