/**
 * Python: an interpreter, a virtual environment and sources. docs/python.md explains each decision.
 */
import type { PythonProject, PythonService } from './details.ts';
import { supportedVersions } from '../../data/end-of-life.ts';
import { beginParser } from '../../syntax/begin.ts';
import type { Language } from '../language.ts';
import { managerIds } from './package-managers/marks.ts';

export const python: Language<PythonProject, PythonService> = {
  id: 'python',
  title: 'Python',
  marks: ['pyproject.toml', 'requirements.txt', 'Pipfile', 'manage.py'],
  packageManagers: managerIds,
  recognize: async (...input) => (await import('./recognition.ts')).recognize(...input),
  brokenManifest: async (...input) =>
    (await import('./recognition.ts')).brokenPythonManifest(...input),
  detect: async (...input) => {
    beginParser('python');
    return (await import('./project.ts')).detect(...input);
  },
  versions: (today) =>
    supportedVersions('python', today).map((it) => ({
      value: it.version,
      hint: `until ${it.endOfLife}`,
    })),
  needs: async (...input) => (await import('./project.ts')).needsOfPython(...input),
  multipleServices: false,
  plan: async ([input]) => (await import('./project.ts')).planPython(input),
};
