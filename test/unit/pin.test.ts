import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { pinPlan, pinsOf } from '../../src/pin.ts';
import { describeFailure } from '../../src/registry/failures.ts';
import { digestOf, memoryRegistry } from '../../src/ports/memory.ts';
import type { Registry, RegistryFailure } from '../../src/ports/ports.ts';
import { lookUpSnapshot, snapshotDate } from '../../src/registry/snapshot.ts';
import type { ImagePlan, ImageRef } from '../../src/types.ts';

const golang: ImageRef = {
  registry: 'docker.io',
  repository: 'library/golang',
  tag: '1.27-alpine3.24',
};
const distroless: ImageRef = {
  registry: 'gcr.io',
  repository: 'distroless/static-debian13',
  tag: 'nonroot',
};
const invented: ImageRef = {
  registry: 'docker.io',
  repository: 'library/golang',
  tag: '9.99-alpine3.24',
};
const planOf = (images: Record<string, ImageRef>): ImagePlan => ({
  language: 'go',
  base: 'alpine',
  targets: [{ service: 'x', stage: null }],
  images,
  platforms: ['linux/amd64'],
  view: {},
  writable: [],
  secrets: [],
  contents: { only: null, leftOut: [], kept: [] },
  notes: [],
});
const failing = (failure: RegistryFailure): Registry => ({
  resolve: (refs) => Promise.resolve(refs.map(() => ({ ok: false as const, failure }))),
});
const today = new Date(`${snapshotDate}T12:00:00Z`);
const offlineFailure: RegistryFailure = { kind: 'offline', cause: 'dns', detail: 'docker.io' };

describe('pinning', () => {
  it('asks the registry for every image that has no pin yet, in one call', async () => {
    const registry = memoryRegistry();
    const pinned = await pinPlan({
      plan: planOf({ build: golang, runtime: distroless }),
      registry,
      kept: new Map(),
      offline: false,
      today,
    });
    expect(registry.asked).toEqual([
      'golang:1.27-alpine3.24',
      'gcr.io/distroless/static-debian13:nonroot',
    ]);
    expect(pinned.pins['build']).toEqual({
      ref: { ...golang, digest: digestOf('golang:1.27-alpine3.24') },
      source: 'registry',
    });
  });
  it('keeps a pin that is there, without asking', async () => {
    const registry = memoryRegistry();
    const kept = new Map([['golang:1.27-alpine3.24', digestOf('old')]]);
    const pinned = await pinPlan({
      plan: planOf({ build: golang }),
      registry,
      kept,
      offline: false,
      today,
    });
    expect(registry.asked).toEqual([]);
    expect(pinned.pins['build']).toEqual({
      ref: { ...golang, digest: digestOf('old') },
      source: 'kept',
    });
  });
  it('takes the snapshot with --offline, says so with its date, and asks no registry', async () => {
    const registry = memoryRegistry();
    const pinned = await pinPlan({
      plan: planOf({ build: golang }),
      registry,
      kept: new Map(),
      offline: true,
      today,
    });
    expect(registry.asked).toEqual([]);
    expect(pinned.pins['build']?.ref.digest).toBe(lookUpSnapshot(golang)?.digest);
    expect(pinned.notes.map((it) => [it.level, it.text.includes(snapshotDate)])).toEqual([
      ['warning', true],
    ]);
  });
  it.each([
    offlineFailure,
    { kind: 'rate-limited' },
    { kind: 'bad-response', detail: '503' },
  ] as const)('falls back to the snapshot on %j, and says why', async (failure) => {
    const pinned = await pinPlan({
      plan: planOf({ build: golang }),
      registry: failing(failure),
      kept: new Map(),
      offline: false,
      today,
    });
    expect(pinned.pins['build']?.source).toBe('snapshot');
    const { sentence } = describeFailure(golang, failure);
    expect(pinned.notes).toEqual([
      {
        level: 'warning',
        code: 'pin/from-snapshot',
        text: expect.stringContaining(`${sentence}, so digests of golang:`),
        hint: expect.stringContaining('--update'),
      },
    ]);
  });
  it.each([
    { kind: 'not-found' },
    { kind: 'unauthorized', detail: '401' },
    { kind: 'digest-mismatch', detail: 'x' },
    { kind: 'platform-missing', wanted: ['linux/arm64'], has: ['linux/amd64'] },
  ] as const)(
    'believes a registry that says no: %j is an error, never the snapshot',
    async (failure) => {
      await expect(
        pinPlan({
          plan: planOf({ build: golang }),
          registry: failing(failure),
          kept: new Map(),
          offline: false,
          today,
        }),
      ).rejects.toThrow(UserError);
    },
  );
  it('says more when the snapshot is older than 60 days', async () => {
    const notes = async (days: number) => {
      const later = new Date(today.getTime() + days * 86_400_000);
      return (
        await pinPlan({
          plan: planOf({ build: golang }),
          registry: memoryRegistry(),
          kept: new Map(),
          offline: true,
          today: later,
        })
      ).notes[0]?.text;
    };
    expect(await notes(60)).not.toContain('days old');
    expect(await notes(61)).toContain('which is 61 days old');
  });
  it('names the mirror, and knows its images from the snapshot', async () => {
    const mirrors = ['docker.io=registry.example.com/hub'];
    const registry = memoryRegistry();
    const pinned = await pinPlan({
      plan: planOf({ build: golang, runtime: distroless }),
      registry,
      kept: new Map(),
      offline: false,
      mirrors,
      today,
    });
    expect(registry.asked).toEqual([
      'registry.example.com/hub/library/golang:1.27-alpine3.24',
      'gcr.io/distroless/static-debian13:nonroot',
    ]);
    expect(pinned.pins['build']?.ref).toMatchObject({
      registry: 'registry.example.com',
      repository: 'hub/library/golang',
      tag: '1.27-alpine3.24',
    });
    const offline = await pinPlan({
      plan: planOf({ build: golang }),
      registry,
      kept: new Map(),
      offline: true,
      mirrors,
      today,
    });
    expect(offline.pins['build']?.ref).toMatchObject({
      registry: 'registry.example.com',
      digest: lookUpSnapshot(golang)?.digest,
    });
  });
  it('an image that is in neither is an error that names it', async () => {
    const pinning = pinPlan({
      plan: planOf({ build: invented, runtime: distroless }),
      registry: failing(offlineFailure),
      kept: new Map(),
      offline: false,
      today,
    });
    await expect(pinning).rejects.toThrow('golang:9.99-alpine3.24');
    await expect(pinning).rejects.not.toThrow('distroless');
  });
});

