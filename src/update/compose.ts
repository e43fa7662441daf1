/** The text of a compose file in, every image that it pulls or hands to a build out. */
import {
  type Document,
  type Scalar,
  type YAMLMap,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
} from 'yaml';
import { referencesInDockerfile } from '../dockerfile/references.ts';
import {
  type Finding,
  contextFinding,
  findingOf,
  lineAt,
  lineStartsOf,
} from '../dockerfile/reference.ts';

/** A service's `image:` is an image to pull unless the service is built here: then it names what is built. */
export function referencesInCompose(text: string): readonly Finding[] {
  const lineStarts = lineStartsOf(text);
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const document of parseAllDocuments(text)) {
    if (!('contents' in document)) continue;
    const services = document.get('services', true);
    if (!isMap(services)) continue;
    for (const { value } of services.items) {
      const service = entriesOf(document, value);
      const build = service.get('build');
      const image = service.get('image');
      if (build === undefined && isScalar(image)) add(image, 'image');
      if (build !== undefined) addBuild(document, build);
    }
  }
  return findings;

  function addBuild(document: Document, build: unknown): void {
    const entries = entriesOf(document, build);
    const inline = entries.get('dockerfile_inline');
    if (isScalar(inline)) addInline(inline);
    for (const key of ['additional_contexts', 'args']) {
      const node = entries.get(key);
      if (!isMap(node) && !isSeq(node)) continue;
      visit(node, {
        Scalar: (position, scalar) => void (position === 'key' ? undefined : addContext(scalar)),
      });
    }
  }

  /** `docker-image://golang:1.27`, a whole pinned reference, or `name=` before one of them. */
  function addContext(scalar: Scalar): void {
    const place = placeOf(scalar);
    if (place === undefined || seen.has(place.start)) return;
    const name = /^[\w.-]+=/.exec(place.text)?.[0] ?? '';
    const finding = contextFinding({
      ...place,
      start: place.start + name.length,
      text: place.text.slice(name.length),
    });
    if (finding === undefined) return;
    seen.add(place.start);
    findings.push(finding);
  }

  function add(scalar: Scalar, role: string): void {
    const place = placeOf(scalar);
    if (place === undefined || place.text === '' || seen.has(place.start)) return;
    seen.add(place.start);
    const variable = place.text.includes('$');
    findings.push(
      variable
        ? {
            kind: 'unpinnable',
            line: place.line,
            role,
            text: place.text,
            why: 'it is put together from variables; write the whole reference',
          }
        : findingOf({ ...place, role }),
    );
  }

  /** A value that stands in the file as it is, on one line. */
  function placeOf(
    scalar: Scalar,
  ): { readonly start: number; readonly line: number; readonly text: string } | undefined {
    const [from, to] = scalar.range ?? [0, 0];
    if (typeof scalar.value !== 'string') return undefined;
    const inside = text.slice(from, to).indexOf(scalar.value);
    return inside === -1
      ? undefined
      : { start: from + inside, line: lineAt(lineStarts, from + inside), text: scalar.value };
  }

  /** The Dockerfile in a block is read without its indentation, and its findings are moved to where they stand. */
  function addInline(scalar: Scalar): void {
    const [from, to] = scalar.range ?? [0, 0];
    const line = lineAt(lineStarts, from);
    if (seen.has(from)) return;
    seen.add(from);
    if (scalar.type !== 'BLOCK_LITERAL') {
      findings.push({
        kind: 'unpinnable',
        line,
        role: 'dockerfile_inline',
        text: 'dockerfile_inline',
        why: 'only an inline Dockerfile in a block (|) is read',
      });
      return;
    }
    const rows = lineStarts
      .filter((start) => start > from && start < to)
      .map((start) => ({
        start,
        content: text.slice(start, Math.min(to, lineStarts[lineAt(lineStarts, start)] ?? to)),
      }));
    const indent = Math.min(
      ...rows
        .filter(({ content }) => content.trim() !== '')
        .map(({ content }) => content.length - content.trimStart().length),
    );
    const moved: { readonly at: number; readonly start: number }[] = [];
    let plain = '';
    for (const { start, content } of rows) {
      const cut = content.trim() === '' ? 0 : indent;
      moved.push({ at: plain.length, start: start + cut });
      plain += content.slice(cut);
    }
    const place = (offset: number): number => {
      const row = moved.findLast(({ at }) => at <= offset);
      return row === undefined ? from : row.start + offset - row.at;
    };
    for (const finding of referencesInDockerfile(plain)) {
      if (finding.kind === 'unpinnable') findings.push({ ...finding, line: finding.line + line });
      else
        findings.push({
          ...finding,
          start: place(finding.start),
          end: place(finding.start) + finding.end - finding.start,
          ...(finding.kind === 'reference' ? { line: finding.line + line } : {}),
        });
    }
  }
}

/** The entries of a map, those of maps that it merges (`<<: *common`) behind its own. */
function entriesOf(document: Document, node: unknown): ReadonlyMap<string, unknown> {
  const entries = new Map<string, unknown>();
  const map = resolved(document, node);
  if (!isMap(map)) return entries;
  for (const { key, value } of (map as YAMLMap).items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (name !== '<<') entries.set(name, resolved(document, value));
  }
  for (const { key, value } of (map as YAMLMap).items) {
    if (!isScalar(key) || key.value !== '<<') continue;
    const merged = resolved(document, value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      for (const [name, inner] of entriesOf(document, source))
        if (!entries.has(name)) entries.set(name, inner);
    }
  }
  return entries;
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}
