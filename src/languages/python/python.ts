/**
 * Python: an interpreter, a virtual environment and sources. docs/python.md explains each decision.
 */
import type { PythonProject, PythonService } from './details.ts';
import { supportedVersions } from '../../data/end-of-life.ts';
import type { Language } from '../language.ts';
import { packagesOf } from './details.ts';
import { managers } from './package-managers/index.ts';
import { recognize } from './detect/recognize.ts';
import { brokenPythonManifest } from './files/broken-manifest.ts';
import { glibcReason } from './runtime/musl.ts';
import { planPython } from './plan/plan.ts';

export const python: Language<PythonProject, PythonService> = {
  id: 'python',
  title: 'Python',
  marks: ['pyproject.toml', 'requirements.txt', 'Pipfile', 'manage.py'],
  packageManagers: managers.map((it) => it.id),
  recognize,
  brokenManifest: brokenPythonManifest,
  // Loaded only for a project of the language: what reads sources is the largest part of it.
  detect: async (...input) => (await import('./detect/detect.ts')).detect(...input),
  versions: (today) =>
    supportedVersions('python', today).map((it) => ({
      value: it.version,
      hint: `until ${it.endOfLife}`,
    })),
  needs(facts, choices) {
    const version = choices.runtimeVersion.value;
    const glibc = glibcReason(
      packagesOf(facts, choices.packageManager.value, choices.service.value),
      version,
    );
    const service = facts.services.find((it) => it.name === choices.service.value);
    const shell = service && service.details.system.shell;
    return {
      toolchain: { name: 'python', version },
      runtime: {
        kind: 'interpreter',
        name: 'python',
        version,
        ...(shell ? { shell: { because: shell } } : {}),
        ...(glibc ? { only: { libc: 'glibc', because: glibc } } : {}),
      },
    };
  },
  multipleServices: false,
  plan: ([input]) => planPython(input),
};
