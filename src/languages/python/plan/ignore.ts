/** Which files of the project stay out of the build context, and which of these the program needs. */
import { commonIgnores, ignoredBy } from '../../shared/ignore-list.ts';
import { isTest } from '../code/module-names.ts';

/** Files that the image creates itself or does not need. */
export const unread: readonly string[] = [
  '**/__pycache__',
  '**/*.py[cod]',
  '**/.venv',
  '**/venv',
  '**/.tox',
  '**/.nox',
  '**/.pytest_cache',
  '**/.mypy_cache',
  '**/.ruff_cache',
  '**/.hypothesis',
  '**/.ipynb_checkpoints',
  '**/*.egg-info',
  '**/.eggs',
  '**/.coverage',
  '**/.coverage.*',
  '**/coverage.xml',
  '**/htmlcov',
  '**/.direnv',
  '**/node_modules',
  '**/*.sqlite3',
  '**/.sesskey',
  '**/conftest.py',
  '**/test_*.py',
  '**/*_test.py',
  '/tests',
  '/test',
  '/tox.ini',
  '/noxfile.py',
  '/pytest.ini',
  '/.flake8',
  '/mypy.ini',
  '/ruff.toml',
  '/Makefile',
  '/justfile',
  '/.python-version',
];

const [secrets, ...others] = commonIgnores;

const isSecret = ignoredBy(secrets?.patterns ?? []);
const isUnread = ignoredBy([...others.flatMap((it) => it.patterns), ...unread]);

/** @returns whether the build context has no such file, unless it is kept. */
export function isLeftOut(file: string): boolean {
  return isSecret(file) || isUnread(file);
}

/**
 * @param read files of the project that the program reads or imports.
 * @param open files that look like secrets and are none: certificates, public keys.
 * @returns those that the patterns would leave out. Secrets are never among them.
 */
export function keptFiles(read: readonly string[], open: readonly string[]): readonly string[] {
  return read.filter((it) => (isSecret(it) ? open.includes(it) : isUnread(it))).toSorted();
}

/**
 * @returns the files that alone keep a folder in git, `static/fonts/.gitignore`: without them, the
 *   image would lack a folder that the program lists.
 */
export function emptyFolders(files: readonly string[]): readonly string[] {
  return files.filter((file) => {
    const folder = /^(.*\/)\.gitignore$/.exec(file)?.[1];
    return (
      folder !== undefined &&
      !isTest(file) &&
      !/(?:^|\/)\./.test(folder) &&
      !files.some((it) => it !== file && it.startsWith(folder))
    );
  });
}
