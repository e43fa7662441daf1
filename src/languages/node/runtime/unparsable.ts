/** Finds sources that no supported release of Node can load: old syntax, and programs of Deno. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { joined } from '../../../text/paths.ts';
import type { Evidence, Note } from '../../../types.ts';
import type { Module } from '../code/module.ts';
import { parseRelaxed } from '../files/documents.ts';
import { recordOf } from '../files/manifest.ts';

/**
 * V8 dropped import assertions, and Node 22 is the first line without them.
 * https://nodejs.org/api/esm.html#import-attributes
 * @param modules the sources that node loads as they are.
 * @returns an error about the first import with the keyword `assert`.
 */
export function importAssertionNotes(modules: readonly Module[]): Note[] {
  for (const module of modules) {
    const { file, text } = module;
    if (!/\bassert\s*\{/.test(text)) continue;
    const statement = module.root
      ?.all('import_statement')
      .find((it) => it.child('import_attribute')?.text.startsWith('assert'));
    if (!statement) continue;
    return [
      {
        code: 'node/import-assertion',
        level: 'error',
        text: 'an import has the keyword "assert", which Node 22 and later cannot parse',
        hint: "Write with instead of assert: with { type: 'json' }. Node 18.20 and 20.10 know it, too.",
        evidence: [{ file, line: statement.line, because: 'an import with assert' }],
      },
    ];
  }
  return [];
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

/** A file that asks whether Deno is there runs elsewhere, too. */
function denoCall(modules: readonly Module[]): Evidence | undefined {
  for (const module of modules) {
    const { file, text } = module;
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
