import { describe, expect, it } from 'vitest';
import snapshot from '../../src/data/snapshot.json' with { type: 'json' };
import { formatReference, isDigest, parseReference } from '../../src/registry/reference.ts';
import { lookUpSnapshot, snapshotAge, snapshotDate } from '../../src/registry/snapshot.ts';

describe('the bundled snapshot', () => {
  it('has nothing but familiar references with whole digests and their sources', () => {
    expect(Object.keys(snapshot.images).length).toBeGreaterThan(40);
    for (const [image, entry] of Object.entries(snapshot.images)) {
      const parsed = parseReference(image);
      expect(parsed.ok && parsed.hasTag && formatReference(parsed.ref)).toBe(image);
      expect(isDigest(entry.digest), image).toBe(true);
      expect(entry.sources === 0 || entry.sources >= 2, image).toBe(true);
    }
  });

  it.each([
    'golang:1.27-alpine3.24',
    'golang:1.26-trixie',
    'node:26-trixie-slim',
    'node:24-alpine3.24',
    'python:3.14-slim-trixie',
    'python:3.13-alpine3.24',
    'alpine:3.24',
    'gcr.io/distroless/python3-debian13:nonroot',
  ])('knows %s', (image) => {
    const parsed = parseReference(image);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(lookUpSnapshot(parsed.ref)?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('does not find a digest for an image of the same name elsewhere, nor for a tag that does not exist', () => {
    expect(
      lookUpSnapshot({ registry: 'example.com', repository: 'library/golang', tag: '1.27-trixie' }),
    ).toBeUndefined();
    expect(
      lookUpSnapshot({ registry: 'docker.io', repository: 'library/golang', tag: '9.9-trixie' }),
    ).toBeUndefined();
  });

  it('says how old it is', () => {
    const day = 86_400_000;
    const taken = Date.parse(`${snapshotDate}T00:00:00Z`);
    expect(snapshotAge(new Date(taken + 60 * day))).toEqual({ days: 60, old: false });
    expect(snapshotAge(new Date(taken + 61 * day))).toEqual({ days: 61, old: true });
    expect(snapshotAge(new Date(taken - day))).toEqual({ days: 0, old: false });
  });
});
