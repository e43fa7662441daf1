/** The text of a bake file (HCL or JSON) in, the images it hands to builds out: contexts, pinned arguments, inline Dockerfiles. */
import { type Scalar, parseDocument, visit } from 'yaml';
import { referencesInDockerfile } from '../dockerfile/references.ts';
import { type Finding, contextFinding, lineAt, lineStartsOf } from '../dockerfile/reference.ts';

/**
 * HCL is read only as far as comments, strings and here-documents
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md): what a string means follows from its form alone.
 */
export function referencesInBakeHcl(text: string): readonly Finding[] {
  const lineStarts = lineStartsOf(text);
  const findings: Finding[] = [];
  const token =
    /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<-?([\w-]+)\r?\n([\s\S]*?)\r?\n[ \t]*\1(?![\w-])|"/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [whole, mark, body] = found;
    if (whole === '"') {
      const end = endOfString(text, found.index + 1);
      const finding = contextFinding({
        start: found.index + 1,
        line: lineAt(lineStarts, found.index),
        text: text.slice(found.index + 1, end),
      });
      if (finding !== undefined) findings.push(finding);
      token.lastIndex = end + 1;
    } else if (
      mark !== undefined &&
      body !== undefined &&
      /\bdockerfile-inline"?\s*=\s*$/.test(text.slice(0, found.index))
    ) {
      const start = found.index + whole.indexOf('\n') + 1;
      for (const inner of referencesInDockerfile(body))
        findings.push(shifted(inner, start, lineAt(lineStarts, start) - 1));
    }
  }
  return findings;
}

/** JSON is read as YAML, which knows where each string stands. */
export function referencesInBakeJson(text: string): readonly Finding[] {
  const lineStarts = lineStartsOf(text);
  const findings: Finding[] = [];
  visit(parseDocument(text), {
    Pair: (_, pair) => {
      const { key, value } = pair as { readonly key: Scalar; readonly value: Scalar | null };
      if (key.value !== 'dockerfile-inline' || typeof value?.value !== 'string') return;
      // Its line ends are written as \n, so that nothing in it has a place of its own.
      const line = lineAt(lineStarts, value.range?.[0] ?? 0);
      for (const inner of referencesInDockerfile(value.value)) {
        if (inner.kind === 'reference')
          findings.push({
            kind: 'unpinnable',
            line,
            role: inner.role,
            text: inner.text,
            why: 'it stands in a Dockerfile within JSON, which is not changed; move it to a file of its own',
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
        line: lineAt(lineStarts, from),
        text: scalar.value,
      });
      if (finding !== undefined) findings.push(finding);
    },
  });
  return findings;
}

/** The offset of the quote that ends a string; a template `${…}` in it may hold strings of its own. */
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

function shifted(finding: Finding, by: number, lines: number): Finding {
  if (finding.kind === 'unpinnable') return { ...finding, line: finding.line + lines };
  if (finding.kind === 'echo')
    return { ...finding, start: finding.start + by, end: finding.end + by };
  return {
    ...finding,
    start: finding.start + by,
    end: finding.end + by,
    line: finding.line + lines,
  };
}
