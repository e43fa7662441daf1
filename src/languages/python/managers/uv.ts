/** uv: pyproject.toml and uv.lock. https://docs.astral.sh/uv/guides/integration/docker/ */
import type { Evidence } from '../../../types.ts';
import { normalizedName } from '../names.ts';
import { lineOf, parseToml, tableAt, tablesAt, textAt, textsAt, type Table } from '../pyproject.ts';
import type { Member } from '../details.ts';
import { nothingElse, type PackageManager } from './manager.ts';
import { reachable, type LockedPackage, type Need } from './lock.ts';

export const uv: PackageManager = {
  id: 'uv',
  lockFile: 'uv.lock',
  add: (name) => `uv add ${name}`,
  async read({ project, files, pyproject }) {
    const text = files.includes('uv.lock') ? await project.read('uv.lock') : undefined;
    if (text === undefined || !pyproject) return null;
    const lock = await parseToml(text);
    const packages = tablesAt(lock, 'package').map((it) => lockedPackage(it, text));
    const name = normalizedName(textAt(tableAt(pyproject.table, 'project'), 'name') ?? '');
    const root = packages.find((it) => it.name === name);
    const requires = textAt(lock, 'requires-python');
    const workspace = 'workspace' in tableAt(pyproject.table, 'tool', 'uv');
    const members = workspace ? membersOf(tablesAt(lock, 'package'), packages) : [];
    return {
      ...nothingElse,
      manager: 'uv',
      evidence: [{ file: 'uv.lock', because: 'the lock file of uv' }],
      packages: reachable(packages, root?.needs ?? []),
      complete: true,
      manifests: ['pyproject.toml', 'uv.lock', ...members.map((it) => `${it.folder}/pyproject.toml`)],
      members,
      unshipped: ['uv.lock', 'pyproject.toml'],
      uv: { check: '--locked', selection: [workspace ? '--no-install-workspace' : '--no-install-project'] },
      git: tablesAt(lock, 'package').some((it) => 'git' in tableAt(it, 'source')),
      versionRules: requires === undefined ? [] : [{ specifier: requires, exact: false, evidence: { file: 'uv.lock', line: lineOf(text, 'requires-python'), because: `resolved for Python ${requires}` } }],
    };
  },
};

/** The packages of the lock file that lie in the project: `source = { editable = "services/api" }`. */
function membersOf(tables: readonly Table[], packages: readonly LockedPackage[]): readonly Member[] {
  const folders = new Map<string, string>();
  for (const it of tables) {
    const source = tableAt(it, 'source');
    const folder = textAt(source, 'editable') ?? textAt(source, 'virtual') ?? textAt(source, 'directory');
    if (folder !== undefined && folder !== '.') folders.set(normalizedName(textAt(it, 'name') ?? ''), folder);
  }
  return [...folders].map(([name, folder]) => {
    const all = reachable(packages, [{ name, extras: [] }]);
    return { name, folder, packages: all.filter((it) => !folders.has(it.name)), folders: all.flatMap((it) => folders.get(it.name) ?? []) };
  });
}

function lockedPackage(table: Table, text: string): LockedPackage {
  const name = normalizedName(textAt(table, 'name') ?? '');
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = { file: 'uv.lock', line: lineOf(text, `name = "${textAt(table, 'name') ?? ''}"\n`), because: `locks ${name} ${version ?? ''}` };
  const extraNeeds: Record<string, readonly Need[]> = {};
  for (const [extra, needs] of Object.entries(tableAt(table, 'optional-dependencies'))) extraNeeds[extra] = needsOf({ needs }, 'needs');
  const wheels = tablesAt(table, 'wheels').map((it) => decodeURIComponent((textAt(it, 'url') ?? textAt(it, 'path') ?? textAt(it, 'filename') ?? '').split('/').at(-1) ?? ''));
  return { name, version, extras: [], evidence, wheels, needs: needsOf(table, 'dependencies'), extraNeeds };
}

function needsOf(table: Table, key: string): Need[] {
  return tablesAt(table, key).map((it) => ({ name: textAt(it, 'name') ?? '', extras: textsAt(it, 'extra') }));
}
