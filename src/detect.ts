/** 1 detect: project -> Detected. Which language it is, and the facts for every language that it could be. */
import { type Problem, UserError } from './errors.ts';
import { languages } from './languages/index.ts';
import type { BrokenManifest, Overrides, Recognition } from './languages/language.ts';
import type { ProjectReader } from './ports/ports.ts';
import type { Candidate, Detected, Finding, Note, ProjectFacts } from './types.ts';

/**
 * @param project what to look at.
 * @param overrides flags and preset; a language among them is the only one looked for.
 * @throws UserError E_NOT_RECOGNIZED when no language is there, E_LANGUAGE_ABSENT when that one is
 *   not, E_PROJECT when a manifest of the only language cannot be read.
 */
export async function detectProject(
  project: ProjectReader,
  overrides: Overrides & { readonly language?: string },
): Promise<Detected> {
  if (overrides.language !== undefined) {
    const language = languages.find((it) => it.id === overrides.language);
    const broken = await language?.brokenManifest(project, overrides);
    if (broken) throw new UserError(problemOf(broken));
    const facts = await language?.detect(project, overrides);
    if (!language || !facts)
      throw new UserError({
        code: 'E_LANGUAGE_ABSENT',
        language: language?.title ?? overrides.language,
        directory: project.root,
        lookedFor: lookedFor(overrides.language),
      });
    return {
      language: { kind: 'found', value: language.id, evidence: facts.evidence },
      projects: { [language.id]: facts },
      notes: [],
    };
  }

  const unusable = new Map<string, BrokenManifest>();
  const seen: { id: string; title: string; recognition: Recognition }[] = [];
  for (const language of languages) {
    const broken = await language.brokenManifest(project, overrides);
    const recognition = broken ? unreadable(broken) : await language.recognize(project);
    if (broken) unusable.set(language.id, broken);
    if (recognition) seen.push({ id: language.id, title: language.title, recognition });
  }
  const programs = seen.filter((it) => it.recognition.role === 'program');
  const possible = programs.length > 0 ? programs : seen;
  const projects: Record<string, ProjectFacts> = {};
  for (const it of possible) {
    const broken = unusable.get(it.id);
    if (broken && possible.length === 1) throw new UserError(problemOf(broken));
    const facts = broken
      ? factsOfBroken(it.id, broken)
      : await languages.find((language) => language.id === it.id)?.detect(project, overrides);
    if (facts) projects[it.id] = facts;
  }
  const candidates: Candidate<string>[] = possible
    .filter((it) => projects[it.id])
    .map((it) => ({ value: it.id, evidence: it.recognition.evidence }));
  if (candidates.length === 0) {
    throw new UserError({
      code: 'E_NOT_RECOGNIZED',
      directory: project.root,
      lookedFor: languages.map((it) => lookedFor(it.id)),
    });
  }
  return {
    language: findingOf(candidates, [...unusable.values()]),
    projects,
    notes: programs.length > 0 ? toolingNotes(seen) : [],
  };
}

/**
 * What a manifest that cannot be read would say is open: whether its language has a program here, or
 * only tools for another one. So it counts as a program, and beside a sound one it is asked which is
 * meant. The sound one is not refused, and nothing is decided from half of the files.
 */
function unreadable({ file, line, column, reason }: BrokenManifest): Recognition {
  return { role: 'program', evidence: [{ file, line, column, because: reason }] };
}

function problemOf({ file, line, column, reason, hint }: BrokenManifest): Problem {
  return { code: 'E_PROJECT', file, line, column, reason, hint };
}

/** Facts that stop with the error as soon as this language is chosen. */
function factsOfBroken(
  language: string,
  { file, line, column, reason, hint }: BrokenManifest,
): ProjectFacts {
  const unknown = { kind: 'unknown', why: `${file} cannot be read` } as const;
  const evidence = [{ file, line, column, because: reason }];
  return {
    language,
    evidence,
    runtimeVersion: unknown,
    packageManager: unknown,
    service: unknown,
    services: [],
    notes: [{ code: 'project/manifest-broken', level: 'error', text: reason, hint, evidence }],
    details: null,
  };
}

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

function toolingNotes(seen: readonly { title: string; recognition: Recognition }[]): Note[] {
  return seen
    .filter((it) => it.recognition.role === 'tooling')
    .map((it) => ({
      level: 'info',
      text: `${it.title} files are there as tooling only`,
      evidence: it.recognition.evidence,
    }));
}

function lookedFor(language: string): string {
  switch (language) {
    case 'go':
      return 'go.mod';
    case 'python':
      return 'pyproject.toml or requirements.txt';
    default:
      return 'package.json';
  }
}
