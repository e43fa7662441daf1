import { describe, expect, it } from 'vitest';
import { looksInvented } from '../../src/check/pins.ts';
import { productsIn } from '../../src/check/products.ts';
import { check, type CheckValues } from '../../src/commands/check.ts';
import type { Inspection } from '../../src/ports/ports.ts';
import { parseReference } from '../../src/registry/reference.ts';
import type { Digest } from '../../src/types.ts';
import { sha256 } from './fake-registry.ts';
import { editor, registryOf } from './ports.ts';

const today = new Date('2026-11-20T12:00:00Z');
const old = sha256('old');
const fresh = (image: string): Digest => sha256(image);

async function run(dockerfile: string, values: CheckValues = {}, registry = registryOf({})) {
  const printed: string[] = [];
  const out = {
    print: (text: string) => void printed.push(text),
    say: () => undefined,
    colour: false,
  };
  const code = await check('.', values, {
    files: editor({ Dockerfile: dockerfile }),
    registry,
    out,
    now: () => today,
  });
  return { code, text: printed.join('\n'), asked: registry.asked };
}

const inspection = (digest: string, more: Partial<Extract<Inspection, { ok: true }>>) => ({
  [digest]: { ok: true, ...more } as Partial<Inspection>,
});

describe('check of pins', () => {
  it('up to date', async () => {
    const { code, text } = await run(`FROM alpine:3.24@${fresh('alpine:3.24')}\n`, {
      strict: true,
    });
    expect([code, text]).toEqual([0, 'ok      Dockerfile:1: alpine:3.24: up to date.']);
  });

  it('behind, with the days: a warning, and a failure with --strict', async () => {
    const registry = () =>
      registryOf(
        {},
        {
          ...inspection(old, { created: '2026-10-01T00:00:00Z' }),
          ...inspection(fresh('alpine:3.24'), { created: '2026-11-11T00:00:00Z' }),
        },
      );
    const dockerfile = `FROM alpine:3.24@${old}\n`;
    const { code, text } = await run(dockerfile, {}, registry());
    expect(code).toBe(0);
    expect(text).toBe(
      'warning Dockerfile:1: alpine:3.24: behind by 41 days: the tag names a newer image. Update it: create-secure-dockerfile update Dockerfile',
    );
    expect((await run(dockerfile, { strict: true }, registry())).code).toBe(1);
  });

  it('vanished: a failure', async () => {
    const { code, text } = await run(
      `FROM alpine:3.24@${old}\n`,
      {},
      registryOf(
        {},
        { [old]: { ok: false, failure: { kind: 'not-found' } } as Partial<Inspection> },
      ),
    );
    expect(code).toBe(1);
    expect(text).toMatch(/^FAIL {4}Dockerfile:1: alpine:3\.24: vanished/);
  });

  it.each([
    [
      'the digest',
      registryOf(
        {},
        {
          [old]: {
            ok: false,
            failure: { kind: 'offline', cause: 'timeout', detail: 'x' },
          } as Partial<Inspection>,
        },
      ),
    ],
    ['the tag', registryOf({ 'alpine:3.24': { failure: { kind: 'rate-limited' } } })],
  ])('could not look up %s: a warning, and a failure with --strict', async (_, registry) => {
    const dockerfile = `FROM alpine:3.24@${old}\n`;
    const { code, text } = await run(dockerfile, {}, registry);
    expect([code, text]).toEqual([
      0,
      expect.stringMatching(/^warning Dockerfile:1: alpine:3\.24: unknown/),
    ]);
    expect((await run(dockerfile, { strict: true }, registry)).code).toBe(1);
  });

  it('a single-platform digest that poses as an index', async () => {
    const { code, text } = await run(
      `FROM alpine:3.24@${old}\n`,
      {},
      registryOf({}, inspection(old, { kind: 'single', platforms: ['linux/amd64'] })),
    );
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(/single: the digest is the image of linux\/amd64 only/),
    ]);
  });

  it.each([
    ['node:24-trixie-slim', '26.11.1', 'disagrees'],
    ['node:26.10.0', '26.11.1', 'disagrees'],
    ['node:26-trixie-slim', '26.11.1', 'behind'],
    ['node:26.11', '26.11.1-trixie', 'behind'],
    ['node:lts', '26.11.1', 'behind'],
    ['node:26', undefined, 'behind'],
  ])('%s with a digest of version %s: %s', async (image, version, status) => {
    const { code, text } = await run(
      `FROM ${image}@${old}\n`,
      {},
      registryOf({}, inspection(old, version === undefined ? {} : { version })),
    );
    expect(text).toContain(`${image}: ${status}`);
    expect(code).toBe(status === 'disagrees' ? 1 : 0);
  });

  it.each([
    [`FROM alpine:3.24@sha256:${'0123456789abcdef'.repeat(4)}`, 'invented'],
    [`FROM alpine:3.24@sha256:${'a'.repeat(64)}`, 'invented'],
    [
      'FROM alpine:3.24@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'invented',
    ],
    ['FROM alpine:3.24@sha256:abc', 'malformed'],
    [`FROM alpine:3.24@sha256:${'A'.repeat(64)}`, 'malformed'],
  ])('%s is %s, even offline', async (line, status) => {
    const { code, text } = await run(`${line}\n`, { offline: true });
    expect([code, text]).toEqual([1, expect.stringContaining(`: ${status}: `)]);
  });

  it('takes no real digest for an invented one', () => {
    const digests = Array.from({ length: 500 }, (_, index) => sha256(String(index)));
    expect(digests.filter(looksInvented)).toEqual([]);
  });

  it('no digest: a warning that names the command', async () => {
    const { code, text, asked } = await run('FROM alpine:3.24\nFROM x:${Y}\n');
    expect(code).toBe(0);
    expect(text).toContain('create-secure-dockerfile update --pin Dockerfile');
    expect(text).toContain('x:${Y}: unpinned: it is composed of variables');
    expect(asked).toEqual([]);
  });

  it('asks no registry with --offline', async () => {
    const { asked, text } = await run(`FROM alpine:3.24@${old}\n`, { offline: true });
    expect(asked).toEqual([]);
    expect(text).toContain('unknown: nothing was looked up');
  });

  it('prints JSON with the level of each', async () => {
    const { code, text } = await run(`FROM node:20-trixie-slim@${fresh('node:20-trixie-slim')}\n`, {
      json: true,
    });
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      ok: false,
      level: 'failure',
      images: [
        {
          path: 'Dockerfile',
          line: 1,
          image: 'node:20-trixie-slim',
          status: 'current',
          level: 'good',
          products: [
            { product: 'node', endOfLife: '2026-04-30', level: 'failure', goTo: { version: '26' } },
            { product: 'debian', version: '13', level: 'good' },
          ],
        },
      ],
    });
  });
});

