/**
 * Node.js: recognized by package.json, run as `node file` without a package manager in between.
 * docs/node.md lists the rules.
 */
import { supportedVersions } from '../../data/end-of-life.ts';
import type { Language } from '../language.ts';
import type { ProjectDetails, ServiceDetails } from './details.ts';
import { managerChoices } from './package-managers/index.ts';
import { planNode } from './plan/plan.ts';
import { brokenNodeManifest } from './detect/broken-manifest.ts';
import { recognizeNode } from './detect/recognize.ts';
import { glibcOnly } from './runtime/libc.ts';

export const node: Language<ProjectDetails, ServiceDetails> = {
  id: 'node',
  title: 'Node',
  marks: ['package.json'],
  packageManagers: managerChoices,
  recognize: recognizeNode,
  brokenManifest: brokenNodeManifest,
  // Loaded only for a project of the language: what reads sources is the largest part of it.
  detect: async (...input) => (await import('./detect/detect.ts')).detectNode(...input),
  versions: (today) =>
    supportedVersions('node', today)
      .filter((it) => it.lts)
      .map((it) => ({ value: it.version, hint: `until ${it.endOfLife}` })),
  needs(facts, choices) {
    const service = facts.services.find((it) => it.name === choices.service.value);
    const details = service && service.details;
    const toolchain = {
      name: details?.interpreter ?? 'node',
      version: choices.runtimeVersion.value,
    };
    if (details?.site) return { toolchain, runtime: { kind: 'static-site' } };
    const because = details && glibcOnly(facts, details);
    return {
      toolchain,
      runtime: {
        kind: 'interpreter',
        ...toolchain,
        ...(because === undefined ? {} : { only: { libc: 'glibc', because } }),
      },
    };
  },
  multipleServices: false,
  plan: ([input]) => planNode(input),
};
