/**
 * Finds the programs of a project (a package main with a func main), and chooses one of several.
 */
import type { Evidence, Finding, Note, ServiceFacts } from '../../types.ts';
import { listens, serviceFinding, supportFolder } from '../shared/services.ts';
import { isInside, type GoPackage, type Packages } from './packages.ts';
import { nameOfModule, type ModuleFile, type Modules } from './modules.ts';
import type { Parse } from '../../syntax/parse.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { lineAt } from '../../text/lines.ts';

export interface MainPackage {
  /** The value for `--service` and the name of the binary, unique in the project. */
  readonly name: string;
  readonly folder: string;
  readonly module: ModuleFile;
  readonly evidence: Evidence;
  /**
   * Why this is probably not the container's program: it is under examples/, tools/ or a similar
   * folder.
   */
  readonly secondary: string | undefined;
}

const properMain = /^func\s+main\s*\(\s*\)/m;

/** Folder names that do not describe the program in them. */
const genericNames = new Set(['cmd', 'app', 'main', 'src', 'source', 'go']);

/**
 * @param released the folders of programs that the project releases: one among examples is no example.
 * @param parse confirms what the text shows, because a comment can hold a program. Without it the
 *   text decides, which is enough to recognize a project.
 * @returns all programs, sorted by folder. Programs of nested modules are included only if the
 *   modules built together have none.
 */
export async function findMains(
  packages: Packages,
  modules: Modules,
  released: ReadonlySet<string>,
  parse?: Parse,
): Promise<MainPackage[]> {
  const folders: string[] = [];
  await Promise.all(
    packages.folders.map(async (folder) => {
      if ((await packages.nameOf(folder)) === 'main') folders.push(folder);
    }),
  );
  const found: Omit<MainPackage, 'name'>[] = [];
  for (const folder of folders.sort()) {
    const loaded = await packages.load(folder);
    const evidence = funcMain(loaded, parse);
    const module = moduleOf(folder, modules);
    if (evidence && module)
      found.push({
        folder,
        module,
        evidence,
        secondary: released.has(folder)
          ? undefined
          : (supportFolder(folder) ?? generatorIn(loaded)),
      });
  }
  const own = found.filter((it) => modules.main.includes(it.module));
  return named(
    own.some((it) => it.secondary === undefined) || own.length === found.length ? own : found,
  );
}

const properMains = (mains: readonly MainPackage[]): readonly MainPackage[] =>
  mains.filter((it) => it.secondary === undefined);

/** Of several modules none is the project. */
function onlyModule({ main: [first, second] }: Modules): ModuleFile | undefined {
  return second ? undefined : first;
}

function namedLikeModule(mains: readonly MainPackage[], modules: Modules): readonly MainPackage[] {
  const module = onlyModule(modules);
  return properMains(mains).filter(
    (it) => module && (it.folder === module.folder || it.name === nameOfModule(module.path)),
  );
}

/** Whether a program listens, or imports a server and may listen in a way that is not seen. */
const mayListen = (facts: Pick<ServiceFacts, 'port' | 'otherPorts'>): boolean =>
  listens(facts) || facts.port.kind === 'suggested';

/** The programs named after another one as its server, whose own name is then that of the client. */
const serversOf = (
  [client]: readonly MainPackage[],
  mains: readonly MainPackage[],
): readonly MainPackage[] =>
  properMains(mains).filter(
    ({ name }) => client && /^[-_]?(?:server|daemon|api|d)$/.test(after(client.name, name)),
  );

const after = (start: string, name: string): string =>
  name.startsWith(start) ? name.slice(start.length) : '';

/**
 * Reads the programs that decide which one is chosen, and no others: reading is the slow part of a
 * repository with dozens of programs.
 * @param named the programs that the user names.
 * @param read gives the facts about a program.
 * @returns the facts about the programs that were read.
 */
export async function readMains<Facts extends Pick<ServiceFacts, 'port' | 'otherPorts'>>(
  mains: readonly MainPackage[],
  modules: Modules,
  named: readonly string[] | undefined,
  read: (main: MainPackage) => Promise<Facts>,
): Promise<ReadonlyMap<MainPackage, Facts>> {
  const found = new Map<MainPackage, Facts>();
  const readAll = async (some: readonly MainPackage[]): Promise<typeof found> => {
    const left = some.filter((it) => !found.has(it));
    const facts = await Promise.all(left.map(read));
    for (const [index, it] of facts.entries()) found.set(left[index] as MainPackage, it);
    return found;
  };
  if (named) {
    const exact = mains.filter((it) => named.includes(it.name));
    return readAll(exact.length === named.length ? exact : mains);
  }
  const [alike, another] = namedLikeModule(mains, modules);
  if (alike && !another) {
    const serves = serversOf([alike], mains).length > 0 ? listens : mayListen;
    if ([...(await readAll([alike])).values()].some(serves)) return found;
  }
  const proper = properMains(mains);
  return readAll(proper.length > 0 ? proper : mains);
}

/**
 * Chooses the only program, or the only one named like the module, unless another one listens and
 * that one does not. Others are ranked.
 * @param services the facts about the programs.
 */
