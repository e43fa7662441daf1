/**
 * Recognizes a server of the Model Context Protocol that speaks over its standard input, unless it is
 * told to listen: https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
import { lineAt } from '../../../text/lines.ts';
import type { Evidence } from '../../../types.ts';

/** `transport = 'stdio'`, `argument || 'stdio'`, and the default of an option. */
const byDefault =
  /(?:\?\?|\|\|)\s*["']stdio["']|(?:\b|_)transport\w*["']?\s*(?:=|:|\?\?|\|\|)\s*["']stdio["']|--transport[^\n]*,\s*["']stdio["']\s*\)|\bdefault:\s*["']stdio["']/i;

const toListen = /^(?:--?)?(?:transport=)?(?:http|sse|streamable[-_]?http)$/i;

/**
 * @param sources the sources that the program loads.
 * @param words the words of the start command.
 * @param environment what the start command sets.
 * @returns where the default is; `undefined` if it listens.
 */
export function standardInput(
  sources: Iterable<{ readonly file: string; readonly text: string }>,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Evidence | undefined {
  if ([...words, ...Object.values(environment)].some((it) => toListen.test(it))) return undefined;
  const all = [...sources];
  if (!all.some((it) => it.text.includes('StdioServerTransport'))) return undefined;
  for (const { file, text } of all) {
    const found = byDefault.exec(text);
    if (found) return { file, line: lineAt(text, found.index), because: 'stdio by default' };
  }
  return undefined;
}
