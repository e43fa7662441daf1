/**
 * Notes what a program embeds and the project does not have: files without which it cannot be
 * compiled, and parts of folders without which it is compiled and lacks them.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import { listed } from '../../text/lists.ts';
import { folderOf, joined } from '../../text/paths.ts';
import { placeOf } from '../../text/printable.ts';
import type { Note } from '../../types.ts';
import { ignoredByGit, ignoreLines } from '../shared/git-ignored.ts';
import type { GoFrontendFacts } from './front-end-targets.ts';
import { generatorOf } from './generators.ts';
import type { Embedded, EmbedTarget } from './ignored.ts';
import { isInside } from './packages.ts';

/**
 * A program that embeds a missing file cannot be compiled, whatever makes the file. One that embeds a
 * folder of which git has only a placeholder is compiled, and lacks the rest.
 */
export async function embedNotes(
  project: ProjectReader,
  embedded: Embedded,
  facts: GoFrontendFacts,
  generated: ReadonlySet<string>,
): Promise<Note[]> {
  const ignoring = await ignoredByGit(project);
  const unmade = unmadeOf(embedded, facts).filter((it) => !generated.has(it.path));
  const missing = unmade.filter((it) => !it.found).map((it) => missingNote(project, it));
  const empty = unmade
    .filter((it) => it.placeholder !== undefined && ignoring(`${it.path}/index.html`))
    .map((it) => emptyNote(project, it));
  return [
    ...(await Promise.all([...missing, ...empty])),
    ...(await incompleteNotes(project, unmade, facts.frontend?.output)),
  ];
}

/** @returns what is embedded, without what a front end builds. */
export function unmadeOf(
  { targets }: Embedded,
  { frontend, refused }: GoFrontendFacts,
): readonly EmbedTarget[] {
  return targets.filter(
    (it) => it !== refused && !(frontend && isInside(it.path, frontend.output)),
  );
}

async function missingNote(project: ProjectReader, it: EmbedTarget): Promise<Note> {
  const made = await generatorOf(project, it.path);
  return {
    code: 'go/embedded-file-missing',
    level: 'error',
    text: `//go:embed ${it.pattern} matches no file, so the program cannot be compiled`,
    hint: made?.names
      ? `Run ${made.command} first, which makes ${it.path} (${placeOf(made.evidence)}).`
      : `If another program creates ${it.path}, run that first. A front end is built in the image if its package.json has a build script and a lock file.`,
    evidence: [it.evidence],
  };
}

async function emptyNote(project: ProjectReader, it: EmbedTarget): Promise<Note> {
  return {
    code: 'go/embedded-folder-empty',
    level: 'warning',
    text: `//go:embed ${it.pattern} embeds only ${it.placeholder ?? ''}, and git ignores the other files of ${it.path}: the program lacks them`,
    hint: await hintFor(project, it.path),
    evidence: [it.evidence],
  };
}

/** What makes the files that a folder lacks. */
async function hintFor(project: ProjectReader, path: string): Promise<string> {
  const made = await generatorOf(project, path);
  const command = made?.names ? `Run ${made.command}` : 'Run the program that makes them';
  return `${command} before the build of the image.`;
}

/** What no program embeds on purpose. */
const litter =
  /(?:^|\/)(?:\.[^/]*|node_modules|coverage|Thumbs\.db|desktop\.ini|[^/]*\.(?:log|map|tmp|bak|swp|LICENSE\.txt))$/;

const mostNamed = 4;

/**
 * Finds parts of embedded folders that git ignores and that are not there: a bundler or a generator
 * writes them beside files of the repository.
 * @param targets embedded folders.
 * @param built the folder that the build of a front end fills.
 */
async function incompleteNotes(
  project: ProjectReader,
  targets: readonly EmbedTarget[],
  built: string | undefined,
): Promise<readonly Note[]> {
  const files = await project.files();
  const ignored = await plainlyIgnored(project);
  const notes: Note[] = [];
  for (const target of targets) {
    if (!target.found || target.placeholder !== undefined) continue;
    const parts = ignored.filter(
      (it) => it !== target.path && isInside(it, target.path) && !litter.test(it),
    );
    const isBuilt = (it: string): boolean =>
      built !== undefined && (isInside(it, built) || isInside(built, it));
    const missing = parts.filter((it) => !isBuilt(it) && !files.some((file) => isInside(file, it)));
    if (missing.length > 0) notes.push(await incompleteNote(project, target, missing));
  }
  return notes;
}

/** The paths that the lines of .gitignore files name without wildcards. */
async function plainlyIgnored(project: ProjectReader): Promise<readonly string[]> {
  const found = (await ignoreLines(project)).flatMap(({ text, file }) => {
    const path = text.replace(/\/$/, '');
    const isPlain = /^\/?[\w.@-]+(?:\/[\w.@-]+)*$/.test(path);
    // Without a slash, a line of the root is about files anywhere.
    return isPlain && (path.includes('/') || folderOf(file) !== '')
      ? [joined(folderOf(file), path.replace(/^\//, ''))]
      : [];
  });
  return [...new Set(found)];
}

async function incompleteNote(
  project: ProjectReader,
  { path, pattern, evidence }: EmbedTarget,
  missing: readonly string[],
): Promise<Note> {
  const [first = path] = missing;
  return {
    code: 'go/embedded-folder-incomplete',
    level: 'warning',
    text: `//go:embed ${pattern} embeds ${path} without ${listed(missing, mostNamed)}, which git ignores and which the project does not have: the program lacks them`,
    hint: await hintFor(project, first),
    evidence: [evidence],
  };
}
