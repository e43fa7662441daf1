/** A package in, its start command out: scripts first, then main, bin and entry files by their names. */
import { posix } from 'node:path';
import type { Candidate, Evidence, Finding, Note } from '../../../types.ts';
import { sourceOf } from '../build/build.ts';
import type { Build } from '../build/output.ts';
import { place } from '../files/manifest.ts';
import { entryExtensions, entryNames } from '../files/entries.ts';
import { joined, seenFrom } from '../../../text/paths.ts';
import { bunEvidence } from './bun.ts';
import { takesValue } from './flags.ts';
import { resolveScript, scriptEvidence } from './resolve.ts';
import type { Resolved, ResolveInput } from './types.ts';

export interface StartAnswer {
  readonly finding: Finding<readonly string[]>;
  readonly environment: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
  /** Why the start scripts are not used; empty where there are none. */
  readonly refused: readonly string[];
  /** Set when the start script serves a folder of files: no program is needed. */
  readonly served: { readonly folder: string; readonly evidence: readonly Evidence[] } | null;
}

/** Scripts that say by their name that they are for production come before `start`. */
const scripts = [
  'start:prod',
  'start:production',
  'start-prod',
  'production',
  'prod',
  'serve:prod',
  'start',
  'serve',
];

/** What a script may do before the program starts, because the build stage does it. */
const buildLike =
  /^(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:build|compile|clean|lint|prebuild|generate|tsc)\b|tsc\b|rimraf\b|rm -rf\b|mkdir\b|echo\b|tsup\b|nest build\b|prisma generate\b|next build\b|vite build\b|nuxt build\b|webpack\b|del-cli\b|node -v|clear\b)/;

export interface StartInput extends ResolveInput {
  readonly build: Build | null;
  /** All files of the project. */
  readonly files: readonly string[];
}

export function chooseStart(input: StartInput): StartAnswer {
  const { manifest } = input;
  const refused: Resolved[] = [];
  let served: StartAnswer['served'] = null;
  for (const name of inOrder(input)) {
    const resolved = resolveScript(input, name);
    if (resolved.kind === 'node') {
      const missing = missingEntry(resolved.words, input);
      if (missing === null) return fromScript(resolved);
      refused.push({ kind: 'unknown', why: missing, evidence: resolved.evidence });
    } else if (resolved.kind === 'static') {
      served ??= { folder: resolved.folder, evidence: resolved.evidence };
    } else {
      refused.push(resolved);
      if (resolved.kind === 'unknown' && resolved.several !== undefined) {
        const candidates = candidatesOf(resolved.several, resolved.evidence, input);
        if (candidates.length > 1)
          return {
            finding: { kind: 'ambiguous', candidates, why: resolved.why },
            environment: {},
            notes: [],
            refused: [resolved.why],
            served: null,
          };
        // Another script would be only one of them.
        break;
      }
    }
  }
  const reasons = refused.map((it) => ('why' in it ? it.why : '')).filter((it) => it !== '');
  const scriptReasons = [...reasons];
  const fallbacks = fallbackEntries(input);
  const [first] = fallbacks;
  const notes: Note[] = [];
  if (served)
    return {
      finding: { kind: 'unknown', why: `the start script serves files from ${served.folder}` },
      environment: {},
      notes,
      refused: scriptReasons,
      served,
    };
  const programs = Object.entries(manifest.bin);
  if (!first && reasons.length === 0 && programs.length > 1) {
    const candidates = programs.map(([name, file]) => ({
      value: ['node', file.replace(/^(?:\.\/)+/, '')],
      evidence: [place(manifest, ['bin', name], `"bin" names ${name}`)],
    }));
    return {
      finding: {
        kind: 'ambiguous',
        candidates,
        why: '"bin" in package.json names several programs',
      },
      environment: {},
      notes,
      refused: scriptReasons,
      served,
    };
  }
  const { main } = manifest;
  const gone =
    main !== null && originOf(main, input) === null
      ? `"main" in package.json is ${main}, which is not there${input.build ? ` and which the build does not write` : ' and which no script builds'}`
      : null;
  if (!first) {
    if (gone !== null) reasons.push(gone);
    const why =
      reasons.length > 0
        ? `${reasons.join('; ')}. Say how it starts, for instance --start "node server.js"`
        : 'package.json has no start script and no main, and no file has the name of an entry (server.js, index.js, src/index.ts): say how it starts';
    return {
      finding: { kind: 'unknown', why },
      environment: {},
      notes,
      refused: scriptReasons,
      served,
    };
  }
  if (gone !== null && reasons.length === 0)
    notes.push({
      level: 'warning',
      text: `${gone}. Started instead: ${first.value.join(' ')}`,
      evidence: [place(manifest, ['main'], 'main')],
    });
  if (reasons.length > 0)
    notes.push({
      level: 'warning',
      text: `the start script is not used: ${reasons.join('; ')}. Started instead: ${first.value.join(' ')}`,
      evidence: refused[0]?.evidence ?? [],
    });
  return {
    finding: { kind: 'suggested', value: first.value, evidence: first.evidence },
    environment: {},
    notes,
    refused: scriptReasons,
    served,
  };
}

