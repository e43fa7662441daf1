/** Finds every image that a compose file pulls, mounts or passes to a build. */
import {
  type Document,
  type Scalar,
  type YAMLMap,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
} from 'yaml';
import { type Finding, contextFinding, findingOf } from '../dockerfile/reference.ts';
import { lineAt } from '../text/lines.ts';
import { referencesInLines } from './inline.ts';

/**
 * Finds the references in a compose file. The `image:` of a service is pulled unless the service
 * has `build:`, in which case it names the result.
 */
export function referencesInCompose(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const document of parseAllDocuments(text)) {
    if (!('contents' in document)) continue;
    const [mistake] = document.errors;
    if (mistake)
      findings.push({
        kind: 'unpinnable',
        line: lineAt(text, mistake.pos[0]),
        role: 'YAML',
        text: 'file',
        why: `it has a mistake, so images can be missing here: ${mistake.message.replace(/ at line \d[\s\S]*/, '')}`,
      });
    const services = document.get('services', true);
    if (!isMap(services)) continue;
    for (const { value } of services.items) {
      const service = entriesOf(document, value);
      const build = service.get('build');
      const image = service.get('image');
      if (build === undefined && isScalar(image)) add(image, 'image');
      if (build !== undefined) addBuild(document, build);
      addMounts(document, service.get('volumes'));
    }
  }
  return findings;

  /**
   * Adds the images mounted with `type: image`:
   * https://docs.docker.com/reference/compose-file/services/#volumes
   */
  function addMounts(document: Document, volumes: unknown): void {
    for (const volume of isSeq(volumes) ? volumes.items : []) {
      const entries = entriesOf(document, volume);
      const type = entries.get('type');
      const source = entries.get('source');
      if (isScalar(type) && type.value === 'image' && isScalar(source)) add(source, 'volume');
    }
  }

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

  /**
   * Adds `docker-image://golang:1.27` or a whole pinned reference, with or without a leading
   * `name=`.
   */
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
    const [, before = '', standard] = /^(\$\{\w+:?-)([^${}]+)\}$/.exec(place.text) ?? [];
    if (standard !== undefined) {
      findings.push(
        findingOf({ ...place, start: place.start + before.length, role, text: standard }),
      );
    } else if (place.text.includes('$')) {
      const why = 'it is composed of variables; write the whole reference';
      findings.push({ kind: 'unpinnable', line: place.line, role, text: place.text, why });
    } else findings.push(findingOf({ ...place, role }));
  }

  /** Returns the place of a value that is written on one line, without escapes. */
  function placeOf(
    scalar: Scalar,
  ): { readonly start: number; readonly line: number; readonly text: string } | undefined {
    const [from, to] = scalar.range ?? [0, 0];
    if (typeof scalar.value !== 'string') return undefined;
    const inside = text.slice(from, to).indexOf(scalar.value);
    return inside === -1
      ? undefined
      : { start: from + inside, line: lineAt(text, from + inside), text: scalar.value };
  }

  /** Adds an inline Dockerfile. Only a block (|) contains its lines unchanged. */
  function addInline(scalar: Scalar): void {
    const [from, to] = scalar.range ?? [0, 0];
    if (seen.has(from)) return;
    seen.add(from);
    if (scalar.type === 'BLOCK_LITERAL') {
      const start = text.indexOf('\n', from) + 1;
      findings.push(...referencesInLines(text, { start, end: to }, true));
      return;
    }
    findings.push({
      kind: 'unpinnable',
      line: lineAt(text, from),
      role: 'dockerfile_inline',
      text: 'dockerfile_inline',
      why: 'only an inline Dockerfile in a block (|) is read',
    });
  }
}

/**
 * Returns the entries of a map. They take precedence over those of merged maps (`<<: *common`).
 * `!reset` removes an entry: https://docs.docker.com/reference/compose-file/merge/#reset-value
 */
function entriesOf(document: Document, node: unknown): ReadonlyMap<string, unknown> {
  const entries = new Map<string, unknown>();
  const map = resolved(document, node);
  if (!isMap(map)) return entries;
  for (const { key, value } of (map as YAMLMap).items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (name !== '<<') entries.set(name, isReset(value) ? undefined : resolved(document, value));
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

function isReset(node: unknown): boolean {
  return isNode(node) && node.tag === '!reset';
}
