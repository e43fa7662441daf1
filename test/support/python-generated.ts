/** Runs the main command over the files of a Python project: the files and notes, or the error. */
import { create } from '../../src/commands/create.ts';
import { UserError } from '../../src/errors.ts';
import type { Values } from '../../src/options.ts';
import {
  memoryOutput,
  memoryProject,
  memoryRegistry,
  memoryWriter,
  silentPrompter,
} from '../../src/ports/memory.ts';
import { packageAsset, packageFiles } from '../../src/ports/node.ts';

export interface Generated {
  readonly dockerfile: string;
  readonly ignore: string;
  /** Each with its hint on a second line. */
  readonly notes: readonly string[];
  readonly header: string;
}

export async function generated(
  files: Readonly<Record<string, string>>,
  flags: Values = {},
): Promise<Generated> {
  const writer = memoryWriter();
  const out = memoryOutput();
  const ports = {
    project: memoryProject(files),
    writer,
    registry: memoryRegistry(),
    prompter: silentPrompter,
    out,
    now: () => new Date('2026-11-20T00:00:00Z'),
    asset: packageAsset,
    assets: packageFiles,
    userFile: () => undefined,
  };
  await create({ yes: true, json: true, base: 'scratch', ...flags }, ports, '0.0.0');
  const { notes } = JSON.parse(out.printed.join('')) as {
    notes: readonly { readonly text: string; readonly hint?: string }[];
  };
  const dockerfile = writer.files.get('Dockerfile') ?? '';
  return {
    dockerfile,
    ignore: writer.files.get('.dockerignore') ?? '',
    notes: notes.map((it) => (it.hint === undefined ? it.text : `${it.text}\n${it.hint}`)),
    header: dockerfile.slice(0, dockerfile.indexOf('\nFROM')),
  };
}

/** What a user reads instead, where nothing is taken that is only likely. */
export async function refusal(
  files: Readonly<Record<string, string>>,
  flags: Values = {},
): Promise<string> {
  try {
    await generated(files, { strict: true, ...flags });
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
