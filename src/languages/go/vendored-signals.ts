/**
 * Finds the helper in vendor/ that handles SIGTERM for a program: frameworks and the modules of a
 * company do so in one place for all their programs.
 */
import { openParser } from '../../syntax/parse.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { literal } from '../../text/patterns.ts';
import type { Stop } from '../shared/uses.ts';
import { mentionsOf } from './code/mentions.ts';
import type { GoFile, GoPackage } from './packages.ts';

const waits = ['Notify', 'NotifyContext'];

/**
 * @param own the packages of the program in the project.
 * @param vendored those in vendor/ that it contains.
 * @returns the first place whose function the program or another package of vendor/ calls.
 */
export async function vendoredStops(
  own: readonly GoPackage[],
  vendored: readonly GoPackage[],
): Promise<readonly Stop[]> {
  const parse = await openParser('go');
  const sources = vendored.flatMap((it) => it.files).filter(mayWait);
  for (const file of sources) {
    const root = parse(file.path, file.text)?.root;
    const waiting = waits.flatMap((it) => (root && mentionsOf(root).calls.get(it)) ?? []);
    for (const call of waiting.filter(isForSigterm)) {
      const name = call.above('function_declaration', 'method_declaration')?.field('name')?.text;
      if (name === undefined || !isCalled(name, file, [...own, ...vendored])) continue;
      const evidence = { file: file.path, line: call.line, because: 'handles SIGTERM' };
      return [{ signal: 'SIGTERM', evidence }];
    }
  }
  return [];
}

/** A sieve by text: few files of vendor/ have to be parsed. */
function mayWait({ source, text }: GoFile): boolean {
  return text.includes('SIGTERM') && source.imports.some((it) => it.path === 'os/signal');
}

function isForSigterm(call: SyntaxNode): boolean {
  const isSignal = call.field('function')?.field('operand')?.text === 'signal';
  return isSignal && /\bSIGTERM\b/.test(call.field('arguments')?.text ?? '');
}

/** Whether another file names an exported function, or any file calls one of its own package. */
function isCalled(name: string, file: GoFile, packages: readonly GoPackage[]): boolean {
  if (/^[a-z_]/.test(name)) return true;
  const call = new RegExp(`\\.${literal(name)}\\(`);
  return packages.some(({ files }) => files.some((it) => it !== file && call.test(it.text)));
}
