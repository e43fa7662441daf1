/**
 * Finds the variables that Makefiles and similar files link a version into (`-ldflags "-X
 * main.version=$(VERSION)"`).
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Evidence } from '../../types.ts';
import { lineAt } from '../../text/lines.ts';
import { literal } from '../../text/patterns.ts';

export interface VersionFlag {
  /**
   * Whether the flag sets this variable. A placeholder that a Makefile fills in matches any text.
   */
  names(variable: string): boolean;
  readonly evidence: Evidence;
}

/** Dockerfiles are not read, because the generated one would then be evidence for itself. */
const places =
  /^((GNU)?[mM]akefile|(.*\/)?[^/]+\.mk|[tT]askfile\.ya?ml|[jJ]ustfile|\.goreleaser\.ya?ml|(scripts?|hack|build)\/[^/]+\.sh|build\.sh|\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml)$/;
const flag = /-X[\s='"\\]*((?:[\w./~-]|\$\([^)]*\)|\$?\{\{?[^}]*\}\}?|\$\w+)*\.\w*[vV]ersion\w*)=/g;
const filledIn = /\$\([^)]*\)|\$?\{\{?[^}]*\}\}?|\$\w+/;

export async function findVersionFlags(project: ProjectReader): Promise<readonly VersionFlag[]> {
  const flags: VersionFlag[] = [];
  for (const file of (await project.files()).filter((it) => places.test(it))) {
    const text = (await project.read(file)) ?? '';
    for (const match of text.matchAll(flag)) {
      const parts = (match[1] ?? '').split(filledIn).map(literal);
      const name = new RegExp(`^${parts.join('.*')}$`);
      flags.push({
        names: (variable) => name.test(variable),
        evidence: { file, line: lineAt(text, match.index), because: `-X ${match[1]}` },
      });
    }
  }
  return flags;
}
