/**
 * The sources of one program as trees. A file is parsed when something is looked up in it, because
 * parsing is the slow part: texts are searched first.
 */
import { basename } from 'node:path/posix';
import { openParser, type Parse } from '../../../syntax/parse.ts';
import type { SyntaxNode, SyntaxTree } from '../../../syntax/tree.ts';
import type { Budget } from '../../shared/budget.ts';
import {
  type GoFile,
  type GoPackage,
  oncePerFile,
  type ProgramSource,
  wordsOf,
} from '../packages.ts';
import { literal } from '../../../text/patterns.ts';
import { hashOf, type WordFilter } from '../../../text/word-filter.ts';
import { mentionsOf } from './mentions.ts';

/** A file with its package. Programs of one project share it, with what was found in it. */
export interface CodeFile extends GoFile {
  readonly package: GoPackage;
  /** The paths that it imports, without major versions. */
  readonly imports: ReadonlySet<string>;
}

/** The top-level declarations of a file. */
interface Declared {
  /** Functions, constants, variables and types by name. */
  readonly names: ReadonlyMap<string, SyntaxNode>;
  /** Methods as `Type.Method`. */
  readonly methods: ReadonlyMap<string, SyntaxNode>;
  /** Import paths by the name in the file. */
  readonly imports: ReadonlyMap<string, string>;
}

/** What an import refers to: a package of the project, or the path of any other. */
export type Imported =
  | { readonly kind: 'own'; readonly package: GoPackage }
  | { readonly kind: 'foreign'; readonly path: string };

export class GoCode {
  readonly files: readonly CodeFile[];
  readonly #program: ProgramSource;
  readonly #parse: Parse;
  readonly #byPath = new Map<string, CodeFile>();
  readonly #trees = new Map<string, SyntaxTree | undefined>();
  readonly #searches = new Map<string, readonly CodeFile[]>();
  /** Names that no file of a package declares. */
  readonly #absent = new Set<string>();

  constructor(program: ProgramSource, parse: Parse) {
    this.#program = program;
    this.#parse = parse;
    this.files = program.packages.flatMap((it) => it.files.map((file) => codeFile(file, it)));
    for (const file of this.files) this.#byPath.set(file.path, file);
  }

  /** Whether the program imports a package, in whatever major version. */
  imports(path: string): boolean {
    return this.#external.has(path);
  }

