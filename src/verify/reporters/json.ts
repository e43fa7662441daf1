/** The report for programs: the report as it is. */
import type { Reporter } from './reporter.ts';

export const jsonOf: Reporter = (report) => JSON.stringify(report, null, 2);
