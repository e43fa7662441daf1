/**
 * Recognizes files that node would load and then exit: libraries, and programs for other platforms.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Note } from '../../../types.ts';
import { functionTypes } from '../code/bindings.ts';
import type { Module } from '../code/module.ts';

/** @param entry the file that node would start if no script names one. */
export function endsNotes(entry: Module): Note[] {
  const worker = workerNote(entry);
  return worker.length > 0 ? worker : libraryNote(entry);
}

/** Calls that keep a program running. */
const serving = [
  'listen',
  'serve',
  'createServer',
  'setInterval',
  'login',
  'connect',
  'subscribe',
  'consume',
];

/** Calls and constructions that only a program contains: it keeps running, or works and ends. */
const working = [
  'listen',
  'serve',
  'createServer',
  'setInterval',
  'setTimeout',
  'main',
  'start',
  'run',
  'login',
  'connect',
  'subscribe',
  'schedule',
  'parse',
  'parseAsync',
];
const constructed = ['Worker', 'Server', 'Client', 'Bot'];

/** Expressions that check whether the file was started, or what a process is given. */
const ownProcess = /^(?:require\.main|import\.meta\.main|process\.(?:argv|stdin|stdout|on|exit))$/;
const isStarted = /^(?:require\.main|import\.meta\.main)$/;

/** @returns whether a file exports something (`module.exports = app`) and starts no server. */
export function onlyExports(module: Module): boolean {
  const { exports, calls } = module;
  return (
    (exports.whole !== undefined || exports.names.has('default')) &&
    !serving.some((it) => calls.has(it)) &&
    !mentions(module, isStarted)
  );
}

function mentions({ root }: Module, pattern: RegExp): boolean {
  return root?.all('member_expression').some((it) => pattern.test(it.text)) === true;
}

/** A library: node would load it and exit. */
function libraryNote(module: Module): Note[] {
  const statements = module.root?.parts ?? [];
  const exported = statements.find(isExport);
  if (!exported || works(module) || !statements.every(isDeclaration)) return [];
  return [
    {
      code: 'node/entry-only-exports',
      level: 'warning',
      text: `${module.file} only exports: when started as a program, it ends at once`,
      hint: 'Name the program (--start "node server.js", or a script "start" in package.json). A library needs no image.',
      evidence: [{ file: module.file, line: exported.line, because: 'exports' }],
    },
  ];
}

function works(module: Module): boolean {
  const { calls } = module;
  return (
    working.some((it) => calls.get(it)?.some((call) => !isIdle(call, module))) ||
    constructed.some((it) => calls.get(it)?.some(({ type }) => type === 'new_expression')) ||
    mentions(module, ownProcess)
  );
}

/** Whether a call is in a function of the file that only others may call: `function run() { app.listen(80); }`. */
function isIdle(call: SyntaxNode, { calls }: Module): boolean {
  let outer = call.above(...functionTypes);
  for (let at = outer; at; at = at.above(...functionTypes)) outer = at;
  const place = outer?.type === 'function_declaration' ? outer : outer?.parent;
  const isDeclared =
    place?.type === 'function_declaration' || place?.type === 'variable_declarator';
  const name = isDeclared ? place.field('name')?.text : undefined;
  return name !== undefined && !calls.has(name);
}

const assigned = /^(?:module\.exports|exports\.|Object\.defineProperty\(\s*exports)/;

function isExport({ type, text }: SyntaxNode): boolean {
  return type === 'export_statement' || (type === 'expression_statement' && assigned.test(text));
}

/** Statements that declare something, or only load something. */
function isDeclaration(node: SyntaxNode): boolean {
  if (node.type !== 'expression_statement')
    return /_declaration$|^(?:import|export|empty)_statement$|^hash_bang_line$/.test(node.type);
  const [inner] = node.parts;
  return (
    assigned.test(node.text) ||
    inner?.type === 'string' ||
    (inner?.type === 'call_expression' && inner.field('function')?.text === 'require')
  );
}

/** Other platforms serve the default export of a file; node does not. */
function workerNote(module: Module): Note[] {
  const exported = module.exports.names.get('default');
  if (exported?.kind !== 'expression' || !onlyExports(module)) return [];
  const { node } = exported;
  const fetches =
    node.type === 'object' &&
    node.parts.some((it) => (it.field('key') ?? it.field('name') ?? it).text === 'fetch');
  if (!fetches && !(node.type === 'identifier' && module.calls.has('Hono'))) return [];
  return [
    {
      code: 'node/entry-for-workers',
      level: 'warning',
      text: `${module.file} only exports what Cloudflare Workers, Deno and Bun serve: when started by node, it ends at once`,
      hint: 'Serve it with @hono/node-server (serve(app)), and name the file that does so in a script "start".',
      evidence: [{ file: module.file, line: node.line, because: 'exports a server' }],
    },
  ];
}
