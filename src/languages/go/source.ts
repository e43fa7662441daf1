/**
 * Reads the beginning of a Go file, up to the first declaration: the package clause and the imports.
 * Whatever is behind it is read from the tree.
 * https://go.dev/ref/spec#Source_file_organization
 */
import { openParser } from '../../syntax/parse.ts';
import { lineAt } from '../../text/lines.ts';

export interface GoSource {
  /** `name` is the one that the file gives a package: `_`, `.` or an identifier. */
  readonly imports: readonly Import[];
  /** The patterns of `//go:embed`, in source order. */
  readonly embeds: readonly Embed[];
  /** The system requirements in `#cgo` lines: `pkg-config: vips`, `LDFLAGS: -lfoo`. */
  readonly cgoFlags: readonly string[];
}

export interface Embed {
  readonly pattern: string;
  readonly line: number;
}

export interface Import {
  readonly path: string;
  readonly line: number;
  readonly name?: string;
}

export interface Header {
  readonly packageName: string;
  /** The expression of `//go:build`, if there is one. */
  readonly constraint: string | undefined;
}

const between = /(?:[\s;]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const word = /[\p{L}_][\p{L}\p{N}_]*|\./uy;
const string = /"([^"\\\n]*)"|`([^`]*)`/y;
const packageClause = /package\s+([\p{L}_][\p{L}\p{N}_]*)/uy;

/**
 * Reads only up to the package clause.
 * @returns `undefined` if there is no package clause, so it is not a Go file.
 */
export function headerOf(text: string): Header | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const end = endOf(between, text, start) ?? start;
  packageClause.lastIndex = end;
  const packageName = packageClause.exec(text)?.[1];
  if (packageName === undefined) return undefined;
  return {
    packageName,
    constraint: constraintOf(text.slice(start, end)),
  };
}

/**
 * The older `// +build` lines count where there is no other: a space is "or", a comma is "and", and so
 * is the next line. https://pkg.go.dev/go/build/constraint#IsPlusBuild
 */
function constraintOf(head: string): string | undefined {
  const line = /^\/\/go:build[ \t]+(.+)$/m.exec(head)?.[1]?.trim();
  if (line !== undefined) return line;
  const older = [...head.matchAll(/^\/\/[ \t]*\+build[ \t]+([^\n]+)$/gm)].map((it) =>
    (it[1] ?? '').trim().split(/\s+/),
  );
  if (older.length === 0) return undefined;
  return older
    .map((options) => `(${options.map((it) => `(${it.split(',').join(' && ')})`).join(' || ')})`)
    .join(' && ');
}

/** @returns the imports of a Go file, and what cgo asks of the system. */
export function scanHead(text: string): Omit<GoSource, 'embeds'> {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const clause = endOf(packageClause, text, endOf(between, text, start) ?? start);
  if (clause === undefined) return { imports: [], cgoFlags: [] };
  const { imports, end } = importsFrom(text, clause);
  const head = imports.some((it) => it.path === 'C') ? text.slice(0, end) : '';
  const cgoFlags = [...head.matchAll(/^(?:\/\/)?[ \t]*#cgo\b(.*)$/gm)].map((it) =>
    (it[1] ?? '').trim(),
  );
  return { imports, cgoFlags };
}

/** @returns where a match ends that begins at an offset. */
function endOf(sticky: RegExp, text: string, offset: number): number | undefined {
  sticky.lastIndex = offset;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** Reads import declarations one after another: https://go.dev/ref/spec#Import_declarations */
function importsFrom(text: string, start: number): { imports: Import[]; end: number } {
  const imports: Import[] = [];
  let at = start;
  for (;;) {
    at = endOf(between, text, at) ?? at;
    if (!/^import\b/.test(text.slice(at, at + 7))) return { imports, end: at };
    at = endOf(between, text, at + 'import'.length) ?? at;
    const isGroup = text.charAt(at) === '(';
    if (isGroup) at += 1;
    do {
      at = endOf(between, text, at) ?? at;
      if (isGroup && text.charAt(at) === ')') break;
      const spec = specAt(text, at);
      // What is no import ends the reading: the file does not compile.
      if (!spec) return { imports, end: at };
      imports.push(spec.found);
      at = spec.end;
    } while (isGroup);
    if (isGroup) at += 1;
  }
}

function specAt(text: string, start: number): { found: Import; end: number } | undefined {
  const afterName = endOf(word, text, start);
  const at = afterName === undefined ? start : (endOf(between, text, afterName) ?? afterName);
  string.lastIndex = at;
  const path = string.exec(text);
  if (!path) return undefined;
  const name = afterName === undefined ? {} : { name: text.slice(start, afterName) };
  return {
    found: { path: path[1] ?? path[2] ?? '', line: lineAt(text, at), ...name },
    end: string.lastIndex,
  };
}

/**
 * @returns the patterns of `//go:embed`. Only a file with such lines is parsed, because a text or a
 *   long comment can hold one, too.
 */
export async function embedsIn(file: string, text: string): Promise<readonly Embed[]> {
  if (!text.includes('//go:embed')) return [];
  const lines = [...text.matchAll(/^[ \t]*(\/\/go:embed[ \t]+(.+))$/gm)];
  if (lines.length === 0) return [];
  const parse = await openParser('go');
  const comments = parse(file, text)
    ?.ofType('comment')
    .map((it) => it.line);
  return lines.flatMap((match) => {
    const line = lineAt(text, match.index);
    if (comments && !comments.includes(line)) return [];
    return embedPatterns(match[2] ?? '').map((pattern) => ({ pattern, line }));
  });
}

function embedPatterns(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)/g)].map(
    (it) => it[1] ?? it[2] ?? it[3] ?? '',
  );
}
