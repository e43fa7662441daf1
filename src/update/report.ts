/** Prints the rows of an update as a table. */
import { type Row, changes } from './rows.ts';

const headings = ['IMAGE', 'TAG', 'OLD', 'NEW', 'AGE', 'PLACE'];

/** Formats the rows with digests as a table, then lists the reasons and remarks of all rows. */
export function updateText(rows: readonly Row[], today: Date, verb: 'moved' | 'to move'): string {
  const shown = rows.filter((it) => it.new !== null || it.old !== null);
  const cells = shown.map((row) => cellsOf(row, today));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((it) => it[column]?.length ?? 0)),
  );
  const table = [headings, ...cells].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap((row) => noteOf(row));
  return [...(shown.length > 0 ? table : []), ...notes, countText(rows, verb)].join('\n');
}

/** Returns `41 days`, `today` for less than one day, or `?` if the image has no date. */
export function ageText(created: string | null, today: Date): string {
  const time = created === null ? NaN : Date.parse(created);
  if (Number.isNaN(time)) return '?';
  const days = Math.max(0, Math.floor((today.getTime() - time) / 86_400_000));
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}

function cellsOf(row: Row, today: Date): readonly string[] {
  const colon = row.image.lastIndexOf(':');
  const hasTag = colon > row.image.lastIndexOf('/');
  const age =
    changes(row) && row.old !== null
      ? `${ageText(row.oldCreated, today)} -> ${ageText(row.newCreated, today)}`
      : ageText(row.newCreated ?? row.oldCreated, today);
  const next =
    row.new === null || row.new === row.old
      ? ({ current: '(current)', held: '(held)', failed: '(failed)' }[row.status as string] ?? '-')
      : shortDigest(row.new);
  return [
    hasTag ? row.image.slice(0, colon) : row.image,
    hasTag ? row.image.slice(colon + 1) : '-',
    row.old === null ? '-' : shortDigest(row.old),
    next,
    age,
    `${row.path}:${row.line}`,
  ];
}

function shortDigest(digest: string): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}

function noteOf(row: Row): readonly string[] {
  const place = `${row.path}:${row.line}: ${row.role} ${row.image}`;
  if (row.note !== undefined) return [`${place}: ${row.note}.`];
  return row.why === undefined
    ? []
    : [`${place}: ${row.why}.${row.next === undefined ? '' : ` ${row.next}`}`];
}

function countText(rows: readonly Row[], verb: string): string {
  const count = (...statuses: readonly string[]): number =>
    rows.filter((it) => statuses.includes(it.status)).length;
  const parts = [`${count('behind')} ${verb}`];
  if (count('added') > 0) parts.push(`${count('added')} ${verb === 'moved' ? 'added' : 'to add'}`);
  parts.push(`${count('current')} current`);
  if (count('unpinned', 'skipped') > 0)
    parts.push(`${count('unpinned', 'skipped')} without digest`);
  if (count('held') > 0) parts.push(`${count('held')} held back`);
  if (count('failed') > 0) parts.push(`${count('failed')} failed`);
  return `Digests: ${parts.join(', ')}.`;
}
