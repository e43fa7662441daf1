/** Separates certificates and public keys from secrets, whose files have the same endings. */
import type { ProjectReader } from '../../ports/ports.ts';

/** The most files that are read for it. */
const mostRead = 30;

/**
 * @param files paths in the project.
 * @returns those that hold certificates or public keys, and no private key. The labels are those of
 *   https://datatracker.ietf.org/doc/html/rfc7468.
 */
export async function certificatesIn(
  project: ProjectReader,
  files: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of files.filter((it) => /\.(?:pem|key)$/.test(it)).slice(0, mostRead)) {
    const text = (await project.read(file)) ?? '';
    if (/BEGIN (?:CERTIFICATE|PUBLIC KEY)/.test(text) && !text.includes('PRIVATE KEY'))
      found.push(file);
  }
  return found;
}