/** `start` comes first where it leads to a script for production: it may give that script words and variables of its own. */
function inOrder(input: StartInput): string[] {
  const names = scripts.filter((it) => it in input.manifest.scripts);
  if (!names.includes('start')) return names;
  const start = resolveScript(input, 'start');
  const leads = names
    .slice(0, names.indexOf('start'))
    .some((name) =>
      start.evidence.some((it) => it.because === scriptEvidence(input.manifest, name).because),
    );
  return start.kind === 'node' && leads
    ? ['start', ...names.filter((it) => it !== 'start')]
    : names;
}

/** Programs side by side that one container each could run. */
function candidatesOf(
  several: readonly Resolved[],
  evidence: readonly Evidence[],
  input: StartInput,
): Candidate<readonly string[]>[] {
  return several.flatMap((it) =>
    it.kind === 'node' && missingEntry(it.words, input) === null
      ? [{ value: it.words, evidence: it.evidence.length > 0 ? it.evidence : evidence }]
      : [],
  );
}

function fromScript(resolved: Extract<Resolved, { kind: 'node' }>): StartAnswer {
  const notes: Note[] = resolved.dropped.map((text) => ({
    level: 'info',
    text,
    evidence: resolved.evidence.slice(0, 1),
  }));
  const jobs = resolved.before.filter((it) => !buildLike.test(it));
  if (jobs.length > 0) {
    notes.push({
      level: 'warning',
      text: `the start script also runs ${jobs.map((it) => `"${it}"`).join(' and ')} before the program: the image does not; run it as a job of its own before a new version starts`,
      evidence: resolved.evidence.slice(0, 1),
    });
  }
  return {
    finding: { kind: 'found', value: resolved.words, evidence: resolved.evidence },
    environment: resolved.environment,
    notes,
    refused: [],
    served: null,
  };
}

