/**
 * Finds files of version managers that ask for an interpreter which the image does not have: PyPy,
 * and CPython without the global interpreter lock.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Note } from '../../types.ts';
import { managerFiles } from './versions.ts';

/** https://docs.python.org/3/howto/free-threading-python.html */
const freeThreaded = /\b3\.\d+(?:\.\d+)?t\b|\+freethreaded\b/;

const pypy = /\bpypy[-@\d.v]*/i;

/** @returns a warning for each file; empty for CPython as usual. */
export async function otherInterpreters(project: ProjectReader): Promise<readonly Note[]> {
  const notes: Note[] = [];
  for (const { file } of managerFiles) {
    const lines = ((await project.read(file)) ?? '').split('\n');
    const index = lines.findIndex((it) => freeThreaded.test(it) || pypy.test(it));
    const line = lines[index];
    if (line === undefined) continue;
    const asked = (freeThreaded.exec(line) ?? pypy.exec(line))?.[0] ?? '';
    const evidence = [{ file, line: index + 1, because: `asks for ${asked}` }];
    notes.push(
      freeThreaded.test(line)
        ? {
            code: 'python/free-threaded',
            level: 'warning',
            text: `${file} asks for free-threaded Python (${asked}), which has no official image: the image has the usual Python, with the GIL`,
            hint: 'Choose the version with --runtime-version.',
            evidence,
          }
        : {
            code: 'python/pypy',
            level: 'warning',
            text: `${file} asks for PyPy (${asked}): the image has CPython`,
            hint: 'Choose the version of CPython with --runtime-version.',
            evidence,
          },
    );
  }
  return notes;
}
