import { describe, expect, it } from 'vitest';
import lifecycles from '../../src/data/end-of-life.json' with { type: 'json' };
import { lifecycleOf, supportedVersions } from '../../src/data/end-of-life.ts';

const today = new Date('2026-11-20T12:00:00Z');

describe('lifecycleOf', () => {
  it.each([
    ['node', '26.11.1', '26', 'active', '2029-04-30'],
    ['node', '24', '24', 'maintenance', '2028-04-30'],
    ['node', '20.20.2', '20', 'ended', '2026-04-30'],
    ['node', '27', '27', 'upcoming', '2030-04-30'],
    ['python', '3.15', '3.15', 'active', '2031-10-31'],
    ['python', '3.1.4', undefined, undefined, undefined],
    ['python', '3.10.22', '3.10', 'ended', '2026-10-31'],
    ['python', '3.5', '3.5', 'ended', '2020-09-30'],
    ['go', '1.27.2', '1.27', 'active', '2027-08-31'],
    ['go', '1.25', '1.25', 'ended', '2026-08-19'],
    ['alpine', '3.21', '3.21', 'ended', '2026-11-01'],
    ['debian', 'bookworm', '12', 'maintenance', '2028-06-30'],
    ['debian', '13.6', '13', 'active', '2030-06-30'],
    ['distroless', '12', '12', 'ended', '2026-09-30'],
  ] as const)('%s %s', (product, version, line, status, endOfLife) => {
    const found = lifecycleOf(product, version, today);
    expect([found?.version, found?.status, found?.endOfLife]).toEqual([line, status, endOfLife]);
  });

  it('changes with the day: the last day of support is still one', () => {
    expect(lifecycleOf('node', '22', new Date('2027-04-30T00:00:00Z'))?.status).toBe('maintenance');
    expect(lifecycleOf('node', '22', new Date('2027-05-01T00:00:00Z'))?.status).toBe('ended');
    expect(lifecycleOf('node', '26', new Date('2026-10-27T00:00:00Z'))?.lts).toBe(false);
    expect(lifecycleOf('node', '26', today)?.lts).toBe(true);
  });
});

describe('supportedVersions', () => {
  it.each([
    ['node', ['26', '24', '22']],
    ['python', ['3.15', '3.14', '3.13', '3.12', '3.11']],
    ['go', ['1.27', '1.26']],
    ['alpine', ['3.24', '3.23', '3.22']],
    ['debian', ['13', '12']],
  ] as const)('%s', (product, versions) => {
    expect(supportedVersions(product, today).map((it) => it.version)).toEqual(versions);
  });
});

describe('the data', () => {
  it('has whole dates, newest line first, and a source for each product', () => {
    for (const product of Object.values(lifecycles.products)) {
      expect(product.source).toMatch(/^https:\/\//);
      for (const line of product.lines as readonly { endOfLife: string; released?: string }[]) {
        for (const date of [line.endOfLife, line.released ?? line.endOfLife])
          expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
      }
      const numbers = product.lines.map((line) =>
        line.version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0),
      );
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    }
  });
});
