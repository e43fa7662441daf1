/** How a program starts and its sources in, the port that it listens on out. */
import { lineAt } from '../lines.ts';
import { sitePort } from './plan-site.ts';
import { findPort, type PortAnswer, type PortDefault } from './port.ts';
import type { Source } from './sources.ts';
import type { Started } from './started.ts';

/** @param reached the sources that the program loads; @param all those of the package: what is loaded in a way that no text shows may be what listens. */
export function portOf(started: Started, reached: readonly Source[], all: readonly Source[]): PortAnswer {
  const answer = portIn(started, reached);
  return answer.finding.kind === 'suggested' && answer.finding.value === null ? portIn(started, all) : answer;
}

function portIn({ own, site, framework, server, interpreter }: Started, sources: readonly Source[]): PortAnswer {
  const { finding } = own;
  const given = { words: finding.kind === 'found' ? finding.value : [], environment: own.environment, evidence: finding.kind === 'found' ? finding.evidence : [] };
  if (site) return { finding: { kind: 'found', value: sitePort, evidence: [{ ...site.evidence, because: `${site.title}: served by the base's web server` }] }, variable: null, notes: [] };
  if (server?.listens) return findPort([], given, { ...server.listens, evidence: { ...(given.evidence[0] ?? { file: 'package.json' }), because: `${server.title} listens on ${server.listens.port}` } });
  if (!framework) return findPort(sources, given, interpreter === 'bun' ? bunPort(sources) : null);
  return findPort([], given, { port: framework.port, variable: framework.portVariable, evidence: { ...framework.evidence, because: `${framework.title} listens on ${framework.port}` } });
}

/** Bun serves what the entry exports; without a port it listens on $BUN_PORT, $PORT, $NODE_PORT or 3000. https://bun.com/docs/runtime/http/server */
function bunPort(sources: readonly Source[]): PortDefault | null {
  const [entry] = sources;
  const exported = entry && /^export default\s+(?:\{[^}]*\bfetch\b|new\s+\w*(?:Hono|Elysia|Router)\b|\w+(?:\s+satisfies\s.*)?\s*;?\s*$)/m.exec(entry.text);
  if (exported) return { port: 3000, variable: 'PORT', evidence: { file: entry.file, line: lineAt(entry.text, exported.index), because: 'exports a server: Bun listens on PORT, or 3000' } };
  for (const { file, text } of sources) {
    const serves = /\bBun\.serve\(/.exec(text);
    if (serves) return { port: 3000, variable: 'PORT', evidence: { file, line: lineAt(text, serves.index), because: 'Bun.serve listens on PORT, or 3000' } };
  }
  return null;
}
