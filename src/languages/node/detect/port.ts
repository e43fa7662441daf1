/**
 * Chooses the port of a service from its framework, server, start command or sources.
 */
import { lineAt } from '../../../text/lines.ts';
import { sitePort } from '../frameworks/site-port.ts';
import { findPort, type PortAnswer, type PortDefault } from '../runtime/port.ts';
import type { Source } from '../files/sources.ts';
import type { StartFacts } from '../start/program.ts';

/**
 * @param sources the sources that the program loads.
 * @param rest reads the other sources of the package, because the text may not show how the
 *   listening file is loaded; `null` if `sources` contains all.
 */
export async function portOf(
  start: StartFacts,
  sources: readonly Source[],
  rest: (() => Promise<readonly Source[]>) | null,
): Promise<PortAnswer> {
  const answer = portIn(start, sources);
  return rest && answer.finding.kind === 'suggested' && answer.finding.value === null
    ? portIn(start, await rest())
    : answer;
}

/** Servers that do not answer HTTP requests. */
const otherServer =
  /\b(?:net|tls|https)\s*\.\s*createServer\(|\brequire\(\s*["'](?:node:)?(?:net|tls|https)["']\s*\)\s*\.\s*createServer\(|\bcreateSecureServer\(|\bnew\s+(?:SMTPServer|FtpSrv|net\.Server|tls\.Server|https\.Server)\b|\.bindAsync\(|\bNestFactory\s*\.\s*createMicroservice\b/;
const plainServer =
  /\bhttp\s*\.\s*(?:createServer|Server)\s*\(|\brequire\(\s*["'](?:node:)?http["']\s*\)\s*\.\s*createServer\(|\bhttp2\s*\.\s*createServer\(|\bBun\.serve\(|\bserve\(|\bNestFactory\s*\.\s*create\b(?!Microservice)|\bconnectMicroservice\(/;
const webFramework =
  /["'](?:express|fastify|koa|restify|polka|connect|micro|@?hapi(?:\/hapi)?|h3|@nestjs\/core|@apollo\/server\/standalone|socket\.io|ws|@feathersjs\/\w+|sails|total\.js|@tinyhttp\/app|elysia|@adonisjs\/core)["']/;
const destructured = (modules: string): RegExp =>
  new RegExp(
    String.raw`\{[^}]*\bcreateServer\b[^}]*\}\s*(?:from\s*|=\s*require\(\s*)["'](?:node:)?(?:${modules})["']`,
  );
const [otherImport, plainImport] = [destructured('net|tls|https'), destructured('http')];

/**
 * @returns whether the program accepts connections other than plain HTTP, and creates no HTTP
 *   server.
 */
export function speaksOther(sources: readonly Source[]): boolean {
  const other = sources.some(({ text }) => otherServer.test(text) || otherImport.test(text));
  return (
    other &&
    !sources.some(({ text }) => plainServer.test(text) || plainImport.test(text)) &&
    !listensItself(sources.map((it) => it.text).join('\n'))
  );
}

/**
 * Whether an application of a framework listens. `https.createServer(options, app).listen()` does
 * not count.
 */
function listensItself(text: string): boolean {
  if (!webFramework.test(text)) return false;
  const servers = new Set(
    [
      ...text.matchAll(
        /\b(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:await\s+)?(?:\w+\s*\.\s*)?create(?:Secure)?(?:Server|Microservice)\b/g,
      ),
    ].map((it) => it[1]),
  );
  return (
    /\)\(\)\s*\.\s*listen\(/.test(text) ||
    [...text.matchAll(/(\w+)(?:\(\))?\s*\.\s*listen\(/g)].some((it) => !servers.has(it[1]))
  );
}

function portIn(
  { packageStart, site, framework, server, interpreter }: StartFacts,
  sources: readonly Source[],
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
    return findPort([], given, {
      ...server.listens,
      evidence: {
        ...(given.evidence[0] ?? { file: 'package.json' }),
        because: `${server.title} listens on ${server.listens.port}`,
      },
    });
  if (!framework) return findPort(sources, given, interpreter === 'bun' ? bunPort(sources) : null);
  return findPort([], given, {
    port: framework.port,
    variable: framework.portVariable,
    evidence: { ...framework.evidence, because: `${framework.title} listens on ${framework.port}` },
  });
}

/**
 * Bun serves the default export of the entry. Without a port it listens on $BUN_PORT, $PORT,
 * $NODE_PORT or 3000. https://bun.com/docs/runtime/http/server
 */
function bunPort(sources: readonly Source[]): PortDefault | null {
  const [entry] = sources;
  const exported =
    entry &&
    /^export default\s+(?:\{[^}]*\bfetch\b|new\s+\w*(?:Hono|Elysia|Router)\b|\w+(?:\s+satisfies\s.*)?\s*;?\s*$)/m.exec(
      entry.text,
    );
  if (exported)
    return {
      port: 3000,
      variable: 'PORT',
      evidence: {
        file: entry.file,
        line: lineAt(entry.text, exported.index),
        because: 'exports a server: Bun listens on PORT, or 3000',
      },
    };
  for (const { file, text } of sources) {
    const serves = /\bBun\.serve\(/.exec(text);
    if (serves)
      return {
        port: 3000,
        variable: 'PORT',
        evidence: {
          file,
          line: lineAt(text, serves.index),
          because: 'Bun.serve listens on PORT, or 3000',
        },
      };
  }
  return null;
}
