/**
 * Finds what to start if no start script names it: `main`, `bin`, the build output, entry files.
 */
import { joined, seenFrom } from '../../../text/paths.ts';
import type { Candidate, Evidence } from '../../../types.ts';
import { entryExtensions, entryNames, startScripts } from '../files/entries.ts';
import { isInstalledApart } from '../files/installed-apart.ts';
import { place } from '../files/manifest.ts';
import { bunEvidence } from './bun.ts';
import { builtNames, isMade, missingEntry } from './entry.ts';
import { shebangFlags } from './programs.ts';
import type { StartInput } from './types.ts';

/**
 * @returns start commands, the most likely first. Commands whose file does not exist are omitted.
 */
export function fallbackEntries(input: StartInput): Candidate<readonly string[]>[] {
  const bun = bunEvidence(input.manifest, input.files);
  const entries = [
    ...fromManifest(input, bun !== null),
    ...fromBuild(input),
    ...fromDevelopment(input),
    ...entryFiles(input),
  ];
  return entries.flatMap(({ entry, evidence }) => {
    const named = plainly(entry);
    const path = bun ? named : (compiled(named, input) ?? named);
    if (!isMade(path, input) || missingEntry(['node', path], input) !== null) return [];
    const flags = bun || path !== named ? [] : shebangFlags(input.text?.(path) ?? '');
    return [
      {
        value: [bun ? 'bun' : 'node', ...flags, path],
        evidence: bun ? [evidence, bun] : [evidence],
      },
    ];
  });
}

/** What the build makes of an entry in TypeScript: `"main": "src/app.ts"` is `build/app.js`. */
export function compiled(entry: string, { manifest, build }: StartInput): string | undefined {
  if (!/(?<!\.d)\.[cm]?ts$/.test(entry)) return undefined;
  const file = joined(manifest.folder, entry).replace(/ts$/, 'js');
  for (const { folder, sources } of build?.outputs ?? [])
    for (const root of sources ?? []) {
      const inside = root === '' ? file : file.slice(root.length + 1);
      if (root === '' || file.startsWith(`${root}/`))
        return seenFrom(manifest.folder, joined(folder, inside));
    }
  return undefined;
}

interface Entry {
  readonly entry: string;
  readonly evidence: Evidence;
}

function fromManifest({ manifest, files, text }: StartInput, bun: boolean): Entry[] {
  const { main, bin } = manifest;
  const module = manifest.all['module'];
  const [program, second] = new Set(Object.values(bin));
  const entries: Entry[] = [];
  const add = (keys: readonly string[], entry: string, because: string): void => {
    entries.push({ entry, evidence: place(manifest, keys, because) });
  };
  // The program that a package installs under its own name; "main" is then what others import.
  const isImported = isBuilt(main, files, manifest.folder) || isLoaded(main, text);
  const named = bin[manifest.name?.replace(/^@[^/]+\//, '') ?? ''];
  const only = isImported && second === undefined ? program : undefined;
  const own = isLibrary(manifest) || isImported ? (named ?? only) : undefined;
  if (own !== undefined) add(['bin'], own, `"bin" names ${own}`);
  if (main !== null && !forBrowsers.test(main)) add(['main'], main, `"main" is ${main}`);
  if (bun && typeof module === 'string') add(['module'], module, `"module" is ${module}`);
  if (program !== undefined && second === undefined)
    add(['bin'], program, `"bin" names ${program}`);
  return entries;
}

/** Whether a file of the build is `main`, where a source is the program: `bin/server.js`. */
function isBuilt(main: string | null, files: readonly string[], folder: string): boolean {
  return main !== null && !files.includes(joined(folder, plainly(main)));
}

/** Whether `main` exports something and serves nothing itself: what the program of the package loads. */
function isLoaded(main: string | null, text: StartInput['text']): boolean {
  const source = main === null ? undefined : text?.(plainly(main));
  return source !== undefined && exports.test(source) && !serves.test(whatRuns(source));
}

/** The statements of a file without the functions and classes that only others call. */
function whatRuns(source: string): string {
  const statements = source.split(/^(?=[^\s})\]])/m);
  const declared = statements.filter((it) => declaration.test(it));
  const run = statements.filter((it) => !declared.includes(it));
  return [
    ...run,
    ...declared.filter((it) => {
      const [, named, assigned] = declaration.exec(it) ?? [];
      const name = named ?? assigned;
      return name !== undefined && run.some((one) => one.includes(`${name}(`));
    }),
  ].join('');
}