describe('check of versions', () => {
  it.each([
    [
      'python:3.10-slim-bookworm',
      1,
      /FAIL {4}Dockerfile:1: Python 3\.10 reached its end of life on 2026-10-31 \(https:\/\/devguide\.python\.org\/versions\/\)\. Upgrade to 3\.15, supported until 2031-10-31\./,
    ],
    ['golang:1.25-alpine3.21', 1, /Alpine Linux 3\.21 reached its end of life on 2026-11-01/],
    ['gcr.io/distroless/nodejs22-debian12:nonroot', 1, /Distroless on Debian 12 reached/],
    ['node:26-trixie-slim', 0, /up to date\.$/],
  ])('%s', async (image, code, text) => {
    const result = await run(`FROM ${image}@${fresh(image)}\n`);
    expect([result.code, result.text]).toEqual([code, expect.stringMatching(text)]);
  });

  it('warns within 90 days of the end', async () => {
    const printed: string[] = [];
    const image = 'node:22-trixie-slim';
    const code = await check(
      '.',
      {},
      {
        files: editor({ Dockerfile: `FROM ${image}@${fresh(image)}\n` }),
        registry: registryOf({}),
        out: { print: (text) => void printed.push(text), say: () => undefined, colour: false },
        now: () => new Date('2027-04-20T12:00:00Z'),
      },
    );
    expect([code, printed.join()]).toEqual([
      0,
      expect.stringMatching(
        /warning Dockerfile:1: Node\.js 22 reaches its end of life on 2027-04-30, in 11 days .* Upgrade to 26, supported until 2029-04-30\./,
      ),
    ]);
  });

  it.each([
    ['python:3.10-slim-bookworm', ['python 3.10', 'debian 12']],
    ['golang:1.27.2-alpine3.24', ['go 1.27', 'alpine 3.24']],
    ['public.ecr.aws/docker/library/node:22-alpine', ['node 22']],
    ['mirror.example.com/hub/library/python:3.14-slim-trixie', ['python 3.14', 'debian 13']],
    ['debian:bookworm-slim', ['debian 12']],
    ['alpine:3.24.2', ['alpine 3.24']],
    ['alpine:latest', []],
    ['someone/node:20', []],
    ['gcr.io/distroless/python3-debian13:nonroot', ['distroless 13', 'python 3.13']],
    ['gcr.io/distroless/nodejs22-debian12:nonroot', ['distroless 12', 'node 22']],
    ['gcr.io/distroless/static:nonroot', []],
  ])('%s holds %j', (image, products) => {
    const parsed = parseReference(image);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(
      productsIn(parsed.ref, today).map(
        ({ lifecycle }) => `${lifecycle.product} ${lifecycle.version}`,
      ),
    ).toEqual(products);
  });
});
