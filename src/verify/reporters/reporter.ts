/** What every format of a report is made of. */
import { plainLine, sizeOf } from '../plain-text.ts';
import type { Layer, Verdict, VerifyReport } from '../report.ts';

export interface ReportContext {
  /** The version of this program. */
  readonly version: string;
  /** The Dockerfile, relative to the current folder; `null` for an image, or a file elsewhere. */
  readonly file: string | null;
}

/** @returns the text of a report, without a newline at the end. */
export type Reporter = (report: VerifyReport, context: ReportContext) => string;

/** What became of a promise, in words that all formats share. */
export type State = 'kept' | 'kept, but' | 'broken' | 'not judged';

export function stateOf(verdict: Verdict): State {
  if (verdict.kept === null) return 'not judged';
  if (verdict.but !== undefined) return 'kept, but';
  return verdict.kept ? 'kept' : 'broken';
}

/** What is to be said of a promise, as lines: the reservation, the detail, why it is not judged. */
export function saidOf(verdict: Verdict): string {
  const detail =
    verdict.because === undefined
      ? verdict.detail
      : `not judged until this is fixed: ${verdict.because}`;
  return [verdict.but ?? '', detail].filter((it) => it !== '').join('\n');
}

const longestCommand = 110;

/** The command that made a layer, in one line. */
export function shortCommandOf({ createdBy }: Layer): string {
  const line = plainLine(createdBy);
  return line.length <= longestCommand ? line : `${line.slice(0, longestCommand - 3)}...`;
}

/**
 * The size beside that of --compare: `4.2 % of Dockerfile.old (1.1 GB)`.
 * @returns nothing without --compare.
 */
export function comparisonOf({ image, compared }: VerifyReport): readonly string[] {
  if (image === null || compared === null) return [];
  const { dockerfile, size } = compared;
  if (size === null) return [`${dockerfile} could not be built`];
  const share = (image.size / size) * 100;
  return [`${share.toFixed(share < 10 ? 1 : 0)} % of ${dockerfile} (${sizeOf(size)})`];
}

/** The Dockerfile and the target: `Dockerfile (target api)`. */
export function subjectOf({ dockerfile, target }: VerifyReport): string {
  return target === null ? dockerfile : `${dockerfile} (target ${target})`;
}
