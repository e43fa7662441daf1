import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatReference } from '../../src/registry/reference.ts';
import { referencesInDockerfile } from '../../src/dockerfile/references.ts';
import { decode, encode } from '../../src/update/encoding.ts';
import type { Reference } from '../../src/dockerfile/reference.ts';
import { rewrite } from '../../src/update/rewrite.ts';
import { sha256 } from './fake-registry.ts';

const corpus = new URL('corpus/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', corpus), 'utf8')) as Record<
  string,
  { references: string[]; unpinnable?: string[] }
>;
const names = readdirSync(corpus)
  .filter((it) => it.endsWith('.Dockerfile'))
  .map((it) => it.slice(0, -'.Dockerfile'.length));
const bytesOf = (name: string): Buffer => readFileSync(new URL(`${name}.Dockerfile`, corpus));

/** A new digest for each image; another `run` moves them all. */
const digestFor = (run: string) => (reference: Reference) =>
  sha256(`${run} ${formatReference(reference.parsed.ref)}`);

describe('the corpus', () => {
  it('has at least sixty files, each with what is expected of it', () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  describe.each(names)('%s', (name) => {
    const bytes = bytesOf(name);
    const before = decode(bytes);
    const findings = referencesInDockerfile(before.text);

    it('names the images that are expected, in order, and says of the others why not', () => {
      expect(findings.filter((it) => it.kind === 'reference').map((it) => it.text)).toEqual(
        expected[name]?.references,
      );
      const others = findings.filter((it) => it.kind === 'unpinnable');
      expect(others.map((it) => it.text)).toEqual(expected[name]?.unpinnable ?? []);
      expect(others.every((it) => it.why.length > 10)).toBe(true);
    });

    it('knows the line of each', () => {
      const lines = before.text.split('\n');
      const misplaced = findings.filter(
        (it) => it.kind === 'reference' && !lines[it.line - 1]?.includes(it.text),
      );
      expect(misplaced).toEqual([]);
    });

    it('keeps every byte outside the references, and the second run changes nothing', () => {
      const after = { ...before, text: rewrite(before.text, findings, digestFor('a')) };
      const again = referencesInDockerfile(after.text);
      expect(rewrite(after.text, again, digestFor('a'))).toBe(after.text);
      expect(blank(encode(after))).toEqual(blank(bytes));
      const references = again.filter((it) => it.kind === 'reference');
      expect(references).toHaveLength(expected[name]?.references.length ?? 0);
      for (const reference of references)
        expect(reference.parsed.digest).toBe(digestFor('a')(reference));

      const moved = { ...after, text: rewrite(after.text, again, digestFor('b')) };
      expect(moved.text.length).toBe(after.text.length);
      expect(blank(encode(moved))).toEqual(blank(bytes));
    });
  });
});

/** The bytes with everything that may change taken out: digests, and the `:latest` that an untagged image gets with its digest. */
function blank(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/(?::latest)?@sha256:[0-9a-f]{64}/g, '')
    .replaceAll(/(base\.digest="?)sha256:[0-9a-f]{64}/g, '$1');
}

describe('labels that repeat a digest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it('move with the reference whose digest they repeat, and no others do', () => {
    const text = bytesOf('labels').toString();
    const after = rewrite(text, referencesInDockerfile(text), () => sha256('new'));
    expect(after).toBe(
      text
        .replace(`@${digest}`, `@${sha256('new')}`)
        .replace(`base.digest="${digest}"`, `base.digest="${sha256('new')}"`),
    );
  });

  it('stay where they name another image', () => {
    const text = bytesOf('labels-of-another').toString();
    const after = rewrite(text, referencesInDockerfile(text), () => sha256('new'));
    expect(after).toBe(text.replace(`@${digest}`, `@${sha256('new')}`));
  });
});
