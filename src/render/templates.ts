/**
 * Opens the templates: their text in, a function that prints a view out. Tests run this file; in the bundle, scripts/build.mjs puts the
 * same templates in its place, compiled by Handlebars when the package is built: compiling takes longer than all the rest of a run.
 */
import Handlebars from 'handlebars';
import options from '../../templates/handlebars.json' with { type: 'json' };
import type { View } from '../types.ts';

export interface TemplateInput {
  /** Reads a text file that ships with the program: `templates/go/Dockerfile.hbs`. */
  readonly asset: (path: string) => string;
  readonly partials: readonly string[];
  readonly helpers: Readonly<Record<keyof typeof options.knownHelpers, (value: unknown) => string>>;
}

/** @returns prints the template at a path (`templates/go/Dockerfile.hbs`) with a view. */
export function openTemplates({
  asset,
  partials,
  helpers,
}: TemplateInput): (path: string, view: View) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(helpers);
  for (const name of partials)
    handlebars.registerPartial(
      name,
      handlebars.compile(asset(`templates/partials/${name}.hbs`), options),
    );
  return (path, view) => handlebars.compile(asset(path), options)(view);
}
