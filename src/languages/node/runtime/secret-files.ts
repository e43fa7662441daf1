/** Warns of files that the program reads and that look like secrets: they stay out of the image. */
import { joined } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { isSecret } from '../../shared/ignore-list.ts';
import type { PathUse } from '../../shared/uses.ts';

/** Variables come from whoever runs the container, and libraries do without this file. */
const variables = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;

/**
 * @param reads the paths that the program reads.
 * @param folder the folder of the package.
 * @param files the files of the project.
 */
export function secretFileNotes(
  reads: readonly PathUse[],
  folder: string,
  files: readonly string[],
): Note[] {
  const found = new Map<string, PathUse>();
  for (const use of reads) {
    const path = joined(folder, use.path);
    const isHere = use.kind === 'file' && use.complete && files.includes(path);
    if (isHere && isSecret(path) && !variables.test(path) && !found.has(path)) found.set(path, use);
  }
  return [...found].map(([path, { evidence }]) => ({
    code: 'node/reads-secret-file',
    level: 'warning',
    text: `the program reads ${path}, which looks like a secret and stays out of the image`,
    hint: `Mount it: docker run -v "$PWD/${path}:/app/${path}:ro". If it is no secret: --ship ${path}`,
    evidence: [evidence],
    path,
  }));
}
