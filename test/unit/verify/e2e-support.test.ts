/** The end-to-end tests' own runner: what the engine lost is made once more, and nothing else is tried twice. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../e2e/support.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'e2e-support-'));
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A `docker` that records how it is called, and fails to build with this error until its cache was emptied. */
function engineThatSays(error: string): void {
  const docker = join(folder, 'docker');
  writeFileSync(
    docker,
    `#!/bin/sh
echo "$*" >>"${folder}/calls"
if [ "$1" = builder ]; then touch "${folder}/emptied"; exit 0; fi
[ -e "${folder}/emptied" ] && exit 0
echo "${error}" >&2
exit 1
`,
  );
  chmodSync(docker, 0o755);
}

const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

test.each([
  'ERROR: failed to calculate checksum of ref abc::def: layer does not exist',
  'ERROR: failed to solve: failed to compute cache key: unlazy requires an applier',
])(
  'a layer that the engine lost: its build cache is emptied, and the build runs again: %s',
  async (error) => {
    engineThatSays(error);
    expect((await run('docker', ['build', '.'])).code).toBe(0);
    expect(calls()).toEqual(['build .', 'builder prune --all --force', 'build .']);
  },
);

test('any other failure stays one', async () => {
  engineThatSays('ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1');
  expect((await run('docker', ['build', '.'])).code).toBe(1);
  expect(calls()).toEqual(['build .']);
});
