/**
 * Re-exports the parts of the yaml package that are used. A separate module allows loading them
 * only when the first YAML file is read.
 */
import { parseDocument as parse } from 'yaml';

export { Document, isMap, isScalar, isSeq, LineCounter } from 'yaml';

/** Parses a file of a project. What is odd in it is no warning of this program. */
export const parseDocument: typeof parse = (text, options) =>
  parse(text, { logLevel: 'error', ...options });
