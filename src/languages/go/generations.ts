/**
 * Decides which sources the build generates: those whose generator needs nothing but Go, the
 * project and its modules, in the versions of go.mod.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { folderOf, isInFolder, joined } from '../../text/paths.ts';
import { shellWord } from '../../text/shell-words.ts';
import { literal } from '../../text/patterns.ts';
import { type BuildLine, buildLines, evidenceOf, generateLines } from './build-lines.ts';
import { type Generator, sourcesOfRun } from './generators.ts';
import type { ProgramSource } from './packages.ts';

export interface Generation {
  /** The command, which starts in the root of the project. */
  readonly command: string;
  /** The folder or file that it makes. */
  readonly made: string;
  /** The empty file that the command creates, where it does nothing else: it needs none of Go's caches. */
  readonly creates?: string;
  readonly evidence: Evidence;
}

/** Tools that need no module beside the one that the program uses, by the name of their command. */
const tools: Readonly<Record<string, string>> = {
  // https://github.com/rakyll/statik
  statik: 'github.com/rakyll/statik',
  // https://github.com/markbates/pkger
  pkger: 'github.com/markbates/pkger/cmd/pkger',
};

/** A tool that is run in the version of the module that the program requires. */
interface ModuleTool {
  readonly module: string;
  readonly package: string;
  /** How a line starts it. The group has its arguments, as far as no shell has to read them. */
  readonly run: RegExp;
  /** Its arguments where no line has them: it finds what it reads by itself. */
  readonly alone?: readonly string[];
}

const rest = String.raw`(?:@\S+)?\s+([\w\s./=,:+-]*?)\s*(?:$|&&|;|#|\|)`;
const moduleTools: readonly ModuleTool[] = [
  // https://templ.guide/commands-and-tools/cli
  {
    module: 'github.com/a-h/templ',
    package: 'github.com/a-h/templ/cmd/templ',
    run: new RegExp(String.raw`\btempl${rest}`),
    alone: ['generate'],
  },
  // https://github.com/google/wire/blob/main/docs/guide.md
  {
    module: 'github.com/google/wire',
    package: 'github.com/google/wire/cmd/wire',
    run: new RegExp(String.raw`\bwire${rest}`),
    alone: ['./...'],
  },
  // https://gqlgen.com/getting-started/
  {
    module: 'github.com/99designs/gqlgen',
    package: 'github.com/99designs/gqlgen',
    run: new RegExp(String.raw`\bgqlgen${rest}`),
    alone: ['generate'],
  },
  // https://github.com/swaggo/swag#getting-started: it needs the file with the general annotations.
  {
    module: 'github.com/swaggo/swag',
    package: 'github.com/swaggo/swag/cmd/swag',
    run: new RegExp(String.raw`\bswag${rest}`),
  },
];

/** Words that mean the same without a shell. */
const plain = /^[\w\s./=,@:+-]*$/;

/**
 * @param made the folder or file that is missing.
 * @returns how the build makes it; `undefined` where that needs more than Go and modules.
 */
export async function generationBy(
  project: ProjectReader,
  generator: Generator,
  made: string,
): Promise<Generation | undefined> {
  const direct = generator.line && (await generationOf(project, generator.line, made));
  return direct ?? byModuleTool(project, generator, made);
}

async function byModuleTool(
  project: ProjectReader,
  { line, command, evidence, usual }: Generator,
  made: string,
): Promise<Generation | undefined> {
  // The line may be the head of a rule, whose other lines run the tool.
  const rule = (await buildLines(project)).filter(
    (it) => it.file === line?.file && it.run === line.run,
  );
  const texts = [line?.text ?? command, ...rule.map((it) => it.text), ...(usual ? [usual] : [])];
  for (const tool of moduleTools) {
    const found = texts.flatMap((it) => tool.run.exec(it)?.[1] ?? [])[0];
    if (found === undefined) continue;
    const given = found.trim().split(/\s+/);
    const { root, version } = await requirement(project, tool.module, made);
    // One that watches never ends.
    const isUsual = given[0] !== '' && !given.some((it) => /^--?w(?:atch)?$/.test(it));
    const words = isUsual ? given : tool.alone;
    if (version === undefined || words === undefined) return undefined;
    return {
      command: goIn(line?.folder ?? root, ['run', `${tool.package}@${version}`, ...words]),
      made,
      evidence: { ...evidence, because: `generates ${made}` },
    };
  }
  return undefined;
}

