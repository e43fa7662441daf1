/** The report for a terminal. */
import { formatReport } from '../report.ts';
import type { Reporter } from './reporter.ts';

export const textOf: Reporter = (report) => formatReport(report);
