/** What the facts about one service are detected from. */
import type { ProjectReader } from '../../../ports/ports.ts';
import type { WorkspaceContext } from '../details.ts';
import type { Manifest } from '../files/manifest.ts';
import type { SharedProgram } from '../workspace/shared.ts';

export interface ServiceInput {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  /** Finds the file behind a program of a dependency. */
  readonly binary: (name: string) => string | undefined;
  /** The rest of the workspace; `null` where the package is part of none. */
  readonly workspace: WorkspaceContext | null;
  /** Set where the manifest is that of the root, for several programs. */
  readonly shared?: SharedProgram;
  /** The start command that the user gave. */
  readonly start?: readonly string[] | undefined;
}
