/** What the end-to-end tests share: the built program, docker, and copies of examples as a user has them. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'bin.cjs');

/** How many builds run side by side. */
export const parallel = Number(process.env.E2E_PARALLEL ?? 2);

/**
 * How an engine words that its build cache names a layer that it no longer has: it cleaned up while it pulled the image, or was killed.
 * Every later build with that image fails in the same way, whatever its Dockerfile says, until the record is removed.
 */
const lostLayer = /layer does not exist|unlazy requires an applier/;

/**
 * Runs a command. Where the engine had lost a layer of its build cache, empties that cache and runs the command once more.
 *
 * @returns exit code and output; never rejects.
 */
export async function run(command, argv, options) {
  const first = await runOnce(command, argv, options);
  if (first.code === 0 || !lostLayer.test(first.stdout + first.stderr)) return first;
  console.log('The engine lost a layer of its build cache: the cache is emptied');
  await forgetCache();
  return runOnce(command, argv, options);
}

let forgetting;

/** Jobs that ask at the same time share one cleaning, because the engine refuses a second. */
function forgetCache() {
  forgetting ??= runOnce('docker', ['builder', 'prune', '--all', '--force']).finally(
    () => (forgetting = undefined),
  );
  return forgetting;
}

function runOnce(command, argv, { timeout = 15 * 60_000, ...options } = {}) {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      argv,
      { cwd: root, timeout, maxBuffer: 64 * 1024 * 1024, ...options },
      (error, stdout, stderr) =>
        resolve({
          code: error ? (typeof error.code === 'number' ? error.code : 1) : 0,
          stdout,
          stderr,
        }),
    );
    child.stdin.end();
  });
}

/** The built program, as `npx` runs it. */
export function program(...argv) {
  return run(process.execPath, [bin, ...argv]);
}

/** @throws Error with the end of what docker said */
export async function docker(...argv) {
  const { code, stdout, stderr } = await run('docker', argv);
  if (code !== 0)
    throw new Error(`docker ${argv.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`);
  return { stdout, stderr };
}

/** What the tests leave free on the disk of the engine: the largest example needs some 5 GB while it is built. */
const leastFree = 10 * 2 ** 30;

let making;

/**
 * Makes room when the disk of the engine fills up: the cache of all builds needs more than a small machine has. Removes only what no
 * build uses, so parallel builds continue. Jobs that ask at the same time share one cleaning, because the engine refuses a second.
 */
function makeRoom() {
  making ??= clean().finally(() => (making = undefined));
  return making;
}

async function clean() {
  const { stdout } = await docker('info', '--format', '{{.DockerRootDir}}');
  // An engine in a virtual machine has its own disk, which it cleans itself.
  const folder = stdout.trim();
  if (!existsSync(folder)) return;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= leastFree) return;
  console.log(
    `The disk of the engine is nearly full: ${((bavail * bsize) / 2 ** 30).toFixed(1)} GB`,
  );
  // Without room the build fails with that error. A cleaning that fails, because another one runs, does not fail the test.
  await run('docker', ['image', 'prune', '--force']);
  await run('docker', ['builder', 'prune', '--force', '--keep-storage', '4gb']);
}

/** A copy of an example as a user has it: without the committed output, and without what an install left. */
export function copyOf(name) {
  const folder = mkdtempSync(join(tmpdir(), `e2e-${name}-`));
  cpSync(join(root, 'examples', name), folder, {
    recursive: true,
    filter: (path) =>
      !/[/\\](node_modules|\.venv|expect\.json|Dockerfile|\.dockerignore)$/.test(path),
  });
  return folder;
}

/** Runs the jobs, each a function, `workers` at a time. */
export async function inPool(jobs, workers = parallel) {
  const queue = [...jobs];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        await makeRoom();
        await job();
      }
    }),
  );
}

/** @returns a function that runs a job once fewer than `most` of those that it was given before are running. */
export function limited(most) {
  const waiting = [];
  let running = 0;
  return async (job) => {
    if (running === most) await new Promise((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      // The place passes to the next one that waits, so that nobody else takes it in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Counts steps, each on its own line, and closes with the line that .ci/run adds up. */
export function counter() {
  let passed = 0;
  let failed = 0;
  return {
    /** @param check throws what is wrong; may return what is worth a look. */
    async step(title, check) {
      const begun = Date.now();
      let line;
      try {
        const found = await check();
        passed += 1;
        line = `ok   ${title}${found ? `: ${found}` : ''}`;
      } catch (error) {
        failed += 1;
        const message = error instanceof Error ? error.message : String(error);
        line = `FAIL ${title}: ${message.trimEnd().replaceAll('\n', '\n  ')}`;
      }
      console.log(`${line} (${((Date.now() - begun) / 1000).toFixed(0)} s)`);
    },
    close() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
