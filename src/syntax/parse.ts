/**
 * Parses sources with tree-sitter, the one engine for all languages: it gives a tree for a file with
 * mistakes, too, and starts faster than parsers written in JavaScript. Only the grammar that is asked
 * for is loaded. https://tree-sitter.github.io/tree-sitter/
 */
import { setFlagsFromString } from 'node:v8';
import type * as TreeSitter from 'web-tree-sitter';
import { type Grammar, grammarFile } from './grammar-files.ts';
import { SyntaxNode, SyntaxTree } from './tree.ts';

/**
 * Parses one file.
 * @param file relative to the project, for evidence.
 * @returns the tree. What the grammar does not allow is an `ERROR` node, and the rest is sound.
 *   `undefined` for a text that is too long: a program wrote it.
 */
export type Parse = (file: string, text: string) => SyntaxTree | undefined;

/** The most characters of a file that is parsed: a second's work. */
export const longestSource = 1_000_000;

let engine: Promise<typeof TreeSitter> | undefined;
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
  engine ??= loadEngine();
  const { Parser, Language } = await engine;
  const language = await Language.load(grammarFile(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  return (file, text) => (text.length > longestSource ? undefined : treeOf(parser, file, text));
}

async function loadEngine(): Promise<typeof TreeSitter> {
  // The optimizing compiler takes twice as long for the engine as all other work of a small project.
  // The first compiler's code parses half as fast, which matters only beyond some megabytes.
  setFlagsFromString('--liftoff-only');
  const loaded = await import('web-tree-sitter');
  await loaded.Parser.init({ locateFile: () => grammarFile('engine') });
  return loaded;
}

function treeOf(parser: TreeSitter.Parser, file: string, text: string): SyntaxTree | undefined {
  const parsed = parser.parse(text);
  if (!parsed) return undefined;
  const tree = new SyntaxTree(file, text);
  const cursor = parsed.walk();
  try {
    tree.root = copyOf(cursor, tree);
  } finally {
    cursor.delete();
    parsed.delete();
  }
  return tree;
}

/** Copies the tree without recursion: a hostile file nests deeper than a stack. */
function copyOf(cursor: TreeSitter.TreeCursor, tree: SyntaxTree): SyntaxNode {
  const nodeAt = (parent: SyntaxNode | undefined): SyntaxNode => {
    const { nodeIsNamed: named, currentFieldName } = cursor;
    const node = new SyntaxNode(
      tree,
      cursor.nodeType,
      named,
      [cursor.startIndex, cursor.endIndex],
      currentFieldName ?? undefined,
      parent,
    );
    if (parent && (named || currentFieldName !== null)) parent.children.push(node);
    return node;
  };
  const root = nodeAt(undefined);
  let node = root;
  for (;;) {
    if (cursor.gotoFirstChild()) {
      node = nodeAt(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || !node.parent) return root;
      node = node.parent;
    }
    node = nodeAt(node.parent);
  }
}
