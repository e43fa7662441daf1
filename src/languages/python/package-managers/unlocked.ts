/** Notes about projects without a lock file, and lists of packages that no tool here can read. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { joinCommand } from '../../../text/shell-words.ts';
import type { Evidence, Note } from '../../../types.ts';
import { normalizedName } from '../files/names.ts';
import type { Package } from '../package.ts';
import type { Pyproject } from '../files/pyproject.ts';
import {
  isTable,
  lineOf,
  lineOfKey,
  parseToml,
  type Table,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
} from '../files/toml.ts';
import { isPublic, withoutLogin } from './indexes.ts';
import { type Installation, nothingElse } from './installation.ts';
import type { ManagerInput } from './manager.ts';

/**
 * Packages that [tool.uv.sources] takes from elsewhere than PyPI. Only uv reads that table: pip
 * would ask PyPI for the name, where a stranger's package may have it.
 * https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources
 *
 * @param packages what production needs.
 */
export async function unlockedSources(
  pyproject: Pyproject,
  packages: readonly Package[],
  project: ProjectReader,
): Promise<readonly Note[]> {
  const sources = tableAt(pyproject.table, 'tool', 'uv', 'sources');
  const named = Object.keys(sources).filter((name) =>
    packages.some((it) => it.name === normalizedName(name)),
  );
  const [first] = named;
  if (first === undefined) return [];
  const evidence = {
    file: 'pyproject.toml',
    line: lineOfKey(pyproject.text, '[tool.uv.sources]', first),
    because: 'a source that only uv reads',
  };
  const members = named.filter((it) => isTable(sources[it]) && sources[it]['workspace'] === true);
  const [member] = members;
  if (member !== undefined && !('workspace' in tableAt(pyproject.table, 'tool', 'uv'))) {
    const root = await workspaceRoot(project);
    return [
      {
        code: 'python/workspace-above',
        level: 'error',
        text: `${member} comes from a uv workspace, and this folder is only one member of it: pip would install a stranger's package of that name`,
        hint: `Run it for the workspace, which becomes the build context: ${commandFor(root ?? 'FOLDER', pyproject)}`,
        evidence: [{ ...evidence, line: lineOfKey(pyproject.text, '[tool.uv.sources]', member) }],
      },
    ];
  }
  return [
    {
      code: 'python/sources-unlocked',
      level: 'error',
      text: `[tool.uv.sources] has another source for ${named.join(', ')}, and without uv.lock a package of that name would be installed from PyPI`,
      hint: 'Run uv lock, and commit uv.lock.',
      evidence: [evidence],
    },
  ];
}

/**
 * Indexes that only PDM or uv asks: pip would ask PyPI for what they have, where a stranger's package
 * may have the name.
 * https://pdm-project.org/latest/usage/config/#configure-the-package-indexes
 * https://docs.astral.sh/uv/concepts/indexes/
 */
export function unlockedIndexes({ file, text, table }: Pyproject): readonly Note[] {
  const uv = tableAt(table, 'tool', 'uv');
  const named = [
    ...tablesAt(tableAt(table, 'tool', 'pdm'), 'source').map((it) => ({
      tool: 'pdm',
      url: textAt(it, 'url'),
    })),
    ...tablesAt(uv, 'index')
      .filter((it) => it['explicit'] !== true)
      .map((it) => ({ tool: 'uv', url: textAt(it, 'url') })),
    ...[textAt(uv, 'index-url'), ...textsAt(uv, 'extra-index-url')].map((url) => ({
      tool: 'uv',
      url,
    })),
  ];
  const found = named.find(({ url }) => url !== undefined && !isPublic(url));
  if (!found) return [];
  const { tool, url = '' } = found;
  return [
    {
      code: 'python/sources-unlocked',
      level: 'error',
      text: `[tool.${tool}] names the index ${withoutLogin(url)}, and without ${tool}.lock its packages would be installed from PyPI`,
      hint: `Run ${tool} lock, and commit ${tool}.lock.`,
      evidence: [{ file, line: lineOf(text, url), because: `an index that only ${tool} reads` }],
    },
  ];
}