  /** In the order of the files. */
  get #words(): readonly WordFilter[] {
    this.#filters ??= this.files.map(wordsOf);
    return this.#filters;
  }
  #filters: readonly WordFilter[] | undefined;

  get #external(): ReadonlySet<string> {
    this.#externals ??= new Set([...this.#program.external.keys()].map(withoutVersion));
    return this.#externals;
  }
  #externals: ReadonlySet<string> | undefined;

  /** @returns the tree of a file; `undefined` for one that is too long, or beyond the bound. */
  tree(file: CodeFile): SyntaxTree | undefined {
    if (!this.#trees.has(file.path)) this.#trees.set(file.path, this.#parse(file.path, file.text));
    return this.#trees.get(file.path);
  }

  /** @returns the tree of the file with a path. */
  treeOf(path: string): SyntaxTree | undefined {
    const file = this.#byPath.get(path);
    return file && this.tree(file);
  }

  fileOf(node: SyntaxNode): CodeFile {
    return this.#byPath.get(node.file) as CodeFile;
  }

  packageOf(node: SyntaxNode): GoPackage {
    return this.fileOf(node).package;
  }

  /**
   * @returns the path of a file as the program knows it, because it is built with `-trimpath`:
   *   https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies
   */
  compiledPath({ path, package: { folder } }: CodeFile): string | undefined {
    const importPath = this.#program.importPathOf(folder);
    return importPath === undefined ? undefined : `${importPath}/${basename(path)}`;
  }

  /**
   * @param part what each match contains. It makes the search faster.
   * @returns the files whose text matches.
   */
  search(expression: RegExp, part = ''): readonly CodeFile[] {
    const known = this.#searches.get(expression.source);
    if (known) return known;
    const found = this.files.filter((it) => isMatch(it, expression, part));
    this.#searches.set(expression.source, found);
    return found;
  }

  /** @returns the calls of methods and of functions of packages, by their last part: `Execute` of `root.Execute()`. */
  methodCalls(name: string): readonly SyntaxNode[] {
    return this.search(new RegExp(String.raw`\.${literal(name)}\(`), `.${name}(`)
      .flatMap((it) => this.tree(it)?.root ?? [])
      .flatMap((root) => mentionsOf(root).calls.get(name) ?? []);
  }

  /**
   * @param word the name that each match contains, as a whole word.
   * @param of the package whose files are searched, instead of the whole program.
   * @returns the files whose text matches.
   */
  mentioning(word: string, expression: RegExp, of?: GoPackage): readonly CodeFile[] {
    const key = of ? `${of.folder}:${expression.source}` : expression.source;
    const known = this.#searches.get(key);
    if (known) return known;
    const hash = hashOf(word);
    const words = this.#words;
    const candidates = of
      ? of.files
          .filter((it) => wordsOf(it).mayHave(hash))
          .flatMap((it) => this.#byPath.get(it.path) ?? [])
      : this.files.filter((_, index) => words[index]?.mayHave(hash));
    const found = candidates.filter((it) => isMatch(it, expression));
    this.#searches.set(key, found);
    return found;
  }

  /** @returns what a name of a file refers to, if it is an import. */
  importOf(node: SyntaxNode, name: string): Imported | undefined {
    const path = this.#declaredIn(this.fileOf(node)).imports.get(name);
    if (path === undefined) return undefined;
    const own = this.#program.packageOf(path);
    return own ? { kind: 'own', package: own } : { kind: 'foreign', path: withoutVersion(path) };
  }

  /** @returns the top-level declaration of a name in a package. */
  declaration(found: GoPackage, name: string): SyntaxNode | undefined {
    return this.#lookUp(found, name, name, (it) => it.names.get(name));
  }

  /** @returns the declaration of a method of a type. */
  method(found: GoPackage, type: string, name: string): SyntaxNode | undefined {
    const key = `${type}.${name}`;
    return this.#lookUp(found, key, name, (it) => it.methods.get(key));
  }

  /** @returns the methods of a name, of whatever types. */
  methodsNamed(name: string): readonly SyntaxNode[] {
    const known = this.#methods.get(name);
    if (known) return known;
    const expression = new RegExp(String.raw`^func\s*\([^)]*\)\s*${name}\s*\(`, 'm');
    const found = this.mentioning(name, expression).flatMap((it) =>
      [...this.#declaredIn(it).methods].flatMap(([key, node]) =>
        key.endsWith(`.${name}`) ? [node] : [],
      ),
    );
    this.#methods.set(name, found);
    return found;
  }
  readonly #methods = new Map<string, readonly SyntaxNode[]>();

  #lookUp(
    all: GoPackage,
    key: string,
    name: string,
    pick: (declared: Declared) => SyntaxNode | undefined,
  ): SyntaxNode | undefined {
    const { folder, files } = all;
    const place = `${folder}:${key}`;
    if (this.#absent.has(place)) return undefined;
    const shared = declarationsOf(all);
    const known = shared.get(key);
    if (known) return known;
    const hash = hashOf(name);
    let found: SyntaxNode | undefined;
    for (const { path } of files) {
      const file = this.#byPath.get(path);
      if (file && wordsOf(file).mayHave(hash) && headsOf(file).has(name))
        found ??= pick(this.#declaredIn(file));
    }
    if (found) shared.set(key, found);
    else this.#absent.add(place);
    return found;
  }

  #declaredIn(file: CodeFile): Declared {
    const root = this.tree(file)?.root;
    const known = (root && declaredBy.get(root)) ?? declaredOf(root, this.#program);
    if (root) declaredBy.set(root, known);
    return known;
  }
}

/** By the root of a file. An import means the same in all programs of a project. */
const declaredBy = new WeakMap<SyntaxNode, Declared>();

const declarations = new WeakMap<GoPackage, Map<string, SyntaxNode>>();

/** The declarations of a package that were found, for all programs that it is a part of. */
function declarationsOf(found: GoPackage): Map<string, SyntaxNode> {
  const known = declarations.get(found) ?? new Map<string, SyntaxNode>();
  declarations.set(found, known);
  return known;
}

const codes = new WeakMap<ProgramSource, Promise<GoCode>>();

/**
 * @param budget what all programs of the project share.
 * @returns the sources of a program as trees, the same for everyone who asks.
 */
export function codeOf(program: ProgramSource, budget: Budget): Promise<GoCode> {
  const known =
    codes.get(program) ??
    openParser('go').then((parse) => new GoCode(program, budget.limited(parse)));
  codes.set(program, known);
  return known;
}

const codeFiles = new WeakMap<GoFile, CodeFile>();

function codeFile(file: GoFile, found: GoPackage): CodeFile {
  const known = codeFiles.get(file);
  if (known) return known;
  const imports = new Set(file.source.imports.map((it) => withoutVersion(it.path)));
  const made = { ...file, package: found, imports };
  codeFiles.set(file, made);
  return made;
}

const matchesOf = oncePerFile(() => new Map<string, boolean>());

/** Whether the text of a file matches. Programs of one project ask the same of the same file. */
function isMatch(file: CodeFile, expression: RegExp, part = ''): boolean {
  const matches = matchesOf(file);
  const known = matches.get(expression.source);
  if (known !== undefined) return known;
  const found = file.text.includes(part) && expression.test(file.text);
  matches.set(expression.source, found);
  return found;
}

const head =
  /^(?:func\b[ \t]*(?:\([^)\n]*\))?|var\b|const\b|type\b)?[ \t(]*([\p{L}_][\p{L}\p{N}_]*(?:[ \t]*,[ \t]*[\p{L}_][\p{L}\p{N}_]*)*)/gmu;

/** The names at the beginning of lines: more than those that are declared, and never fewer. */
const headsOf = oncePerFile(({ text }): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const [, found = ''] of text.matchAll(head))
    if (found.includes(',')) for (const it of found.split(',')) names.add(it.trim());
    else names.add(found);
  return names;
});

