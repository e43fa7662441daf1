/** Runs the main command with nothing but the project and the templates real. */
import { create } from '../../src/commands/create.ts';
import type { Values } from '../../src/options.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../src/ports/memory.ts';
import type { Note } from '../../src/types.ts';
import { packageAsset, packageFiles } from '../../src/ports/node.ts';
import type { ProjectReader } from '../../src/ports/ports.ts';

export interface Generated {
  readonly files: ReadonlyMap<string, string>;
  /** The answers, by option. */
  readonly choices: Readonly<Record<string, { readonly value: unknown }>>;
  readonly images: readonly { readonly reference: string }[];
  readonly notes: readonly Note[];
}

/** The name of a preset that sets nothing: what a project says is all that is known. */
export const emptyPreset = 'empty.yaml';

/**
 * @param project a project, or its files.
 * @param flags as on the command line; `--yes` is always there.
 * @param asset reads a template.
 */
export async function generate(
  project: ProjectReader | Readonly<Record<string, string>>,
  flags: Values,
  asset: (path: string) => string = packageAsset,
): Promise<Generated> {
  const writer = memoryWriter();
  const out = memoryOutput();
  await create(
    { yes: true, json: true, ...flags },
    {
      project: isReader(project) ? project : memoryProject(project),
      writer,
      registry: memoryRegistry(),
      prompter: silentPrompter,
      out,
      now: () => new Date('2026-11-20T00:00:00Z'),
      asset,
      assets: packageFiles,
      userFile: (file) => (file.endsWith(emptyPreset) ? '' : undefined),
    },
    '0.0.0-golden',
  );
  const { choices, images, notes } = JSON.parse(out.printed.join('')) as Omit<Generated, 'files'>;
  return { files: writer.files, choices, images, notes };
}

function isReader(
  project: ProjectReader | Readonly<Record<string, string>>,
): project is ProjectReader {
  return typeof project['files'] === 'function';
}
