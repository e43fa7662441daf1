/**
 * `update [files...]`: moves every pinned digest to the current one of its tag, and changes nothing
 * else.
 */
import { exitCodes, type ExitCode } from '../errors.ts';
import type { FileEditor, Inspector, Output, Registry } from '../ports/ports.ts';
import { printable } from '../text/printable.ts';
import { diffText } from '../output/summary.ts';
import { encode } from '../update/encoding.ts';
import { readReferences } from '../update/read.ts';
import { updateText } from '../update/report.ts';
import { rewrite } from '../update/rewrite.ts';
import { changes, digestIn, planUpdate } from '../update/rows.ts';

/** The values from the command line, by the keys of `updateOptions`. */
export interface UpdateValues {
  readonly pin?: boolean;
  readonly platform?: readonly string[];
  readonly dryRun?: boolean;
  readonly diff?: boolean;
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

export interface UpdatePorts {
  readonly files: FileEditor;
  readonly registry: Registry & Inspector;
  readonly out: Output;
  readonly now: () => Date;
}

/**
 * @returns 1 if an image could not be looked up, or with `--exit-code` if a digest was behind.
 * @throws UserError E_FILE, E_PROJECT.
 */
export async function update(
  paths: readonly string[],
  values: UpdateValues,
  { files, registry, out, now }: UpdatePorts,
): Promise<ExitCode> {
  const found = await readReferences(paths, files);
  const rows = await planUpdate({
    files: found,
    pin: values.pin === true,
    platforms: values.platform ?? [],
    registry,
  });

  const changed = found
    .map(({ path, before, findings }) => ({
      path,
      before,
      after: { ...before, text: rewrite(before.text, findings, digestIn(rows, path)) },
    }))
    .filter(({ before, after }) => before.text !== after.text);
  const looking = values.dryRun === true || values.diff === true;
  if (!looking && changed.length > 0)
    await files.replace(changed.map(({ path, after }) => ({ path, bytes: encode(after) })));

  if (values.json)
    out.print(
      JSON.stringify(
        {
          written: !looking && changed.length > 0,
          files: changed.map((it) => it.path),
          images: rows,
        },
        null,
        2,
      ),
    );
  else if (values.diff)
    for (const { path, before, after } of changed)
      out.print(await diffText({ path, text: after.text }, before.text));
  if (!values.json)
    (values.diff ? out.say : out.print)(
      printable(updateText(rows, now(), looking ? 'to move' : 'moved')),
    );

  const failed = rows.some((it) => it.status === 'failed');
  return failed || (values.exitCode === true && rows.some(changes))
    ? exitCodes.failed
    : exitCodes.done;
}
