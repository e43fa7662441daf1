/**
 * Go: a static binary, or a binary linked against the C library of the base if it needs cgo. The
 * other files in this folder hold the rules for Go.
 */
import { supportedVersions } from '../../data/end-of-life.ts';
import type { ProjectReader } from '../../ports/ports.ts';
import type { ChoicesBeforeBase, Language, Needs } from '../language.ts';
import { placeOf } from '../../text/printable.ts';
import type { RuntimeNeed } from '../../types.ts';
import { brokenGoManifest } from './broken-manifest.ts';
import { projectSettings } from './build-settings.ts';
import type { CgoFacts } from './cgo.ts';
import { findMains } from './mains.ts';
import { packagesOf } from './packages.ts';
import { readModules } from './modules.ts';
import { planGo } from './plan.ts';
import type { GoFacts, GoProject, GoService } from './details.ts';

export const go: Language<GoProject, GoService> = {
  id: 'go',
  title: 'Go',
  marks: ['go.mod'],
  packageManagers: ['go'],
  recognize,
  brokenManifest: brokenGoManifest,
  // Loaded only for a project of the language: what reads sources is the largest part of it.
  detect: async (...input) => (await import('./detect.ts')).detectGo(...input),
  versions: (today) =>
    supportedVersions('go', today).map((it) => ({
      value: it.version,
      hint: `until ${it.endOfLife}`,
    })),
  needs,
  multipleServices: true,
  plan: planGo,
};

/** A module without a program is only tooling. So is a module in a subfolder. */
async function recognize(
  project: ProjectReader,
): Promise<Awaited<ReturnType<Language['recognize']>>> {
  const modules = await readModules(project);
  const [first] = modules?.main ?? [];
  if (!modules || !first) return null;
  // A file beside a project in another language, such as a script, is not a project by itself.
  if (modules.made) return { role: 'tooling', evidence: [modules.made.evidence] };
  const evidence = modules.workspace
    ? { file: 'go.work', because: 'a Go workspace' }
    : first.pathEvidence;
  const atRoot = modules.workspace !== undefined || modules.all.has('');
  if (!atRoot)
    return {
      role: 'tooling',
      evidence: [{ ...evidence, because: 'a Go module in a folder of the project' }],
    };
  const { released } = await projectSettings(project);
  const mains = await findMains(await packagesOf(project, modules), modules, released);
  const proper = mains.some((it) => it.secondary === undefined);
  return { role: proper ? 'program' : 'tooling', evidence: [evidence] };
}

function needs(facts: GoFacts, choices: ChoicesBeforeBase): Needs {
  const service = facts.services.find((it) => it.name === choices.service.value);
  const cgo = service && service.details.cgo;
  const because = service?.details.shell ?? null;
  const shell = because === null ? {} : { shell: { because } };
  return {
    toolchain: { name: 'golang', version: choices.runtimeVersion.value },
    runtime: { ...(cgo ? libcBinary(cgo) : { kind: 'static-binary' }), ...shell },
  };
}

function libcBinary({ libraries, glibc, plugins }: CgoFacts): RuntimeNeed {
  const shared = plugins
    ? `the program opens plugins (${placeOf(plugins)})`
    : libraries && `the program loads ${libraries}`;
  return {
    kind: 'libc-binary',
    ...(shared === undefined ? {} : { shared: { because: shared } }),
    ...(glibc === undefined ? {} : { only: { libc: 'glibc', because: glibc } }),
  };
}
