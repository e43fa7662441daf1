/**
 * Go: a static binary, or a binary linked against the C library of the base if it needs cgo. The
 * other files in this folder hold the rules for Go.
 */
import { supportedVersions } from '../../data/end-of-life.ts';
import { beginParser } from '../../syntax/begin.ts';
import type { Language } from '../language.ts';
import type { GoProject, GoService } from './details.ts';

export const go: Language<GoProject, GoService> = {
  id: 'go',
  title: 'Go',
  marks: ['go.mod'],
  packageManagers: ['go'],
  recognize: async (project) => (await import('./recognition.ts')).recognize(project),
  brokenManifest: async (project) => (await import('./recognition.ts')).brokenGoManifest(project),
  detect: async (...input) => {
    beginParser('go');
    return (await import('./project.ts')).detectGo(...input);
  },
  versions: (today) =>
    supportedVersions('go', today).map((it) => ({
      value: it.version,
      hint: `until ${it.endOfLife}`,
    })),
  needs: async (...input) => (await import('./project.ts')).needsOfGo(...input),
  multipleServices: true,
  plan: async (inputs) => (await import('./project.ts')).planGo(inputs),
};
