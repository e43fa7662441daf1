/**
 * Whether poetry.lock was made for another pyproject.toml. Poetry keeps a hash of what the file asks
 * for in the lock file, and from version 2 on exports nothing where it differs.
 * https://python-poetry.org/docs/cli/#check
 */
import { createHash } from 'node:crypto';
import { isTable, type Table, tableAt, textAt } from '../files/toml.ts';

/**
 * @param pyproject the table of pyproject.toml.
 * @param metadata that of poetry.lock.
 * @returns `false` also where the hash covers more than [tool.poetry], or has what this cannot write.
 */
export function isOutdated(pyproject: Table, metadata: Table): boolean {
  const locked = textAt(metadata, 'content-hash');
  if (locked === undefined || 'project' in pyproject || 'dependency-groups' in pyproject)
    return false;
  const own = tableAt(pyproject, 'tool', 'poetry');
  const content = {
    dependencies: own['dependencies'] ?? null,
    'dev-dependencies': own['dev-dependencies'] ?? null,
    extras: own['extras'] ?? null,
    ...('group' in own ? { group: own['group'] } : {}),
    source: own['source'] ?? null,
  };
  const text = pythonJson(content);
  return text !== undefined && createHash('sha256').update(text).digest('hex') !== locked;
}

/** `json.dumps(value, sort_keys=True)` of Python; `undefined` for a value that it writes otherwise. */
function pythonJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return joined('[', value.map(pythonJson), ']');
  if (!isTable(value) || value instanceof Date) return undefined;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const written = entries.map(([key, it]) => {
    const inner = pythonJson(it);
    return inner === undefined ? undefined : `${quoted(key)}: ${inner}`;
  });
  return joined('{', written, '}');
}

function joined(
  open: string,
  items: readonly (string | undefined)[],
  close: string,
): string | undefined {
  return items.includes(undefined) ? undefined : `${open}${items.join(', ')}${close}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
