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
  const partials: Record<string, HandlebarsTemplateDelegate> = {};
  const opened = new Set<string>();
  const open = (path: string): HandlebarsTemplateDelegate => {
    const text = asset(path);
    for (const name of partialsIn(text)) {
      if (opened.has(name)) continue;
      opened.add(name);
      partials[name] = open(pathOfPartial(name));
    }
    return compiled(text);
  };
  return (path, view) => open(path)(view, { helpers, partials });
}

const templates = new Map<string, HandlebarsTemplateDelegate>();

/** Compiles each text once: most of the tests' time would go into the same few templates. */
function compiled(text: string): HandlebarsTemplateDelegate {
  const known = templates.get(text);
  if (known) return known;
  const template = Handlebars.compile(text, options);
  templates.set(text, template);
  return template;
}

/** @returns the file of a partial, relative to the root of the package. */
export function pathOfPartial(name: string): string {
  return name.includes('/') ? `templates/${name}.hbs` : `templates/partials/${name}.hbs`;
}

function partialsIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{> ([\w/-]+)\}\}/g)].map((it) => it[1] ?? '');
}
