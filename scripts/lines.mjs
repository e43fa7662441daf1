// Prints how dense the code in src is: characters per line inside functions (blank lines and comments
// do not count, indentation does not either) and the share of lines above 120 columns. Exits 1 above
// either bound.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', process.argv[2] ?? 'src');
const bounds = { charactersPerLine: 42, shareAbove120: 0.01 };

let functionLines = 0;
let functionCharacters = 0;
let lines = 0;
let linesAbove120 = 0;

for (const name of readdirSync(root, { recursive: true })) {
  if (!name.endsWith('.ts')) continue;
  const text = readFileSync(join(root, name), 'utf8');
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const all = text.split('\n');
  lines += all.length;
  linesAbove120 += all.filter((line) => line.length > 120).length;
  const inside = new Set();
  collectFunctionLines(source, source, inside);
  for (const number of inside) {
    const line = all[number].trim();
    if (line === '' || /^(?:\/\/|\/\*|\*)/.test(line)) continue;
    functionLines += 1;
    functionCharacters += line.length;
  }
}

const charactersPerLine = functionCharacters / functionLines;
const shareAbove120 = linesAbove120 / lines;
console.log(
  `Characters per line inside functions: ${charactersPerLine.toFixed(1)} (bound: ${bounds.charactersPerLine})`,
);
console.log(
  `Lines above 120 columns: ${(100 * shareAbove120).toFixed(2)} % of ${lines} (bound: ${100 * bounds.shareAbove120} %)`,
);
if (charactersPerLine > bounds.charactersPerLine || shareAbove120 > bounds.shareAbove120)
  process.exitCode = 1;

function collectFunctionLines(source, node, inside) {
  if (ts.isFunctionLike(node) && node.body) {
    const first = source.getLineAndCharacterOfPosition(node.body.getStart()).line;
    const last = source.getLineAndCharacterOfPosition(node.body.getEnd()).line;
    for (let line = first; line <= last; line += 1) inside.add(line);
    return;
  }
  ts.forEachChild(node, (child) => collectFunctionLines(source, child, inside));
}