function declaredOf(root: SyntaxNode | undefined, program: ProgramSource): Declared {
  const names = new Map<string, SyntaxNode>();
  const methods = new Map<string, SyntaxNode>();
  const imports = new Map<string, string>();
  for (const node of root?.parts ?? []) {
    if (node.type === 'function_declaration') names.set(node.field('name')?.text ?? '', node);
    else if (node.type === 'method_declaration')
      methods.set(`${receiverType(node)}.${node.field('name')?.text ?? ''}`, node);
    else if (node.type === 'import_declaration') addImports(node, imports, program);
    else
      for (const spec of specsOf(node))
        for (const name of spec.fields('name')) names.set(name.text, spec);
  }
  return { names, methods, imports };
}

function specsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return /^(?:var|const|type)_declaration$/.test(node.type)
    ? node.parts.flatMap((it) => (it.type === 'var_spec_list' ? it.parts : [it]))
    : [];
}

function addImports(node: SyntaxNode, imports: Map<string, string>, program: ProgramSource): void {
  for (const spec of node.all('import_spec')) {
    const path = spec.field('path')?.text.slice(1, -1) ?? '';
    const alias = spec.field('name')?.text;
    const own = program.packageOf(path);
    const usual = own ? [own.name] : likelyNames(path);
    const given = alias === undefined ? usual : [alias];
    for (const name of given)
      if (!imports.has(name) || alias !== undefined) imports.set(name, path);
  }
}

/** The name of the type that a method belongs to. */
function receiverType(method: SyntaxNode): string {
  return method.field('receiver')?.all('type_identifier')[0]?.text ?? '';
}

/**
 * The names that a package of another module can have: most have the last part of their path,
 * without the version and without `go`.
 */
function likelyNames(path: string): readonly string[] {
  const last = withoutVersion(path).split('/').at(-1) ?? '';
  const short = last.replace(/^go[-.]|[-.]go(?:lang)?$/g, '');
  return [...new Set([last, short, last.replace(/[-.]/g, ''), short.split(/[-.]/).at(-1) ?? ''])];
}

/** `github.com/labstack/echo/v4` and `gopkg.in/yaml.v3` without their major versions. */
export function withoutVersion(path: string): string {
  return path.replace(/\/v\d+(?=\/|$)/, '').replace(/\.v\d+(?=\/|$)/, '');
}