/** @returns the folder of the go.mod above a path, and the version that it requires of a module. */
async function requirement(
  project: ProjectReader,
  module: string,
  path: string,
): Promise<{ readonly root: string; readonly version: string | undefined }> {
  const [root = ''] = (await project.files())
    .filter((it) => basename(it) === 'go.mod' && isInFolder(path, folderOf(it)))
    .map(folderOf)
    .toSorted((one, other) => other.length - one.length);
  const text = (await project.read(joined(root, 'go.mod'))) ?? '';
  const required = new RegExp(
    String.raw`^(?:require)?[ \t]*${literal(module)}[ \t]+(v[\w.+-]+)`,
    'm',
  );
  return { root, version: required.exec(text)?.[1] };
}

/** @returns `undefined` where the line needs more than Go and the modules of the project. */
async function generationOf(
  project: ProjectReader,
  line: BuildLine,
  made: string,
): Promise<Generation | undefined> {
  // Quotes around a plain word mean nothing.
  const text = line.text
    .trim()
    .replace(/^[@-]+/, '')
    .replace(/"([\w./-]+)"/g, '$1');
  if (!plain.test(text)) return undefined;
  const [first = '', ...rest] = text.split(/\s+/);
  const words =
    tools[first] === undefined ? [first, ...rest] : ['go', 'run', tools[first], ...rest];
  // A target of make may do more than this line: only //go:generate lines are complete.
  const isComplete = line.file.endsWith('.go') || tools[first] !== undefined;
  if (words[0] !== 'go' || !isComplete) return undefined;
  const isThere =
    words[1] === 'run'
      ? await canRun(project, line.folder, words.slice(2))
      : words[1] === 'tool' && (await hasTool(project, words[2] ?? ''));
  if (!isThere) return undefined;
  return {
    command: goIn(line.folder, words.slice(1)),
    made,
    evidence: evidenceOf(line, `generates ${made}`),
  };
}

function goIn(folder: string, words: readonly string[]): string {
  const start = folder === '' ? 'go' : `go -C ${shellWord(folder)}`;
  return [start, ...words.map(shellWord)].join(' ');
}

/** @param words the arguments of `go run`. */
async function canRun(
  project: ProjectReader,
  folder: string,
  words: readonly string[],
): Promise<boolean> {
  const named = words.find((it) => !it.startsWith('-')) ?? '';
  const files = await project.files();
  if (named.endsWith('.go') || /^\.{1,2}(?:\/|$)/.test(named)) {
    const sources = sourcesOfRun(files, joined(folder, named));
    const texts = await Promise.all(sources.map((it) => project.read(it)));
    return texts.length > 0 && !texts.some((it) => needsMore(it ?? ''));
  }
  // A version makes the go command download the tool with all that it needs.
  if (/^[\w./-]+@v\d+\.\d+\.\d+[\w.+-]*$/.test(named)) return true;
  if (named.includes('@')) return false;
  if (Object.values(tools).includes(named)) return true;
  return hasTool(project, named);
}

/**
 * What starts another program than go, fetches something, or reads the history of the project needs
 * more than Go and the sources.
 */
