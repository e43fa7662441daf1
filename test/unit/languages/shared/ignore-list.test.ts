import { describe, expect, it } from 'vitest';
import { commonIgnores, ignoredBy } from '../../../../src/languages/shared/ignore-list.ts';

describe('a pattern of the ignore file', () => {
  it.each<[string, string[], string[]]>([
    ['**/.env', ['.env', 'a/.env', 'a/b/.env', '.env/x'], ['x.env', '.envrc', 'a.env/x']],
    ['**/*.pem', ['a.pem', '.pem', 'certs/a.pem'], ['a.pem.go', 'apem', 'pem']],
    ['**/.env.*', ['.env.local'], ['.env', 'x.env.local']],
    ['/Dockerfile', ['Dockerfile', 'Dockerfile/x'], ['a/Dockerfile', 'Dockerfile.go']],
    ['/compose*.yaml', ['compose.yaml', 'compose.dev.yaml'], ['compose/a.yaml', 'a/compose.yaml']],
  ])('%s leaves %j out, and not %j', (pattern, ignored, others) => {
    const ignores = ignoredBy([pattern]);
    expect(ignored.filter((it) => !ignores(it))).toEqual([]);
    expect(others.filter(ignores)).toEqual([]);
  });

  it('is one of several', () => {
    const ignores = ignoredBy(['/a', '/b']);
    expect(['a', 'b', 'c'].map(ignores)).toEqual([true, true, false]);
  });
});

it('every common pattern has one of the two forms', () => {
  const patterns = commonIgnores.flatMap((section) => section.patterns);
  expect(patterns.filter((it) => !/^(?:\*\*)?\/[^/]+$/.test(it))).toEqual([]);
});
