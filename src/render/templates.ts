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
  /** The id of the language whose templates are opened. */
  readonly language: string;
  /** Reads a text file that ships with the program: `templates/go/Dockerfile.hbs`. */
  readonly asset: (path: string) => string;
  readonly helpers: Readonly<Record<keyof typeof options.knownHelpers, (value: unknown) => string>>;
}

/** Renders the template of a name (`Dockerfile`, `dockerignore`) with a view. */
export type Print = (name: string, view: View) => string;

/**
 * Loads the templates of one language. In the bundle, each language has a chunk of its templates.
 *
 * @returns what renders them: `templates/go/Dockerfile.hbs`.
 */
export async function openTemplates(input: TemplateInput): Promise<Print> {
  return compileTemplates(input);
}

/** Compiles the templates of one language from their texts. */
export function compileTemplates({ language, asset, helpers }: TemplateInput): Print {
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
  return (name, view) => open(`templates/${language}/${name}.hbs`)(view, { helpers, partials });
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
