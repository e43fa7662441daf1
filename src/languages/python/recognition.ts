/** What recognizes a Python project, without reading its code. Loaded for every project. */
export { recognize } from './detect/recognize.ts';
export { brokenPythonManifest } from './files/broken-manifest.ts';
