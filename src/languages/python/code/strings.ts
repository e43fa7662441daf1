/** Reads string literals. https://docs.python.org/3/reference/lexical_analysis.html */
import type { SyntaxNode } from '../../../syntax/tree.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  '\n': '',
};

/** @returns the text of a `string` node without f-string parts; `undefined` for another node. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'parenthesized_expression') return literalText(node.parts[0]);
  if (node?.type === 'concatenated_string') {
    const parts = node.parts.map(literalText);
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  if (node?.type !== 'string' || node.child('interpolation')) return undefined;
  return contentOf(node);
}

/** @returns the pieces of a string: texts, and the expressions of an f-string. */
export function stringParts(node: SyntaxNode): readonly (string | SyntaxNode)[] {
  const isRaw = /^[^'"]*[rR]/.test(node.text);
  return node.children.flatMap((it): readonly (string | SyntaxNode)[] => {
    if (it.type === 'string_content')
      return [isRaw ? it.text : plain(it.text, node.child('interpolation') !== undefined)];
    if (it.type === 'interpolation') return [it];
    return [];
  });
}

function contentOf(node: SyntaxNode): string {
  return stringParts(node).join('');
}

function plain(text: string, isFormatted: boolean): string {
  const unescaped = text.includes('\\')
    ? text.replace(/\\([\s\S])/g, (_, it: string) => escapes[it] ?? it)
    : text;
  return isFormatted ? unescaped.replaceAll('{{', '{').replaceAll('}}', '}') : unescaped;
}
