/**
 * Finds the port that a program listens on, the settings that configure it, and addresses that
 * cannot be reached from outside a container.
 */
import type { Evidence, Finding, Note } from '../../types.ts';
import { isLoopback } from '../../text/hosts.ts';
import { listenCalls, type Listen } from './listen-calls.ts';
import type { ProgramSource } from './packages.ts';
import { portSettings, type Setting } from './settings.ts';

export interface Listening {
  readonly port: Finding<number | null>;
  /** The environment variables from which the program reads ports or addresses. */
  readonly variables: readonly Setting[];
  /** The setting with a default address that cannot be reached from outside the container. */
  readonly local: Setting | undefined;
  readonly notes: readonly Note[];
}

/** Matches ports for the operators of the program, not for its users. */
const besides = /metric|prom|pprof|debug|profil|admin|health|probe|diag/i;

/**
 * Packages for servers. A program that imports one may listen in a way that is not detected here.
 */
const servers =
  /^(net|net\/http|net\/rpc|google\.golang\.org\/grpc|github\.com\/(gin-gonic\/gin|labstack\/echo|gofiber\/fiber|valyala\/fasthttp|go-chi\/chi|gorilla\/mux|beego\/beego|kataras\/iris|zeromicro\/go-zero|go-kratos\/kratos|cloudwego\/hertz|gofr-dev\/gofr))(\/.*)?$/;

export function findListening(program: ProgramSource, main: Evidence): Listening {
  const files = program.packages.flatMap((it) => it.files);
  const listens = files.flatMap(listenCalls);
  const settings = files.flatMap((file) => portSettings(file));
  const named = settings.filter((it) => it.variable !== undefined && !besides.test(it.variable));
  const variables = named.filter(
    (it, index) => named.findIndex((other) => other.variable === it.variable) === index,
  );
  return {
    port: findPort(listens, settings, program, main),
    variables,
    local: settings.find((it) => it.host !== undefined && isLoopback(it.host)),
    notes: localNotes(listens, settings),
  };
}

interface Seen {
  readonly port: number;
  readonly evidence: Evidence;
  readonly besides: boolean;
}

function findPort(
  listens: readonly Listen[],
  settings: readonly Setting[],
  program: ProgramSource,
  main: Evidence,
): Finding<number | null> {
  const strong: Seen[] = [];
  for (const it of [...listens, ...settings.filter((setting) => setting.kind !== 'constant')]) {
    if (it.port !== undefined && it.port > 0)
      strong.push({ port: it.port, evidence: it.evidence, besides: besides.test(it.line) });
  }
  const decided = decide(strong);
  if (decided) return decided;

  const [listen] = listens;
  const unset = settings.find(
    (it) => it.kind === 'environment' && it.port === undefined && !besides.test(it.line),
  );
  if (!listen && !unset) return withoutPort(program, main);
  const constants = settings
    .filter((it) => it.kind === 'constant')
    .map((it) => ({ port: it.port ?? 0, evidence: it.evidence, besides: besides.test(it.line) }));
  const constant = decide(constants);
  if (constant) return constant;
  if (unset)
    return {
      kind: 'suggested',
      value: 8080,
      evidence: [
        {
          ...unset.evidence,
          because: `takes its port from ${unset.variable ?? 'the environment'}, which the image sets`,
        },
      ],
    };
  return {
    kind: 'unknown',
    why: `the program listens (${listen?.evidence.file}:${listen?.evidence.line}), and its code does not say on which port; say which one, or none`,
  };
}

/**
 * Returns the one port that all evidence agrees on. Ports for metrics and similar purposes count
 * only if there is no other port.
 */
function decide(seen: readonly Seen[]): Finding<number> | undefined {
  const proper = seen.filter((it) => !it.besides);
  const counted = proper.length > 0 ? proper : seen;
  const ports = [...new Set(counted.map((it) => it.port))];
  const [port] = ports;
  if (port === undefined) return undefined;
  if (ports.length === 1)
    return {
      kind: 'found',
      value: port,
      evidence: distinctPlaces(counted.map((it) => it.evidence)).slice(0, 2),
    };
  return {
    kind: 'ambiguous',
    candidates: ports.map((value) => ({
      value,
      evidence: counted
        .filter((it) => it.port === value)
        .slice(0, 1)
        .map((it) => it.evidence),
    })),
    why: 'the program names several ports',
  };
}

function distinctPlaces(all: readonly Evidence[]): Evidence[] {
  return all.filter(
    (it, index) =>
      all.findIndex((other) => other.file === it.file && other.line === it.line) === index,
  );
}

function withoutPort(program: ProgramSource, main: Evidence): Finding<null> {
  const serving = [...program.external].find(([path]) => servers.test(path));
  const evidence = [{ ...main, because: 'nothing in the program listens' }];
  return serving
    ? { kind: 'suggested', value: null, evidence }
    : { kind: 'found', value: null, evidence };
}

function localNotes(listens: readonly Listen[], settings: readonly Setting[]): Note[] {
  const local = [
    ...settings.filter((it) => it.variable ?? it.flag),
    ...listens,
    ...settings,
  ].filter((it) => it.host !== undefined && isLoopback(it.host));
  return local.slice(0, 1).map((it) => ({
    code: 'go/listens-on-localhost',
    level: 'warning',
    text: `the program listens on ${it.host} by default: from outside the container nobody reaches it; ${cureOf(it)}`,
    evidence: [it.evidence],
  }));
}

function cureOf(it: Listen | Setting): string {
  if (it.variable !== undefined) return `the image sets ${it.variable}`;
  if ('flag' in it && it.flag !== undefined)
    return `start it with --${it.flag}=:${it.port ?? 8080}, as is proposed`;
  return `listen on all interfaces (":${it.port ?? 8080}")`;
}
