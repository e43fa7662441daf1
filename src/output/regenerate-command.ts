/** The command in the header of a generated file, which regenerates the file. */
import type { Chosen } from '../choose.ts';
import { flagOf, type Option, optionTable } from '../options.ts';
import type { FoundPreset } from '../presets/find.ts';
import { joinCommand } from '../text/shell-words.ts';

/**
 * The command, to be run in the project's folder. It repeats flags and answers, but nothing that a
 * preset in the project contains. It includes `--yes` if that was given, because some choices may
 * be suggestions that `--yes` accepted.
 */
export function regenerateCommand({
  chosen: { options, savePreset },
  preset,
}: {
  readonly chosen: Pick<Chosen, 'options' | 'savePreset'>;
  readonly preset: Pick<FoundPreset, 'name' | 'found'>;
}): string {
  const words = ['npx', 'create-secure-dockerfile'];
  if (preset.name !== null && !preset.found && !savePreset) words.push('--preset', preset.name);
  for (const option of optionTable as readonly Option[]) {
    const choice = options[option.key];
    const given =
      option.presetOnly !== true && (choice?.origin === 'flag' || choice?.origin === 'answer');
    if (given && !(savePreset && option.inPreset)) words.push(...flagWords(option, choice.value));
  }
  return joinCommand(words);
}

function flagWords({ key, kind }: Option, value: unknown): readonly string[] {
  const flag = `--${flagOf(key)}`;
  if (kind === 'switch') return [flag];
  if (!Array.isArray(value)) return [flag, String(value)];
  const words = value.map(String);
  return kind === 'command' ? [flag, joinCommand(words)] : words.flatMap((it) => [flag, it]);
}
