/**
 * Finds parts of embedded folders that git ignores and that are not there: a bundler or a generator
 * writes them beside files of the repository, and the program is compiled without them.
 */
import { basename } from 'node:path/posix';
import type { ProjectReader } from '../../ports/ports.ts';
import { folderOf, joined } from '../../text/paths.ts';
import type { Note } from '../../types.ts';
import { generatorOf } from './generators.ts';
import type { EmbedTarget } from './ignored.ts';
import { isInside } from './packages.ts';

/** What no program embeds on purpose. */
const litter =
  /(?:^|\/)(?:\.[^/]*|node_modules|coverage|Thumbs\.db|desktop\.ini|[^/]*\.(?:log|map|tmp|bak|swp|LICENSE\.txt))$/;

const mostNamed = 4;

/** @param targets embedded folders that nothing in the build completes. */
export async function incompleteNotes(
  project: ProjectReader,
  targets: readonly EmbedTarget[],
): Promise<readonly Note[]> {
  const files = await project.files();
  const ignored = await plainlyIgnored(project, files);
  const notes: Note[] = [];
  for (const target of targets) {
    if (!target.found || target.placeholder !== undefined) continue;
    const parts = ignored.filter(
      (it) => it !== target.path && isInside(it, target.path) && !litter.test(it),
    );
    const missing = parts.filter((it) => !files.some((file) => isInside(file, it)));
    if (missing.length > 0) notes.push(await noteOf(project, target, missing));
  }
  return notes;
}

/** The paths that the lines of .gitignore files name without wildcards. */
async function plainlyIgnored(
  project: ProjectReader,
  files: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of files.filter((it) => basename(it) === '.gitignore'))
    for (const line of ((await project.read(file)) ?? '').split(/\r?\n/)) {
      const path = line.trim().replace(/\/$/, '');
      const isPlain = /^\/?[\w.@-]+(?:\/[\w.@-]+)*$/.test(path);
      // Without a slash, a line of the root is about files anywhere.
      if (isPlain && (path.includes('/') || folderOf(file) !== ''))
        found.push(joined(folderOf(file), path.replace(/^\//, '')));
    }
  return [...new Set(found)];
}

async function noteOf(
  project: ProjectReader,
  { path, pattern, evidence }: EmbedTarget,
  missing: readonly string[],
): Promise<Note> {
  const [first = path] = missing;
  const made = await generatorOf(project, first);
  const command = made?.names ? `Run ${made.command}` : 'Run the program that makes them';
  const named = missing.slice(0, mostNamed).join(', ');
  const others = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  return {
    code: 'go/embedded-folder-incomplete',
    level: 'warning',
    text: `//go:embed ${pattern} embeds ${path} without ${named}${others}, which git ignores and which the project does not have: the program lacks them`,
    hint: `${command} before the build of the image.`,
    evidence: [evidence],
  };
}
