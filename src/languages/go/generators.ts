/** Finds the command that generates files which are not in the project. */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { folderOf, joined } from '../../text/paths.ts';
import { buildLines, evidenceOf, generateLines, type BuildLine } from './build-lines.ts';
import { isInside } from './packages.ts';
import { headerOf } from './source.ts';

export interface Generator {
  /** What a developer types: `make generate`. */
  readonly command: string;
  readonly evidence: Evidence;
  /** Whether the command names what is missing. */
  readonly names: boolean;
  /** The line that runs it, where it is known to make what is missing. */
  readonly line?: BuildLine;
  /** The usual command of the tool whose configuration names what is missing. */
  readonly usual?: string;
}

/** A tool that writes Go code. */
interface Tool {
  readonly command: string;
  /** How a line starts it. */
  readonly run: RegExp;
  /** Its configuration, in which it may name the folder that it writes. */
  readonly configuration?: RegExp;
  /** What it reads, if that is in the folder that it writes. */
  readonly source?: RegExp;
  /** The usual names of the folders that it writes. */
  readonly folder?: RegExp;
}

const tools: readonly Tool[] = [
  {
    command: 'sqlc generate',
    run: /\bsqlc\b.*\bgenerate\b/,
    configuration: /^(?:.*\/)?sqlc\.(?:ya?ml|json)$/,
    folder: /^(?:db|store|sqlc|queries|database)$/,
  },
  { command: 'swag init', run: /\bswag\b.*\binit\b/, folder: /^docs$/ },
  { command: 'templ generate', run: /\btempl\b.*\bgenerate\b/, source: /\.templ$/ },
  {
    command: 'buf generate',
    run: /\bbuf\b.*\bgenerate\b/,
    configuration: /^(?:.*\/)?buf\.gen\.ya?ml$/,
    source: /\.proto$/,
    folder: /^(?:gen|proto|protos|pb|.*pb|v\d+)$/,
  },
  {
    command: 'protoc',
    run: /\bprotoc\b/,
    source: /\.proto$/,
    folder: /^(?:gen|proto|protos|pb|.*pb|v\d+)$/,
  },
  {
    command: 'gqlgen generate',
    run: /\bgqlgen\b/,
    configuration: /^(?:.*\/)?\.?gqlgen\.ya?ml$/,
    folder: /^(?:graph|generated|model|gql|graphql)$/,
  },
  { command: 'go generate ./ent', run: /\bent\b.*\bgenerate\b|\bentc\.go\b/ },
  {
    command: 'mockery',
    run: /\bmockery\b/,
    configuration: /^(?:.*\/)?\.mockery\.ya?ml$/,
    folder: /mock/,
  },
  { command: 'mockgen', run: /\bmockgen\b/, folder: /mock/ },
  { command: 'statik', run: /\bstatik\s+-/, folder: /^statik$/ },
  { command: 'wire ./...', run: /\bwire\b(?:\s+(?:gen|\.)|$)/ },
  { command: 'oapi-codegen', run: /\boapi-codegen\b/, folder: /^(?:api|openapi|oapi)/ },
  { command: 'swagger generate', run: /\bswagger\b.*\bgenerate\b/, folder: /^(?:models|restapi)$/ },
];

const anyGenerator =
  /\b(?:go generate|generate|codegen|protoc|sqlc|swag|templ|gqlgen|mockgen|mockery|oapi-codegen|bindata|stringer)\b/;

/** A command that writes what it names, and no rule that only removes or checks it. */
const writes =
  /\bgo (?:run|build|generate|tool)\b|\s-o\b|\s--?out|>\s|\bcp\b|\bcurl\b|\bnpx?\b|\bwget\b/;
const onlyLists = /\b(?:grep|docker (?:images|ps)|which|command -v)\b/;
/** What a rule calls that writes code: `$(call swagger_generate,api.yaml,internal/api)`. */
const generates = /gen(?:erate)?(?:\b|_)/i;
/** A command that brings a tool, and does not run it. */
const onlyInstalls = /\b(?:go|brew|apt-get|apt|apk|npm|pip) (?:install|get|add)\b/;
const onlyRemoves = /^\s*[@-]*(?:rm|mkdir|git|echo)\b|^\.PHONY/;

/**
 * @param path the folder or file that is missing.
 * @returns the command that makes it: the one that names it, else one that makes such files, else
 *   any that generates code.
 */
export async function generatorOf(
  project: ProjectReader,
  path: string,
): Promise<Generator | undefined> {
  const lines = await buildLines(project);
  const directives = await generateLines(project);
  const naming = (all: readonly BuildLine[]): BuildLine | undefined =>
    all.find((it) => isWriting(it) && names(it.text, it.folder, path));
  const around = directives.find((it) => it.folder !== '' && isInside(path, it.folder));
  return (
    found(naming(directives), path, true) ??
    (await byDirective(project, path, directives)) ??
    found(
      lines.find((it) => it.run.startsWith('make ') && targetOf(it) === path),
      path,
      true,
    ) ??
    (await byConfiguration(project, path, [...lines, ...directives])) ??
    found(naming(lines), path, true) ??
    (await byProgram(project, path)) ??
    found(around, path) ??
    (await byTool(project, path, [...lines, ...directives])) ??
    withoutLine(
      found(
        lines.find((it) => generates.test(it.text) && namesAbove(it.text, it.folder, path)),
        path,
      ),
    ) ??
    withoutLine(found(directives[0] && { ...directives[0], run: 'go generate ./...' }, path)) ??
    withoutLine(
      found(
        lines.find(
          (it) =>
            anyGenerator.test(it.run) && anyGenerator.test(it.text) && !onlyLists.test(it.text),
        ),
        path,
      ),
    )
  );
}

