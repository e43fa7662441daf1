/** Finds sources that no supported release of Node can load: old syntax, and programs of Deno. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { Module } from '../code/module.ts';
import { parseRelaxed } from '../files/documents.ts';
import { recordOf } from '../files/manifest.ts';

/**
 * V8 dropped import assertions, and Node 22 is the first line without them. It ignores them in
 * import(), and refuses JSON there.
 * https://nodejs.org/api/esm.html#import-attributes
 * @param modules the sources whose imports node sees as they are written.
 * @returns an error about the first import with the keyword `assert`.
 */
export function importAssertionNotes(modules: readonly Module[]): Note[] {
  for (const module of modules) {
    const line = assertionIn(module);
    if (line === undefined) continue;
    return [
      {
        code: 'node/import-assertion',
        level: 'error',
        text: 'an import has the keyword "assert", which Node 22 and later cannot parse',
        hint: "Write with instead of assert: with { type: 'json' }. Node 18.20 and 20.10 know it, too.",
        evidence: [{ file: module.file, line, because: 'an import with assert' }],
      },
    ];
  }
  return [];
}

/** @returns the line of an import, or of an import() that nothing encloses. */
function assertionIn(module: Module): number | undefined {
  if (!/\bassert\s*:?\s*\{/.test(module.text)) return undefined;
  const statement = module.root
    ?.all('import_statement')
    .find((it) => it.child('import_attribute')?.text.startsWith('assert'));
  const called = module
    .callsOf('import')
    .find(
      (it) =>
        it.field('arguments')?.parts[1]?.child('pair')?.field('key')?.text === 'assert' &&
        it.above('statement_block', 'arrow_function') === undefined,
    );
  return (statement ?? called)?.line;
}

/**
 * @param folder the folder of the package.
 * @param modules the sources that its entry loads.
 * @returns an error for a program of Deno: the sources call Deno, or a task of deno.json starts it.
 *   https://docs.deno.com/runtime/fundamentals/configuration/
 */
export async function denoNotes(
  project: ProjectReader,
  folder: string,
  modules: readonly Module[],
): Promise<Note[]> {
  const evidence = denoCall(modules) ?? (await denoTask(project, folder));
  if (!evidence) return [];
  return [
    {
      code: 'node/deno-program',
      level: 'error',
      text: 'this is a Deno program, and Deno images are not supported yet',
      hint: 'Start it with Node or Bun: add a script "start" to package.json, or give --start "node main.js".',
      evidence: [evidence],
    },
  ];
}

/** Imports that Node and Bun do not load: https://docs.deno.com/runtime/fundamentals/modules/ */
const ofDeno = /^(?:jsr:|https:\/\/(?:deno\.land|jsr\.io|esm\.sh)\/)/;

/** A file that asks whether Deno is there runs elsewhere, too. */
function denoCall(modules: readonly Module[]): Evidence | undefined {
  for (const module of modules) {
    const { file, text } = module;
    const imported = (/["'](?:jsr:|https:)/.test(text) ? module.root : undefined)
      ?.all('import_statement')
      .find((it) => ofDeno.test(it.field('source')?.child('string_fragment')?.text ?? ''));
    if (imported) return { file, line: imported.line, because: 'imports as Deno does' };
    if (!/\bDeno\./.test(text) || /\btypeof Deno\b|\bglobalThis\.Deno\b/.test(text)) continue;
    const call = [...module.calls.values()]
      .flat()
      .find((it) => it.field('function')?.text.startsWith('Deno.'));
    if (call) return { file, line: call.line, because: 'calls Deno' };
  }
  return undefined;
}

/** Tasks that only test or format do not make a program of Deno. */
async function denoTask(project: ProjectReader, folder: string): Promise<Evidence | undefined> {
  for (const file of ['deno.json', 'deno.jsonc'].map((it) => joined(folder, it))) {
    const content = await parseRelaxed((await project.read(file)) ?? '');
    const tasks = recordOf(content['tasks']);
    for (const name of ['start', 'serve', 'dev']) {
      const task = tasks[name];
      const command = typeof task === 'string' ? task : recordOf(task)['command'];
      if (typeof command === 'string' && /\bdeno (?:run|serve)\b/.test(command))
        return { file, because: `the task "${name}" runs ${command}` };
    }
  }
  return undefined;
}
