/**
 * Opens the templates. Tests run this file. In the bundle, scripts/build.mjs replaces it with
 * templates compiled when the package is built, because compiling takes longer than the rest of a
 * run.
 *
 * A partial is a file: `{{> image}}` is templates/partials/image.hbs, which all languages share,
 * and `{{> node/rootfs}}` is templates/node/rootfs.hbs.
 */
import Handlebars from 'handlebars';
import options from '../../templates/handlebars.json' with { type: 'json' };
import type { View } from '../types.ts';

export interface TemplateInput {
  /** Reads a text file that ships with the program: `templates/go/Dockerfile.hbs`. */
  readonly asset: (path: string) => string;
  readonly helpers: Readonly<Record<keyof typeof options.knownHelpers, (value: unknown) => string>>;
}

/**
 * @returns a function that renders the template at a path (`templates/go/Dockerfile.hbs`) with a
 *   view.
 */
export function openTemplates({
  asset,
  helpers,
}: TemplateInput): (path: string, view: View) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(helpers);
  const opened = new Set<string>();
  const open = (path: string): HandlebarsTemplateDelegate => {
    const text = asset(path);
    for (const name of partialsIn(text)) {
      if (opened.has(name)) continue;
      opened.add(name);
      handlebars.registerPartial(name, open(pathOfPartial(name)));
    }
    return handlebars.compile(text, options);
  };
  return (path, view) => open(path)(view);
}

/** @returns the file of a partial, relative to the root of the package. */
export function pathOfPartial(name: string): string {
  return name.includes('/') ? `templates/${name}.hbs` : `templates/partials/${name}.hbs`;
}

function partialsIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{> ([\w/-]+)\}\}/g)].map((it) => it[1] ?? '');
}
