/** Finds the values that a build takes from git or from variables that nothing sets. */
import type { Note } from '../../../types.ts';
import { bakedVariables, type BuildArgument } from '../frameworks/baked-variables.ts';
import { gitNotes } from '../runtime/build-git.ts';
import type { StartFacts } from '../start/program.ts';
import type { RuntimeFacts } from './runtime.ts';
import type { ServiceInput } from './service-input.ts';

export interface BuiltValues {
  /** Public variables that the build takes as arguments. */
  readonly arguments: readonly BuildArgument[];
  /** Whether the build runs git. */
  readonly readsGit: boolean;
  readonly notes: readonly Note[];
}

/** @returns what the build of a service takes from outside its sources. */
export async function builtValuesOf(
  { project, manifest }: ServiceInput,
  { framework, site, build }: StartFacts,
  { variables }: RuntimeFacts,
): Promise<BuiltValues> {
  if (build === null) return { arguments: [], readsGit: false, notes: [] };
  const git = await gitNotes(project, manifest, build.script);
  const baked =
    framework || site ? await bakedVariables(project, manifest, variables?.kept ?? []) : null;
  return {
    arguments: baked?.arguments ?? [],
    readsGit: git.length > 0,
    notes: [...git, ...(baked?.notes ?? [])],
  };
}
