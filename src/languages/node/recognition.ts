/** What recognizes a Node project by its manifests. Loaded for every project. */
export { brokenNodeManifest } from './detect/broken-manifest.ts';
export { recognizeNode } from './detect/recognize.ts';
