/**
 * Finds what the build has to complete in go.mod and go.sum: modules that go.sum does not list. Until Go 1.15 the go command completed the file in each
 * build; since 1.16 it refuses to build without the line: https://go.dev/doc/go1.16#go-command
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence, Note } from '../../types.ts';
import { isWithin, joined } from '../../text/paths.ts';
import type { ModuleFile, Modules, Require } from './modules.ts';
import { newerThan } from './module-limits.ts';
import type { ProgramSource } from './packages.ts';
import { isStandard } from './standard-library.ts';

/**
 * @returns a note if go.sum can lack lines, so that the build needs `-mod=mod`: a warning for a
 *   module that has none. What other modules require is not known before the build.
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
  if (workspace || isVendored || !module.hasSum) return undefined;
  const newer = newerThan(module);
  if (newer)
    return noteOf(
      'info',
      `${newer.path} ${newer.version} needs a newer Go than the go line of go.mod names, so the program is built with -mod=mod, which raises it`,
      newer.evidence,
    );
  if (Number(minor) > 15) return undefined;
  const sums = (await project.read(joined(module.folder, 'go.sum'))) ?? '';
  const required = importedModules(external, module);
  const missing = required.find((it) => !sums.includes(`${it.path} ${it.version} h1:`));
  if (missing)
    return noteOf(
      'warning',
      `go.sum has no line for ${missing.path} ${missing.version}, so the program is built with -mod=mod, which adds what is missing and checks it with the checksum database alone`,
      missing.evidence,
    );
  const [first] = required;
  return first
    ? noteOf(
        'info',
        'a go.sum of Go 1.15 or older can lack lines, so the program is built with -mod=mod, which adds them from the checksum database',
        module.go?.evidence ?? first.evidence,
      )
    : undefined;
}

/** The required modules that a program imports, and that no other module replaces. */
function importedModules(
  external: ProgramSource['external'],
  { requires, replaces }: ModuleFile,
): readonly Require[] {
  const replaced = new Set(replaces.map((it) => it.path));
  return [...external.keys()]
    .filter((path) => path !== 'C' && !isStandard(path))
    .flatMap((path) =>
      requires
        .filter((it) => isWithin(path, it.path) && !replaced.has(it.path))
        .toSorted((one, other) => other.path.length - one.path.length)
        .slice(0, 1),
    );
}

function noteOf(level: Note['level'], text: string, evidence: Evidence): Note {
  return {
    code: 'go/sum-incomplete',
    level,
    text,
    hint: 'Run go mod tidy, and commit go.mod and go.sum.',
    evidence: [evidence],
  };
}
