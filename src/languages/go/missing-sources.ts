/**
 * Finds sources that a build must generate first: packages without a Go file, names that no file
 * declares. The compiler would refuse the program, minutes later and without the command to run.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { folderOf } from '../../text/paths.ts';
import { placeOf } from '../../text/printable.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { literal } from '../../text/patterns.ts';
import { hashOf } from '../../text/word-filter.ts';
import { buildLines, evidenceOf, generateLines } from './build-lines.ts';
import type { GoCode } from './code/program.ts';
import {
  embeddingTools,
  generatedNote,
  type Generation,
  generationBy,
  generationOfEmbedded,
} from './generations.ts';
import { generatorOf, type Generator } from './generators.ts';
import type { EmbedTarget } from './ignored.ts';
import {
  isInside,
  oncePerFile,
  wordsOf,
  type GoFile,
  type GoPackage,
  type ProgramSource,
} from './packages.ts';
import { type Placeholder, placeholderFor, placeholderNote } from './placeholders.ts';
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

export interface MissingSources {
  /** What the build generates, because it needs nothing but Go and modules for it. */
  readonly generated: readonly Generation[];
  /** The embedded files among what it generates. */
  readonly embedded: ReadonlySet<string>;
  readonly notes: readonly Note[];
}

/**
 * @param unmade files that the program embeds, and that are not there.
 * @returns for each folder of the program that lacks sources, how the build generates them, or else
 *   an error with what makes them.
 */
export async function missingSources(
  project: ProjectReader,
  program: ProgramSource,
  code: GoCode,
  unmade: readonly EmbedTarget[] = [],
): Promise<MissingSources> {
  const sources = await otherSources(project, program);
  const missing = new Map<string, Missing>();
  for (const it of [
    ...withoutFiles(program),
    ...undeclared(program, code, sources),
    ...(await uncompiled(project, program, code)),
    ...(await withoutAssets(project, code, sources)),
  ])
    if (!missing.has(it.folder)) missing.set(it.folder, it);
  const generated: Generation[] = [...(await embeddingTools(project, program))];
  const notes: Note[] = [];
  for (const it of missing.values()) {
    const submodule = await submoduleOf(project, it.folder);
    const generator = submodule
      ? undefined
      : (it.generator ?? (await generatorOf(project, it.folder)));
    const generation = generator && (await generationBy(project, generator, it.folder));
    if (generation) generated.push(generation);
    else if (notes.length < mostReported) notes.push(noteOf(it, submodule, generator));
  }
  const embedded = new Set<string>();
  const placeholders: Placeholder[] = [];
  for (const target of unmade) {
    const generator = await generatorOf(project, target.path);
    const generation = await generationOfEmbedded(project, generator, target.path);
    const placeholder = generation ? undefined : await placeholderFor(project, target);
    if (generation && !generated.some((it) => it.command === generation.command))
      generated.push(generation);
    if (placeholder && !placeholders.some((it) => it.command === placeholder.command))
      placeholders.push(placeholder);
    if (generation ?? placeholder) embedded.add(target.path);
  }
  return {
    generated: [...generated, ...placeholders],
    embedded,
    notes: [...notes, ...generated.map(generatedNote), ...placeholders.map(placeholderNote)],
  };
}

function noteOf(
  { text, evidence }: Missing,
  submodule: boolean,
  generator: Generator | undefined,
): Note {
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

/** Names behind another name, as `store.Queries`, by the name in front: also in comments and texts. */
const selectors = oncePerFile(({ text }) => {
  const names = new Map<string, Set<string>>();
  for (const { 1: left = '', 2: right = '' } of text.matchAll(
    /(?<![\w.)\]])(\p{L}\w*)\.(\p{Lu}\w*)/gu,
  )) {
    names.set(left, (names.get(left) ?? new Set()).add(right));
  }
  return names;
});

/** Finds `store.Queries` where no file of the package store contains the word. */
function undeclared(
  program: ProgramSource,
  code: GoCode,
  others: ReadonlyMap<string, readonly string[]>,
): Missing[] {
  const found: Missing[] = [];
  for (const { files } of program.packages)
    for (const file of files)
      for (const { path, name: alias } of file.source.imports) {
        const imported = program.packageOf(path);
        if (!imported || alias === '_' || alias === '.') continue;
        const name = alias ?? imported.name;
        const first = firstUndeclared(file, name, imported, {
          code,
          others: others.get(imported.folder) ?? [],
        });
        if (first) found.push(first);
      }
  return found;
}

