/**
 * Re-exports the parts of the yaml package that are used. A separate module allows loading them
 * only when the first YAML file is read.
 */
export { Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
