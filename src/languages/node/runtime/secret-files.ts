/** Warns of files that the program reads and that look like secrets: they stay out of the image. */
import { joined } from '../../../text/paths.ts';
import type { Note } from '../../../types.ts';
import { isSecret } from '../../shared/ignore-list.ts';
import type { PathUse, Uses } from '../../shared/uses.ts';
import { isAskedFor } from './example-files.ts';

/** Variables come from whoever runs the container, and libraries do without this file. */
const variables = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;

/**
 * Of secrets that the project lacks, only those count that the program reads without a question:
 * a key for TLS is in no repository.
 *
 * @param uses what the program reads and writes.
 * @param folder the folder of the package.
 * @param files the files of the project.
 * @param textOf the text of a source that the program loads.
 */
export function secretFileNotes(
  { reads, writes }: Pick<Uses, 'reads' | 'writes'>,
  folder: string,
  files: readonly string[],
  textOf: (file: string) => string | undefined,
): Note[] {
  const present = new Map<string, PathUse>();
  const absent = new Map<string, PathUse>();
  for (const use of reads) {
    const path = joined(folder, use.path);
    if (use.kind !== 'file' || !use.complete || !isSecret(path) || variables.test(path)) continue;
    if (files.includes(path)) setFirst(present, path, use);
    else if (!isElsewhere(use) && !writes.some((it) => it.path === use.path)) {
      const text = textOf(use.evidence.file) ?? '';
      if (!isAskedFor(text, use.evidence.line)) setFirst(absent, path, use);
    }
  }
  return [
    ...[...present].map(([path, { evidence }]): Note => ({
      code: 'node/reads-secret-file',
      level: 'warning',
      text: `the program reads ${path}, which looks like a secret and stays out of the image`,
      hint: `Mount it: docker run ${mounted(path)}. If it is no secret: --ship ${path}`,
      evidence: [evidence],
      path,
    })),
    ...[...absent].map(([path, { evidence, setting }]): Note => ({
      code: 'node/secret-file-missing',
      level: 'warning',
      text: `the program reads ${path}, which is not in the project`,
      hint: `Mount it: docker run ${mounted(path)}${setting?.variable === undefined ? '' : `, or set ${setting.variable} to a file that is there`}`,
      evidence: [evidence],
    })),
  ];
}

/** Whether the file is none of the project: below the root or the home folder. */
function isElsewhere({ path, below }: PathUse): boolean {
  return path.startsWith('/') || path.startsWith('..') || below === 'home';
}

function setFirst(found: Map<string, PathUse>, path: string, use: PathUse): void {
  if (!found.has(path)) found.set(path, use);
}

function mounted(path: string): string {
  return `-v "$PWD/${path}:/app/${path}:ro"`;
}
