/** Makes a test of each row of knowledge, from the example in the row. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/languages/shared/knowledge.ts';
import type { PathUse, Uses } from '../../src/languages/shared/uses.ts';

/** Each use as a line: `listens 8080`, `writes data/app.db`, `starts git`. */
export function linesOf(uses: Uses): readonly string[] {
  return [
    ...uses.listens.map((it) =>
      [
        'listens',
        it.host && it.host !== '0.0.0.0' ? it.host : undefined,
        `${it.port ?? 'somewhere'}${it.protocol === 'udp' ? '/udp' : ''}`,
        it.setting && `by ${it.setting.variable ?? it.setting.flag ?? it.setting.key ?? ''}`,
      ]
        .filter((word) => word !== undefined)
        .join(' '),
    ),
    ...uses.reads.map((it) => `reads ${pathText(it)}`),
    ...uses.writes.map((it) => `writes ${pathText(it)}`),
    ...uses.starts.map((it) => `starts ${it.program}`),
    ...uses.needs.map((it) => `needs ${[it.variable, ...(it.orOne ?? [])].join(' or ')}`),
    ...uses.loads.map((it) => `loads ${it.library}`),
    ...uses.stops.map((it) => `stops on ${it.signal}`),
  ];
}

/** `data/*` has an end that only the run knows; `~/.app` is below the home folder. */
function pathText({ path, complete, below }: PathUse): string {
  const start = { home: '~/', program: '<program>/' };
  return `${below ? start[below] : ''}${path}${complete ? '' : '*'}`;
}

/**
 * @param rows the knowledge of a language.
 * @param usesOf analyses a program with this source.
 */
export function testRows(
  title: string,
  rows: readonly Row[],
  usesOf: (source: string) => Promise<Uses>,
): void {
  describe(title, () => {
    it.each(rows.map((row) => [`${row.call}: ${row.seen}`, row] as const))('%s', async (_, row) => {
      expect(linesOf(await usesOf(row.example))).toContain(row.seen);
    });

    it('has no row twice', () => {
      const keys = rows.map((it) => JSON.stringify([it.call, it.argument, it.means]));
      expect(keys.filter((it, index) => keys.indexOf(it) !== index)).toEqual([]);
    });
  });
}
