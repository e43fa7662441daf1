/**
 * Finds files that the project's own commands only create so that the program can be compiled:
 * `mkdir -p web/dist && touch web/dist/index.html`. The build of the image does the same.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import type { Note } from '../../types.ts';
import { folderOf, joined } from '../../text/paths.ts';
import { shellWord } from '../../text/shell-words.ts';
import { type BuildLine, buildLines, evidenceOf } from './build-lines.ts';
import type { Generation } from './generations.ts';
import { type EmbedTarget, isEmbeddedBy } from './ignored.ts';

/** An empty file that replaces those that the program embeds and the project does not have. */
export interface Placeholder extends Generation {
  readonly creates: string;
  readonly target: EmbedTarget;
}

/** @returns the file that the project's commands create for a target; `undefined` if there is none. */
export async function placeholderFor(
  project: ProjectReader,
  target: EmbedTarget,
): Promise<Placeholder | undefined> {
  for (const line of await buildLines(project)) {
    const file = touchedBy(line).find((it) => isEmbeddedBy(target, it));
    if (file === undefined) continue;
    const [folder, name] = [folderOf(file), file].map(shellWord);
    return {
      command: folder === "''" ? `touch ${name}` : `mkdir -p ${folder} && touch ${name}`,
      made: target.path,
      creates: file,
      target,
      evidence: evidenceOf(line, `creates ${file}`),
    };
  }
  return undefined;
}

/** @returns the warning that the program is compiled without the files that the placeholder replaces. */
export function placeholderNote({ creates, target, evidence }: Placeholder): Note {
  return {
    code: 'go/embedded-placeholder',
    level: 'warning',
    text: `${target.path}, which the program embeds, is not in the repository: the build creates an empty ${creates}, as the project's own build does, and the program lacks the rest`,
    hint: `To have it in the image, make ${target.path} before you build it.`,
    evidence: [target.evidence, evidence],
  };
}

/** @returns the files that a command creates without contents, relative to the root. */
function touchedBy({ text, folder }: BuildLine): readonly string[] {
  return text
    .trim()
    .split(/\s*(?:&&|;)\s*/)
    .flatMap((it) => /^[@-]*touch\s+(.+)$/.exec(it)?.[1]?.split(/\s+/) ?? [])
    .filter((it) => /^(?:\.\/)?\w[\w./-]*$/.test(it))
    .map((it) => joined(folder, it.replace(/^\.\//, '')));
}
