/**
 * Finds the helper in vendor/ that handles SIGTERM for a program: frameworks and the modules of a
 * company do so in one place for all their programs.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import { openParser } from '../../syntax/parse.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import { literal } from '../../text/patterns.ts';
import type { Stop } from '../shared/uses.ts';
import { mentionsOf } from './code/mentions.ts';
import type { GoPackage, ScannedFile } from './packages.ts';

type Scanned = GoPackage<ScannedFile>;

const waits = ['Notify', 'NotifyContext'];

/**
 * @param own the packages of the program in the project.
 * @param vendored those in vendor/ that it contains.
 * @returns the first place whose function the program or another package of vendor/ calls.
 */
export async function vendoredStops(
  project: ProjectReader,
  own: readonly GoPackage[],
  vendored: readonly Scanned[],
): Promise<readonly Stop[]> {
  const parse = await openParser('go');
  for (const { found, file } of waitingFiles(vendored)) {
    const text = (await project.read(file.path)) ?? '';
    const root = text.includes('SIGTERM') ? parse(file.path, text)?.root : undefined;
    const waiting = waits.flatMap((it) => (root && mentionsOf(root).calls.get(it)) ?? []);
    for (const call of waiting.filter(isForSigterm)) {
      const name = call.above('function_declaration', 'method_declaration')?.field('name')?.text;
      if (name === undefined) continue;
      const others = callersOf(found, file, [...own, ...vendored]);
      if (!(await isCalled(name, others, project))) continue;
      const evidence = { file: file.path, line: call.line, because: 'handles SIGTERM' };
      return [{ signal: 'SIGTERM', evidence }];
    }
  }
  return [];
}

/** Few files of vendor/ have to be read again: those that wait for signals. */
function waitingFiles(
  vendored: readonly Scanned[],
): readonly { readonly found: Scanned; readonly file: ScannedFile }[] {
  return vendored.flatMap((found) =>
    found.files
      .filter(({ source }) => source.imports.some((it) => it.path === 'os/signal'))
      .map((file) => ({ found, file })),
  );
}

function isForSigterm(call: SyntaxNode): boolean {
  const isSignal = call.field('function')?.field('operand')?.text === 'signal';
  return isSignal && /\bSIGTERM\b/.test(call.field('arguments')?.text ?? '');
}

/** The files that can call a function of a file: those that import its package, and the package itself. */
function callersOf(
  { folder }: Scanned,
  file: ScannedFile,
  packages: readonly Scanned[],
): readonly string[] {
  const isImport = (path: string): boolean => folder.endsWith(`vendor/${path}`);
  return packages.flatMap(({ folder: other, files }) =>
    files
      .filter((it) => it !== file)
      .filter((it) => other === folder || it.source.imports.some((one) => isImport(one.path)))
      .map((it) => it.path),
  );
}

/** Whether one of the files calls an exported function. Any file may call one of the same package. */
async function isCalled(
  name: string,
  files: readonly string[],
  project: ProjectReader,
): Promise<boolean> {
  if (/^[a-z_]/.test(name)) return true;
  const call = new RegExp(`\\.${literal(name)}\\(`);
  for (const file of files) if (call.test((await project.read(file)) ?? '')) return true;
  return false;
}
