/**
 * `presets [name]`: lists the built-in presets, or prints one that can be saved as
 * secure-dockerfile.yaml.
 */
import { closest } from 'fastest-levenshtein';
import { alike } from '../text/suggest.ts';
import { UserError } from '../errors.ts';
import type { Output, Ports } from '../ports/ports.ts';
import { builtInPresets, schemaUrl } from '../presets/find.ts';

/** @throws UserError E_PRESET_NOT_FOUND. */
export function presets(
  name: string | undefined,
  { asset, assets, out }: Pick<Ports, 'asset' | 'assets'> & { readonly out: Output },
  version: string,
): void {
  const all = builtInPresets(assets);
  const textOf = (it: string): string => asset(`presets/${it}.yaml`);
  if (name === undefined) {
    out.print(
      all
        .map(
          (it) =>
            `${it.padEnd(20)}${/^# (?!yaml-language-server)(.*)$/m.exec(textOf(it))?.[1] ?? ''}`,
        )
        .join('\n'),
    );
    return;
  }
  if (!all.includes(name)) {
    const guess = closest(name, [...all]);
    throw new UserError({
      code: 'E_PRESET_NOT_FOUND',
      name,
      builtIn: all,
      ...(alike(name, guess) ? { near: guess } : {}),
    });
  }
  out.print(
    textOf(name)
      .replace('$schema=./preset.schema.json', `$schema=${schemaUrl(version)}`)
      .trimEnd(),
  );
}
