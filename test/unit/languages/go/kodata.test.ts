import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { plannedFor, type PlanOptions } from '../../../support/go-facts.ts';

const reads = 'package main\n\nfunc main() { os.ReadFile(os.Getenv("KO_DATA_PATH") + "/a.svg") }\n';
const planned = async (
  files: Record<string, string>,
  options: PlanOptions = {},
): Promise<unknown> => {
  const { targets } = await go.plan([await plannedFor(files, options)]);
  const [target] = targets;
  return [target?.program['files'], target?.runtime.environment];
};

describe('kodata', () => {
  it('is copied from beside the package main, and the variable names it', async () => {
    expect(
      await planned({ 'cmd/badge/main.go': reads, 'cmd/badge/kodata/a.svg': '' }, { port: null }),
    ).toEqual([
      {
        folder: '/app',
        why: expect.stringContaining('finds these files in its working directory'),
        copies: [['cmd/badge/kodata', '/app/kodata']],
      },
      [
        {
          name: 'KO_DATA_PATH',
          value: '/app/kodata',
          why: 'Names the folder of the files that the program reads (cmd/badge/main.go:3).',
        },
      ],
    ]);
  });

  it('of a program in the root is there, too', async () => {
    expect(await planned({ 'main.go': reads, 'kodata/a.svg': '' }, { port: null })).toMatchObject([
      { copies: [['kodata', '/app/kodata']] },
      [{ value: '/app/kodata' }],
    ]);
  });

  it('is copied once where the program also reads it by its path', async () => {
    const both = reads.replace('{ ', '{ os.ReadDir("kodata"); ');
    expect(await planned({ 'main.go': both, 'kodata/a.svg': '' }, { port: null })).toMatchObject([
      { copies: [['kodata', '/app/kodata']] },
      [{ value: '/app/kodata' }],
    ]);
  });

  it.each<[string, Record<string, string>, PlanOptions]>([
    [
      'that the program does not read',
      { 'main.go': 'package main\n\nfunc main() {}\n', 'kodata/a.svg': '' },
      {},
    ],
    ['of another program', { 'main.go': reads, 'x/kodata/a.svg': '' }, {}],
    [
      'that is left out',
      { 'main.go': reads, 'kodata/a.svg': '' },
      { shipping: { ship: [], shipsFolder: false, leaveOut: ['kodata'] } },
    ],
  ])('%s is not copied', async (_what, files, options) => {
    expect(await planned(files, { port: null, ...options })).toEqual([null, []]);
  });
});
