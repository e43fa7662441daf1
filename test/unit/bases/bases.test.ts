import { describe, expect, it } from 'vitest';
import { baseOf, baseOfImage, bases, offerOf, strictOffer } from '../../../src/bases/index.ts';
import { parseReference } from '../../../src/registry/reference.ts';
import type { RuntimeNeed } from '../../../src/types.ts';

const needs: readonly RuntimeNeed[] = [
  { kind: 'static-binary' },
  { kind: 'libc-binary' },
  { kind: 'static-site' },
  { kind: 'interpreter', name: 'node', version: '26' },
  { kind: 'interpreter', name: 'bun', version: '1.3' },
  { kind: 'interpreter', name: 'python', version: '3.13' },
  { kind: 'interpreter', name: 'python', version: '3.14' },
];

describe('whose image it is', () => {
  it.each(
    bases.flatMap((base) =>
      needs.map((need) => ({ id: base.id, kind: need.kind, base, offer: offerOf(base, need) })),
    ),
  )('$id owns what it offers for $kind, and no other base does', ({ base, offer }) => {
    if (!offer.ok) throw new Error(offer.why);
    const { image } = offer;
    expect(bases.filter((it) => it.owns(image))).toEqual([base]);
  });

  it.each([
    ['alpine', 'alpine'],
    ['alpine:3.20', 'alpine'],
    ['registry.example.com/hub/library/alpine:3.24', 'alpine'],
    ['nginxinc/nginx-unprivileged:stable-alpine', 'alpine'],
    ['gcr.io/distroless/base-debian12:debug', 'distroless'],
    ['registry.example.com/gcr/distroless/static-debian13:nonroot', 'distroless'],
    ['example/distroless-node:24', 'distroless'],
    ['debian:13', undefined],
    ['node:26-alpine', undefined],
    ['example/alpine-tools', undefined],
    ['example/notdistroless', undefined],
    ['cgr.dev/chainguard/static', undefined],
  ])('%s: %s', (text, id) => {
    const parsed = parseReference(text);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(baseOfImage(parsed.ref)?.id).toBe(id);
  });

  it('the empty image is that of scratch', () => {
    expect(baseOfImage(null)).toBe(baseOf('scratch'));
  });
});

describe('the C library', () => {
  const interpreter = { kind: 'interpreter', name: 'python', version: '3.14' } as const;
  const libraries = ['musl', 'glibc'] as const;

  it.each(bases.flatMap((base) => libraries.map((libc) => ({ id: base.id, base, libc }))))(
    '$id refuses an interpreter that needs $libc, or has it',
    ({ base, libc }) => {
      const offer = base.runtime({ ...interpreter, only: { libc, because: 'torch needs it' } });
      if (offer.ok) expect(offer.libc).toBe(libc);
      else expect(offer.why).toContain('torch needs it');
    },
  );

  it.each(bases.map((it) => [it.id, it] as const))(
    '%s builds for an interpreter with the one that it has',
    (_id, base) => {
      const offer = base.runtime(interpreter);
      const { tag } = base.toolchain({ name: 'python', version: '3.14' }, interpreter);
      expect(tag.includes('alpine')).toBe(offer.ok && offer.libc === 'musl');
    },
  );
});

describe('a program with code that starts a shell', () => {
  const shell = { because: 'app.py:3 runs a command line' };
  const need = { kind: 'interpreter', name: 'python', version: '3.14', shell } as const;

  it.each(bases.map((it) => [it.id, it] as const))('%s lacks it if it has none', (_id, base) => {
    const offer = offerOf(base, need);
    expect(offer.ok && offer.lacking === undefined).toBe(offer.ok && base.hasShell);
    expect(strictOffer(offer).ok).toBe(base.hasShell);
  });

  it('runs without it, and the offer has the reason and a base that has a shell', () => {
    const offer = offerOf(baseOf('scratch'), { kind: 'static-binary', shell });
    const lacking = {
      why: 'app.py:3 runs a command line, and scratch has no shell',
      instead: 'alpine',
    };
    expect(offer).toMatchObject({ ok: true, lacking });
    expect(strictOffer(offer)).toEqual({ ok: false, ...lacking });
  });

  it('is sent to no base that cannot run it for another reason', () => {
    const only = { libc: 'glibc', because: 'torch has no musl wheels' } as const;
    const offer = offerOf(baseOf('distroless'), { ...need, only });
    expect(offer.ok && offer.lacking?.instead).toBe(undefined);
    expect(offer).toHaveProperty('lacking.why');
  });
});
