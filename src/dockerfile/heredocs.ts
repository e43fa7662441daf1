/**
 * The text of a Dockerfile in, the same text with its here-documents blanked out, every other character at its place.
 * dockerfile-ast takes `<<` within quotes for a here-document and does not know `3<<EOF`, so they are found here,
 * as BuildKit's parser does it (frontend/dockerfile/parser), and hidden from it.
 */

interface Heredoc {
  readonly end: string;
  /** `<<-`: tabs before the end mark do not count. */
  readonly tabs: boolean;
}

/** Lines of here-documents become comments of the same length, and no `<<` is left. */
export function maskHeredocs(text: string, escape: string): string {
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const masked: string[] = [];
  const continued = new RegExp(`${escape === '`' ? '`' : '\\\\'}[ \\t]*$`);
  let at = 0;
  while (at < lines.length) {
    const instruction: string[] = [];
    let open = true;
    while (open && at < lines.length) {
      const raw = lines[at] ?? '';
      const line = contentOf(raw);
      at += 1;
      masked.push(raw.replaceAll('<<', '__'));
      // Comments and blank lines between continued lines are no part of the instruction, and do not end it.
      if (/^\s*(?:#|$)/.test(line)) {
        open = instruction.length > 0;
        continue;
      }
      open = continued.test(line);
      instruction.push(line.replace(continued, ''));
    }
    for (const heredoc of heredocsOf(instruction.join(''))) {
      let ended = false;
      while (!ended && at < lines.length) {
        const raw = lines[at] ?? '';
        const line = contentOf(raw);
        at += 1;
        ended = (heredoc.tabs ? line.replace(/^\t+/, '') : line) === heredoc.end;
        masked.push('#'.repeat(line.length) + raw.slice(line.length));
      }
    }
  }
  return masked.join('');
}

function contentOf(line: string): string {
  return line.replace(/[\r\n]+$/, '');
}

/** Only RUN, COPY and ADD have here-documents; each is a word of its own, outside of quotes. */
function heredocsOf(instruction: string): readonly Heredoc[] {
  if (!/^[\s\ufeff]*(?:onbuild\s+)?(?:run|copy|add)\s/i.test(instruction)) return [];
  const found: Heredoc[] = [];
  for (const word of wordsOf(instruction)) {
    const [, dash, rest = ''] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
    const end = rest.replace(/["']|\\(.)/g, '$1');
    if (end !== '') found.push({ end, tabs: dash === '-' });
  }
  return found;
}

/** Words as a shell splits them, quotes and backslashes left in. */
function wordsOf(text: string): readonly string[] {
  return text.match(/(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|\$\{[^}]*\}|[^\s"'\\]|["'\\])+/g) ?? [];
}
