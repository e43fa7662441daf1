/**
 * Finds programs that read their version from the information that the go command adds to them. It
 * takes the version from git, which is not in the build context.
 * https://pkg.go.dev/runtime/debug#BuildInfo
 */
import type { Note } from '../../types.ts';
import { mentionsOf } from './code/mentions.ts';
import type { GoCode } from './code/program.ts';
import type { VersionVariable } from './version-variable.ts';

/** The version of the main module, and where git was: they are empty without git. */
const fromGit = /\.Main\.Version\b|"vcs\.(?:revision|time|modified)"/;

/** @returns a note where no variable of the program has the version instead. */
export function buildInformation(code: GoCode, variable: VersionVariable | undefined): Note[] {
  if (variable || !code.imports('runtime/debug')) return [];
  for (const file of code.search(/\bReadBuildInfo\b/, 'ReadBuildInfo')) {
    const root = fromGit.test(file.text) ? code.tree(file)?.root : undefined;
    const [call] = root ? (mentionsOf(root).calls.get('ReadBuildInfo') ?? []) : [];
    if (!call) continue;
    return [
      {
        code: 'go/no-build-information',
        level: 'info',
        text: 'the program takes its version from git, which is not in the build context: it is (devel), without a revision',
        hint: 'Keep the version in a string variable such as main.version: docker build --build-arg VERSION=1.2.3 then links it into the program.',
        evidence: [{ file: file.path, line: call.line, because: 'reads the build information' }],
      },
    ];
  }
  return [];
}
