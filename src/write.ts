/**
 * 6 write: OutputFile[] -> WriteReport. The only user of the writer port. All files are written, or
 * none.
 */
import { UserError } from './errors.ts';
import { ownershipOf } from './render/header.ts';
import type { Writer } from './ports/ports.ts';
import type { OutputFile, WriteAction, WriteReport } from './types.ts';

/** A file that writing would overwrite, although it was edited or is not ours. */
export interface Conflict {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export interface WriteInput {
  readonly files: readonly OutputFile[];
  readonly writer: Writer;
  /** Overwrite whatever is there. */
  readonly force: boolean;
  /** Look, but write nothing. */
  readonly dryRun: boolean;
  /** Shows the change and asks; absent where nobody can be asked. */
  readonly confirm?: (conflict: Conflict) => Promise<boolean>;
}

/**
 * A file of ours that nobody edited is replaced; any other that differs needs `force` or a yes.
 * @throws UserError E_NOT_OURS when a file must not be overwritten: then nothing is written.
 */
export async function writeFiles({
  files,
  writer,
  force,
  dryRun,
  confirm,
}: WriteInput): Promise<WriteReport> {
  const planned: { file: OutputFile; action: WriteAction }[] = [];
  const refused: Conflict[] = [];
  for (const file of files) {
    const before = await writer.read(file.path);
    const conflict = before === undefined || before === file.text ? null : conflictOf(file, before);
    planned.push({ file, action: actionOf(before, file.text) });
    if (!conflict || force || dryRun) continue;
    if (!(await confirm?.(conflict))) refused.push(conflict);
  }
  if (refused.length > 0) throw new UserError({ code: 'E_NOT_OURS', files: refused });
  const changed = planned.filter((it) => it.action !== 'identical').map((it) => it.file);
  if (!dryRun && changed.length > 0) await writer.writeAll(changed);
  return {
    files: planned.map((it) => ({ path: it.file.path, action: it.action })),
    written: !dryRun && changed.length > 0,
  };
}

function actionOf(before: string | undefined, after: string): WriteAction {
  if (before === undefined) return 'created';
  return before === after ? 'identical' : 'updated';
}

/** @returns why `before` must not be replaced without asking, or `null` where it may. */
export function conflictOf(file: OutputFile, before: string): Conflict | null {
  switch (ownershipOf(before)) {
    case 'unedited':
      return null;
    case 'edited':
      return {
        path: file.path,
        before,
        after: file.text,
        why: 'edited by hand since it was generated',
      };
    case 'absent':
      return {
        path: file.path,
        before,
        after: file.text,
        why: 'already exists, not written by this tool',
      };
  }
}
