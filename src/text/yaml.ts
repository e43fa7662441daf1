/**
 * What is used of the yaml package, in a module of its own so that it can be loaded when the first
 * YAML file is met.
 */
export { Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