/** The file among the words of `node ... file ...` or `bun ... file ...`, without the interpreter's own flags. `null`: there is none (`node -e`). */
export function entryOf(words: readonly string[]): string | null {
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (['-e', '--eval', '-p', '--print'].includes(word)) return null;
    if (takesValue(words[0] ?? '', word)) index += 1;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

/** @returns where the entry comes from: a file of the project, a build, or nowhere. */
export function originOf(
  entry: string,
  input: Pick<StartInput, 'manifest' | 'build' | 'files'>,
):
  | { readonly kind: 'source'; readonly file: string }
  | { readonly kind: 'built'; readonly source: string | null }
  | { readonly kind: 'dependency' }
  | null {
  if (isOutside(entry, input.manifest.folder)) return null;
  const path = joined(input.manifest.folder, entry);
  if (/(?:^|\/)node_modules\//.test(entry)) return { kind: 'dependency' };
  const built = sourceOf(path, input.build, input.files);
  if (built) return { kind: 'built', source: built.source };
  const names = [
    path,
    ...['.js', '.mjs', '.cjs', '.json', '/index.js', '/index.mjs', '/index.cjs'].map(
      (it) => path + it,
    ),
  ];
  const file = names.find((it) => input.files.includes(it));
  if (file !== undefined) return { kind: 'source', file };
  // A build whose outputs cannot be told may write anything.
  if (
    input.build &&
    (input.build.outputs.length === 0 || /^(?:\.?output|dist|build|out|lib)\//.test(entry))
  )
    return { kind: 'built', source: null };
  return null;
}

/** Whether a path leaves the project: the build context ends there. */
function isOutside(entry: string, folder: string): boolean {
  return posix.join(folder, entry).startsWith('../');
}

function missingEntry(words: readonly string[], input: StartInput): string | null {
  const entry = entryOf(words);
  if (entry === null) return null;
  if (isOutside(entry, input.manifest.folder))
    return `it starts ${entry}, which lies outside of the project`;
  const origin = originOf(entry, input);
  if (origin?.kind === 'built' && origin.source === null) return mismatch(entry, input);
  if (origin) return null;
  const build = input.build
    ? `and the build (${input.build.script ?? 'tsc'}) writes ${[...new Set(input.build.outputs.map((it) => it.folder))].join(', ') || 'elsewhere'}`
    : 'and no script builds it';
  return `it starts ${entry}, which is not in the project, ${build}`;
}

/** Sources compiled one by one: an entry without a source is a mistake, unless a bundler could have written it. */
function mismatch(entry: string, input: StartInput): string | null {
  const path = joined(input.manifest.folder, entry);
  const outputs = input.build?.outputs.filter((it) => path.startsWith(`${it.folder}/`)) ?? [];
  if (outputs.length === 0 || outputs.some((it) => it.sources === null)) return null;
  const near = outputs.flatMap((it) => builtNames(it.folder, it.sources ?? [], input)).slice(0, 3);
  return `it starts ${entry}, but no source is compiled to it${near.length > 0 ? ` (there would be ${near.join(', ')})` : ''}`;
}

/** Entry files by their usual names, as the build writes them. */
function builtNames(folder: string, roots: readonly string[], input: StartInput): string[] {
  const found: string[] = [];
  for (const root of roots) {
    for (const name of [
      'index',
      'server',
      'main',
      'app',
      'src/index',
      'src/server',
      'src/main',
      'src/app',
    ]) {
      const source = ['.ts', '.mts', '.cts', '.js', '.tsx']
        .map((it) => joined(root, name + it))
        .find((it) => input.files.includes(it));
      if (source !== undefined)
        found.push(
          seenFrom(
            input.manifest.folder,
            joined(folder, `${name}${source.endsWith('.mts') ? '.mjs' : '.js'}`),
          ),
        );
    }
    if (found.length > 0) return found;
  }
  return found;
}

function fallbackEntries(input: StartInput): Candidate<readonly string[]>[] {
  const { manifest } = input;
  const bun = bunEvidence(manifest, input.files);
  const found: Candidate<readonly string[]>[] = [];
  const add = (entry: string | null | undefined, evidence: Evidence): void => {
    const path = entry?.replace(/^(?:\.\/)+/, '');
    if (
      path === undefined ||
      originOf(path, input) === null ||
      missingEntry(['node', path], input) !== null
    )
      return;
    found.push({
      value: [bun ? 'bun' : 'node', path],
      evidence: bun ? [evidence, bun] : [evidence],
    });
  };
  add(manifest.main, place(manifest, ['main'], `"main" is ${manifest.main ?? ''}`));
  const module = manifest.all['module'];
  if (bun && typeof module === 'string')
    add(module, place(manifest, ['module'], `"module" is ${module}`));
  const [program, second] = Object.entries(manifest.bin);
  if (program && !second) add(program[1], place(manifest, ['bin'], `"bin" names ${program[1]}`));
  for (const output of input.build?.outputs ?? []) {
    const names =
      output.entry === undefined
        ? builtNames(
            output.folder,
            output.sources ?? [joined(manifest.folder, 'src'), manifest.folder],
            input,
          )
        : [seenFrom(manifest.folder, output.entry)];
    for (const entry of names)
      add(entry, {
        file: input.build?.evidence.file ?? manifest.file,
        because: `the build writes ${entry}`,
      });
  }
  for (const name of entryNames) {
    for (const extension of entryExtensions) {
      const file = joined(manifest.folder, name + extension);
      if (input.files.includes(file))
        add(name + extension, { file, because: 'an entry file by its name' });
    }
  }
  return found;
}