describe('pins in a Dockerfile', () => {
  const digest = digestOf('1');
  it.each([
    [`FROM golang:1.27-alpine3.24@${digest} AS build`],
    [`FROM --platform=$BUILDPLATFORM docker.io/library/golang:1.27-alpine3.24@${digest}`],
    [`from golang:1.27-alpine3.24@${digest}`],
    [`COPY --from=golang:1.27-alpine3.24@${digest} /a /b`],
    [`COPY --chown=1:1 --from=golang:1.27-alpine3.24@${digest} /a /b`],
    [`RUN --mount=type=bind,from=golang:1.27-alpine3.24@${digest},target=/x true`],
    [`RUN --mount="type=bind,target=/x,from=golang:1.27-alpine3.24@${digest}" true`],
    [`FROM "golang:1.27-alpine3.24@${digest}"`],
    [`FROM --platform=linux/amd64 \\\n  # comment\n  golang:1.27-alpine3.24@${digest}`],
    [`ARG BASE=golang:1.27-alpine3.24@${digest}\nFROM $BASE`],
  ])('are read from %s', (line) => {
    expect([...pinsOf(line)]).toEqual([['golang:1.27-alpine3.24', digest]]);
  });
  it.each([
    [`# FROM golang:1.27@${digest}`],
    [`RUN echo golang:1.27@${digest}`],
    [`FROM golang@${digest}`],
    [`COPY <<EOF /Dockerfile\nFROM golang:1.27@${digest}\nEOF`],
    [`RUN true \\\nFROM golang:1.27@${digest}`],
    [`RUN echo --mount=from=golang:1.27@${digest}`],
    ['FROM golang:1.27@sha256:short'],
  ])('are not read from %s', (line) => {
    expect([...pinsOf(line)]).toEqual([]);
  });
});
