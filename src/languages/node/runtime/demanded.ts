/** Finds the variables that a program needs to start. */
import type { Evidence, Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import type { Source } from '../files/sources.ts';

/** @param who what requires the variables. */
export function demandedNote(names: readonly string[], evidence: Evidence, who = 'it'): Note {
  return {
    code: 'node/variables-required',
    level: 'info',
    text: `${who} starts only if these are set: ${names.join(', ')}`,
    hint: 'Set them when you run the container.',
    evidence: [evidence],
  };
}

const notDemanded = /\bdefault\b|\.(?:optional|nullish|catch)\(/;

/**
 * @param given the names of variables that the image sets.
 * @returns a note with the variables that the program checks when it starts; nothing if there are
 *   none.
 */
export function requiredNotes(sources: readonly Source[], given: readonly string[]): Note[] {
  const found = sources
    .flatMap(requiredIn)
    .filter(({ name }) => !['NODE_ENV', 'PORT', 'HOST', ...given].includes(name));
  const [first] = found;
  if (!first) return [];
  return [demandedNote([...new Set(found.map((it) => it.name))], first.evidence)];
}

function requiredIn({
  file,
  text,
}: Source): { readonly name: string; readonly evidence: Evidence }[] {
  const found: { readonly name: string; readonly evidence: Evidence }[] = [];
  const add = (name: string, index: number): void => {
    found.push({ name, evidence: { file, line: lineAt(text, index), because: 'demanded' } });
  };
  // Envalid and zod: an entry ends where the next one begins, or with the object.
  const schemas = [
    /\bcleanEnv\(\s*process\.env\s*,\s*\{/g,
    ...(/\b(?:parse|safeParse)\(\s*process\.env\s*\)/.test(text)
      ? [/\bz\s*\.\s*object\(\s*\{/g]
      : []),
  ];
  for (const start of schemas.flatMap((it) => [...text.matchAll(it)])) {
    const from = start.index + start[0].length;
    const body = text.slice(from, closing(text, from));
    for (const entry of body.matchAll(
      /\b([A-Z][A-Z0-9_]*)\s*:\s*([\s\S]*?)(?=,\s*(?:\.\.\.|[A-Z][A-Z0-9_]*\s*:)|$)/g,
    ))
      if (!notDemanded.test(entry[2] ?? '')) add(entry[1] ?? '', from + entry.index);
  }
  // Only code outside functions counts, because a function that throws may never be called.
  for (const check of text.matchAll(
    /\bif\s*\(((?:\s*!process\.env\.\w+\s*(?:\|\|)?)+)\)\s*\{?\s*(?:console\.\w+\([^;\n]*\);?\s*)?(?:throw\b|process\.exit\()/g,
  )) {
    const before = text.slice(0, check.index);
    if (before.split('{').length !== before.split('}').length) continue;
    for (const name of (check[1] ?? '').matchAll(/process\.env\.(\w+)/g))
      add(name[1] ?? '', check.index);
  }
  return found;
}

/** @returns the position at which the brace that is open at `from` closes. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
