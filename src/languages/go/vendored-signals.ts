/**
 * Finds the helper in vendor/ that handles SIGTERM for a program: frameworks and the modules of a
 * company do so in one place for all their programs.
 */
import type { Stop } from '../shared/uses.ts';
import { literal } from '../../text/patterns.ts';
import { lineAt } from '../../text/lines.ts';
import type { GoFile, GoPackage } from './packages.ts';

const waits = /\bsignal\.Notify(?:Context)?\([^()]*(?:\([^()]*\)[^()]*)*\bSIGTERM\b/g;
const functions = /^func\s+(?:\([^)]*\)\s*)?(\w+)/gm;

/**
 * @param own the packages of the program in the project.
 * @param vendored those in vendor/ that it contains.
 * @returns the first place whose function the program or another package of vendor/ calls.
 */
export function vendoredStops(
  own: readonly GoPackage[],
  vendored: readonly GoPackage[],
): readonly Stop[] {
  for (const found of vendored)
    for (const file of found.files) {
      if (!file.source.imports.some((it) => it.path === 'os/signal')) continue;
      for (const { index } of file.text.matchAll(waits)) {
        const name = functionAt(file.text, index);
        if (name === undefined || !isCalled(name, file, [...own, ...vendored])) continue;
        const line = lineAt(file.text, index);
        return [
          {
            signal: 'SIGTERM',
            evidence: { file: file.path, line, because: 'handles SIGTERM' },
          },
        ];
      }
    }
  return [];
}

function functionAt(text: string, index: number): string | undefined {
  return [...text.slice(0, index).matchAll(functions)].at(-1)?.[1];
}

/** Whether another file names an exported function, or any file calls one of its own package. */
function isCalled(name: string, file: GoFile, packages: readonly GoPackage[]): boolean {
  if (/^[a-z_]/.test(name)) return true;
  const call = new RegExp(`\\.${literal(name)}\\(`);
  return packages.some(({ files }) => files.some((it) => it !== file && call.test(it.text)));
}
