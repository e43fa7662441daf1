/**
 * Reads the commands by which a project builds itself: Makefile, Taskfile, justfile, scripts,
 * workflows, and `//go:generate` lines.
 */
import type { Evidence } from '../../types.ts';
import { folderOf } from '../../text/paths.ts';
import { oncePerProject } from '../shared/once.ts';

/** One command, with lines that a backslash continues joined to it. */
export interface BuildLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** The folder that relative paths of the command start from. */
  readonly folder: string;
  /** What a developer types to run it: `make generate`. */
  readonly run: string;
}

/** Dockerfiles are not read, because the generated one would then be evidence for itself. */
const kinds: readonly { readonly name: RegExp; readonly run: (lines: Before) => string }[] = [
  { name: /^(?:.*\/)?(?:(?:GNU)?[mM]akefile|[^/]+\.mk)$/, run: makeTarget },
  { name: /^(?:.*\/)?[tT]askfile(?:\.dist)?\.ya?ml$/, run: taskName },
  { name: /^\.?[jJ]ustfile$/, run: justRecipe },
  {
    name: /^(?:(?:scripts?|hack|build|tools?|bin)\/)?[^/]+\.(?:ba)?sh$/,
    run: ({ file }) => `sh ${file}`,
  },
  { name: /^\.(?:goreleaser|ko)\.ya?ml$/, run: ownCommand },
  { name: /^\.github\/workflows\/[^/]+\.ya?ml$/, run: ownCommand },
  { name: /^\.gitlab-ci\.yml$/, run: ownCommand },
];

/** A line and those before it. */
interface Before {
  readonly file: string;
  readonly lines: readonly string[];
  readonly at: number;
}

/**
 * Each program, and each file that is missing, asks for all lines.
 * @returns the lines of all files that build the project, those in the root first.
 */
export const buildLines = oncePerProject(async (project): Promise<readonly BuildLine[]> => {
  const found: BuildLine[] = [];
  const files = (await project.files()).filter((it) => !/(?:^|\/)(?:vendor|testdata)\//.test(it));
  for (const { name, run } of kinds)
    for (const file of byDepth(files.filter((it) => name.test(it))))
      found.push(...linesOf(file, (await project.read(file)) ?? '', run));
  return found;
});

/** @returns the `//go:generate` lines, also of files that are not built for Linux. */
export const generateLines = oncePerProject(async (project): Promise<readonly BuildLine[]> => {
  const found: BuildLine[] = [];
  for (const file of (await project.files()).filter((it) => it.endsWith('.go'))) {
    const text = (await project.read(file)) ?? '';
    if (!text.includes('//go:generate ')) continue;
    const folder = folderOf(file);
    for (const [index, line] of text.split(/\r?\n/).entries())
      if (line.startsWith('//go:generate '))
        found.push({
          file,
          line: index + 1,
          text: line.slice('//go:generate '.length),
          folder,
          run: `go generate ${folder === '' ? '.' : `./${folder}`}`,
        });
  }
  return found;
});

export function evidenceOf({ file, line }: BuildLine, because: string): Evidence {
  return { file, line, because };
}

function byDepth(files: readonly string[]): readonly string[] {
  const depth = (file: string): number => file.split('/').length;
  return files.toSorted((one, other) => depth(one) - depth(other));
}

function linesOf(file: string, text: string, run: (lines: Before) => string): BuildLine[] {
  const lines = text.split(/\r?\n/);
  const isMake = /akefile$|\.mk$/.test(file);
  const folder = isMake || /askfile/.test(file) ? folderOf(file) : '';
  const found: BuildLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    let joined = lines[at] ?? '';
    while (joined.endsWith('\\') && at + 1 < lines.length) {
      at += 1;
      joined = `${joined.slice(0, -1).trimEnd()} ${(lines[at] ?? '').trim()}`;
    }
    if (joined.trim() === '' || /^\s*#/.test(joined)) continue;
    found.push({
      file,
      line: first + 1,
      text: joined,
      folder,
      run: run({ file, lines, at: first }),
    });
  }
  return found;
}

/** https://www.gnu.org/software/make/manual/make.html#Rule-Syntax */
function makeTarget(before: Before): string {
  const folder = folderOf(before.file);
  const make = folder === '' ? 'make' : `make -C ${folder}`;
  const target = lastMatch(before, /^([^\s#:=]+)[^:=]*:(?![:=])/);
  return target !== undefined && /^\w[\w./-]*$/.test(target) ? `${make} ${target}` : make;
}

/** https://taskfile.dev/docs/reference/schema */
function taskName(before: Before): string {
  const name = lastMatch(before, /^ {2}["']?([\w.-]+(?::[\w.-]+)*)["']?:(?:\s|$)/);
  return name === undefined ? 'task' : `task ${name}`;
}

/** https://just.systems/man/en/ */
function justRecipe(before: Before): string {
  const name = lastMatch(before, /^@?([\w-]+)[^:=]*:(?!=)/);
  return name === undefined ? 'just' : `just ${name}`;
}

function ownCommand({ lines, at }: Before): string {
  return (lines[at] ?? '').replace(/^\s*(?:- )?(?:(?:run|cmd):\s*)?/, '').trim();
}

function lastMatch({ lines, at }: Before, expression: RegExp): string | undefined {
  return lines
    .slice(0, at + 1)
    .flatMap((it) => expression.exec(it)?.[1] ?? [])
    .at(-1);
}
