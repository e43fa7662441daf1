/**
 * The function that the functions framework serves, where no script starts it: a cloud starts it itself
 * elsewhere. https://github.com/GoogleCloudPlatform/functions-framework-nodejs
 */
import { joined } from '../../../text/paths.ts';
import type { Candidate } from '../../../types.ts';
import { dependsOn } from '../files/manifest.ts';
import type { StartInput } from './types.ts';

const framework = '@google-cloud/functions-framework';

/** Where the framework looks for the functions: https://cloud.google.com/functions/docs/writing#directory-structure */
export const functionFiles: readonly string[] = ['index.js', 'function.js'];

/** `functions.http('name', ...)`, and a function that the file exports under its name. */
const registered = /\.(?:http|cloudEvent|typed)\(\s*["']([\w-]+)["']/g;
const exported = /^(?:module\.)?exports\.(\w+)\s*=\s*(?:async\b|function\b|\(|\w+\s*=>)/gm;

/** @returns a start command for each function of the package. */
export function functionStarts({
  manifest,
  binary,
  files,
  text,
}: StartInput): Candidate<readonly string[]>[] {
  const program = binary('functions-framework');
  if (program === undefined || !dependsOn(manifest, framework)) return [];
  const named = (manifest.main ?? '').replace(/^(?:\.\/)+/, '');
  const file = [named, ...functionFiles].find(
    (it) => it !== '' && files.includes(joined(manifest.folder, it)),
  );
  const source = file === undefined ? '' : (text?.(file) ?? '');
  const [first] = source.matchAll(registered);
  return [
    ...new Set([...source.matchAll(first ? registered : exported)].map((it) => it[1] ?? '')),
  ].map((name) => ({
    value: ['node', program, `--target=${name}`],
    evidence: [
      {
        file: joined(manifest.folder, file ?? ''),
        because: `the functions framework serves ${name}`,
      },
    ],
  }));
}
