/**
 * Finds how a server of the Model Context Protocol is told to listen: many speak over their standard
 * input unless a flag or a variable names another transport.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { type Evidence } from '../../../types.ts';
import { alternatives, firstText, placeOf, type Setting } from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';

export interface Transport {
  readonly setting: Setting;
  /** What it has to be: `http`. */
  readonly value: string;
  readonly evidence: Evidence;
}

const libraries = [
  'github.com/mark3labs/mcp-go/server',
  'github.com/modelcontextprotocol/go-sdk/mcp',
];

/** The transports that listen. The one with events alone is the older. */
const listening = [
  'streamable-http',
  'streamable_http',
  'streamablehttp',
  'streamable',
  'http',
  'sse',
];

/** @returns the setting of a program that does not listen by default; `undefined` for any other. */
export function listeningTransport(evaluator: Evaluator): Transport | undefined {
  const { code } = evaluator;
  if (!libraries.some((it) => code.imports(it))) return undefined;
  const found = code
    .search(/"(?:streamable[-_]?(?:http)?|http|sse)"/i)
    .flatMap((file) => code.tree(file)?.root.all('binary_expression', 'expression_case') ?? [])
    .flatMap((node) => transportOf(evaluator, node));
  return found.toSorted((one, other) => rankOf(one) - rankOf(other))[0];
}

const rankOf = ({ value }: Transport): number => listening.indexOf(value.toLowerCase());

/** `case "http":` of a switch, and `transport == "http"`. */
function transportOf(evaluator: Evaluator, node: SyntaxNode): readonly Transport[] {
  const [value, names] =
    node.type === 'expression_case'
      ? [node.parent?.field('value'), node.field('value')?.parts]
      : [node.field('left'), node.field('operator')?.text === '==' ? [node.field('right')] : []];
  const texts = names?.flatMap((it) => (it && firstText(evaluator.value(it))) ?? []) ?? [];
  const text = texts.find((it) => listening.includes(it.toLowerCase()));
  const given = text !== undefined && value ? alternatives(evaluator.value(value)) : [];
  const setting = given.find((it) => firstText(it) === 'stdio')?.setting;
  if (text === undefined || !setting) return [];
  const because = `the transport ${text} listens, and stdio is the default`;
  return [{ setting, value: text, evidence: { ...placeOf(node), because } }];
}
