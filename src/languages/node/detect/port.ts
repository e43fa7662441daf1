/**
 * Chooses the port of a service from its framework, server, start command or sources.
 */
import type { Evidence, Finding } from '../../../types.ts';
import type { Module } from '../code/module.ts';
import type { ReadProgram } from '../code/program.ts';
import type { NodeUses } from '../code/uses.ts';
import { possible } from '../../shared/values.ts';
import { localServerNotes } from '../frameworks/servers.ts';
import { sitePort } from '../frameworks/site-port.ts';
import { findPort, type PortAnswer, type PortDefault } from '../runtime/port.ts';
import { standardInput } from '../runtime/standard-input.ts';
import type { StartFacts } from '../start/program.ts';

/**
 * @returns whether the program accepts connections other than plain HTTP, and creates no HTTP
 *   server.
 */
export function speaksOther({ listens }: Pick<NodeUses, 'listens'>): boolean {
  const servers = listens.filter((it) => it.certain && it.protocol === 'tcp');
  return servers.length > 0 && servers.every((it) => it.speaks === 'other');
}

/**
 * @param uses what the sources that the program loads use.
 * @param program its sources; Bun may serve what the first of them exports.
 */
export function portOf(start: StartFacts, uses: NodeUses, program: ReadProgram | null): PortAnswer {
  const { packageStart, site, framework, server, interpreter, entry, origin } = start;
  const { finding } = packageStart;
  const given = {
    words: finding.kind === 'found' ? finding.value : [],
    environment: packageStart.environment,
    evidence: finding.kind === 'found' ? finding.evidence : [],
  };
  if (site)
    return {
      finding: {
        kind: 'found',
        value: sitePort,
        evidence: [{ ...site.evidence, because: `${site.title}: served by the base's web server` }],
      },
      variable: null,
      notes: [],
    };
  const [place = { file: 'package.json', because: '' }] = given.evidence;
  if (server?.listens) {
    const { port } = server.listens;
    const because = `${server.title} listens on ${port}`;
    const answer = findPort(null, given, {
      ...server.listens,
      evidence: { ...place, because },
    });
    return { ...answer, notes: localServerNotes(server, given.words, place) };
  }
  const spoken = framework
    ? undefined
    : standardInput(program?.modules.values() ?? [], given.words, given.environment);
  if (spoken && uses.listens.length > 0) return withoutPort(spoken);
  if (!framework) {
    const known = interpreter === 'bun' ? bunPort(program) : null;
    const answer = findPort(uses, given, known, entryOf(program)?.file, isOpened(start));
    return origin?.kind === 'dependency' && !server && isNone(answer.finding)
      ? ofDependency(answer, entry ?? '', place)
      : answer;
  }
  return findPort(null, given, {
    port: framework.port,
    variable: framework.portVariable,
    evidence: { ...framework.evidence, because: `${framework.title} listens on ${framework.port}` },
  });
}

/** A program that listens only where it is told to. */
function withoutPort(evidence: Evidence): PortAnswer {
  return {
    finding: { kind: 'suggested', value: null, evidence: [evidence] },
    variable: null,
    notes: [
      {
        code: 'node/speaks-over-standard-input',
        level: 'info',
        text: 'the program speaks over its standard input, unless it is told to listen: run it with docker run -i',
        hint: 'To let it listen, give its command and port: --start "node ... --transport http" --port 3000.',
        evidence: [evidence],
      },
    ],
  };
}

/** Whether the image can open the port of a server on localhost: Bun does not use Node's servers. */
export function isOpened({ framework, site, server, interpreter }: StartFacts): boolean {
  return interpreter === 'node' && !framework && !site && !server;
}

function isNone(finding: Finding<number | null>): boolean {
  return finding.kind !== 'ambiguous' && finding.kind !== 'unknown' && finding.value === null;
}

/** The sources of a dependency are not read, so that nothing shows whether its program listens. */
function ofDependency(answer: PortAnswer, entry: string, place: Evidence): PortAnswer {
  const inside = entry.replace(/^.*node_modules\/(?:\.bin\/)?/, '');
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(inside)?.[0] ?? inside;
  const because = `${name} is a program of a dependency, whose sources are not read`;
  const evidence = [{ ...place, because }];
  return {
    ...answer,
    finding: { kind: 'suggested', value: null, evidence },
    notes: [
      ...answer.notes,
      {
        code: 'node/port-of-dependency',
        level: 'warning',
        text: `the port of ${name} is not known: it is a dependency, and its sources are not read`,
        hint: 'If it listens, name the port: --port 8080.',
        evidence: [place],
      },
    ],
  };
}

/**
 * Bun serves the default export of the entry. Without a port it listens on $BUN_PORT, $PORT,
 * $NODE_PORT or 3000. https://bun.com/docs/runtime/http/server
 */
function bunPort(program: ReadProgram | null): PortDefault | null {
  const entry = entryOf(program);
  const exported = entry?.exports.names.get('default');
  if (!program || !entry || exported?.kind !== 'expression') return null;
  const place = { file: entry.file, line: exported.node.line };
  const value = program.evaluator.evaluate(exported.node);
  const own = value.kind === 'record' ? value.entry('port') : undefined;
  const [port] = own ? possible(own) : [];
  if (port?.complete && /^\d+$/.test(port.text))
    return {
      port: Number(port.text),
      variable: port.setting?.variable ?? null,
      evidence: { ...place, because: `exports a server on ${port.text}` },
    };
  return {
    port: 3000,
    variable: 'PORT',
    evidence: { ...place, because: 'exports a server: Bun listens on PORT, or 3000' },
  };
}

function entryOf(program: ReadProgram | null): Module | undefined {
  return program?.modules.values().next().value;
}
