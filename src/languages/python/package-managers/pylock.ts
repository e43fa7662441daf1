/**
 * Reads pylock.toml, the lock file of any tool, which uv installs.
 * https://packaging.python.org/en/latest/specifications/pylock-toml/ and
 * https://docs.astral.sh/uv/pip/compile/#syncing-an-environment
 */
import { allExcludeLinux, excludesLinux } from '../files/markers.ts';
import { normalizedName } from '../files/names.ts';
import type { Package } from '../package.ts';
import {
  lineOf,
  parseToml,
  type Table,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
} from '../files/toml.ts';
import { accessTo } from './indexes.ts';
import {
  compileInstalled,
  environmentPath,
  type Installation,
  type InstallStep,
  nothingElse,
  whyLocal,
  whyLocked,
} from './installation.ts';
import type { ManagerInput } from './manager.ts';
import { managerMarks } from './marks.ts';
import { uvTool } from './uv-sync.ts';

/** The name of the lock file. */
export const pylockFile = 'pylock.toml';

/**
 * @returns the installation; `null` where the file is missing, or another lock file, which has more
 *   to say, is beside it: tools also export this one.
 */
export async function readPylock({ project, files }: ManagerInput): Promise<Installation | null> {
  const own = Object.values(managerMarks).flatMap((it) => it.lockFiles);
  if (own.some((it) => files.includes(it))) return null;
  const text = files.includes(pylockFile) ? await project.read(pylockFile) : undefined;
  if (text === undefined) return null;
  const lock = await parseToml(text);
  const tables = tablesAt(lock, 'packages').filter((it) => !excludesLinux(textAt(it, 'marker')));
  const access = accessTo(indexesOf(tables, text));
  const isLocal = tables.some((it) => 'directory' in it || 'path' in tableAt(it, 'archive'));
  return {
    ...nothingElse,
    manager: 'uv',
    standing: 'lock',
    evidence: [{ file: pylockFile, because: 'a lock file that uv installs' }],
    packages: tables.filter((it) => !('directory' in it)).map((it) => packageOf(it, text)),
    manifests: isLocal ? [] : [pylockFile],
    tool: uvTool,
    steps: [isLocal ? localSync : sync],
    secrets: access.secrets,
    unshipped: [pylockFile],
    git: tables.some((it) => textAt(tableAt(it, 'vcs'), 'type') === 'git'),
    versionRules: versionRules(lock, text),
    notes: [...access.notes, ...otherSystems(lock, text)],
  };
}

const sync: InstallStep = {
  installs: 'packages',
  why: whyLocked,
  caches: ['/root/.cache/uv'],
  before: [],
  command: [
    'UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy',
    `uv venv --quiet --clear --python /usr/local/bin/python3 ${environmentPath}`,
    `&& UV_LINK_MODE=copy uv pip sync --python ${environmentPath}/bin/python ${pylockFile}`,
    `&& rm -f ${environmentPath}/.lock`,
  ],
};

/** Folders of the project are there only after its sources are copied. */
const localSync: InstallStep = {
  ...sync,
  installs: 'local',
  why: whyLocal,
  command: [...sync.command, compileInstalled],
};

function packageOf(table: Table, text: string): Package {
  const written = textAt(table, 'name') ?? '';
  const name = normalizedName(written);
  const version = textAt(table, 'version') ?? null;
  const wheels = tablesAt(table, 'wheels').map(
    (it) =>
      textAt(it, 'name') ??
      decodeURIComponent((textAt(it, 'url') ?? textAt(it, 'path') ?? '').split('/').at(-1) ?? ''),
  );
  const evidence = {
    file: pylockFile,
    line: lineOf(text, `name = "${written}"`),
    because: `locks ${name} ${version ?? ''}`.trimEnd(),
  };
  return { name, version, extras: [], evidence, wheels };
}

function indexesOf(tables: readonly Table[], text: string): Parameters<typeof accessTo>[0] {
  const urls = [...new Set(tables.flatMap((it) => textAt(it, 'index') ?? []))];
  return urls.map((url) => ({
    url,
    evidence: {
      file: pylockFile,
      line: lineOf(text, `"${url}"`),
      because: 'packages are locked from this index',
    },
  }));
}

function versionRules(lock: Table, text: string): Installation['versionRules'] {
  const specifier = textAt(lock, 'requires-python');
  if (specifier === undefined) return [];
  const line = lineOf(text, 'requires-python');
  const because = `resolved for Python ${specifier}`;
  return [{ specifier, exact: false, evidence: { file: pylockFile, line, because } }];
}

/** Returns an error for a lock file that is limited to other systems. */
function otherSystems(lock: Table, text: string): Installation['notes'] {
  const markers = textsAt(lock, 'environments');
  if (!allExcludeLinux(markers)) return [];
  const line = lineOf(text, 'environments');
  return [
    {
      code: 'python/lock-for-another-system',
      level: 'error',
      text: `${pylockFile} is resolved only for ${markers.join(' and ')}, and images run Linux`,
      hint: 'Lock the project for Linux, too, and commit the file.',
      evidence: [{ file: pylockFile, line, because: 'the environments that it was made for' }],
    },
  ];
}
