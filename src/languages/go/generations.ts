/**
 * Decides which sources the build generates: those whose generator needs nothing but Go, the
 * project and its modules, in the versions of go.mod.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { folderOf, isInFolder, joined } from '../../text/paths.ts';
import { shellWord } from '../../text/shell-words.ts';
import { type BuildLine, buildLines, evidenceOf, generateLines } from './build-lines.ts';
import type { ProgramSource } from './packages.ts';

export interface Generation {
  /** The command, which starts in the root of the project. */
  readonly command: string;
  /** The folder or file that it makes. */
  readonly made: string;
  readonly evidence: Evidence;
}

/** Tools that need no module beside the one that the program uses, by the name of their command. */
const tools: Readonly<Record<string, string>> = {
  // https://github.com/rakyll/statik
  statik: 'github.com/rakyll/statik',
  // https://github.com/markbates/pkger
  pkger: 'github.com/markbates/pkger/cmd/pkger',
};

/** Words that mean the same without a shell. */
const plain = /^[\w\s./=,@:+-]*$/;

/** @returns `undefined` where the line needs more than Go and the modules of the project. */
export async function generationOf(
  project: ProjectReader,
  line: BuildLine,
  made: string,
): Promise<Generation | undefined> {
  const text = line.text.trim().replace(/^[@-]+/, '');
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
    const path = joined(folder, named);
    const sources = files.filter(
      (it) => it === path || (it.endsWith('.go') && folderOf(it) === path),
    );
    const texts = await Promise.all(sources.map((it) => project.read(it)));
    // What starts another program, or fetches something, needs more than Go.
    return (
      texts.length > 0 &&
      !texts.some((it) => /"os\/exec"|"net\/http"\n[^]*http\.Get\(/.test(it ?? ''))
    );
  }
  // A version makes the go command download the tool with all that it needs.
  if (/^[\w./-]+@v\d+\.\d+\.\d+[\w.+-]*$/.test(named)) return true;
  if (named.includes('@')) return false;
  if (Object.values(tools).includes(named)) return true;
  return hasTool(project, named);
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

export function generatedNote({ command, made, evidence }: Generation): Note {
  return {
    code: 'go/sources-generated',
    level: 'info',
    text: `${made} is not in the repository, so the build generates it: ${command}`,
    evidence: [evidence],
  };
}
