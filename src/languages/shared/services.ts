/** Orders the programs of a project: which is the likeliest to be the container's. */
import { folderOf } from '../../text/paths.ts';
import { orderedBy, type Rule } from '../../text/rules.ts';
import type { Candidate, Evidence, Finding, ServiceFacts } from '../../types.ts';

/** Names that programs which serve have. */
const exactNames = /^(?:server|api|web|app|core|site|www|backend|service|gateway|hub|main)$/i;
const servingNames = new RegExp(`${exactNames.source}|[-_](?:server|daemon|backend|api)$`, 'i');
/** Names of programs that support another one. */
const supportingNames =
  /^(?:cli|ctl|client|exporter|tool|tools|gen|generate|generator|migrate|migrations?|seed|test|tests|bench|benchmark|docs?|example|demo|storybook|e2e|playground|mock|check|checker|validate|lint)$|(?:ctl|-cli|-client|-tool|-e2e|-docs|-bench|-benchmark|-demo|-mock|-playground|[-_]check|[-_]checker|[-_]validate)$/i;

/** Folders with programs that support the project but are not its main program. */
const supportFolders = new Set(
  'example examples sample samples demo demos test tests e2e integration tool tools hack script scripts build generate generator gen codegen bench benchmark benchmarks fixtures mock mocks playground playgrounds docs doc ci dev magefiles third_party'.split(
    ' ',
  ),
);

/** @returns the part of a path by which its programs only support the project: `examples`, `clientexample`. */
export function supportFolder(path: string): string | undefined {
  return path
    .split('/')
    .find((it) => supportFolders.has(it.replace(/^_/, '')) || /\wexamples?$/.test(it));
}

export interface Known {
  /** The name of the project: of its module, package or repository. */
  readonly project?: string;
  /** Services that a file names as what is started (Procfile, compose file), with the place. */
  readonly started?: ReadonlyMap<string, Evidence>;
  /** Why several are a question. */
  readonly why: string;
}

/** A service, and what is known about all of them. */
export interface Ranked {
  readonly service: ServiceFacts;
  readonly known: Pick<Known, 'project' | 'started'>;
}

/** Rules that hold whatever a program is called. */
export const roleRules: readonly Rule<Ranked>[] = [
  {
    title: 'it is not among examples, tools or tests',
    fits: ({ service }) => service.secondary === undefined,
  },
  {
    title: 'it can be built',
    fits: ({ service }) => service.notes.every((it) => it.level !== 'error'),
  },
  { title: 'it listens', fits: ({ service }) => listens(service) },
  {
    title:
      'a file of the project runs it (Procfile, fly.toml, compose file, Dockerfile, systemd unit)',
    fits: ({ service, known }) => known.started?.has(service.name) === true,
  },
  {
    title: 'a command of the project builds it (Makefile, script, .goreleaser.yaml)',
    fits: ({ service }) => service.built === true,
  },
];

/** Without case and signs: projects and their files are rarely written alike. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Without an ending that only says what every program is: `service_cmd`. */
const plainName = ({ name }: ServiceFacts): string => name.replace(/[-_](?:cmd|bin|main)$/i, '');

/** The order of several programs. */
export const serviceRules: readonly Rule<Ranked>[] = [
  ...roleRules,
  {
    title: 'a call listens, and not only a setting is named like a port',
    fits: ({ service }) => service.hasListeningCall === true,
  },
  {
    title: 'it is named like the project, or the command that builds it names its file so',
    fits: ({ service, known }) =>
      [service.name, ...(service.builtAs ?? [])].some(
        (it) => it !== '' && bare(it) === bare(known.project ?? ''),
      ),
  },
  {
    title: 'the name of the project begins with its name',
    fits: ({ service, known }) =>
      known.project !== undefined && bare(known.project).startsWith(bare(service.name)),
  },
  {
    title: 'it is the daemon or the server of the project (shopd or shops of shop)',
    fits: ({ service, known }) =>
      ['d', 's'].some((it) => bare(service.name) === `${bare(known.project ?? '')}${it}`),
  },
  {
    title: 'its name is one of programs that serve (server, api, web, app)',
    fits: ({ service }) => servingNames.test(plainName(service)),
  },
  {
    title: 'its name is one of these, and does not only end so',
    fits: ({ service }) => exactNames.test(plainName(service)),
  },
  {
    title: 'its name is not one of tools (client, generator, migrate)',
    fits: ({ service }) => !supportingNames.test(plainName(service)),
  },
];

/**
 * Orders services by `serviceRules`.
 * @returns the only service as found; several as ambiguous, the likeliest first.
 */
export function serviceFinding(services: readonly ServiceFacts[], known: Known): Finding<string> {
  const [first, second] = services;
  if (first && !second) return { kind: 'found', value: first.name, evidence: first.evidence };
  const rows = services.map((service) => ({ service, known }));
  return {
    kind: 'ambiguous',
    candidates: orderedBy(rows, serviceRules).map(({ service }) => candidateOf(service, known)),
    why: known.why,
  };
}

/** The names of a service: its own, those that its language knows, its file and its folder. */
export function namesOf({ name, aliases = [], evidence }: ServiceFacts): readonly string[] {
  const [place] = evidence;
  return [name, ...aliases, ...(place ? [place.file, folderOf(place.file)] : [])];
}

/** Whether a service accepts connections or datagrams, on whatever port. */
export function listens({
  port,
  otherPorts = [],
}: Pick<ServiceFacts, 'port' | 'otherPorts'>): boolean {
  return !('value' in port) || port.value !== null || otherPorts.length > 0;
}

function candidateOf(service: ServiceFacts, { started }: Known): Candidate<string> {
  const seen = started?.get(service.name);
  return { value: service.name, evidence: seen ? [seen] : service.evidence };
}
