/** What fills an image: its largest files, for the report. */
import type { FileFacts } from './files.ts';
import type { Contents } from './report.ts';

const mostFiles = 100;

export function contentsOf(files: FileFacts | string): Contents | null {
  if (typeof files === 'string') return null;
  const all = [...files.entries.values()].filter((it) => it.kind === 'file');
  return {
    largest: all
      .filter((it) => it.size > 0)
      .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
      .slice(0, mostFiles)
      .map(({ path, size }) => ({ path, size })),
    count: all.length,
    size: all.reduce((sum, it) => sum + it.size, 0),
  };
}
