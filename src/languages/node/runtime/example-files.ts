/** Warns of files that the program loads and that the project has only as an example to copy. */
import { posix } from 'node:path';
import { lineAt } from '../../../text/lines.ts';
import { allOf } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';

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
 * @param isChecked whether the build fails where a source loads a file that is not there. A file
 *   that is only loaded when the program starts may be mounted.
 * @param read the files that the program reads by themselves, in the project.
 */
export function exampleNotes(
  sources: readonly Source[],
  files: readonly string[],
  isChecked = false,
  read: readonly ReadFile[] = [],
): Note[] {
  const present = new Set(files);
  const examples = new Map<string, string>();
  for (const example of files)
    for (const mark of marks) {
      const path = example.replace(mark, '');
      if (path !== example && !present.has(path)) examples.set(path, example);
    }
  if (examples.size === 0) return [];
  const found = new Map<string, Example>();
  for (const { file, text } of sources)
    for (const match of text.matchAll(loads)) {
      const loaded = posix.join(posix.dirname(file), match[1] ?? '');
      const path = [...examples.keys()].find((it) => isNamed(it, loaded));
      if (path === undefined || found.has(path) || isOptional(text, match.index)) continue;
      const because = `loads ${match[1] ?? ''}`;
      found.set(path, {
        path,
        example: examples.get(path) ?? '',
        evidence: { file, line: lineAt(text, match.index), because },
      });
    }
  for (const { path, evidence } of read) {
    const example = examples.get(path);
    const text = sources.find((it) => it.file === evidence.file)?.text;
    if (example === undefined || text === undefined || found.has(path)) continue;
    if (!isAskedFor(text, evidence.line)) found.set(path, { path, example, evidence });
  }
  return noteOf([...found.values()], isChecked);
}

/** A file that the program reads: a path in the project. */
interface ReadFile {
  readonly path: string;
  readonly evidence: Evidence;
}

/** Whether the lines before say that the program can do without the file. */
export function isAskedFor(text: string, line = 1): boolean {
  const before = text.split('\n').slice(Math.max(0, line - 6), line);
  return /\b(?:exists|access|stat|try|catch|if)\w*\b/.test(before.join('\n'));
}

/** `try { config = require('../config.json'); } catch { config = fromEnvironment(); }` goes on without the file. */
function isOptional(text: string, at: number): boolean {
  const isTried = /\btry\s*\{[^{}]*$/.test(text.slice(Math.max(0, at - 300), at));
  const handler = /^[^{}]*\}\s*catch\b[^{]*\{([^}]*)/.exec(text.slice(at, at + 600))?.[1];
  return isTried && handler !== undefined && !/\b(?:throw|exit)\b/.test(handler);
}

/** A file that the program loads, and the only one that the project has of it. */
interface Example {
  readonly path: string;
  readonly example: string;
  readonly evidence: Evidence;
}

function noteOf(found: readonly Example[], isChecked: boolean): Note[] {
  const [first, second] = found;
  if (!first) return [];
  const paths = found.map((it) => it.path);
  const copies = found.map((it) => `cp ${it.example} ${it.path}`).join(' && ');
  return [
    {
      code: 'node/only-an-example',
      level: isChecked && found.some((it) => /\.[cm]?tsx?$/.test(it.path)) ? 'error' : 'warning',
      ...(second
        ? {
            text: `the program loads ${allOf(paths)}, which are not in the project: there are only examples of them`,
            hint: `Copy them, and fill them in before the build: ${copies}`,
          }
        : {
            text: `the program loads ${first.path}, which is not in the project: there is only ${first.example}`,
            hint: `Copy it, and fill it in before the build: ${copies}`,
          }),
      evidence: found.map((it) => it.evidence),
    },
  ];
}

function isNamed(path: string, loaded: string): boolean {
  return path === loaded || path.replace(/\.\w+$/, '') === loaded.replace(/\.[cm]?js$/, '');
}
