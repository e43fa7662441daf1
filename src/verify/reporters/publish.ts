/** Which reports were asked for, and where they go. */
import { UserError } from '../../errors.ts';
import type { Output, ReportFiles } from '../../ports/ports.ts';
import type { VerifyReport } from '../report.ts';
import type { ReportContext } from './reporter.ts';
import { reporters, type ReportFormat } from './reporters.ts';

export interface WantedReport {
  readonly format: ReportFormat;
  /** `null` for standard output. */
  readonly file: string | null;
}

/**
 * @param flags the values of `--report`: `sarif`, `sarif=verify.sarif`.
 * @param json whether `--json` was given.
 * @returns the reports to make. Where all go to files, the text is printed, too.
 * @throws UserError E_USAGE if two go to the same place.
 */
export function reportsOf(flags: readonly string[], json: boolean): readonly WantedReport[] {
  const wanted = [...(json ? ['json'] : []), ...flags].map((it): WantedReport => {
    const [, format = '', file] = /^([^=]+)(?:=(.*))?$/s.exec(it) ?? [];
    return { format: format as ReportFormat, file: file ?? null };
  });
  const places = new Set<string | null>();
  for (const { format, file } of wanted) {
    if (places.has(file))
      throw new UserError({
        code: 'E_USAGE',
        reason: `Two reports go to ${file ?? 'standard output'}.`,
        hint: `Name a file for one of them: --report ${format}=FILE`,
      });
    places.add(file);
  }
  return places.has(null) ? wanted : [{ format: 'text', file: null }, ...wanted];
}

/** @throws UserError E_FILE, before anything is built, for a file that cannot be written. */
export async function demandFiles(
  wanted: readonly WantedReport[],
  files: ReportFiles,
): Promise<void> {
  for (const { file } of wanted) if (file !== null) await files.demandWritable(file);
}

/** Writes the files first, so that the printed report is the last thing to be seen. */
export async function publish(
  report: VerifyReport,
  wanted: readonly WantedReport[],
  context: ReportContext,
  { reports, out }: { readonly reports: ReportFiles; readonly out: Output },
): Promise<void> {
  for (const { format, file } of [...wanted].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    const text = (await reporters[format]())(report, context);
    if (file === null) out.print(text);
    else await reports.write(file, `${text}\n`);
  }
}