function firstUndeclared(
  file: GoFile,
  alias: string,
  imported: GoPackage,
  { code, others }: { code: GoCode; others: readonly string[] },
): Missing | undefined {
  for (const name of selectors(file).get(alias) ?? []) {
    const hash = hashOf(name);
    const isThere =
      imported.files.some((it) => wordsOf(it).mayHave(hash)) ||
      others.some((it) => it.includes(name));
    const tree = isThere ? undefined : code.treeOf(file.path);
    const use = tree && useOf(tree, alias, name);
    if (!use || isShadowed(tree, alias)) continue;
    const { file: path, line } = use;
    return {
      folder: imported.folder,
      text: `${alias}.${name} is used, and no Go file in ${imported.folder === '' ? 'the root' : imported.folder} declares it`,
      evidence: { file: path, line, because: `uses ${alias}.${name}` },
    };
  }
  return undefined;
}

/** @returns where a name of a package is used as a value or a type. */
function useOf(tree: SyntaxTree, alias: string, name: string): SyntaxNode | undefined {
  const isUse = (it: SyntaxNode): boolean => it.text === `${alias}.${name}`;
  return [...tree.ofType('selector_expression'), ...tree.ofType('qualified_type')].find(isUse);
}

/** Whether a file has something else of the package's name: a parameter or a variable. */
function isShadowed(tree: SyntaxTree, alias: string): boolean {
  return tree
    .ofType('identifier')
    .some((it) => it.text === alias && it.parent?.type !== 'selector_expression');
}

/**
 * Finds templates that templ compiles, and injectors that wire fills in, where the compiled file is
 * missing and the program uses what it would declare.
 */
async function uncompiled(
  project: ProjectReader,
  program: ProgramSource,
  code: GoCode,
): Promise<Missing[]> {
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
    const used = declared.find(({ 1: name }) => isUsed(name ?? '', code));
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

function isUsed(name: string, code: GoCode): boolean {
  return code.search(new RegExp(`(?<!func )\\b${literal(name)}\\(`), `${name}(`).some((file) =>
    code
      .tree(file)
      ?.ofType('call_expression')
      .map((it) => it.field('function'))
      .some((it) => it?.text === name || it?.field('field')?.text === name),
  );
}

/** What go-bindata and go-bindata-assetfs declare: https://pkg.go.dev/github.com/go-bindata/go-bindata */
const assetFunction = /^(?:(?:Must)?Asset(?:Names|Dir|Info|File|String)?|assetFS)$/;
const assetCalls = /(?<![\w.])(?:(?:Must)?Asset\w*|assetFS)\(/;

/**
 * Finds packages that call `Asset` and do not declare it, where a command of the build runs
 * go-bindata, which writes it from files.
 */
async function withoutAssets(
  project: ProjectReader,
  code: GoCode,
  others: ReadonlyMap<string, readonly string[]>,
): Promise<Missing[]> {
  const lines = [...(await buildLines(project)), ...(await generateLines(project))];
  const line = lines.find((it) => /\bgo-bindata(?:-assetfs)?\s+-/.test(it.text));
  if (!line) return [];
  const generator = {
    command: line.run,
    evidence: evidenceOf(line, 'go-bindata writes it'),
    names: true,
  };
  return code.search(assetCalls).flatMap((file): Missing[] => {
    const { folder, files } = file.package;
    const texts = [...files.map((it) => it.text), ...(others.get(folder) ?? [])];
    const use = code
      .tree(file)
      ?.ofType('call_expression')
      .map((it) => it.field('function'))
      .find((it) => it && assetFunction.test(it.text) && !declares(texts, it.text));
    if (!use) return [];
    return [
      {
        folder,
        text: `${use.text} is used, and no Go file in ${folder === '' ? 'the root' : folder} declares it`,
        evidence: { file: file.path, line: use.line, because: `uses ${use.text}` },
        generator,
      },
    ];
  });
}

function declares(texts: readonly string[], name: string): boolean {
  const declared = new RegExp(`(?:func|var|type)\\s+${name}\\b|\\b${name}\\s*(?::?=|func\\b)`);
  return texts.some((it) => declared.test(it));
}

/** @returns whether .gitmodules has a submodule that holds the folder, or is in it. */
async function submoduleOf(project: ProjectReader, folder: string): Promise<boolean> {
  const text = (await project.read('.gitmodules')) ?? '';
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].some((it) => isInside(folder, it[1]));
}
