/** pip: requirements files, or the dependencies that pyproject.toml lists (PEP 621) when nothing else locks them. */
import type { Evidence, Note } from '../../../types.ts';
import type { Installation, Package } from '../details.ts';
import { lineOf, tableAt, textsAt, type Pyproject } from '../pyproject.ts';
import { parseRequirement, readRequirements, type Requirements } from '../requirements.ts';
import { nothingElse, type PackageManager } from './manager.ts';

/** Where production requirements stand, the likeliest first. */
export const requirementFiles = ['requirements.txt', 'requirements/production.txt', 'requirements/prod.txt', 'requirements-prod.txt', 'requirements/base.txt', 'requirements/requirements.txt', 'requirements.lock'] as const;

export const pip: PackageManager = {
  id: 'pip',
  lockFile: null,
  add: (name) => `a line "${name}" in requirements.txt`,
  async read({ project, files, pyproject }) {
    const file = requirementFiles.find((it) => files.includes(it));
    const requirements = file === undefined ? null : await readRequirements(project, file);
    if (file !== undefined && requirements) return fromRequirements(file, requirements);
    return pyproject ? fromPyproject(pyproject) : null;
  },
};

function fromRequirements(file: string, found: Requirements): Installation {
  return {
    ...nothingElse,
    manager: 'pip',
    evidence: [{ file, because: 'requirements for pip' }],
    packages: found.packages,
    complete: found.hashed,
    manifests: found.files,
    unshipped: found.files,
    needsSources: found.local.length > 0,
    git: found.git.length > 0,
    pip: { options: [...(found.hashed ? ['--require-hashes'] : []), '-r', file] },
    notes: notesOf(file, found),
  };
}

function notesOf(file: string, found: Requirements): Note[] {
  const notes: Note[] = [];
  for (const it of found.missing) notes.push({ level: 'error', text: `${it.file} includes ${it.name}, which is not there\nAdd the file or remove the line.`, evidence: [{ file: it.file, line: it.line, because: `includes ${it.name}` }] });
  const [loose] = found.loose;
  if (loose) notes.push({ level: 'warning', text: `${file} pins no version of ${names(found.loose)}: two builds can differ. A lock file (uv lock, pip-compile --generate-hashes) makes them equal`, evidence: [loose.evidence] });
  else if (!found.hashed && found.packages.length > 0) notes.push({ level: 'info', text: `${file} pins versions without hashes: pip-compile --generate-hashes would let pip check what it downloads`, evidence: [{ file, because: 'no --hash' }] });
  return notes;
}

function names(packages: readonly Package[]): string {
  const [first, second, ...rest] = packages.map((it) => it.name);
  if (second === undefined) return first ?? '';
  return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
}

/** Dependencies without a lock: read from pyproject.toml in the build. `null` when it lists none. */
function fromPyproject({ text, table }: Pyproject): Installation | null {
  const own = tableAt(table, 'project');
  if (!('name' in own)) return null;
  const listed = textsAt(own, 'dependencies');
  const evidence: Evidence = { file: 'pyproject.toml', line: lineOf(text, listed.length > 0 ? 'dependencies' : '[project]'), because: 'dependencies without a lock file' };
  const packages = listed.flatMap((it) => {
    const found = parseRequirement(it);
    return found ? [{ ...found, evidence: { file: 'pyproject.toml', line: lineOf(text, it), because: `requires ${it}` }, wheels: null }] : [];
  });
  return {
    ...nothingElse,
    manager: 'pip',
    evidence: [evidence],
    packages,
    complete: false,
    manifests: listed.length > 0 ? ['pyproject.toml'] : [],
    unshipped: ['pyproject.toml'],
    listed: listed.length > 0 ? { selection: "['project']['dependencies']" } : null,
    notes: listed.length > 0 ? [{ level: 'warning', text: 'pyproject.toml has no lock file beside it: two builds can differ. uv lock, or pip-compile --generate-hashes, makes them equal', evidence: [evidence] }] : [],
  };
}
