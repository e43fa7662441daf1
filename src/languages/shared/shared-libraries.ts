/** Plans the step that collects shared libraries: the view of templates/partials/libraries.hbs. */
import type { OfferOk } from '../../types.ts';

/** What templates/partials/libraries.hbs reads. */
export type LibrariesView = {
  /** Files and folders that are searched for ELF files. */
  readonly roots: readonly string[];
  readonly folders: { readonly paths: readonly string[] } | null;
  /** The stage whose libraries are not copied again; `null`: the base is empty. */
  readonly base: { readonly stage: string } | null;
};

/**
 * @param roots absolute paths in the build stage of everything that ships and may be an ELF file:
 * the interpreter, its extension
 *   modules, the installed packages. What lies below a folder is taken to be copied on its own.
 * @param offer the base's answer: what it has already is not copied.
 * @returns the value of `project.libraries`. Where `base` is not null, the Dockerfile starts with
 * `FROM <runtime> AS base`.
 */
export function librariesView(
  { files, folders }: { readonly files: readonly string[]; readonly folders: readonly string[] },
  offer: OfferOk,
): LibrariesView {
  return {
    roots: [...files, ...folders],
    folders: folders.length > 0 ? { paths: folders } : null,
    base: offer.image === null ? null : { stage: 'base' },
  };
}
