/**
 * The values of `--package-manager`, in the order in which they are offered, and the files by which
 * a project of each is recognized. They are apart from the package managers because every command
 * loads them.
 */
export const managerIds = ['pip', 'uv', 'poetry', 'pdm', 'pipenv'] as const;

export type ManagerId = (typeof managerIds)[number];

/** Usual files with production requirements, the likeliest first. */
export const requirementFiles = [
  'requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements-prod.txt',
  'requirements/base.txt',
  'requirements/requirements.txt',
  'requirements.lock',
  'requirements.in',
] as const;

interface Marks {
  /** File names, highest priority first. Empty if it has no lock file. */
  readonly lockFiles: readonly string[];
  /** Files that only projects with this package manager have, with the reason. */
  readonly marks: readonly { readonly file: string; readonly because: string }[];
}

export const managerMarks: Readonly<Record<ManagerId, Marks>> = {
  pip: {
    lockFiles: [],
    marks: requirementFiles.map((file) => ({ file, because: 'requirements for pip' })),
  },
  uv: {
    lockFiles: ['uv.lock'],
    marks: [
      { file: 'uv.lock', because: 'the lock file of uv' },
      { file: 'pylock.toml', because: 'a lock file that uv installs' },
    ],
  },
  poetry: {
    lockFiles: ['poetry.lock'],
    marks: [{ file: 'poetry.lock', because: 'the lock file of Poetry' }],
  },
  pdm: {
    lockFiles: ['pdm.lock'],
    marks: [{ file: 'pdm.lock', because: 'the lock file of PDM' }],
  },
  pipenv: {
    lockFiles: ['Pipfile.lock'],
    marks: [{ file: 'Pipfile', because: 'the manifest of Pipenv' }],
  },
};
