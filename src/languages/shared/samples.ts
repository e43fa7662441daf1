/** Recognizes folders with examples or tests, which are not part of the program. */

/** Whether a folder or one of its parents holds tests, test data or examples. */
export function isSample(folder: string): boolean {
  return /(?:^|\/)(?:_*tests?_*|spec|e2e|_*fixtures?_*|testdata|test-data|examples?|samples?|templates?)(?:\/|$)/i.test(
    folder,
  );
}
