/**
 * Finds variables that a build replaces by their values, and that nothing in the build context sets:
 * https://vite.dev/guide/env-and-mode, https://svelte.dev/docs/kit/$env-static-private and
 * https://nextjs.org/docs/app/guides/environment-variables. When the container starts it is too late.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import { lineAt } from '../../../text/lines.ts';
import { listed } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { Manifest } from '../files/manifest.ts';
import { variablesFolder } from './public-variables.ts';

const sources = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
const excluded =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|cypress|dist|build|scripts)\/|\.(?:test|spec|stories)\.|\.d\.[cm]?ts$/;
const isConfiguration = /^[\w.-]+\.config\.[cm]?[jt]s$/;

/** The most files that are read for a package. */
const mostFiles = 1000;

/** A default (`?? 'x'`) makes a value optional, and an assignment sets it. */
const used =
  /\b(?:import\.meta\.env\.((?:VITE|PUBLIC)_\w+)|process\.env\.((?:NEXT_PUBLIC|REACT_APP|GATSBY|VUE_APP|EXPO_PUBLIC)_\w+))(?!\w|\s*(?:\?\?|\|\||=[^=]))/g;
/** The same by another name, which Vite replaces, too: `import.meta.env['VITE_A']`, `const { VITE_A } = import.meta.env`. */
const byKey = /\bimport\.meta\.env\[["'`]((?:VITE|PUBLIC)_\w+)["'`]\](?!\s*(?:\?\?|\|\||=[^=]))/g;
const unpacked = /\{([^{}]*)\}\s*=\s*import\.meta\.env\b(?!\s*[.[])/g;
const renamed = /\b(\w+)\s*=\s*import\.meta\.env\b(?!\s*[.[])/;
const imported = /\bimport\s*\{([^}]*)\}\s*from\s*["']\$env\/static\/(private|public)["']/g;

interface Found {
  readonly name: string;
  /** Whether the value may be in what browsers load, and so in an argument of the build. */
  readonly isPublic: boolean;
  readonly evidence: Evidence;
}

export interface BuildArgument {
  readonly name: string;
  /** Whether the build ends without it, and needs at least an empty value. */
  readonly isDemanded: boolean;
}

export interface BakedVariables {
  /** Public variables that the build takes as arguments. */
  readonly arguments: readonly BuildArgument[];
  /** A warning for the names that the build demands, and one for those that it leaves empty. */
  readonly notes: readonly Note[];
}

/** @param kept the files of variables that are part of the build context. */
export async function bakedVariables(
  project: ProjectReader,
  manifest: Manifest,
  kept: readonly string[],
): Promise<BakedVariables> {
  const prefix = manifest.folder === '' ? '' : `${manifest.folder}/`;
  const files = (await project.files()).filter((it) => it.startsWith(prefix));
  const inside = (file: string): string => file.slice(prefix.length);
  const variables = await variablesFolder(project, manifest);
  const settings = [
    ...files.filter((it) => isConfiguration.test(inside(it))),
    ...kept,
    // What such a file sets and the build context lacks has a warning already.
    ...['.env', '.env.production'].map((it) => joined(variables, it)),
  ];
  const set = [
    ...Object.values(manifest.scripts),
    ...(await Promise.all(settings.map(async (it) => (await project.read(it)) ?? ''))),
  ].join('\n');
  const given = (await Promise.all(kept.map((it) => project.read(it)))).join('\n');
  const demanded = new Map<string, Found>();
  const empty = new Map<string, Found>();
  const read = files.filter((it) => sources.test(it) && !excluded.test(inside(it)));
  for (const file of read.slice(0, mostFiles)) {
    const text = (await project.read(file)) ?? '';
    for (const it of demandedIn(file, text))
      if (!demanded.has(it.name) && !given.includes(`${it.name}=`)) demanded.set(it.name, it);
    for (const it of emptyIn(file, text))
      if (!empty.has(it.name) && !new RegExp(`\\b${it.name}\\b`).test(set)) empty.set(it.name, it);
  }
  const open = [...demanded.values()].filter((it) => it.isPublic);
  const others = [...empty.values()].filter((it) => !demanded.has(it.name));
  return {
    arguments: [
      ...open.map(({ name }) => ({ name, isDemanded: true })),
      ...others.map(({ name }) => ({ name, isDemanded: false })),
    ],
    notes: [...demandedNotes([...demanded.values()]), ...emptyNotes([...empty.values()])],
  };
}

function demandedIn(file: string, text: string): readonly Found[] {
  return [...text.matchAll(imported)].flatMap((match) =>
    (match[1] ?? '')
      .split(',')
      .map((it) => it.trim().replace(/\s+as\s.*$/s, ''))
      .filter((it) => /^\w+$/.test(it))
      .map((name) => ({
        ...foundAt(name, file, text, match.index, `imports ${name}`),
        isPublic: match[2] === 'public',
      })),
  );
}

function emptyIn(file: string, text: string): readonly Found[] {
  return [...text.matchAll(used), ...text.matchAll(byKey), ...ofVite(text)]
    .filter((it) => !isComment(text, it.index))
    .flatMap((match) => {
      const name = match[1] ?? match[2];
      return name === undefined ? [] : [foundAt(name, file, text, match.index, `reads ${name}`)];
    });
}

/** What is taken out of `import.meta.env` as a whole: each match has a name as its first group. */
function ofVite(text: string): readonly RegExpExecArray[] {
  if (!text.includes('import.meta.env')) return [];
  const alias = renamed.exec(text)?.[1];
  const fields = [...text.matchAll(unpacked)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/(?:^|,)\s*((?:VITE|PUBLIC)_\w+)\b(?!\s*=|\s*:\s*\w+\s*=)/g)].map(
      (it) => Object.assign(it, { index: match.index }),
    ),
  );
  return alias === undefined
    ? fields
    : [
        ...fields,
        ...text.matchAll(
          new RegExp(
            `\\b${alias}\\.((?:VITE|PUBLIC)_\\w+)(?!\\w|\\s*(?:\\?\\?|\\|\\||=[^=]))`,
            'g',
          ),
        ),
      ];
}

function foundAt(name: string, file: string, text: string, at: number, because: string): Found {
  return { name, isPublic: true, evidence: { file, line: lineAt(text, at), because } };
}

function isComment(text: string, at: number): boolean {
  return /^\s*(?:\/\/|\/?\*|<!--)/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
}

function demandedNotes(found: readonly Found[]): Note[] {
  if (found.length === 0) return [];
  const secret = found.filter((it) => !it.isPublic);
  const what =
    secret.length > 0
      ? `the build fails without ${namesOf(secret)}`
      : `the build takes ${namesOf(found)} as empty`;
  return [
    {
      code: 'node/variables-demanded-by-build',
      level: 'warning',
      text: `${what}: $env/static is replaced by values when it runs`,
      hint: hintOf(found),
      evidence: found.slice(0, 5).map((it) => it.evidence),
    },
  ];
}

/** A value of `$env/static/private` would be part of the image, so no argument sets it. */
function hintOf(found: readonly Found[]): string {
  const open = found.find((it) => it.isPublic);
  const argument = open
    ? ` Public ones can be given when you build: --build-arg ${open.name}=...`
    : '';
  return `Import them from $env/dynamic/private or $env/dynamic/public, which are read when the container starts.${argument}`;
}

function emptyNotes(found: readonly Found[]): Note[] {
  const [first] = found;
  if (!first) return [];
  return [
    {
      code: 'node/variables-empty-in-build',
      level: 'warning',
      text: `the build puts ${namesOf(found)} into the files for browsers, and nothing sets a value`,
      hint: `Give it when you build (docker build --build-arg ${first.name}=...), or write a default in the sources. A value that is given when the container starts comes too late.`,
      evidence: found.slice(0, 5).map((it) => it.evidence),
    },
  ];
}

function namesOf(found: readonly Found[]): string {
  return listed(found.map((it) => it.name));
}
