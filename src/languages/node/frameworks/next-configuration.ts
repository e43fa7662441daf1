/**
 * Finds the files that the configuration of Next.js loads. `next start` runs the configuration
 * again, so the image needs them; a standalone server has its result instead.
 */
import { posix } from 'node:path';
import { joined, seenFrom } from '../../../text/paths.ts';
import { readProgram } from '../code/program.ts';
import type { FrameworkInput } from './framework.ts';

/** Where next-intl looks for a file that it demands. https://next-intl.dev/docs/usage/plugin */
const ofNextIntl = ['i18n', 'src/i18n', 'i18n/request', 'src/i18n/request'].flatMap((it) =>
  ['ts', 'tsx', 'js', 'jsx'].map((extension) => `${it}.${extension}`),
);

/**
 * @param file the configuration.
 * @returns paths in the package: what it imports, what these import, and files that they name.
 */
export async function filesLoadedBy(input: FrameworkInput, file: string): Promise<string[]> {
  const { project, manifest, files } = input;
  const { folder } = manifest;
  const { modules } = await readProgram(project, {
    entries: [file],
    folder,
    packages: [{ manifest, build: null }],
  });
  const found = new Set([...modules.keys()].filter((it) => it !== file));
  for (const module of [file, ...modules.keys()]) {
    const text = (await project.read(module)) ?? '';
    const named = [...text.matchAll(/["'`](\.{1,2}\/[\w@./-]+)["'`]/g)].flatMap(([, path = '']) => [
      posix.join(posix.dirname(module), path),
      joined(folder, posix.normalize(path)),
    ]);
    const demanded = /["'`]next-intl\/plugin["'`]/.test(text)
      ? ofNextIntl.map((it) => joined(folder, it))
      : [];
    for (const path of [...named, ...demanded]) if (files.includes(path)) found.add(path);
  }
  return [...found]
    .filter((it) => folder === '' || it.startsWith(`${folder}/`))
    .map((it) => seenFrom(folder, it))
    .filter((it) => it !== 'package.json')
    .sort();
}
