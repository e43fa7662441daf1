/**
 * Finds sources that a build must generate first: packages without a Go file, names that no file
 * declares. The compiler would refuse the program, minutes later and without the command to run.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { folderOf } from '../../text/paths.ts';
import { placeOf } from '../../text/printable.ts';
import { buildLines, evidenceOf, generateLines } from './build-lines.ts';
import { generatorOf, type Generator } from './generators.ts';
import {
  isInside,
  oncePerFile,
  type GoFile,
  type GoPackage,
  type ProgramSource,
} from './packages.ts';
import { headerOf } from './source.ts';

/** The most that are reported, because one generator makes many. */
const mostReported = 5;

interface Missing {
  readonly folder: string;
  /** A sentence without its end: `..., so the program cannot be compiled`. */
  readonly text: string;
  readonly evidence: Evidence;
  /** What makes them, where the search for it comes first. */
  readonly generator?: Generator;
}

/** @returns an error for each folder of the program that lacks sources, with what makes them. */
export async function missingSources(
  project: ProjectReader,
  program: ProgramSource,
): Promise<Note[]> {
  const sources = await otherSources(project, program);
  const missing = new Map<string, Missing>();
  for (const it of [
    ...withoutFiles(program),
    ...undeclared(program, sources),
    ...(await uncompiled(project, program)),
    ...(await withoutAssets(project, program, sources)),
  ])
    if (!missing.has(it.folder)) missing.set(it.folder, it);
  return Promise.all([...missing.values()].slice(0, mostReported).map((it) => noteOf(project, it)));
}

async function noteOf(
  project: ProjectReader,
  { folder, text, evidence, generator: known }: Missing,
): Promise<Note> {
  const submodule = await submoduleOf(project, folder);
  const generator = submodule ? undefined : (known ?? (await generatorOf(project, folder)));
  return {
    code: 'go/sources-missing',
    level: 'error',
    text: `${text}, so the program cannot be compiled`,
    hint: submodule ? updateSubmodules : hintOf(generator),
    evidence: [evidence, ...(generator?.evidence.line === undefined ? [] : [generator.evidence])],
  };
}

const updateSubmodules =
  'The folder belongs to a git submodule: run git submodule update --init first.';

function hintOf(generator: Generator | undefined): string {
  return generator
    ? `Run ${generator.command} first, which generates it (${placeOf(generator.evidence)}).`
    : 'If a tool generates it, run that first; otherwise add it to the project.';
}

function withoutFiles({ missing }: ProgramSource): Missing[] {
  return [...missing].map(([folder, { path, evidence }]) => ({
    folder,
    text: `${path} is imported, and ${folder === '' ? 'the root' : folder} has no Go file`,
    evidence,
  }));
}

/** The sources of the program's packages that are not part of this build: other tags or systems. */
async function otherSources(
  project: ProjectReader,
  program: ProgramSource,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const built = new Set(program.packages.flatMap((it) => it.files.map(({ path }) => path)));
  const folders = new Set(program.packages.map((it) => it.folder));
  const found = new Map<string, string[]>();
  for (const path of await project.files()) {
    if (!path.endsWith('.go') || path.endsWith('_test.go') || built.has(path)) continue;
    const folder = folderOf(path);
    if (!folders.has(folder)) continue;
    const text = (await project.read(path)) ?? '';
    // The injectors of wire are never compiled: https://github.com/google/wire
    if (/\bwireinject\b/.test(headerOf(text)?.constraint ?? '')) continue;
    found.set(folder, [...(found.get(folder) ?? []), text]);
  }
  return found;
}

const selectors = oncePerFile(({ source }) => {
  const names = new Map<string, Map<string, number>>();
  for (const { 1: left = '', 2: right = '', index } of source.code.matchAll(
    /(?<![\w.)\]])(\p{L}\w*)\.(\p{Lu}\w*)/gu,
  )) {
    const known = names.get(left) ?? new Map<string, number>();
    if (!known.has(right)) known.set(right, index);
    names.set(left, known);
  }
  return names;
});

/** Finds `store.Queries` where no file of the package store contains the word. */
function undeclared(
  program: ProgramSource,
  others: ReadonlyMap<string, readonly string[]>,
): Missing[] {
  const found: Missing[] = [];
  for (const { files } of program.packages)
    for (const file of files)
      for (const { path, name: alias } of file.source.imports) {
        const imported = program.packageOf(path);
        if (!imported || alias === '_' || alias === '.') continue;
        const name = alias ?? imported.name;
        const first = firstUndeclared(file, name, imported, others.get(imported.folder) ?? []);
        if (first) found.push(first);
      }
  return found;
}

