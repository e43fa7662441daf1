/**
 * Finds out which blocks of the templates a run prints: each `{{#if}}`, `{{else}}` and `{{#each}}`
 * gets a mark of white space, which templates treat like the indentation around it, and which is
 * taken out of the output again.
 */
import Handlebars from 'handlebars';

const digits = '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007';
const edge = '\u2008';
const markPattern = new RegExp(`${edge}([${digits}]+)${edge}`, 'g');

export interface TemplateBlocks {
  /** @returns the text of a template with a mark in each block. */
  mark(path: string, text: string): string;
  /** @returns the output without marks; the blocks that they name count as printed. */
  unmark(output: string): string;
  /** Blocks that no output had: `templates/go/Dockerfile.hbs:12`. */
  unprinted(): readonly string[];
}

export function templateBlocks(): TemplateBlocks {
  const places: string[] = [];
  const printed = new Set<number>();
  const known = new Map<string, string>();
  return {
    mark(path, text) {
      const before = known.get(path);
      if (before !== undefined) return before;
      let marked = text;
      // From the end, so that the offsets of those before stay true.
      for (const offset of blockStarts(text).sort((a, b) => b - a)) {
        places.push(`${path}:${text.slice(0, offset).split('\n').length}`);
        const lineEnd = /^[ \t]*\n/.exec(text.slice(offset))?.[0].length ?? 0;
        const at = offset + lineEnd;
        marked = marked.slice(0, at) + markOf(places.length - 1) + marked.slice(at);
      }
      known.set(path, marked);
      return marked;
    },
    unmark: (output) =>
      output.replace(markPattern, (_, number: string) => {
        printed.add(Number.parseInt([...number].map((it) => digits.indexOf(it)).join(''), 8));
        return '';
      }),
    unprinted: () => places.filter((_, number) => !printed.has(number)).sort(),
  };
}

function markOf(number: number): string {
  return edge + [...number.toString(8)].map((it) => digits[Number(it)]).join('') + edge;
}

/** @returns where the body of each block begins. */
function blockStarts(text: string): number[] {
  const lines = text.split('\n');
  const offsetOf = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0) + column;
  const starts: number[] = [];
  const visitor = new (class extends Handlebars.Visitor {
    override BlockStatement(block: hbs.AST.BlockStatement): void {
      for (const body of [block.program, block.inverse]) {
        // `{{else if}}` is a block inside of an `{{else}}` that has nothing else.
        if (body && !(body as { chained?: boolean }).chained)
          starts.push(offsetOf(body.loc.start.line, body.loc.start.column));
      }
      super.BlockStatement(block);
    }
  })();
  visitor.accept(Handlebars.parseWithoutProcessing(text));
  return starts;
}
