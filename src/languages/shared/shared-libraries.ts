/** Plans the step that collects shared libraries: the view of templates/partials/libraries.hbs. */
import type { OfferOk } from '../../types.ts';

/** The values that templates/partials/libraries.hbs reads. */
export type LibrariesView = {
  /** Files and folders to search for ELF files. */
  readonly roots: readonly string[];
  readonly folders: { readonly paths: readonly string[] } | null;
  /** Whether `*.node` files are loaded. Python packages ship some for browsers and editors. */
  readonly addons: boolean;
  /** The stage with libraries that are not copied again. `null` if the base is empty. */
  readonly base: { readonly stage: string } | null;
};

/**
 * @param roots absolute paths in the build stage of everything in the final image that may be an
 *   ELF file: the interpreter, its extension modules, the installed packages. Folders are expected
 *   to be copied separately.
 * @param offer the base's answer. Libraries that the base already has are not copied.
 * @returns the value of `project.libraries`. If `base` is not null, the Dockerfile starts with
 *   `FROM <runtime> AS base`.
 */
export function librariesView(
  {
    files,
    folders,
    addons,
  }: {
    readonly files: readonly string[];
    readonly folders: readonly string[];
    readonly addons: boolean;
  },
  offer: OfferOk,
): LibrariesView {
  return {
    roots: [...files, ...folders],
    folders: folders.length > 0 ? { paths: folders } : null,
    addons,
    base: offer.image === null ? null : { stage: 'base' },
  };
}
