/** The input for detecting the facts about one service. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { WorkspaceContext } from '../details.ts';
import type { Manifest } from '../files/manifest.ts';
import type { SharedProgram } from '../workspace/shared.ts';

export interface ServiceInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  /** Finds the file of a dependency's program. */
  readonly binary: (name: string) => string | undefined;
  /** The rest of the workspace; `null` if the package is not part of one. */
  readonly workspace: WorkspaceContext | null;
  /** Set if several programs share the root manifest. */
  readonly shared?: SharedProgram;
  /** The start command that the user gave. */
  readonly start?: readonly string[] | undefined;
}
