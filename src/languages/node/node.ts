/**
 * Node.js: recognized by package.json, run as `node file` without a package manager in between.
 * docs/node.md lists the rules.
 */
import { supportedVersions } from '../../data/end-of-life.ts';
import { beginParser } from '../../syntax/begin.ts';
import type { Language } from '../language.ts';
import type { ProjectDetails, ServiceDetails } from './details.ts';
import { managerChoices } from './package-managers/choices.ts';

export const node: Language<ProjectDetails, ServiceDetails> = {
  id: 'node',
  title: 'Node',
  marks: ['package.json'],
  packageManagers: managerChoices,
  recognize: async (...input) => (await import('./recognition.ts')).recognizeNode(...input),
  brokenManifest: async (project) => (await import('./recognition.ts')).brokenNodeManifest(project),
  detect: async (...input) => {
    beginParser('tsx');
    return (await import('./project.ts')).detectNode(...input);
  },
  versions: (today) =>
    supportedVersions('node', today)
      .filter((it) => it.lts)
      .map((it) => ({ value: it.version, hint: `until ${it.endOfLife}` })),
  needs: async (...input) => (await import('./project.ts')).needsOfNode(...input),
  multipleServices: false,
  plan: async ([input]) => (await import('./project.ts')).planNode(input),
};