function firstUndeclared(
  file: GoFile,
  alias: string,
  imported: GoPackage,
  others: readonly string[],
): Missing | undefined {
  for (const [name, offset] of selectors(file).get(alias) ?? []) {
    const isThere =
      imported.files.some((it) => it.text.includes(name)) || others.some((it) => it.includes(name));
    if (isThere || isShadowed(file.source.code, alias)) continue;
    return {
      folder: imported.folder,
      text: `${alias}.${name} is used, and no Go file in ${imported.folder === '' ? 'the root' : imported.folder} declares it`,
      evidence: {
        file: file.path,
        line: lineAt(file.source.code, offset),
        because: `uses ${alias}.${name}`,
      },
    };
  }
  return undefined;
}

/** Whether a file has something else of the package's name: a parameter, a variable, a field. */
function isShadowed(code: string, alias: string): boolean {
  const body = code.replace(/^import\b\s*(?:\([^)]*\)|[^\n]*)/gm, '');
  return new RegExp(`(?<![\\w.])${alias}\\b(?!\\.)`).test(body);
}

/**
 * Finds templates that templ compiles, and injectors that wire fills in, where the compiled file is
 * missing and the program uses what it would declare.
 */
async function uncompiled(project: ProjectReader, program: ProgramSource): Promise<Missing[]> {
  const files = new Set(await project.files());
  const folders = new Set(program.packages.map((it) => it.folder));
  const found: Missing[] = [];
  for (const path of files) {
    const folder = folderOf(path);
    if (!folders.has(folder)) continue;
    const kind = kinds.find((it) => it.source.test(path));
    if (!kind || kind.isCompiled(path, files)) continue;
    const text = (await project.read(path)) ?? '';
    if (!kind.counts(text)) continue;
    const declared = [...text.matchAll(kind.declares)];
    const used = declared.find(({ 1: name }) => isUsed(name ?? '', program));
    if (used)
      found.push({
        folder,
        text: `${path} declares ${used[1]}, and the Go file that ${kind.tool} makes from it is missing`,
        evidence: {
          file: path,
          line: lineAt(text, used.index),
          because: `${kind.tool} compiles it`,
        },
      });
  }
  return found;
}

const kinds = [
  {
    tool: 'templ',
    source: /\.templ$/,
    isCompiled: (path: string, files: ReadonlySet<string>): boolean =>
      files.has(path.replace(/\.templ$/, '_templ.go')),
    counts: (): boolean => true,
    declares: /^templ\s+(?:\([^)]*\)\s*)?(\w+)/gm,
  },
  {
    tool: 'wire',
    source: /(?:^|\/)(?:wire|inject)\w*\.go$/,
    isCompiled: (path: string, files: ReadonlySet<string>): boolean =>
      [...files].some((it) => folderOf(it) === folderOf(path) && it.endsWith('wire_gen.go')),
    counts: (text: string): boolean => /\bwireinject\b/.test(headerOf(text)?.constraint ?? ''),
    declares: /^func\s+(\w+)/gm,
  },
];

function isUsed(name: string, program: ProgramSource): boolean {
  const use = new RegExp(`(?<!func )\\b${name}\\(`);
  return program.packages.some((it) => it.files.some(({ source }) => use.test(source.code)));
}

/** What go-bindata and go-bindata-assetfs declare: https://pkg.go.dev/github.com/go-bindata/go-bindata */
const assetFunctions = /(?<![\w.])((?:Must)?Asset(?:Names|Dir|Info|File|String)?|assetFS)\(/g;

/**
 * Finds packages that call `Asset` and do not declare it, where a command of the build runs
 * go-bindata, which writes it from files.
 */
async function withoutAssets(
  project: ProjectReader,
  { packages }: ProgramSource,
  others: ReadonlyMap<string, readonly string[]>,
): Promise<Missing[]> {
  const lines = [...(await buildLines(project)), ...(await generateLines(project))];
  const line = lines.find((it) => /\bgo-bindata(?:-assetfs)?\s+-/.test(it.text));
  if (!line) return [];
  return packages.flatMap(({ folder, files }): Missing[] => {
    const texts = [...files.map((it) => it.text), ...(others.get(folder) ?? [])];
    for (const { path, source } of files)
      for (const { 1: name = '', index } of source.code.matchAll(assetFunctions)) {
        const declared = new RegExp(
          `(?:func|var|type)\\s+${name}\\b|\\b${name}\\s*(?::?=|func\\b)`,
        );
        if (texts.some((it) => declared.test(it))) continue;
        const evidence = {
          file: path,
          line: lineAt(source.code, index),
          because: `uses ${name}`,
        };
        return [
          {
            folder,
            text: `${name} is used, and no Go file in ${folder === '' ? 'the root' : folder} declares it`,
            evidence,
            generator: {
              command: line.run,
              evidence: evidenceOf(line, 'go-bindata writes it'),
              names: true,
            },
          },
        ];
      }
    return [];
  });
}

/** @returns whether .gitmodules has a submodule that holds the folder, or lies in it. */
async function submoduleOf(project: ProjectReader, folder: string): Promise<boolean> {
  const text = (await project.read('.gitmodules')) ?? '';
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].some((it) => isInside(folder, it[1]));
}
