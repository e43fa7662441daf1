/**
 * Whether poetry.lock was made for another pyproject.toml. Poetry keeps a hash of what the file asks
 * for in the lock file, and from version 2 on exports nothing where it differs.
 * https://python-poetry.org/docs/cli/#check
 */
import { type Table, tableAt, textAt } from '../files/toml.ts';
import { hashOf } from './lock-hash.ts';

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
  const hash = hashOf(content);
  return hash !== undefined && hash !== locked;
}
