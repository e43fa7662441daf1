/** Decides which port of a program is the one that the image exposes, for all languages. */
import { orderedBy, type Rule } from '../../text/rules.ts';
import { isLoopback } from '../../text/hosts.ts';
import type { Candidate, Evidence, Finding, ServiceFacts } from '../../types.ts';
import { isServicePort } from './service-ports.ts';
import type { Listen } from './uses.ts';

/** Names of ports that only a developer of the program uses. */
const debugging = /pprof|debug|profil|(?<![a-z])prof(?![a-z])|admin|diag|inspect|ident|\brepl\b/i;

/** Names of ports for the operators of a program, not for its users. */
const operations = new RegExp(
  `${debugging.source}|metric|prom(?:eth|http|_|\\b)|mgmt|management|health|probe|(?<![a-z])stats(?![a-z])|statistics`,
  'i',
);

/** Names of ports for profilers, which are never those of the image. */
const profiling = /pprof|(?<![a-z])prof(?![a-z])|profiler|profiling|expvar/i;

/** Names of other services, which the program connects to. */
const foreign =
  /(^|[^a-z])(db|database|postgres|postgresql|pg|mysql|mariadb|redis|mongo|mongodb|smtp|imap|mail|kafka|amqp|rabbit|rabbitmq|nats|etcd|consul|vault|proxy|remote|target|upstream|client|peer|backend|jaeger|zipkin|otel|otlp|statsd|syslog|ldap|ftp|sftp|ssh|telnet|memcached?|elastic|elasticsearch|clickhouse|minio|s3|dns|mqtt|graphite|influx|loki|tempo|aria2|docker|solr|neo4j|cassandra|couchdb|rethinkdb|tika|gotenberg|ollama|openai|kubernetes|dogstatsd|datadog)([^a-z]|$)/i;

/** @returns whether a name is that of a service which the program connects to. */
export function isForeign(name: string): boolean {
  return foreign.test(name.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('_', ' '));
}

/** @returns whether a place listens for the operators of the program: metrics, profiles, checks. */
export function isOperations(listen: Listen): boolean {
  return isNamed(listen, operations);
}

function isNamed(listen: Listen, expression: RegExp): boolean {
  return namesOf(listen).some((it) => expression.test(words(it)));
}

function isProfiler(listen: Listen): boolean {
  return namesOf(listen).some((it) => profiling.test(it));
}

function namesOf({ names, setting }: Listen): readonly string[] {
  const ofSetting = [setting?.variable, setting?.flag, setting?.key];
  return [...names, ...ofSetting.filter((it) => it !== undefined)];
}

/** `HTTPServer` as `HTTP Server`, which is not HTTPS. */
function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
}

/** Names of ports on which programs speak with each other, beside the one for users. */
const betweenPrograms =
  /grpc|(?<![a-z])(?:peers?|raft|gossip|cluster|replicas?|replication)(?![a-z])/i;

/** Names of ports for TLS; `httpserver` is none. */
const secure = /tls|ssl|https(?!erver|ervice)|autocert|acme/i;

/** Whether a place listens with a certificate, which the image does not have. */
function isSecure(listen: Listen): boolean {
  return isNamed(listen, secure);
}

/** A place that listens, among the others of its program. */
interface Ranked extends Listen {
  /** Whether the setting of another place has its name, with more words. */
  readonly isPlain: boolean;
}

function ranked(listens: readonly Listen[]): readonly Ranked[] {
  const names = listens.map(({ setting }) => wordsOf(setting));
  return listens.map((it, index) => {
    const own = names[index] ?? new Set();
    const isPlain = names.some(
      (other) => own.size > 0 && own.size < other.size && [...own].every((it) => other.has(it)),
    );
    return { ...it, isPlain };
  });
}

function wordsOf(setting: Listen['setting']): ReadonlySet<string> {
  const name = setting?.variable ?? setting?.flag ?? setting?.key ?? '';
  return new Set(
    words(name)
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  );
}

/** The order of several ports; those of operators count only where there is no other. */
export const portRules: readonly Rule<Ranked>[] = [
  { title: 'a call listens on it, and it is not only named like a port', fits: (it) => it.certain },
  { title: 'it needs no certificate', fits: (it) => !isSecure(it) },
  { title: 'it is not 443 or 8443', fits: (it) => it.port !== 443 && it.port !== 8443 },
  { title: 'it answers HTTP requests', fits: (it) => it.speaks === 'http' },
  {
    title: 'it is not named for other programs of its kind: gRPC, peers, gossip',
    fits: (it) => !isNamed(it, betweenPrograms),
  },
  { title: 'the variable PORT sets it', fits: (it) => it.setting?.variable === 'PORT' },
  {
    title: 'it is not the usual port of another service, set by a configuration file',
    fits: ({ setting, port }) =>
      setting?.key === undefined || port === undefined || !isServicePort(port),
  },
  {
    title: 'its setting has the shorter name: address before webhook-address',
    fits: (it) => it.isPlain,
  },
  {
    title: 'it is not on localhost by default',
    fits: ({ host }) => host === undefined || !isLoopback(host),
  },
  {
    title: 'it is not on localhost for ever: a setting changes that',
    fits: ({ host, setting, hostSetting }) =>
      host === undefined || !isLoopback(host) || setting !== undefined || hostSetting !== undefined,
  },
  { title: 'every run of the program listens on it', fits: (it) => it.always === true },
  { title: 'the program waits for the call that listens on it', fits: (it) => it.waits === true },
];

