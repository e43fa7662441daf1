/**
 * The contract of a framework: how it is recognized, what its build creates, and how that starts.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';
import { withoutComments } from '../files/comments.ts';
import type { Manifest } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';

export interface FrameworkInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly files: readonly string[];
}

/** A server that the framework's build creates. */
export interface ServerFacts {
  readonly kind: 'server';
  readonly title: string;
  readonly evidence: Evidence;
  /** The command as a user would type it. */
  readonly start: readonly string[];
  readonly port: number;
  readonly portVariable: string | null;
  readonly environment: readonly EnvironmentLine[];
  readonly buildEnvironment: readonly EnvironmentLine[];
  readonly handlesSigterm: boolean;
  /** Folders below the package that are written to at run time. */
  readonly writable: readonly string[];
  /**
   * Paths for the image, in the built package and in the image. Both are relative to the package.
   */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Folders that are copied and that the build may leave out, relative to the package. */
  readonly mayBeMissing: readonly string[];
  /** The folder of the build that contains the packages; `null` if they are in node_modules. */
  readonly bundle: string | null;
  /** A folder that speeds up the next build and does not belong in the image. */
  readonly buildCache: string | null;
  /** When sources are loaded, and which are the first of them, relative to the package; `null` if not known. */
  readonly loads: { readonly when: 'start' | 'build'; readonly files: RegExp } | null;
  readonly notes: readonly Note[];
}

/** Files that any web server can serve. */
export interface SiteFacts {
  readonly kind: 'site';
  readonly title: string;
  readonly evidence: Evidence;
  /** The folder that the build fills. */
  readonly folder: string;
  /**
   * The response for a path without a file: `index.html` for routing in the browser, otherwise an
   * error page.
   */
  readonly fallback: { readonly page: string; readonly kind: 'application' | 'error' } | null;
  /**
   * A folder of the site for each language, with its own `index.html`: the first is that of the
   * root. `fallback` is that of the first.
   */
  readonly locales?: readonly [string, ...string[]];
  /** The path prefix of all addresses of the site (`/docs`), if the configuration sets one. */
  readonly prefix?: string;
  /**
   * URL prefixes of files whose names change with their contents, so that they can be cached
   * forever.
   */
  readonly hashed: readonly string[];
  /** Set if a page is `name.html` beside a folder `name`: no redirect from `name` to `name/`. */
  readonly namedPages?: true;
  /** The script that builds the site, if it is not `build`: `docs:build`. */
  readonly script?: string;
  readonly buildEnvironment: readonly EnvironmentLine[];
  readonly buildCache: string | null;
  readonly notes: readonly Note[];
}

export type FrameworkFacts = ServerFacts | SiteFacts;

/** A command of the framework that serves sources while they change. */
export interface DevelopmentCommand {
  /** Matches the whole command, with the program as its file name: `next dev --turbopack`. */
  readonly command: RegExp;
  /** The reason why it does not belong on a server: `it is the development server of Nuxt`. */
  readonly why: string;
  /** The dependency without which the same command is a program of the project: `node scripts/start.js`. */
  readonly only?: string;
}

export interface Framework {
  readonly id: string;
  readonly development: readonly DevelopmentCommand[];
  detect(input: FrameworkInput): Promise<FrameworkFacts | null>;
}

type Required<Facts, Keys extends keyof Facts> = Pick<Facts, Keys> & Partial<Facts>;

/**
 * Fills in what most servers have in common, so that the file of a framework contains only the
 * differences.
 */
export function server(
  facts: Required<Omit<ServerFacts, 'kind'>, 'title' | 'evidence' | 'start' | 'port' | 'copies'>,
): ServerFacts {
  return {
    portVariable: 'PORT',
    environment: [],
    buildEnvironment: [],
    handlesSigterm: false,
    writable: [],
    mayBeMissing: [],
    bundle: null,
    buildCache: null,
    loads: null,
    notes: [],
    ...facts,
    kind: 'server',
  };
}

/** Fills in what most sites have in common. */
export function site(
  facts: Required<Omit<SiteFacts, 'kind'>, 'title' | 'evidence' | 'folder' | 'fallback'>,
): SiteFacts {
  return {
    hashed: [],
    buildEnvironment: [],
    buildCache: null,
    notes: [],
    ...facts,
    kind: 'site',
  };
}

/** A path without a file belongs to the application, which routes in the browser. */
export const application = { page: 'index.html', kind: 'application' } as const;

/** A path without a file is an error. */
export const errorPage = { page: '404.html', kind: 'error' } as const;

/**
 * @returns the image files of a server that loads packages from node_modules: package.json and
 *   these folders.
 */
export function withManifest(...folders: readonly string[]): ServerFacts['copies'] {
  return ['package.json', ...folders].map((it) => ({ from: it, to: it }));
}

/**
 * @returns the first of these files that exists in the package, without comments; `undefined` if
 *   none does.
 */
export async function configuration(
  input: FrameworkInput,
  names: readonly string[],
): Promise<{ readonly file: string; readonly text: string } | undefined> {
  for (const name of names) {
    const file = joined(input.manifest.folder, name);
    const text = input.files.includes(file) ? await input.project.read(file) : undefined;
    if (text !== undefined) return { file, text: withoutComments(text) };
  }
  return undefined;
}

/** `name.js`, `name.mjs`, `name.ts` and so on. */
export function scriptNames(name: string): string[] {
  return ['ts', 'js', 'mjs', 'mts', 'cjs', 'cts'].map((it) => `${name}.${it}`);
}

/**
 * @param value the value of `base`, `basePath`, `baseUrl` or `homepage`: a path, or an address with
 *   a path.
 * @returns the path without a trailing slash; nothing if it is the root or relative.
 */
export function prefixOf(value: string | undefined): { prefix?: string } {
  const path = value?.replace(/^https?:\/\/[^/]+/, '').replace(/\/+$/, '') ?? '';
  return /^(?:\/[\w.~-]+)+$/.test(path) ? { prefix: path } : {};
}

export function hasFolder(input: FrameworkInput, folder: string): boolean {
  const prefix = `${joined(input.manifest.folder, folder)}/`;
  return input.files.some((it) => it.startsWith(prefix));
}
