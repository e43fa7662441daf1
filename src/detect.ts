/**
 * Step 1, detect: project -> Detected. Finds the language, and the facts for every language that
 * the project could have.
 */
import { withDeployments } from './detect/deployed.ts';
import { type Deployment, readDeployments } from './detect/deployments.ts';
import { withDocumentedPorts } from './detect/documented-port.ts';
import { otherLanguage } from './detect/other-languages.ts';
import { type Problem, UserError } from './errors.ts';
import { languages } from './languages/index.ts';
import { listens, supportFolder } from './languages/shared/services.ts';
import { orderedBy, type Rule } from './text/rules.ts';
import type { BrokenManifest, Language, Overrides, Recognition } from './languages/language.ts';
import type { ProjectReader } from './ports/ports.ts';
import type { Candidate, Detected, Finding, Note, ProjectFacts, Unusable } from './types.ts';

/**
 * @param project the project to detect.
 * @param overrides flags and preset. A language among them is the only one that is looked for.
 * @throws UserError E_NOT_RECOGNIZED if no language is found, E_LANGUAGE_ABSENT if the named
 *   language is not found, E_PROJECT if the only language cannot use the project, for example
 *   because a manifest cannot be read.
 */
export async function detectProject(
  project: ProjectReader,
  overrides: Overrides & { readonly language?: string },
  known: readonly Language[] = languages,
): Promise<Detected> {
  if (overrides.language !== undefined) {
    const language = known.find((it) => it.id === overrides.language);
    const manifest = await language?.brokenManifest(project, overrides);
    if (manifest) throw new UserError(problemOf(manifest));
    const facts = await language?.detect(project, overrides);
    if (!language || !facts)
      throw new UserError({
        code: 'E_LANGUAGE_ABSENT',
        language: language?.title ?? overrides.language,
        directory: project.root,
        lookedFor: language?.marks ?? [],
      });
    return {
      language: { kind: 'found', value: language.id, evidence: facts.evidence },
      projects: {
        [language.id]: await withOtherEvidence(facts, await readDeployments(project), project),
      },
      notes: [],
    };
  }

  const broken = new Map<Language, BrokenManifest>();
  const recognized: Recognized[] = [];
  for (const language of known) {
    const otherMarks = known.filter((it) => it !== language).flatMap((it) => it.marks);
    const manifest = await language.brokenManifest(project, overrides);
    const recognition = manifest
      ? unreadable(manifest)
      : await language.recognize(project, otherMarks);
    if (manifest) broken.set(language, manifest);
    if (recognition) recognized.push({ language, recognition });
  }
  const programs = recognized.filter((it) => it.recognition.role === 'program');
  if (programs.length === 0) await refuseTools(recognized, project, overrides, known);
  const possible =
    programs.length > 0
      ? recognized.filter((it) => programs.includes(it) || it.recognition.below !== undefined)
      : recognized;
  const projects: Record<string, ProjectFacts | Unusable> = {};
  const deployments = await readDeployments(project);
  for (const it of possible) {
    const { language } = it;
    const manifest = broken.get(language);
    if (manifest && possible.length === 1) throw new UserError(problemOf(manifest));
    const facts = manifest
      ? { problem: problemOf(manifest) }
      : await factsOf(language, project, overrides);
    const isBeside = programs.length > 0 && !programs.includes(it);
    if (!facts || (isBeside && !hasFrontend(facts))) continue;
    projects[language.id] =
      'problem' in facts ? facts : await withOtherEvidence(facts, deployments, project);
  }
  const rows = possible.flatMap((it) => {
    const facts = projects[it.language.id];
    return facts ? [{ ...it, facts }] : [];
  });
  const candidates: Candidate<string>[] = orderedBy(rows, languageRules).map((it) => ({
    value: it.language.id,
    evidence: it.recognition.evidence,
  }));
  await refuseOther(rows, project, overrides, known);
  return {
    language: findingOf(candidates, [...broken.values()]),
    projects,
    notes:
      programs.length > 0
        ? toolingNotes(recognized.filter((it) => !(it.language.id in projects)))
        : [],
  };
}

/** Adds what the sources do not show: how the project is deployed, and what it documents. */
function withOtherEvidence(
  facts: ProjectFacts,
  deployments: readonly Deployment[],
  project: ProjectReader,
): Promise<ProjectFacts> {
  return withDocumentedPorts(withDeployments(facts, deployments), project);
}

/** The tools of a repository are no program, where its programs are in folders below. */
async function refuseTools(
  recognized: readonly Recognized[],
  project: ProjectReader,
  { start, service }: Overrides,
  known: readonly Language[],
): Promise<void> {
  const evidence = recognized.flatMap((it) => it.recognition.evidence);
  const [tooling] = evidence;
  if (tooling === undefined || start !== undefined || service !== undefined) return;
  // A module in a folder is built from here.
  if (evidence.some((it) => it.file.includes('/'))) return;
  const near = await foldersBelow(project, known);
  if (near.length > 0) throw new UserError({ ...unrecognized(project, known), near, tooling });
}

function unrecognized(
  project: ProjectReader,
  known: readonly Language[],
): Omit<Extract<Problem, { code: 'E_NOT_RECOGNIZED' }>, 'near'> {
  return {
    code: 'E_NOT_RECOGNIZED',
    directory: project.root,
    languages: known.map((it) => it.title),
    lookedFor: known.flatMap((it) => it.marks),
  };
}

/** The most folders that a message names. */
const mostFolders = 5;

/** Folders whose project is served, and those whose project serves nobody but developers. */
const served = /(?:^|\/)(?:server|backend|api|app|src)(?:\/|$)/i;
const forDevelopers =
  /(?:^|\/)(?:docs?|documentation|handbook|examples?|e2e|e2e-tests|tests?|\.tests?|scripts?|tools|benchmarks?)(?:\/|$)/i;

