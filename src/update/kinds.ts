/** Finds the images in a file by the rules of its kind: Dockerfile, compose file, bake file. */
import { referencesInBakeHcl, referencesInBakeJson } from './bake.ts';
import { referencesInCompose } from './compose.ts';
import { referencesInDockerfile } from '../dockerfile/references.ts';
import type { Finding } from '../dockerfile/reference.ts';

export type FileKind = 'dockerfile' | 'compose' | 'bake-hcl' | 'bake-json';

const templates = /\.(?:dockerignore|hbs|mustache|tmpl|tpl|j2|jinja2?|erb|ejs|md|orig|rej|bak)$/i;

/**
 * Returns the kind of a file found in a folder, from its name, or `undefined` for any other file.
 */
export function kindByName(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (templates.test(name)) return undefined;
  if (
    /^(?:.+\.)?(?:dockerfile|containerfile)$/i.test(name) ||
    /^(?:dockerfile|containerfile)\..+$/i.test(name)
  )
    return 'dockerfile';
  if (/^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/i.test(name)) return 'compose';
  if (/^(?:docker-)?bake(?:[.-].+)?\.hcl$/i.test(name)) return 'bake-hcl';
  if (/^(?:docker-)?bake(?:[.-].+)?\.json$/i.test(name)) return 'bake-json';
  return undefined;
}

/**
 * Returns the kind of a file that the user names: from its extension if the name is not a usual
 * one. A Dockerfile may have any name.
 */
export function kindOfNamed(path: string): FileKind {
  const known = kindByName(path);
  if (known !== undefined) return known;
  if (/\.hcl$/i.test(path)) return 'bake-hcl';
  if (/\.json$/i.test(path)) return 'bake-json';
  return /\.ya?ml$/i.test(path) ? 'compose' : 'dockerfile';
}

export function referencesIn(kind: FileKind, text: string): readonly Finding[] {
  switch (kind) {
    case 'dockerfile':
      return referencesInDockerfile(text);
    case 'compose':
      return referencesInCompose(text);
    case 'bake-hcl':
      return referencesInBakeHcl(text);
    case 'bake-json':
      return referencesInBakeJson(text);
  }
}
