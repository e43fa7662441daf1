/**
 * Finds the images that a bake file (HCL or JSON) passes to builds: contexts, pinned arguments,
 * inline Dockerfiles.
 */
import { type Scalar, parseDocument, visit } from 'yaml';
import { type Finding, contextFinding } from '../dockerfile/reference.ts';
import { referencesInDockerfile } from '../dockerfile/references.ts';
import { lineAt } from '../text/lines.ts';
import { referencesInLines } from './inline.ts';

/**
 * Recognizes only comments, strings and here-documents of HCL
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md). The form of a string is enough to
 * recognize a reference.
 */
export function referencesInBakeHcl(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  const token =
    /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<(-?)([\w-]+)\r?\n([\s\S]*?)\r?\n[ \t]*\2(?![\w-])|"/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [whole, dash, , body] = found;
    const isInline = /\bdockerfile-inline"?\s*=\s*$/.test(text.slice(0, found.index));
    if (whole === '"') {
      const end = endOfString(text, found.index + 1);
      const line = lineAt(text, found.index);
      const content = text.slice(found.index + 1, end);
      const finding = isInline
        ? unreadInline(line)
        : contextFinding({ start: found.index + 1, line, text: content });
      if (finding !== undefined) findings.push(finding);
      token.lastIndex = end + 1;
    } else if (isInline && body !== undefined) {
      const start = found.index + whole.indexOf('\n') + 1;
      findings.push(...referencesInLines(text, { start, end: start + body.length }, dash === '-'));
    }
  }
  return findings;
}

function unreadInline(line: number): Finding {
  return {
    kind: 'unpinnable',
    line,
    role: 'dockerfile-inline',
    text: 'dockerfile-inline',
    why: 'only an inline Dockerfile in a here-document (<<EOT) is read',
  };
}

/** Reads JSON with the YAML parser, which provides the place of each string. */
export function referencesInBakeJson(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  visit(parseDocument(text), {
    Pair: (_, pair) => {
      const { key, value } = pair as { readonly key: Scalar; readonly value: Scalar | null };
      if (key.value !== 'dockerfile-inline' || typeof value?.value !== 'string') return;
      // Its line ends are written as \n, so all its contents are on one line of the file.
      const line = lineAt(text, value.range?.[0] ?? 0);
      for (const inner of referencesInDockerfile(value.value)) {
        if (inner.kind === 'reference')
          findings.push({
            kind: 'unpinnable',
            line,
            role: inner.role,
            text: inner.text,
            why: 'a Dockerfile within JSON is not changed; move it to a separate file',
          });
      }
    },
    Scalar: (position, scalar) => {
      const [from, to] = scalar.range ?? [0, 0];
      if (
        position === 'key' ||
        typeof scalar.value !== 'string' ||
        text.slice(from + 1, to - 1) !== scalar.value
      )
        return;
      const finding = contextFinding({
        start: from + 1,
        line: lineAt(text, from),
        text: scalar.value,
      });
      if (finding !== undefined) findings.push(finding);
    },
  });
  return findings;
}

/**
 * Returns the offset of the quote that ends a string. A template `${…}` in the string may contain
 * strings.
 */
function endOfString(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    if (text[at] === '\\') at += 1;
    else if (text.startsWith('$${', at) || text.startsWith('%%{', at)) at += 2;
    else if (two === '${' || two === '%{') depth += 1;
    else if (depth > 0 && text[at] === '}') depth -= 1;
    else if (depth > 0 && text[at] === '"') at = endOfString(text, at + 1);
    else if (text[at] === '"' || text[at] === '\n') return at;
  }
  return text.length;
}
