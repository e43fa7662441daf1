/** The project in; what of it the build context can do without beyond what templates/go/dockerignore.hbs always names, out. */
import type { ProjectReader } from '../../ports/ports.ts';

export interface Ignored {
  /** Folders at the root that hold what builds leave behind; a folder of that name with Go files in it is a package. */
  readonly outputs: readonly string[];
}

const outputFolders = ['bin', 'out', 'tmp'];

export async function ignoredFacts(project: ProjectReader): Promise<Ignored> {
  const files = await project.files();
  const outputs = outputFolders.filter((folder) => !files.some((it) => it.startsWith(`${folder}/`) && it.endsWith('.go')));
  return { outputs: outputs.map((it) => `/${it}`) };
}
