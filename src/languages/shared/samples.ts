/** Recognizes folders whose files show or test something and are no part of the program. */

/** Whether a folder, or one above it, holds tests, their data or examples. */
export function isSample(folder: string): boolean {
  return /(?:^|\/)(?:_*tests?_*|spec|e2e|_*fixtures?_*|testdata|test-data|examples?|samples?|templates?)(?:\/|$)/i.test(
    folder,
  );
}
