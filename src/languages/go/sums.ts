/**
 * Finds modules that go.sum does not list. Until Go 1.15 the go command completed the file in each
 * build; since 1.16 it refuses to build without the line: https://go.dev/doc/go1.16#go-command
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Note } from '../../types.ts';
import { isWithin, joined } from '../../text/paths.ts';
import type { ModuleFile, Modules } from './modules.ts';
import type { ProgramSource } from './packages.ts';
import { isStandard } from './standard-library.ts';

/**
 * @returns a warning if the program imports a module without a sum. Its build needs `-mod=mod`.
 */
export async function incompleteSums(
  project: ProjectReader,
  { external }: ProgramSource,
  module: ModuleFile,
  { workspace }: Modules,
): Promise<Note | undefined> {
  const [, minor = '0'] = /^1\.(\d+)/.exec(module.go?.value ?? '1.0') ?? [];
  const isVendored = (await project.files()).includes(joined(module.folder, 'vendor/modules.txt'));
  // In a workspace the go command takes no -mod=mod.
  if (Number(minor) > 15 || workspace || isVendored || !module.hasSum) return undefined;
  const sums = (await project.read(joined(module.folder, 'go.sum'))) ?? '';
  const replaced = new Set(module.replaces.map((it) => it.path));
  for (const path of external.keys()) {
    if (path === 'C' || isStandard(path)) continue;
    const required = module.requires
      .filter((it) => isWithin(path, it.path) && !replaced.has(it.path))
      .toSorted((one, other) => other.path.length - one.path.length)[0];
    if (!required || sums.includes(`${required.path} ${required.version} h1:`)) continue;
    return {
      code: 'go/sum-incomplete',
      level: 'warning',
      text: `go.sum has no line for ${required.path} ${required.version}, so the program is built with -mod=mod, which adds what is missing and checks it with the checksum database alone`,
      hint: 'Run go mod tidy, and commit go.mod and go.sum.',
      evidence: [required.evidence],
    };
  }
  return undefined;
}
