/** Asks what to do with a Dockerfile that the command would overwrite, and is not free to. */
import { nameOfOutput } from '../options.ts';
import { conflictText } from '../output/summary.ts';
import type { Output, Prompter, Writer } from '../ports/ports.ts';
import type { OutputFile } from '../types.ts';
import { conflictOf } from '../write.ts';

export interface OutputDraft {
  /** The name of the Dockerfile. */
  readonly output: string;
  /** The Dockerfile comes first. */
  readonly files: readonly [OutputFile, ...OutputFile[]];
}

/**
 * Shows what would change. The user overwrites the file, names another one, or stops; a name that is
 * taken, too, is asked about again.
 *
 * @param draftFor writes the files for a name.
 * @returns the files, and whether the Dockerfile among them may be overwritten.
 */
export async function draftBeside<Draft extends OutputDraft>(
  output: string,
  draftFor: (output: string) => Draft,
  { prompter, writer, out }: { prompter: Prompter; writer: Writer; out: Output },
): Promise<{ readonly draft: Draft; readonly overwrite: boolean }> {
  const draft = draftFor(output);
  const [file] = draft.files;
  const before = await writer.read(output);
  const conflict = before === undefined || before === file.text ? null : conflictOf(file, before);
  if (!conflict) return { draft, overwrite: true };
  out.say(await conflictText(conflict));
  const answer = await prompter.ask({
    kind: 'select',
    name: 'existing',
    message: `There is a ${output} already`,
    default: 'name',
    choices: [
      { value: 'name', title: 'write to another file' },
      { value: 'overwrite', title: 'overwrite it' },
      { value: 'stop', title: 'stop' },
    ],
  });
  if (answer !== 'name') return { draft, overwrite: answer === 'overwrite' };
  const name = await prompter.ask({
    kind: 'input',
    name: 'output',
    message: 'Name of the file',
    default: 'secure.Dockerfile',
    check: (text) => (nameOfOutput.test(text) ? null : 'Dockerfile or NAME.Dockerfile'),
  });
  return draftBeside(name, draftFor, { prompter, writer, out });
}