function needsMore(text: string): boolean {
  const starts = text.includes('"os/exec"') && !/\bexec\.Command(?:Context)?\(/.test(text);
  const others = /\bexec\.Command(?:Context)?\((?!\s*(?:ctx,\s*)?"go"\s*,)/.test(text);
  return starts || others || /"net\/http"\n[^]*http\.Get\(|\/go-git\//.test(text);
}

/** Whether go.mod has a tool, or a file of the project imports it so that go.sum is complete. */
async function hasTool(project: ProjectReader, name: string): Promise<boolean> {
  if (name === '') return false;
  const files = await project.files();
  for (const file of files.filter((it) => /(?:^|\/)go\.mod$/.test(it))) {
    const text = (await project.read(file)) ?? '';
    const listed = [
      ...text.matchAll(/^tool\s+([\w./-]+)/gm),
      ...[...text.matchAll(/^tool\s*\(([^)]*)\)/gm)].flatMap((it) => [
        ...(it[1] ?? '').matchAll(/^\s*([\w./-]+)/gm),
      ]),
    ];
    if (listed.some((it) => it[1] === name || basename(it[1] ?? '') === name)) return true;
  }
  for (const file of files.filter((it) => /(?:^|\/)tools?\.go$/.test(it)))
    if ((await project.read(file))?.includes(`_ "${name}"`) === true) return true;
  return false;
}

/**
 * Finds files that pkger and vfsgen write into packages of the program, where they are missing.
 * https://github.com/markbates/pkger, https://github.com/shurcooL/vfsgen
 */
export async function embeddingTools(
  project: ProjectReader,
  program: ProgramSource,
): Promise<readonly Generation[]> {
  return [...(await pkgerOf(project, program)), ...(await vfsgenOf(project, program))];
}

async function pkgerOf(
  project: ProjectReader,
  { packages, external }: ProgramSource,
): Promise<readonly Generation[]> {
  const files = await project.files();
  const evidence = external.get('github.com/markbates/pkger');
  if (!evidence || files.some((it) => basename(it) === 'pkged.go')) return [];
  const lines = [...(await generateLines(project)), ...(await buildLines(project))];
  const line = lines.find((it) => /^\s*[@-]*pkger(?:\s+-|\s*$)/.test(it.text));
  const found = line && (await generationOf(project, line, 'pkged.go'));
  if (found) return [found];
  const main = packages.find((it) => it.name === 'main')?.folder ?? '';
  const root = files
    .filter((it) => basename(it) === 'go.mod' && isInFolder(main, folderOf(it)))
    .map(folderOf)
    .toSorted((one, other) => other.length - one.length)[0];
  if (root === undefined) return [];
  const inner = root === '' ? main : main.slice(root.length + 1);
  const words = ['run', tools['pkger'] ?? '', ...(inner === '' ? [] : ['-o', inner])];
  return [{ command: goIn(root, words), made: joined(main, 'pkged.go'), evidence }];
}

async function vfsgenOf(
  project: ProjectReader,
  { packages }: ProgramSource,
): Promise<readonly Generation[]> {
  const files = await project.files();
  const folders = new Set(packages.map((it) => it.folder));
  const found: Generation[] = [];
  for (const line of (await generateLines(project)).filter((it) => folders.has(it.folder))) {
    const script = /^go run (?:-\S+ )*([\w./-]+\.go)/.exec(line.text.trim())?.[1];
    const text = script && (await project.read(joined(line.folder, script)));
    if (!text || !/\bvfsgen\.Generate\(/.test(text)) continue;
    const variable = /\bVariableName:\s*"(\w+)"/.exec(text)?.[1] ?? 'assets';
    const name =
      /\bFilename:\s*"([\w./-]+)"/.exec(text)?.[1] ?? `${variable.toLowerCase()}_vfsdata.go`;
    const made = joined(line.folder, name);
    const generation = files.includes(made) ? undefined : await generationOf(project, line, made);
    if (generation) found.push(generation);
  }
  return found;
}

/** @returns how a `//go:generate` line makes a file that the program embeds. */
export async function generationOfEmbedded(
  project: ProjectReader,
  generator: Generator | undefined,
  made: string,
): Promise<Generation | undefined> {
  const line = generator?.names ? generator.line : undefined;
  return line?.file.endsWith('.go') ? generationOf(project, line, made) : undefined;
}

export function generatedNote({ command, made, evidence }: Generation): Note {
  return {
    code: 'go/sources-generated',
    level: 'info',
    text: `${made} is not in the repository, so the build generates it: ${command}`,
    evidence: [evidence],
  };
}
