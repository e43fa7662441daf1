/** Remembers what was read from a project, for the detectors that ask for it again. */
import type { ProjectReader } from '../../ports/ports.ts';

/** @returns the function, which reads each project once. */
export function oncePerProject<T>(
  read: (project: ProjectReader) => Promise<T>,
): (project: ProjectReader) => Promise<T> {
  const known = new WeakMap<ProjectReader, Promise<T>>();
  return (project) => {
    const found = known.get(project) ?? read(project);
    known.set(project, found);
    return found;
  };
}
