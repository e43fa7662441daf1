/**
 * Finds the preset that applies (a named file, a built-in name, or the file in the project), and
 * creates the file that `--save-preset` writes.
 */
import { join, relative, resolve } from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { Chosen } from '../choose.ts';
import { unknownPath, type UnknownPath } from '../choose/shipping.ts';
import { UserError } from '../errors.ts';
import { type Option, optionTable, type Values } from '../options.ts';
import { formatPreset, parsePreset, presetFile } from './parse.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutputFile } from '../types.ts';
import { printable } from '../text/printable.ts';
import { alike } from '../text/suggest.ts';

export interface FoundPreset {
  /** The name for a command line in the project's folder. `null` if there is no preset. */
  readonly name: string | null;
  /** Whether the preset was found in the project and not named by the user. */
  readonly found: boolean;
  readonly values: Values;
}

/**
 * @param named the value of `--preset`: a path relative to the current folder, or the name of a
 *   built-in preset.
 * @throws UserError E_PRESET_NOT_FOUND, E_PRESET.
 */
export async function findPreset(
  named: string | undefined,
  ports: Pick<Ports, 'project' | 'userFile' | 'asset' | 'assets'>,
): Promise<FoundPreset> {
  const refusal = async (key: string, value: unknown): Promise<string | undefined> => {
    const unknown = await unknownPath(key, value, await ports.project.files());
    return unknown && `${printable(unknown.value)} ${unknown.reason}${guessText(unknown)}`;
  };
  if (named === undefined) {
    const text = await ports.project.read(presetFile);
    if (text === undefined && ports.userFile(join(ports.project.root, presetFile)) !== undefined) {
      throw new UserError({
        code: 'E_FILE',
        path: presetFile,
        reason:
          'it is a symbolic link to a file outside the project, or too large: name the file with --preset PATH',
      });
    }
    const isFolder =
      text === undefined &&
      (await ports.project.files()).some((it) => it.startsWith(`${presetFile}/`));
    if (isFolder)
      throw new UserError({ code: 'E_FILE', path: presetFile, reason: 'it is a folder' });
    return text === undefined
      ? { name: null, found: false, values: {} }
      : { name: presetFile, found: true, values: await parsePreset(text, presetFile, refusal) };
  }
  const text = ports.userFile(named);
  if (text !== undefined)
    return {
      name: relative(ports.project.root, resolve(named)),
      found: false,
      values: await parsePreset(text, named, refusal),
    };
  const builtIn = builtInPresets(ports.assets);
  if (builtIn.includes(named))
    return {
      name: named,
      found: false,
      values: await parsePreset(ports.asset(`presets/${named}.yaml`), `${named}.yaml`, refusal),
    };
  const guess = closest(named, [...builtIn]);
  throw new UserError({
    code: 'E_PRESET_NOT_FOUND',
    name: named,
    builtIn,
    ...(alike(named, guess) ? { near: guess } : {}),
  });
}

function guessText({ near }: UnknownPath): string {
  return near === undefined ? '' : `. Did you mean "${near}"?`;
}

/** The names of the presets that ship with the program. */
export function builtInPresets(assets: (folder: string) => readonly string[]): readonly string[] {
  return assets('presets')
    .filter((it) => it.endsWith('.yaml'))
    .map((it) => it.slice(0, -'.yaml'.length));
}

/** The URL where editors find the JSON Schema of a release. */
export function schemaUrl(version: string): string {
  return `https://unpkg.com/create-secure-dockerfile@${version}/presets/preset.schema.json`;
}

/**
 * Creates the file that `--save-preset` writes: values from flags, answers and another preset, and
 * the options that are always saved. Values detected in the project are left out so that they can
 * change.
 */
export async function presetFileOf(
  { options }: Pick<Chosen, 'options'>,
  version: string,
): Promise<OutputFile> {
  const values: Record<string, unknown> = {};
  for (const { key, inPreset, saved } of optionTable as readonly Option[]) {
    const choice = options[key];
    if (!inPreset || !choice) continue;
    const given = choice.origin !== 'fact' && choice.origin !== 'default';
    if (given || saved === 'always') values[key] = choice.value;
  }
  return { path: presetFile, text: await formatPreset(values as Values, schemaUrl(version)) };
}
