import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { plannedFor, type PlanOptions } from '../../../support/go-facts.ts';

const embedding =
  'package main\n\nimport "embed"\n\n//go:embed public\nvar files embed.FS\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n';
const typesIn = async (
  files: Record<string, string>,
  options: PlanOptions = {},
): Promise<unknown> => {
  const { targets } = await go.plan([await plannedFor(files, options)]);
  return targets[0]?.program['mediaTypes'];
};
const manifest = ['application/manifest+json webmanifest'];

describe('types of served files', () => {
  it('that Go does not know are in the image', async () => {
    const files = {
      'main.go': embedding,
      'public/app.webmanifest': '',
      'public/a.csv': '',
      'public/a.css': '',
      'other/a.ics': '',
    };
    expect(await typesIn(files)).toEqual(['text/csv csv', ...manifest]);
    expect(await typesIn(files, { base: 'alpine' })).toEqual(['text/csv csv', ...manifest]);
    expect(await typesIn(files, { base: 'distroless' })).toEqual([]);
  });

  it.each<[string, Record<string, string>, readonly string[]]>([
    [
      'of a folder that is copied',
      {
        'main.go':
          'package main\n\nfunc main() { http.ListenAndServe(":8080", http.FileServer(http.Dir("static"))) }\n',
        'static/app.webmanifest': '',
      },
      manifest,
    ],
    [
      'of a front end that is built',
      {
        'main.go': embedding.replace('public', 'ui/dist'),
        'ui/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7.0.0"}}',
        'ui/package-lock.json':
          '{"lockfileVersion":3,"packages":{"":{"devDependencies":{"vite":"7.0.0"}},"node_modules/vite":{"version":"7.0.0"}}}',
        'ui/public/app.webmanifest': '',
      },
      manifest,
    ],
    [
      'of a program that serves nothing',
      {
        'main.go': embedding.replace('http.ListenAndServe(":8080", nil)', ''),
        'public/app.webmanifest': '',
      },
      [],
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await typesIn(files)).toEqual(expected);
  });
});
