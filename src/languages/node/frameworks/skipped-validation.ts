/**
 * Finds the variable with which a schema of the environment is skipped. A build loads the schema,
 * and the values are only known when the container starts.
 * https://env.t3.gg/docs/customization#skipping-validation
 */
import { posix } from 'node:path';
import { openParser } from '../../../syntax/parse.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { EnvironmentLine } from '../../language.ts';
import { oncePerProject } from '../../shared/once.ts';

const sources = /\.[cm]?[jt]s$/;
/** The most files that are read. */
const mostFiles = 2000;

/**
 * @returns the line that sets the variable for the build; `null` if no schema has one. A workspace
 *   often has a package for the schema.
 */
export const skippedValidation = oncePerProject(
  async (project): Promise<EnvironmentLine | null> => {
    const files = await project.files();
    const manifests = files.filter((it) => posix.basename(it) === 'package.json');
    const texts = await Promise.all(manifests.map(async (it) => (await project.read(it)) ?? ''));
    if (!texts.some((it) => it.includes('"@t3-oss/env-'))) return null;
    for (const file of files.filter((it) => sources.test(it)).slice(0, mostFiles)) {
      const text = (await project.read(file)) ?? '';
      if (!text.includes('createEnv') || !text.includes('skipValidation')) continue;
      const root = (await openParser('tsx'))(file, text)?.root;
      const pairs = root?.all('pair').filter((it) => it.field('key')?.text === 'skipValidation');
      const [setting] = pairs?.flatMap((it) => settingsIn(it.field('value'))) ?? [];
      if (setting)
        return { ...setting, why: `The build has no values: ${file} checks them when it starts.` };
    }
    return null;
  },
);

/** `!!process.env.SKIP`, `process.env.SKIP === "true"`, and either in an `||`. */
function settingsIn(
  value: SyntaxNode | undefined,
): readonly { readonly name: string; readonly value: string }[] {
  const members = value?.all('member_expression') ?? [];
  return members.flatMap((it) => {
    const name = /^process\.env\.([A-Z][A-Z0-9_]*)$/.exec(it.text)?.[1];
    if (name === undefined || !/skip|build|docker|lint|ci\b/i.test(name)) return [];
    const other = it.parent?.type === 'binary_expression' ? it.parent.field('right') : undefined;
    const literal = other?.type === 'string' ? other.text.slice(1, -1) : undefined;
    return [{ name, value: literal ?? '1' }];
  });
}
