/** Reads what a Python module imports, defines and calls. No code is run. */
import { tokenize, type LogicalLine, type Token } from './tokens.ts';

/** A call whose result has a name: `app = FastAPI(title="x")`. */
export interface Assignment {
  readonly name: string;
  /** What is called, by its full name where an import has it: `fastapi.FastAPI`, `create_app`. */
  readonly callee: string;
  readonly line: number;
}

export interface FunctionFacts {
  readonly name: string;
  readonly line: number;
  /** Whether it can be called without arguments. */
  readonly callable: boolean;
  /** What it constructs and returns, by full name: a factory. */
  readonly returns: readonly string[];
}

export interface Call {
  /** By its full name where an import has it: `os.environ.get`, `signal.signal`. */
  readonly callee: string;
  readonly line: number;
  /** The tokens between the parentheses. */
  readonly arguments: readonly Token[];
}

export interface ModuleFacts {
  readonly path: string;
  readonly lines: readonly LogicalLine[];
  /** Local name to full name: `np` to `numpy`, `FastAPI` to `fastapi.FastAPI`. */
  readonly imports: ReadonlyMap<string, { readonly target: string; readonly line: number }>;
  readonly assignments: readonly Assignment[];
  readonly functions: readonly FunctionFacts[];
  /** Constant texts and numbers: `PORT = 8000`. */
  readonly constants: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  /** What each name is assigned, as tokens. */
  readonly assignedTokens: ReadonlyMap<string, readonly Token[]>;
  readonly calls: readonly Call[];
  /** The line of `if __name__ == "__main__":`. */
  readonly main: number | null;
  /** Whether it does something when it is run, besides defining. */
  readonly acts: boolean;
}

/**
 * Reads a module.
 *
 * @param path relative to the project, for relative imports and evidence.
 * @param exported full names that `from module import *` may bring.
 */
export function readModule(
  path: string,
  source: string,
  exported: readonly string[] = [],
): ModuleFacts {
  const lines = tokenize(source);
  const imports = new Map<string, { target: string; line: number }>();
  for (const line of lines) readImport(path, line, imports);
  const stars = lines
    .filter((it) => it.tokens[0]?.text === 'from' && it.tokens.at(-1)?.text === '*')
    .map((it) =>
      it.tokens
        .slice(1, -2)
        .map((token) => token.text)
        .join(''),
    );
  const fullName = (name: string): string => {
    const [head = '', ...rest] = name.split('.');
    const target = imports.get(head)?.target ?? starred(stars, head, exported);
    return target === undefined ? name : [target, ...rest].join('.');
  };

  const assignments: Assignment[] = [];
  const functions: FunctionFacts[] = [];
  const constants = new Map<string, { value: string; line: number }>();
  const assignedTokens = new Map<string, readonly Token[]>();
  const calls: Call[] = [];
  let main: number | null = null;
  let acts = false;
  lines.forEach((line, index) => {
    calls.push(...callsOf(line, fullName));
    const [first, second] = line.tokens;
    if (!first || insideFunctionOrClass(lines, index)) return;
    if (first.text === 'def' || (first.text === 'async' && second?.text === 'def')) {
      functions.push(readFunction(lines, index, fullName));
      return;
    }
    if (
      first.text === 'if' &&
      second?.text === '__name__' &&
      line.tokens.some((it) => it.text === '__main__')
    )
      main = line.line;
    const assigned = assignmentOf(line);
    if (!assigned) {
      if (
        line.indent === 0 &&
        ![
          'import',
          'from',
          'class',
          'if',
          'try',
          'except',
          'else',
          'elif',
          'finally',
          '@',
        ].includes(first.text) &&
        first.kind === 'name' &&
        line.tokens.some((it) => it.text === '(' || it.text === ':')
      )
        acts = true;
      return;
    }
    assignedTokens.set(assigned.name, assigned.value);
    const called = calleeOf(assigned.value, fullName);
    if (called !== null) assignments.push({ name: assigned.name, callee: called, line: line.line });
    const [only, more] = assigned.value;
    if (only && !more && only.kind !== 'operator')
      constants.set(assigned.name, { value: only.text, line: line.line });
  });
  return {
    path,
    lines,
    imports,
    assignments,
    functions,
    constants,
    assignedTokens,
    calls,
    main,
    acts,
  };
}

