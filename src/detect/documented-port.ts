/**
 * Finds the port where the sources show that a program listens and not where: in its configuration
 * files, and in the documentation of the project.
 */
import { isServicePort } from '../languages/shared/service-ports.ts';
import type { ProjectReader } from '../ports/ports.ts';
import { lineAt } from '../text/lines.ts';
import { folderOf, isBelow } from '../text/paths.ts';
import type { Evidence, Finding, ProjectFacts, ServiceFacts } from '../types.ts';

interface DocumentedPort {
  readonly port: number;
  readonly evidence: Evidence;
}

/** The first port that a system gives to clients: https://www.rfc-editor.org/rfc/rfc6335#section-6 */
const firstDynamic = 49_152;

/** Where to look, and how a port is written there. */
interface Place {
  readonly file: RegExp;
  readonly port: RegExp;
}

/** `port: 8080`, `http_listen_port = 3100`. */
const portKey =
  /^\s*["']?(?:(?:http|server|web|api)[_-]?)?(?:listen[_-]?)?port["']?\s*[:=]\s*["']?(\d{2,5})["']?,?\s*(?:[#/].*)?$/gim;

/** Of the project, the best first. */
const places: readonly Place[] = [
  {
    file: /^(?:(?:conf|config|configs|etc)\/)?(?:config|default|server|app|settings)(?:[.-](?:default|example|sample|production))?\.(?:ya?ml|json5?|toml|ini)$/i,
    port: portKey,
  },
  // `docker run -p 80:8080`: the container's side.
  { file: /^readme(?:\.(?:md|rst|txt))?$/i, port: /\s-p[ =](?:[\d.]+:)?\d{2,5}:(\d{2,5})\b/g },
  {
    file: /^readme(?:\.(?:md|rst|txt))?$/i,
    port: /\b(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{2,5})\b/g,
  },
];

/** Beside the entry of one program of several. */
const besideEntry: readonly Place[] = [
  { file: /^[\w.-]*(?:config|settings)[\w.-]*\.(?:ya?ml|json5?|toml|ini)$/i, port: portKey },
];

/** @returns the facts with documented ports, ranked below what the sources and deployments show. */
export async function withDocumentedPorts(
  facts: ProjectFacts,
  project: ProjectReader,
): Promise<ProjectFacts> {
  const isOnly = facts.services.length === 1;
  const services = facts.services.map(async (service): Promise<ServiceFacts> => {
    if (service.port.kind !== 'unknown') return service;
    const folder = folderOf(service.evidence[0]?.file ?? '');
    const beside = isOnly ? undefined : await documentedPort(project, folder, besideEntry);
    // Where there are several, the project documents the likeliest.
    const isMain = isOnly || service.name === likeliest(facts.service);
    const found = beside ?? (isMain ? await documentedPort(project, '', places) : undefined);
    if (!found) return service;
    const { port, evidence } = found;
    return { ...service, port: { kind: 'suggested', value: port, evidence: [evidence] } };
  });
  return { ...facts, services: await Promise.all(services) };
}

function likeliest(service: Finding<string>): string | undefined {
  if (service.kind === 'ambiguous') return service.candidates[0]?.value;
  return 'value' in service ? service.value : undefined;
}

/** Returns the only port that the first of the places names; `undefined` if one names several. */
async function documentedPort(
  project: ProjectReader,
  folder: string,
  places: readonly Place[],
): Promise<DocumentedPort | undefined> {
  const inside = folder === '' ? 0 : folder.length + 1;
  const files = (await project.files()).filter((it) => folder === '' || isBelow(it, folder));
  for (const place of places) {
    const found = new Map<number, Evidence>();
    for (const file of files.filter((it) => place.file.test(it.slice(inside)))) {
      const text = (await project.read(file)) ?? '';
      if (text.length > longest) continue;
      for (const match of text.matchAll(place.port)) {
        const port = Number(match[1]);
        if (port >= firstDynamic || isServicePort(port) || found.has(port)) continue;
        const at = match.index + match[0].search(/\S/);
        found.set(port, {
          file,
          line: lineAt(text, at),
          because: match[0].trim().replace(/,$/, ''),
        });
      }
    }
    const [first, second] = found;
    if (first && !second) return { port: first[0], evidence: first[1] };
    if (second) return undefined;
  }
  return undefined;
}

/** A longer file is data. */
const longest = 200_000;