const declaration =
  /^(?:export\s+(?:default\s+)?|(?:module\.)?exports(?:\.\w+)?\s*=\s*)?(?:async\s+)?(?:(?:function|class)\b\s*\*?\s*(\w+)?|(?:const|let|var)\s+(\w+)\s*=\s*(?:async\s*)?(?:function\b|\w+\s*=>|\([^()]*\)\s*=>)|\{|\w+\s*=>|\([^()]*\)\s*=>)/;

const exports = /^\s*(?:module\.exports|exports\.\w+)\s*=|^export\s/m;
const serves = /\b(?:listen|createServer|serve)\s*\(|\b(?:require\.main|import\.meta\.main)\b/;

function plainly(entry: string): string {
  return entry.replace(/^(?:\.\/)+/, '');
}

/** A bundle that pages load: `dist/widget.min.js`. */
const forBrowsers = /\.(?:min|umd|iife)\.js$/;

/** Whether a package is published for others to import. */
function isLibrary({ all }: StartInput['manifest']): boolean {
  return ['exports', 'types', 'typings', 'module', 'files', 'publishConfig'].some(
    (it) => it in all,
  );
}

function fromBuild(input: StartInput): Entry[] {
  const { manifest, build } = input;
  if (!build) return [];
  return build.outputs
    .flatMap((output) =>
      output.entry === undefined
        ? builtNames(
            output.folder,
            output.sources ?? [joined(manifest.folder, 'src'), manifest.folder],
            input,
          )
        : [seenFrom(manifest.folder, output.entry)],
    )
    .map((entry) => ({
      entry,
      evidence: { file: build.evidence.file, because: `the build writes ${entry}` },
    }));
}

/** Scripts that developers start the program with. */
const developmentScripts = [
  ...startScripts,
  'server',
  'dev',
  'develop',
  'start:dev',
  'dev:server',
  'server:dev',
  'watch',
];

/** The program that a script starts, again whenever a file changes: `nodemon server`. */
const restarting =
  /^(?:cross-env )?(?:\w+=\S+ )*(?:npx )?(?:nodemon|ts-node-dev|tsnd|node-dev|supervisor|tsx watch|node(?= .*--watch))((?: \S+)+)$/;

function fromDevelopment({ manifest, files }: StartInput): Entry[] {
  return developmentScripts.flatMap((name) => {
    const words = (manifest.scripts[name] ?? '')
      .split(/\s*(?:&&|;|\|\|?)\s*/)
      .flatMap((command) => restarting.exec(command)?.[1]?.trim().split(' ') ?? []);
    const entry = words
      .map((it) => fileNamed(it, manifest.folder, files))
      .find((it) => it !== null);
    return entry === undefined || entry === null
      ? []
      : [
          {
            entry,
            evidence: place(manifest, ['scripts', name], `the script "${name}" runs ${entry}`),
          },
        ];
  });
}

/** The file that node loads for a word: with its extension, or the index of a folder. */
function fileNamed(word: string, folder: string, files: readonly string[]): string | null {
  const name = plainly(word).replace(/\/$/, '');
  const names = ['', ...entryExtensions, ...entryExtensions.map((it) => `/index${it}`)];
  const found = names.map((it) => name + it).find((it) => files.includes(joined(folder, it)));
  return name !== '' && /^[\w@]/.test(name) ? (found ?? null) : null;
}

function entryFiles({ manifest, files }: StartInput): Entry[] {
  return entryNames
    .flatMap((name) => entryExtensions.map((extension) => name + extension))
    .map((entry) => ({ entry, file: joined(manifest.folder, entry) }))
    .filter(({ file }) => files.includes(file) && !isInstalledApart(file, files, manifest))
    .map(({ entry, file }) => ({
      entry,
      evidence: { file, because: 'the usual name of an entry file' },
    }));
}
