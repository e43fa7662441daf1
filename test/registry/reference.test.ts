import { describe, expect, it } from 'vitest';
import { formatReference, parseReference, sameImage } from '../../src/registry/reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

describe('parseReference', () => {
  it.each([
    ['golang', 'docker.io', 'library/golang', 'latest'],
    ['golang:1.27-alpine3.24', 'docker.io', 'library/golang', '1.27-alpine3.24'],
    ['docker.io/golang:1', 'docker.io', 'library/golang', '1'],
    ['index.docker.io/library/golang:1', 'docker.io', 'library/golang', '1'],
    ['oven/bun:1', 'docker.io', 'oven/bun', '1'],
    [
      'gcr.io/distroless/static-debian13:nonroot',
      'gcr.io',
      'distroless/static-debian13',
      'nonroot',
    ],
    ['localhost/app', 'localhost', 'app', 'latest'],
    ['localhost:5000/a/b/c:x', 'localhost:5000', 'a/b/c', 'x'],
    ['registry:5000/app', 'registry:5000', 'app', 'latest'],
    ['127.0.0.1:5055/library/golang:1', '127.0.0.1:5055', 'library/golang', '1'],
    ['[::1]:5000/app:1', '[::1]:5000', 'app', '1'],
    ['Registry/app:1', 'Registry', 'app', '1'],
    ['a__b/c-d_e.f:1', 'docker.io', 'a__b/c-d_e.f', '1'],
    ['a--b:V_1.2-3', 'docker.io', 'library/a--b', 'V_1.2-3'],
  ])('%s', (text, registry, repository, tag) => {
    expect(parseReference(text)).toMatchObject({ ok: true, ref: { registry, repository, tag } });
  });

  it('keeps a digest beside the tag, and says when there is no tag', () => {
    expect(parseReference(`golang:1.27@${digest}`)).toEqual({
      ok: true,
      ref: { registry: 'docker.io', repository: 'library/golang', tag: '1.27' },
      hasTag: true,
      digest,
    });
    expect(parseReference(`golang@${digest}`)).toMatchObject({ ok: true, hasTag: false, digest });
  });

  it.each([
    ['', /not a repository/],
    ['Golang:1', /upper-case/],
    ['golang:', /not a tag/],
    ['golang:.1', /not a tag/],
    [`golang:${'a'.repeat(129)}`, /not a tag/],
    ['golang@sha256:abc', /64 hexadecimal/],
    [`golang@sha512:${'a'.repeat(128)}`, /not a sha256 digest/],
    [`golang@${digest.toUpperCase()}`, /lower case/],
    ['a//b', /not a repository/],
    ['-a/b', /not a repository/],
    ['a___b', /not a repository/],
    ['ex_ample.com/app', /not a registry/],
    ['golang:${VERSION}', /not a tag/],
    ['a'.repeat(64).replaceAll('a', 'f'), /image id/],
    [`example.com/${'a'.repeat(250)}`, /longer than 255/],
  ])('refuses %s', (text, why) => {
    const parsed = parseReference(text);
    expect(parsed).toMatchObject({ ok: false, why: expect.stringMatching(why) });
  });
});

describe('formatReference', () => {
  it.each([
    'golang:1.27-alpine3.24',
    'oven/bun:1',
    'gcr.io/distroless/cc-debian13:nonroot',
    'localhost:5000/library/golang:1',
    `node:26@${digest}`,
  ])('gives back the familiar form of %s', (text) => {
    const parsed = parseReference(text);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(
      formatReference(
        parsed.digest === undefined ? parsed.ref : { ...parsed.ref, digest: parsed.digest },
      ),
    ).toBe(text);
  });

  it('leaves out what docker adds by itself', () => {
    expect(formatReference({ registry: 'docker.io', repository: 'library/golang', tag: '1' })).toBe(
      'golang:1',
    );
    expect(formatReference({ registry: 'docker.io', repository: 'library/a/b', tag: '1' })).toBe(
      'library/a/b:1',
    );
  });
});

describe('sameImage', () => {
  it('compares registry, repository and tag', () => {
    const ref = { registry: 'docker.io', repository: 'library/golang', tag: '1' };
    expect(sameImage(ref, { ...ref })).toBe(true);
    expect(sameImage(ref, { ...ref, tag: '2' })).toBe(false);
  });
});
