/** Secrets that several parts of a build mount. */
import type { BuildSecret } from '../../types.ts';

/** Removes duplicates: an install and a front end may need the same secret. */
export function distinctSecrets(secrets: readonly BuildSecret[]): readonly BuildSecret[] {
  const key = (it: BuildSecret): string => (it.kind === 'ssh' ? it.kind : it.id);
  return [...new Map(secrets.map((it) => [key(it), it])).values()];
}
