/** All that is known about libraries of Python. To add a row, add it to the file of its area. */
import type { Argument, Row } from '../../shared/knowledge.ts';
import { databases } from './databases.ts';
import { files } from './files.ts';
import { programs } from './programs.ts';
import { servers } from './servers.ts';

export const rows: readonly Row[] = [...servers, ...files, ...databases, ...programs];

/** Calls that read or write as their mode says, with the place of the mode. */
export const modes: Readonly<Record<string, readonly Argument[]>> = {
  open: [1, 'mode'],
  'io.open': [1, 'mode'],
  'codecs.open': [1, 'mode'],
  'gzip.open': [1, 'mode'],
  'bz2.open': [1, 'mode'],
  'lzma.open': [1, 'mode'],
  'aiofiles.open': [1, 'mode'],
  'anyio.open_file': [1, 'mode'],
  'pathlib.Path().open': [0, 'mode'],
  'zipfile.ZipFile': [1, 'mode'],
  'tarfile.open': [1, 'mode'],
};

/** Rows by the last name of the call: a module without any of these names needs no tree. */
export const rowsByName: ReadonlyMap<string, readonly Row[]> = byLastName(rows);

function byLastName(all: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of all) {
    const name = row.call.slice(row.call.lastIndexOf('.') + 1);
    const known = found.get(name);
    if (known) known.push(row);
    else found.set(name, [row]);
  }
  return found;
}
