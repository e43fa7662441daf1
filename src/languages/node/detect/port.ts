/**
 * Chooses the port of a service from its framework, server, start command or sources.
 */
import type { Module } from '../code/module.ts';
import type { ReadProgram } from '../code/program.ts';
import type { NodeUses } from '../code/uses.ts';
import { possible } from '../../shared/values.ts';
import { sitePort } from '../frameworks/site-port.ts';
import { findPort, type PortAnswer, type PortDefault } from '../runtime/port.ts';
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
export function portOf(
  { packageStart, site, framework, server, interpreter }: StartFacts,
  uses: NodeUses,
  program: ReadProgram | null,
): PortAnswer {
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
  if (server?.listens)
    return findPort(null, given, {
      ...server.listens,
      evidence: {
        ...(given.evidence[0] ?? { file: 'package.json' }),
        because: `${server.title} listens on ${server.listens.port}`,
      },
    });
  if (!framework)
    return findPort(
      uses,
      given,
      interpreter === 'bun' ? bunPort(program) : null,
      entryOf(program)?.file,
    );
  return findPort(null, given, {
    port: framework.port,
    variable: framework.portVariable,
    evidence: { ...framework.evidence, because: `${framework.title} listens on ${framework.port}` },
  });
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