/** The file that a rule of make is for: its target, where it is one. */
function targetOf({ run, folder }: BuildLine): string {
  return joined(folder, run.split(' ').at(-1) ?? '');
}

function withoutLine(generator: Generator | undefined): Generator | undefined {
  if (!generator) return undefined;
  const { command, evidence, names } = generator;
  return { command, evidence, names };
}

function found(line: BuildLine | undefined, path: string, named = false): Generator | undefined {
  if (!line) return undefined;
  const isSure = named || isInside(path, line.folder);
  return {
    command: line.run,
    evidence: evidenceOf(line, `generates ${path}`),
    names: named,
    ...(isSure ? { line } : {}),
  };
}

/** @returns the line that runs a tool. */
function lineOf({ run }: Tool, lines: readonly BuildLine[]): BuildLine | undefined {
  return lines.find((it) => run.test(it.text) && !onlyInstalls.test(it.text));
}

function isWriting({ text, file }: BuildLine): boolean {
  const isRule = /akefile$|\.mk$/.test(file) && /^[^\s.=]+:/.test(text);
  return !onlyRemoves.test(text) && (isRule || anyGenerator.test(text) || writes.test(text));
}

/** Whether a word of a command is the path, or a file in it. */
function names(text: string, folder: string, path: string): boolean {
  return wordsIn(text).some((it) => /\w/.test(it) && isInside(joined(folder, it), path));
}

/** Whether a word of a command is a folder above the path, and not one of the first level. */
function namesAbove(text: string, folder: string, path: string): boolean {
  return wordsIn(text).some((it) => /\w\/\w/.test(it) && isInside(path, joined(folder, it)));
}

/** A variable before a path is taken for the folder of the project: `cp a "${DIR}/assets/"`. */
function wordsIn(text: string): readonly string[] {
  return text.split(/[\s"'`=:,;()[\]]+/).map((it) => it.replace(/^\$\{?\w+\}?\//, ''));
}

/** A program that no build contains, as `build.go` of many projects: `go run build.go`. */
async function byProgram(project: ProjectReader, path: string): Promise<Generator | undefined> {
  for (const file of (await project.files()).filter((it) => it.endsWith('.go'))) {
    const text = (await project.read(file)) ?? '';
    if (!/\bignore\b/.test(headerOf(text)?.constraint ?? '')) continue;
    const folder = folderOf(file);
    const index = text
      .split('\n')
      .findIndex((it) => names(it, '', path) || (folder !== '' && names(it, folder, path)));
    if (index === -1) continue;
    const evidence = { file, line: index + 1, because: `generates ${path}` };
    return { command: `go run ${folder === '' ? file : `./${file}`}`, evidence, names: true };
  }
  return undefined;
}

/** @returns the sources of the program that `go run` compiles from a file or a folder. */
export function sourcesOfRun(files: readonly string[], program: string): readonly string[] {
  return files.filter((it) => it === program || (it.endsWith('.go') && folderOf(it) === program));
}

/** `//go:generate go run ../tools/assets.go`, where that program names the path. */
async function byDirective(
  project: ProjectReader,
  path: string,
  directives: readonly BuildLine[],
): Promise<Generator | undefined> {
  const files = await project.files();
  for (const line of directives) {
    const run = /^go run\s+(?:-\S+\s+)*"?([\w./-]+)"?/.exec(line.text)?.[1];
    if (run === undefined) continue;
    for (const it of sourcesOfRun(files, joined(line.folder, run)))
      if (names((await project.read(it)) ?? '', line.folder, path)) return found(line, path, true);
  }
  return undefined;
}

async function byConfiguration(
  project: ProjectReader,
  path: string,
  lines: readonly BuildLine[],
): Promise<Generator | undefined> {
  const files = await project.files();
  for (const tool of tools)
    for (const file of files.filter((it) => tool.configuration?.test(it))) {
      const rows = ((await project.read(file)) ?? '').split('\n');
      const index = rows.findIndex(
        (it) =>
          /^\s*(?:- )?"?(?:out|output|dir|dirname|filename)"?\s*:/.test(it) &&
          names(it, folderOf(file), path),
      );
      if (index === -1) continue;
      const { command } = tool;
      const evidence = { file, line: index + 1, because: `${command} writes ${path}` };
      return {
        command: lineOf(tool, lines)?.run ?? command,
        evidence,
        names: true,
        usual: command,
      };
    }
  return undefined;
}

async function byTool(
  project: ProjectReader,
  path: string,
  lines: readonly BuildLine[],
): Promise<Generator | undefined> {
  const files = await project.files();
  for (const tool of tools) {
    const { command, source, folder } = tool;
    const beside = source && files.find((it) => folderOf(it) === path && source.test(it));
    if (!beside && !folder?.test(basename(path))) continue;
    const line = lineOf(tool, lines);
    if (line) return found(line, path);
    if (beside && command !== 'protoc')
      return { command, evidence: { file: beside, because: `${command} reads it` }, names: false };
  }
  return undefined;
}