/** The warning that two builds can install different versions, with the lock file of a workspace above. */
export async function withoutLock(
  pyproject: Pyproject,
  evidence: Evidence,
  project: ProjectReader,
): Promise<Note> {
  const root = await workspaceRoot(project);
  const locked = root === null ? [] : await project.above('uv.lock');
  return {
    code: 'python/lock-missing',
    level: 'warning',
    text: `${pyproject.file} has no lock file: two builds can install different versions`,
    hint: locked.some((it) => it.folder === root)
      ? `The workspace in ${root ?? ''} has one: ${commandFor(root ?? '', pyproject)}`
      : 'Run uv lock or pip-compile --generate-hashes, and commit the result.',
    evidence: [evidence],
  };
}

function commandFor(root: string, pyproject: Pyproject): string {
  const name = textAt(tableAt(pyproject.table, 'project'), 'name');
  return joinCommand([
    'npx',
    'create-secure-dockerfile',
    root,
    ...(name === undefined ? [] : ['--service', name]),
  ]);
}

/** The nearest folder above with a uv workspace. */
async function workspaceRoot(project: ProjectReader): Promise<string | null> {
  for (const { folder, text } of await project.above('pyproject.toml'))
    if ('workspace' in tableAt(await parseToml(text), 'tool', 'uv')) return folder;
  return null;
}

/** Files in which Conda and Pixi list packages, with what each is. */
const foreignFiles: Readonly<Record<string, string>> = {
  'environment.yml': 'the environment of Conda',
  'environment.yaml': 'the environment of Conda',
  'conda-lock.yml': 'the lock file of conda-lock',
  'pixi.lock': 'the lock file of Pixi',
  'pixi.toml': 'the manifest of Pixi',
};

/**
 * @returns an installation that is refused, if Conda or Pixi alone knows the packages; otherwise
 *   `null`.
 */
export function foreignList({ files }: Pick<ManagerInput, 'files'>): Installation | null {
  const file = files.find((it) => it in foreignFiles);
  if (file === undefined) return null;
  const evidence = [{ file, because: foreignFiles[file] ?? '' }];
  return {
    ...nothingElse,
    manager: 'pip',
    standing: 'fallback',
    evidence,
    packages: [],
    manifests: [],
    steps: [],
    notes: [
      {
        code: 'python/conda',
        level: 'error',
        text: `only ${file} lists the packages, and Conda's packages come from indexes that pip and uv do not read`,
        hint: 'List what the program needs in pyproject.toml or requirements.txt (the names on PyPI can differ), then run uv lock or pip-compile --generate-hashes.',
        evidence,
      },
    ],
  };
}

/** The dependencies of [tool.poetry], which only Poetry reads. */
export function poetryDependencies(table: Table): readonly string[] {
  return Object.keys(tableAt(table, 'tool', 'poetry', 'dependencies')).filter(
    (it) => it !== 'python',
  );
}

/**
 * A project whose packages only Poetry can read, without its lock file.
 * @param outcome whether the packages are installed by what pyproject.toml asks for, or why not.
 */
export async function poetryUnlocked(
  text: string,
  project: ProjectReader,
  outcome: 'installs' | 'sources' | 'no package',
): Promise<Note & { readonly evidence: readonly Evidence[] }> {
  const ignored = /^\/?poetry\.lock\s*$/m.test((await project.read('.gitignore')) ?? '');
  return {
    code: 'python/lock-missing',
    level: outcome === 'installs' ? 'warning' : 'error',
    text: `pyproject.toml has no poetry.lock beside it${
      {
        installs: ': two builds can install different versions',
        sources: ', and names packages that PyPI does not have',
        'no package': '',
      }[outcome]
    }`,
    hint: `Run poetry lock, and commit the file.${ignored ? ' Remove poetry.lock from .gitignore first.' : ''}`,
    evidence: [
      {
        file: 'pyproject.toml',
        line: lineOf(text, '[tool.poetry.dependencies]'),
        because: 'dependencies that Poetry reads',
      },
    ],
  };
}
