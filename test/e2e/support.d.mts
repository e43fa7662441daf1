/** The types of support.mjs, for the test that imports it. */
export function run(
  command: string,
  argv: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