/**
 * Code below `def` and `class` belongs to them; below `if`, `try` and `with` it is the module's.
 */
function insideFunctionOrClass(lines: readonly LogicalLine[], index: number): boolean {
  let indent = lines[index]?.indent ?? 0;
  for (let at = index - 1; at >= 0 && indent > 0; at -= 1) {
    const line = lines[at];
    if (!line || line.indent >= indent) continue;
    indent = line.indent;
    const word = line.tokens[0]?.text === 'async' ? line.tokens[1]?.text : line.tokens[0]?.text;
    if (word === 'def' || word === 'class') return true;
  }
  return false;
}

function readImport(
  path: string,
  line: LogicalLine,
  imports: Map<string, { target: string; line: number }>,
): void {
  const words = line.tokens.map((it) => it.text).filter((it) => it !== '(' && it !== ')');
  if (words[0] === 'import') {
    for (const part of words.slice(1).join(' ').split(',')) {
      const [name = '', alias] = part.trim().replaceAll(' . ', '.').split(' as ');
      const head = name.split('.')[0] ?? '';
      // `import a.b` binds `a`; `import a.b as c` binds a.b.
      if (name !== '')
        imports.set(alias ?? head, { target: alias === undefined ? head : name, line: line.line });
    }
    return;
  }
  const at = words.indexOf('import');
  if (words[0] !== 'from' || at === -1) return;
  const from = absoluteModule(path, words.slice(1, at).join(''));
  for (const part of words
    .slice(at + 1)
    .join(' ')
    .split(',')) {
    const [name = '', alias] = part.trim().split(' as ');
    if (name !== '') imports.set(alias ?? name, { target: `${from}.${name}`, line: line.line });
  }
}

/** The full name behind a name that `from fasthtml.common import *` may have brought. */
function starred(
  stars: readonly string[],
  name: string,
  exported: readonly string[],
): string | undefined {
  return stars.map((it) => `${it}.${name}`).find((it) => exported.includes(it));
}

/** `.factory` in `app/main.py` is `app.factory`. */
function absoluteModule(path: string, name: string): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  const folders = path.split('/').slice(0, -1);
  const kept = folders.slice(0, folders.length - (dots - 1));
  return [...kept, name.slice(dots)].filter((it) => it !== '').join('.');
}

/** Whether a line is in a `try` that expects one of the exceptions, or any. */
export function isExpected(module: ModuleFacts, line: number, exceptions: RegExp): boolean {
  const at = module.lines.findLastIndex((it) => it.line <= line);
  let indent = module.lines[at]?.indent ?? 0;
  for (let above = at - 1; above >= 0 && indent > 0; above -= 1) {
    const outer = module.lines[above];
    if (!outer || outer.indent >= indent) continue;
    indent = outer.indent;
    if (outer.tokens[0]?.text !== 'try') continue;
    for (const inner of module.lines.slice(above + 1)) {
      if (
        inner.indent < indent ||
        (inner.indent === indent &&
          !['except', 'else', 'finally'].includes(inner.tokens[0]?.text ?? ''))
      )
        break;
      if (
        inner.indent === indent &&
        inner.tokens[0]?.text === 'except' &&
        (inner.tokens[1]?.text === ':' ||
          inner.tokens.some(
            (it) => it.kind === 'name' && it.text !== 'except' && exceptions.test(it.text),
          ))
      )
        return true;
    }
  }
  return false;
}

/** What a name was assigned last before a line, or, where that is later, first. */
export function valueBefore(
  module: ModuleFacts,
  name: string,
  line: number,
): { readonly value: readonly Token[]; readonly line: number } | undefined {
  const assigned = module.lines.flatMap((it) => {
    const found = assignmentOf(it);
    return found?.name === name ? [{ value: found.value, line: it.line }] : [];
  });
  return assigned.findLast((it) => it.line < line) ?? assigned.find((it) => it.line > line);
}