export function chooseMain(
  mains: readonly MainPackage[],
  modules: Modules,
  services: readonly ServiceFacts[],
): Finding<string> {
  const proper = properMains(mains);
  const module = onlyModule(modules);
  const known = module ? { project: nameOfModule(module.path) } : {};
  const factsOf = (some: readonly MainPackage[]): ServiceFacts[] =>
    services.filter((it) => some.some((main) => main.name === it.name));
  const [only] = proper;
  if (!only) {
    const why =
      'the only programs are in folders for examples, tools or tests; name the one to use';
    const found = serviceFinding(services, { ...known, why });
    return found.kind === 'found' ? { kind: 'ambiguous', candidates: [found], why } : found;
  }
  if (proper.length === 1) return { kind: 'found', value: only.name, evidence: [only.evidence] };
  const alike = namedLikeModule(mains, modules);
  const mayServe = factsOf(serversOf(alike, mains)).some(listens) ? listens : mayListen;
  const serves = factsOf(alike).some(mayServe) || !factsOf(proper).some(listens);
  if (alike.length === 1 && alike[0] && module && serves) {
    return {
      kind: 'found',
      value: alike[0].name,
      evidence: [
        {
          ...alike[0].evidence,
          because: `of ${proper.length} programs, the one that is named like the module ${module.path}`,
        },
      ],
    };
  }
  const unlike = alike.length === 0 ? ', and none is named like the module' : '';
  const why = `there are ${proper.length} programs${unlike}`;
  return serviceFinding(factsOf(proper), { ...known, why });
}

/** A main that does nothing, beside directives for go generate, is there for these. */
function generatorIn(found: GoPackage | undefined): string | undefined {
  const isGenerator = found?.files.some(
    ({ text }) => text.includes('//go:generate') && /^func\s+main\s*\(\s*\)\s*\{\s*\}/m.test(text),
  );
  return isGenerator ? 'generate' : undefined;
}

function funcMain(found: GoPackage | undefined, parse: Parse | undefined): Evidence | undefined {
  if (isForBrowsers(found)) return undefined;
  for (const { path, text } of found?.files ?? []) {
    const match = properMain.exec(text);
    if (!match) continue;
    // A file beyond the bounds has no tree.
    const tree = parse?.(path, text);
    const line = tree ? mainIn(tree)?.line : lineAt(text, match.index);
    if (line !== undefined) return { file: path, line, because: 'package main with func main' };
  }
  return undefined;
}

/** @returns the error of a func main that the go command refuses; `undefined` if there is none. */
export async function brokenMain(packages: Packages, parse: Parse): Promise<Note | undefined> {
  const loaded = await Promise.all(packages.folders.map((it) => packages.load(it)));
  for (const { path, text } of loaded.flatMap((it) => (it?.name === 'main' ? it.files : []))) {
    const tree = /^func\s+main\b/m.test(text) ? parse(path, text) : undefined;
    const mistake = tree?.ofType('ERROR')[0] ?? (properMain.test(text) ? undefined : mainIn(tree));
    if (mistake)
      return {
        code: 'go/no-program',
        level: 'error',
        text: `there is no program: go does not compile the func main of ${path}`,
        hint: 'Correct it; "go vet ./..." shows what is wrong.',
        evidence: [{ file: path, line: mistake.line, because: 'a syntax error' }],
      };
  }
  return undefined;
}

function mainIn(tree: SyntaxTree | undefined): SyntaxNode | undefined {
  return tree?.root.parts.find(
    (it) => it.type === 'function_declaration' && it.field('name')?.text === 'main',
  );
}

/** syscall/js exists for GOOS=js alone: https://pkg.go.dev/syscall/js */
function isForBrowsers(found: GoPackage | undefined): boolean {
  return (
    found?.files.some((it) => it.source.imports.some(({ path }) => path === 'syscall/js')) === true
  );
}

/** Returns the innermost module that contains a folder. */
export function moduleOf(folder: string, modules: Modules): ModuleFile | undefined {
  let best: ModuleFile | undefined;
  for (const module of modules.all.values()) {
    if (isInside(folder, module.folder) && (!best || module.folder.length >= best.folder.length))
      best = module;
  }
  return best;
}

/**
 * Names each program after its last folder, or after the module if the folder name is not
 * descriptive. Programs with equal names get more of their path.
 */
function named(mains: readonly Omit<MainPackage, 'name'>[]): MainPackage[] {
  const shortOf = (main: Omit<MainPackage, 'name'>): string => {
    const inner = innerParts(main);
    return inner.at(-1) ?? nameOfModule(main.module.path);
  };
  const counts = new Map<string, number>();
  for (const main of mains) counts.set(shortOf(main), (counts.get(shortOf(main)) ?? 0) + 1);
  const nameOf = (main: Omit<MainPackage, 'name'>): string => {
    const short = shortOf(main);
    if (counts.get(short) === 1) return short;
    const long = main.folder
      .split('/')
      .filter((it) => it !== '' && !genericNames.has(it) && it !== 'internal')
      .join('-');
    return long === '' ? short : long;
  };
  return unique(mains.map((main) => ({ ...main, name: nameOf(main) })));
}

/** The root and cmd/NAME may both be named like the module: the one that is no tool keeps the name. */
function unique(mains: readonly MainPackage[]): MainPackage[] {
  return mains.map((main) => {
    const alike = mains.filter((it) => it.name === main.name);
    const first = alike.find((it) => it.secondary === undefined) ?? main;
    const others = alike.filter((it) => it !== first);
    return main === first ? main : { ...main, name: `${main.name}-${others.indexOf(main) + 2}` };
  });
}

function innerParts(main: Omit<MainPackage, 'name'>): string[] {
  const inner =
    main.module.folder === '' ? main.folder : main.folder.slice(main.module.folder.length + 1);
  return inner.split('/').filter((it) => it !== '' && !genericNames.has(it));
}
