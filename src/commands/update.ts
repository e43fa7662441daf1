/** `update [files...]`: moves every pinned digest to what its tag names now, and touches nothing else. */
import { exitCodes, UserError, type ExitCode } from '../errors.ts';
import type { FileEditor, Inspector, Output, Registry } from '../ports/ports.ts';
import { diffText } from '../summary.ts';
import { printable } from '../printable.ts';
import { type Decoded, decode, encode } from '../update/encoding.ts';
import { kindByName, kindOfNamed, referencesIn } from '../update/kinds.ts';
import type { Finding } from '../update/references.ts';
import { updateText } from '../update/report.ts';
import { rewrite } from '../update/rewrite.ts';
import { changes, digestIn, planUpdate } from '../update/rows.ts';

/** What the command line says, by the keys of `updateOptions`. */
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

/** @returns 1 when an image could not be looked up, or with `--exit-code` when a digest was behind. @throws UserError E_FILE, E_PROJECT. */
export async function update(paths: readonly string[], values: UpdateValues, { files, registry, out, now }: UpdatePorts): Promise<ExitCode> {
  const found: { readonly path: string; readonly before: Decoded; readonly findings: readonly Finding[] }[] = [];
  for (const path of await filesToRead(paths, files)) {
    const before = decode(await files.read(path));
    found.push({ path, before, findings: referencesIn(kindOfNamed(path), before.text) });
  }
  const rows = await planUpdate({ files: found, pin: values.pin === true, platforms: values.platform ?? [], registry });

  const changed = found
    .map(({ path, before, findings }) => ({ path, before, after: { ...before, text: rewrite(before.text, findings, digestIn(rows, path)) } }))
    .filter(({ before, after }) => before.text !== after.text);
  const looking = values.dryRun === true || values.diff === true;
  if (!looking && changed.length > 0) await files.replace(changed.map(({ path, after }) => ({ path, bytes: encode(after) })));

  if (values.json) out.print(JSON.stringify({ written: !looking && changed.length > 0, files: changed.map((it) => it.path), images: rows }, null, 2));
  else if (values.diff) for (const { path, before, after } of changed) out.print(await diffText({ path, text: after.text }, before.text));
  if (!values.json) (values.diff ? out.say : out.print)(printable(updateText(rows, now(), looking ? 'to move' : 'moved')));

  const failed = rows.some((it) => it.status === 'failed');
  return failed || (values.exitCode === true && rows.some(changes)) ? exitCodes.failed : exitCodes.done;
}

/** Files as they are named; those of a folder, or of this one if none is named, by their names. */
async function filesToRead(paths: readonly string[], files: FileEditor): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const kind = await files.kindOf(path);
    if (kind === 'missing') throw new UserError({ code: 'E_FILE', path, reason: 'there is no such file' });
    if (kind === 'file') {
      found.push(path);
      continue;
    }
    const below = (await files.filesBelow(path)).filter((it) => kindByName(it) !== undefined);
    if (below.length === 0) throw new UserError({ code: 'E_PROJECT', reason: `No Dockerfile, compose file or bake file in ${path}.`, hint: 'Name the files: create-secure-dockerfile update path/to/Dockerfile' });
    found.push(...below);
  }
  return [...new Set(found)];
}