/** `name = value`, `name: type = value`, and the first of `name, other = value`. */
function assignmentOf(line: LogicalLine): { name: string; value: readonly Token[] } | null {
  const [name, sign] = line.tokens;
  if (name?.kind !== 'name' || !['=', ':', ','].includes(sign?.text ?? '')) return null;
  const at = line.tokens.findIndex((it) => it.text === '=');
  return at === -1 ? null : { name: name.text, value: line.tokens.slice(at + 1) };
}

/** The dotted name in front of the first parenthesis, when the value starts with it. */
function calleeOf(value: readonly Token[], fullName: (name: string) => string): string | null {
  const names: string[] = [];
  for (const [index, token] of value.entries()) {
    if (token.text === '(' && names.length > 0) return fullName(names.join('.'));
    if (index % 2 === 0 && token.kind === 'name') names.push(token.text);
    else if (index % 2 === 0 || token.text !== '.') return null;
  }
  return null;
}

function callsOf(line: LogicalLine, fullName: (name: string) => string): Call[] {
  const calls: Call[] = [];
  line.tokens.forEach((token, index) => {
    if (token.text !== '(') return;
    const names: string[] = [];
    let at = index - 1;
    while (line.tokens[at]?.kind === 'name') {
      names.unshift(line.tokens[at]?.text ?? '');
      if (line.tokens[at - 1]?.text !== '.') break;
      at -= 2;
    }
    if (names.length === 0 || line.tokens[at - 1]?.text === 'def') return;
    calls.push({
      callee: fullName(names.join('.')),
      line: token.line,
      arguments: insideParentheses(line.tokens, index),
    });
  });
  return calls;
}

function insideParentheses(tokens: readonly Token[], open: number): readonly Token[] {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth -= 1;
    if (depth === 0) return tokens.slice(open + 1, at);
  }
  return tokens.slice(open + 1);
}

function readFunction(
  lines: readonly LogicalLine[],
  index: number,
  fullName: (name: string) => string,
): FunctionFacts {
  const line = lines[index] as LogicalLine;
  const at = line.tokens.findIndex((it) => it.text === 'def');
  const name = line.tokens[at + 1]?.text ?? '';
  const parameters = splitArguments(
    insideParentheses(
      line.tokens,
      line.tokens.findIndex((it) => it.text === '('),
    ),
  );
  const callable = parameters.every(
    (it) => it.some((token) => token.text === '=') || it[0]?.text.startsWith('*'),
  );
  const made = new Map<string, string>();
  const returns: string[] = [];
  for (const inner of lines.slice(index + 1)) {
    if (inner.indent <= line.indent) break;
    const assigned = assignmentOf(inner);
    const called = assigned && calleeOf(assigned.value, fullName);
    if (assigned && called !== null) made.set(assigned.name, called);
    if (inner.tokens[0]?.text !== 'return') continue;
    const returned =
      calleeOf(inner.tokens.slice(1), fullName) ?? made.get(inner.tokens[1]?.text ?? '');
    if (returned !== undefined) returns.push(returned);
  }
  return { name, line: line.line, callable, returns };
}

/** The arguments of a call, each as its tokens: `a, b=(1, 2)` gives two. */
export function splitArguments(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'operator' && ')]}'.includes(token.text)) depth -= 1;
    if (token.kind === 'operator' && token.text === ',' && depth === 0) parts.push([]);
    else parts[parts.length - 1]?.push(token);
  }
  return parts.filter((it) => it.length > 0);
}

/** Where a bracket closes that was opened before the tokens: their number when none does. */
export function closing(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'operator') continue;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (depth < 0) return at;
  }
  return tokens.length;
}

/** The value of a keyword argument, as its tokens. */
export function keywordArgument(call: Call, name: string): readonly Token[] | undefined {
  return splitArguments(call.arguments)
    .find((it) => it[0]?.text === name && it[1]?.text === '=')
    ?.slice(2);
}