const rankOf = (folder: string): number => {
  if (forDevelopers.test(folder)) return 2;
  return served.test(folder) ? 0 : 1;
};

/** Finds folders with a project, at most two levels below: the nearest first, of equals the likeliest to be served. */
async function foldersBelow(
  project: ProjectReader,
  known: readonly Language[],
): Promise<readonly string[]> {
  const marks = known.flatMap((it) => it.marks);
  const below = (await project.files())
    .map((it) => it.split('/'))
    .filter((it) => it.length > 1 && it.length <= 3 && marks.includes(it.at(-1) ?? ''))
    .map((it) => it.slice(0, -1).join('/'));
  return [...new Set(below)]
    .toSorted(
      (one, other) =>
        one.split('/').length - other.split('/').length || rankOf(one) - rankOf(other),
    )
    .slice(0, mostFolders);
}

/** Finds folders with a project, at most two levels below, and else the nearest above. */
async function foldersNear(
  project: ProjectReader,
  known: readonly Language[],
): Promise<readonly string[]> {
  const below = await foldersBelow(project, known);
  if (below.length > 0) return below;
  const marks = known.flatMap((it) => it.marks);
  const above = (await Promise.all(marks.map((it) => project.above(it)))).flat();
  const [nearest] = above
    .map((it) => it.folder)
    .toSorted((one, other) => one.length - other.length);
  return nearest === undefined ? [] : [nearest];
}

interface Recognized {
  readonly language: Language;
  readonly recognition: Recognition;
}

/**
 * A manifest that cannot be read does not show whether its language has a program here, or only
 * tools for another one. So it counts as a program. If another language has a readable manifest,
 * the user is asked which one to use. That language is not refused, and nothing is decided from
 * incomplete files.
 */
function unreadable({ file, line, column, reason }: BrokenManifest): Recognition {
  return { role: 'program', evidence: [{ file, line, column, because: reason }] };
}

function problemOf({ file, line, column, reason, hint }: BrokenManifest): Problem {
  return { code: 'E_PROJECT', file, line, column, reason, hint };
}

/** If several languages are possible, one that cannot be used matters only if it is chosen. */
async function factsOf(
  language: Language,
  project: ProjectReader,
  overrides: Overrides,
): Promise<ProjectFacts | Unusable | null> {
  try {
    return await language.detect(project, overrides);
  } catch (error) {
    if (error instanceof UserError) return { problem: error.problem };
    throw error;
  }
}

/** Whether a program contains a front end of the project, which is then no program beside it. */
function hasFrontend(facts: ProjectFacts | Unusable): boolean {
  return !('problem' in facts) && facts.services.some((it) => it.hasFrontend);
}

/**
 * Ends where no language has a project, or where all that is there are the tools of a project in
 * another language: nothing starts them.
 */
async function refuseOther(
  rows: readonly { readonly language: Language; readonly facts: ProjectFacts | Unusable }[],
  project: ProjectReader,
  { start }: Overrides,
  known: readonly Language[],
): Promise<void> {
  if (rows.length > 0 && (start !== undefined || !rows.every(hasNoStart))) return;
  const other = otherLanguage(await project.files(), known);
  if (rows.length > 0 && !other) return;
  const near = await foldersNear(project, known);
  const beside = rows.map((it) => it.language.title);
  throw new UserError({
    ...unrecognized(project, known),
    near,
    ...(other ? { other: { ...other, beside } } : {}),
  });
}

/** Whether nothing of a project is known to start. */
function hasNoStart({ facts }: { readonly facts: ProjectFacts | Unusable }): boolean {
  return !('problem' in facts) && facts.services.every((it) => it.start.kind === 'unknown');
}

/** The order of several languages; of equals, that of the list of languages. */
export const languageRules: readonly Rule<{ readonly facts: ProjectFacts | Unusable }>[] = [
  {
    title: 'its project can be used',
    fits: ({ facts }) =>
      !('problem' in facts) && facts.notes.every((note) => note.level !== 'error'),
  },
  { title: 'it has a program that contains a front end', fits: ({ facts }) => hasFrontend(facts) },
  {
    title: 'it has a program whose start is known',
    fits: ({ facts }) =>
      !('problem' in facts) && facts.services.some((it) => it.start.kind !== 'unknown'),
  },
  {
    title: 'it has a program that listens',
    fits: ({ facts }) => !('problem' in facts) && facts.services.some(listens),
  },
];

function findingOf(
  candidates: readonly Candidate<string>[],
  broken: readonly BrokenManifest[],
): Finding<string> {
  const [first, second] = candidates;
  if (first && !second) return { kind: 'found', ...first };
  return {
    kind: 'ambiguous',
    candidates,
    why: [
      `the project has programs in ${candidates.map((it) => it.value).join(' and ')}`,
      ...broken.map((it) => `${it.file}:${it.line}:${it.column} cannot be read (${it.reason})`),
    ].join(', and '),
  };
}

function toolingNotes(recognized: readonly Recognized[]): Note[] {
  return recognized
    .filter((it) => it.recognition.role === 'tooling')
    .map(({ language: { id, title }, recognition: { below, evidence } }): Note => {
      if (below === undefined || supportFolder(below) !== undefined)
        return {
          code: 'project/tooling-only',
          level: 'info',
          text: `${title} files are only for tooling`,
          evidence,
        };
      return {
        code: 'project/program-left-out',
        level: 'warning',
        text: `the ${title} program in ${below} is not part of the image`,
        hint: `Take it instead with --language ${id}.`,
        evidence,
      };
    });
}
