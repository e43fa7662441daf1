/**
 * Parses sources with tree-sitter, the one engine for all languages: it gives a tree for a file with
 * mistakes, too, and starts faster than parsers written in JavaScript. Only the grammar that is asked
 * for is loaded. https://tree-sitter.github.io/tree-sitter/
 */
import type * as TreeSitter from 'web-tree-sitter';
import { type Grammar, grammarFile } from './grammar-files.ts';
import { SyntaxNode, SyntaxTree } from './tree.ts';

/**
 * Parses one file.
 * @param file relative to the project, for evidence.
 * @returns the tree. What the grammar does not allow is an `ERROR` node, and the rest is sound.
 *   `undefined` for a text that is too long, or too much work: a program wrote it.
 */
export type Parse = (file: string, text: string) => SyntaxTree | undefined;

/** The most characters of a file that is parsed: a second's work. */
export const longestSource = 1_000_000;
/**
 * The most operations of the parser for a file: a text without sense makes it try everything that it
 * could mean. Code that people write takes one or fewer for each character.
 */
const mostOperations = 1_500_000;
/** How many operations the parser does between two calls of the function that watches it. */
const operationsPerCall = 100;
/** The most brackets that are open at once: each costs the parser more than the one before. */
const mostOpen = 1000;

/** The most comments that are not closed: Go's lexer looks for the end of each in vain. */
const mostOpenComments = 500;

/** The functions of the engine that a tree is copied with. Each takes the address of the tree. */
type EngineFunction =
  | '_ts_tree_root_node_wasm'
  | '_ts_tree_cursor_new_wasm'
  | '_ts_tree_cursor_delete_wasm'
  | '_ts_tree_cursor_goto_first_child_wasm'
  | '_ts_tree_cursor_goto_next_sibling_wasm'
  | '_ts_tree_cursor_goto_parent_wasm'
  | '_ts_tree_cursor_current_node_type_id_wasm'
  | '_ts_tree_cursor_current_field_id_wasm'
  | '_ts_tree_cursor_start_index_wasm'
  | '_ts_tree_cursor_end_index_wasm';

type Engine = Readonly<Record<EngineFunction, (tree: number) => number>>;

/** A grammar that is loaded. */
interface Opened {
  readonly engine: Engine;
  readonly parser: TreeSitter.Parser;
  /** By the number of the type. */
  readonly types: readonly (string | undefined)[];
  readonly named: readonly boolean[];
  /** By the number of the field. */
  readonly fields: readonly (string | null)[];
}

let loading: Promise<typeof TreeSitter & { readonly engine: Engine }> | undefined;
const parsers = new Map<Grammar, Promise<Parse>>();

/**
 * Loads a grammar, once. The parser is compiled from WebAssembly.
 * @param grammar the language; `tsx` is for JavaScript, too.
 */
export function openParser(grammar: Grammar): Promise<Parse> {
  const known = parsers.get(grammar) ?? load(grammar);
  parsers.set(grammar, known);
  return known;
}

async function load(grammar: Grammar): Promise<Parse> {
  loading ??= loadEngine();
  const { Parser, Language, engine } = await loading;
  const language = await Language.load(grammarFile(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  const { types, fields } = language;
  const named = types.map((_, type) => language.nodeTypeIsNamed(type));
  const opened: Opened = { engine, parser, types, named, fields };
  return (file, text) =>
    text.length > longestSource ||
    opensTooMany(text) ||
    (grammar === 'go' && leavesCommentsOpen(text))
      ? undefined
      : treeOf(opened, file, text);
}

async function loadEngine(): Promise<typeof TreeSitter & { readonly engine: Engine }> {
  const loaded = await import('web-tree-sitter');
  // The engine adds its functions to the object with the settings.
  const settings = { locateFile: () => grammarFile('engine') };
  await loaded.Parser.init(settings);
  return { ...loaded, engine: settings as unknown as Engine };
}

/**
 * Counts brackets wherever they are: in texts and comments they are few, or in pairs, but for the
 * colours of a terminal, which begin with the escape character and `[`.
 */
function opensTooMany(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length && open <= mostOpen; at += 1)
    switch (text.charCodeAt(at)) {
      case 0x5b: // [
        if (text.charCodeAt(at - 1) !== 0x1b) open += 1;
        break;
      case 0x28: // (
      case 0x7b: // {
        open += 1;
        break;
      case 0x29:
      case 0x5d:
      case 0x7d:
        open -= 1;
        break;
    }
  return open > mostOpen;
}

/**
 * The lexer of Go looks for the end of each comment up to the end of the file, which is not counted
 * as an operation of the parser. A wildcard such as `"/static/*"` looks the same, so some are fine.
 */
function leavesCommentsOpen(text: string): boolean {
  let count = 0;
  let at = text.indexOf('/*', text.lastIndexOf('*/') + 1);
  for (; at !== -1 && count <= mostOpenComments; at = text.indexOf('/*', at + 2)) count += 1;
  return count > mostOpenComments;
}

function treeOf(opened: Opened, file: string, text: string): SyntaxTree | undefined {
  const { parser } = opened;
  let left = mostOperations;
  const parsed = parser.parse(text, null, {
    progressCallback: () => (left -= operationsPerCall) < 0,
  });
  if (!parsed) {
    parser.reset();
    return undefined;
  }
  try {
    return copyOf(parsed, opened, new SyntaxTree(file, text));
  } finally {
    parsed.delete();
  }
}

/**
 * Copies the tree without recursion: a hostile file nests deeper than a stack. Tokens that are
 * neither named nor a field are left out. The engine keeps its cursor where its functions read it,
 * so that none of them needs an object around it: that takes three times as long.
 */
function copyOf(parsed: TreeSitter.Tree, opened: Opened, tree: SyntaxTree): SyntaxTree {
  const { engine, types, named, fields } = opened;
  // The address of the tree is its only property with a number as its name.
  const address = (parsed as unknown as readonly [number])[0];
  let parent: SyntaxNode | undefined;
  /** @returns the node at the cursor; `undefined` for a token that is left out. */
  const nodeHere = (): SyntaxNode | undefined => {
    const type = engine._ts_tree_cursor_current_node_type_id_wasm(address);
    const field = engine._ts_tree_cursor_current_field_id_wasm(address);
    const isNamed = named[type] ?? true;
    if (!isNamed && field === 0) return undefined;
    const node = new SyntaxNode(
      tree,
      types[type] ?? 'ERROR',
      isNamed,
      [
        engine._ts_tree_cursor_start_index_wasm(address),
        engine._ts_tree_cursor_end_index_wasm(address),
      ],
      fields[field] ?? undefined,
      parent,
    );
    parent?.append(node);
    return node;
  };
  engine._ts_tree_root_node_wasm(address);
  engine._ts_tree_cursor_new_wasm(address);
  for (let node = nodeHere(); ; node = nodeHere()) {
    if (node && engine._ts_tree_cursor_goto_first_child_wasm(address) === 1) {
      parent = node;
      continue;
    }
    while (engine._ts_tree_cursor_goto_next_sibling_wasm(address) !== 1) {
      if (!parent) {
        engine._ts_tree_cursor_delete_wasm(address);
        return tree;
      }
      parent.close();
      parent = parent.parent;
      engine._ts_tree_cursor_goto_parent_wasm(address);
    }
  }
}