/**
 * Decides the port by `portRules`. What else the program listens on is `otherPorts`.
 * @param unset the port that the image gives where only a setting without a default was seen.
 * @param nothing evidence for a program that listens nowhere.
 * @returns `ambiguous` with the candidates in that order, where several differ.
 */
export function portFinding(
  listens: readonly Listen[],
  unset: number,
  nothing: readonly Evidence[],
): Finding<number | null> {
  const proper = listens.filter(
    (it) =>
      it.port !== 0 &&
      it.protocol === 'tcp' &&
      !isElsewhere(it) &&
      !isOfService(it) &&
      !isProfiler(it),
  );
  const users = proper.filter((it) => !isOperations(it));
  const isKnown = users.some((it) => hasPort(it) || it.setting?.variable === 'PORT');
  const counted = orderedBy(ranked(isKnown ? users : proper), portRules);
  const known = counted.filter((it) => hasPort(it)).filter(isOwnPort);
  const candidates = candidatesOf(known);
  const [first, second] = candidates;
  // What listens on all of them needs no decision: the image exposes each.
  if (first && (!second || known.every((it) => it.always)))
    return { kind: 'found', value: first.value, evidence: first.evidence.slice(0, 2) };
  if (first) return { kind: 'ambiguous', candidates, why: 'the program names several ports' };
  const setting = counted.find((it) => it.setting?.variable !== undefined);
  if (setting)
    return {
      kind: 'suggested',
      value: unset,
      evidence: [
        {
          ...setting.evidence,
          because: `takes its port from ${setting.setting?.variable ?? ''}, which the image sets`,
        },
      ],
    };
  // What is only named like a port, and has none, may be that of another service.
  const listen = counted.find((it) => it.certain);
  if (listen)
    return {
      kind: 'unknown',
      why: `the program listens (${listen.evidence.file}:${listen.evidence.line ?? 1}), and its code does not say on which port; say which one, or none`,
    };
  return { kind: 'found', value: null, evidence: nothing };
}

/**
 * Finds what the image exposes besides the port: datagrams, and TCP ports on which every run of the
 * program listens. A port that only a condition opens, one for debugging and one on localhost are
 * left out: `EXPOSE` names what others may rely on.
 * @param port the TCP port that was decided.
 */
export function otherPorts(
  listens: readonly Listen[],
  port: Finding<number | null>,
): Pick<ServiceFacts, 'otherPorts'> {
  const first = 'value' in port ? port.value : null;
  const found = listens.filter(hasPort).filter((it) => {
    if (!it.certain || it.port === 0 || isNamed(it, debugging)) return false;
    if (isElsewhere(it) || (it.host !== undefined && isLoopback(it.host))) return false;
    if (it.protocol === 'udp') return true;
    return first !== null && it.port !== first && it.always === true;
  });
  const key = (it: Listen): string => `${it.port}/${it.protocol}`;
  const others = (['tcp', 'udp'] as const).flatMap((protocol) =>
    found
      .filter((it) => it.protocol === protocol)
      .filter((it, index, all) => all.findIndex((other) => key(other) === key(it)) === index)
      .map((it) => ({ number: it.port, protocol, evidence: it.evidence })),
  );
  return others.length > 0 ? { otherPorts: others } : {};
}

/** Whether the address has the name of another machine: the program connects to it. */
function isElsewhere({ host }: Listen): boolean {
  return host !== undefined && /[a-z][\w-]*\.[a-z]{2,}$/i.test(host);
}

/** `DEFAULT_PORT = 5432`: only a name says that the program listens on the port of a database. */
function isOfService({ port, certain }: Listen): boolean {
  return !certain && port !== undefined && isServicePort(port);
}

/**
 * `url.port or (443 if url.scheme == "https" else 80)`: a call that listens on either takes its
 * port from a URL, and the two are only those of the schemes.
 */
function isOwnPort(listen: Listen, _: number, all: readonly Listen[]): boolean {
  const { port } = listen;
  // Two calls may share the function that puts their addresses together.
  const call = ({ names, evidence: { file, line } }: Listen): string =>
    JSON.stringify([file, line, names]);
  const here = all.filter((it) => call(it) === call(listen));
  const isOfScheme = [80, 443].every((it) => here.some((other) => other.port === it));
  return !isOfScheme || (port !== 80 && port !== 443);
}

function hasPort(it: Listen): it is Listen & { readonly port: number } {
  return it.port !== undefined;
}

function candidatesOf(
  listens: readonly (Listen & { readonly port: number })[],
): readonly Candidate<number>[] {
  const places = new Map<number, Evidence[]>();
  for (const { port, evidence } of listens) {
    const known = places.get(port) ?? [];
    places.set(port, known);
    if (!known.some((it) => it.file === evidence.file && it.line === evidence.line))
      known.push(evidence);
  }
  return [...places].map(([value, evidence]) => ({ value, evidence }));
}
