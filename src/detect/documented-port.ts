/**
 * Finds the port where the sources show that a program listens and not where: in its configuration
 * files, and in its documentation.
 */
import { isServicePort } from '../languages/shared/service-ports.ts';
import type { ProjectReader } from '../ports/ports.ts';
import { lineAt } from '../text/lines.ts';
import type { Evidence } from '../types.ts';

export interface DocumentedPort {
  readonly port: number;
  readonly evidence: Evidence;
}

/** Where to look, the best first, and how a port is written there. */
const places: readonly { readonly file: RegExp; readonly port: RegExp }[] = [
  {
    file: /^(?:(?:conf|config|configs|etc)\/)?(?:config|default|server|app|settings)(?:[.-](?:default|example|sample|production))?\.(?:ya?ml|json5?|toml|ini)$/i,
    port: /^\s*["']?port["']?\s*[:=]\s*["']?(\d{2,5})["']?,?\s*(?:[#/].*)?$/gim,
  },
  // `docker run -p 80:8080`: the container's side.
  { file: /^readme(?:\.(?:md|rst|txt))?$/i, port: /\s-p[ =](?:[\d.]+:)?\d{2,5}:(\d{2,5})\b/g },
  {
    file: /^readme(?:\.(?:md|rst|txt))?$/i,
    port: /\b(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{2,5})\b/g,
  },
];

/** @returns the only port that the first of these places names; `undefined` if one names several. */
export async function documentedPort(project: ProjectReader): Promise<DocumentedPort | undefined> {
  const files = await project.files();
  for (const place of places) {
    const found = new Map<number, Evidence>();
    for (const file of files.filter((it) => place.file.test(it))) {
      const text = (await project.read(file)) ?? '';
      if (text.length > longest) continue;
      for (const match of text.matchAll(place.port)) {
        const port = Number(match[1]);
        if (port > 65_535 || isServicePort(port) || found.has(port)) continue;
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
