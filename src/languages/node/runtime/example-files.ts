/** Warns of files that the program loads and that the project has only as an example to copy. */
import { posix } from 'node:path';
import { lineAt } from '../../../text/lines.ts';
import type { Note } from '../../../types.ts';

/** `config.ts.example`, `config.example.json` and `example.config.json`. */
const marks = [
  /\.(?:example|sample|dist|template|default)$/,
  /\.(?:example|sample|template)(?=\.\w+$)/,
  /(?<=^|\/)(?:example|sample)[.-](?=[\w-]+\.\w+$)/,
];

const loads = /(?:\bfrom\s*|\brequire\(\s*|\bimport\(\s*|\bimport\s+)["'](\.{1,2}\/[^"'\n]+)["']/g;

interface Source {
  readonly file: string;
  readonly text: string;
}

/**
 * @param sources the sources that the program loads.
 * @param files the files of the project.
 */
export function exampleNotes(sources: readonly Source[], files: readonly string[]): Note[] {
  const present = new Set(files);
  const examples = new Map<string, string>();
  for (const example of files)
    for (const mark of marks) {
      const path = example.replace(mark, '');
      if (path !== example && !present.has(path)) examples.set(path, example);
    }
  if (examples.size === 0) return [];
  const found = new Map<string, Note>();
  for (const { file, text } of sources)
    for (const match of text.matchAll(loads)) {
      const loaded = posix.join(posix.dirname(file), match[1] ?? '');
      const path = [...examples.keys()].find((it) => isNamed(it, loaded));
      if (path === undefined || found.has(path)) continue;
      const example = examples.get(path) ?? '';
      found.set(path, {
        code: 'node/only-an-example',
        level: 'warning',
        text: `the program loads ${path}, which is not in the project: there is only ${example}`,
        hint: `Copy it, and fill it in before the build: cp ${example} ${path}`,
        evidence: [{ file, line: lineAt(text, match.index), because: `loads ${match[1] ?? ''}` }],
      });
    }
  return [...found.values()];
}

function isNamed(path: string, loaded: string): boolean {
  return path === loaded || path.replace(/\.\w+$/, '') === loaded.replace(/\.[cm]?js$/, '');
}
