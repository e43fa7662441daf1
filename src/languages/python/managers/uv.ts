/** uv: pyproject.toml and uv.lock. https://docs.astral.sh/uv/guides/integration/docker/ */
import type { Evidence } from '../../../types.ts';
import { accessTo, withoutLogin, type PackageIndex } from '../indexes.ts';
import { normalizedName } from '../names.ts';
import { missingSets, selectedSets, setOf, standardSets, type OptionalSet, type Selection } from '../optional.ts';
import { lineOf, lineOfKey, parsePyproject, parseToml, tableAt, tablesAt, textAt, textsAt, type Pyproject, type Table } from '../pyproject.ts';
import type { Member } from '../details.ts';
import { nothingElse, type ManagerInput, type PackageManager } from './manager.ts';
import { reachable, type LockedPackage, type Need } from './lock.ts';

export const uv: PackageManager = {
  id: 'uv',
  lockFile: 'uv.lock',
  add: (name) => `uv add ${name}`,
  async read({ project, files, pyproject, selection }) {
    const text = files.includes('uv.lock') ? await project.read('uv.lock') : undefined;
    if (text === undefined || !pyproject) return null;
    const lock = await parseToml(text);
    const packages = tablesAt(lock, 'package').map((it) => lockedPackage(it, text));
    const name = normalizedName(textAt(tableAt(pyproject.table, 'project'), 'name') ?? '');
    const root = packages.find((it) => it.name === name);
    const requires = textAt(lock, 'requires-python');
    const workspace = 'workspace' in tableAt(pyproject.table, 'tool', 'uv');
    const members = workspace ? await membersOf(project, tablesAt(lock, 'package'), packages, selection) : [];
    const optional = optionalOf(pyproject);
    const settings = files.includes('uv.toml') ? await project.read('uv.toml') : undefined;
    const access = accessTo(indexesOf(await settingsOf(pyproject, settings), lock, text));
    return {
      ...nothingElse,
      manager: 'uv',
      evidence: [{ file: 'uv.lock', because: 'the lock file of uv' }],
      packages: reachable(packages, root ? selectedNeeds(root, optional, selection) : []),
      complete: true,
      manifests: ['pyproject.toml', 'uv.lock', ...(settings === undefined ? [] : ['uv.toml']), ...members.map((it) => `${it.folder}/pyproject.toml`)],
      members,
      optional,
      secrets: access.secrets,
      unshipped: ['uv.lock', 'pyproject.toml', 'uv.toml'],
      uv: { check: '--locked', install: [workspace ? '--no-install-workspace' : '--no-install-project'], selection: optionsFor(optional, selection) },
      git: tablesAt(lock, 'package').some((it) => 'git' in tableAt(it, 'source')),
      versionRules: requires === undefined ? [] : [{ specifier: requires, exact: false, evidence: { file: 'uv.lock', line: lineOf(text, 'requires-python'), because: `resolved for Python ${requires}` } }],
      // A member of the workspace says for itself what it has.
      notes: [...missingSets([...optional, ...members.flatMap((it) => it.optional)], selection, workspace ? 'the workspace' : 'the project'), ...access.notes],
    };
  },
};

/** Where uv keeps its settings; uv.toml replaces the table in pyproject.toml: https://docs.astral.sh/uv/concepts/configuration-files/ */
async function settingsOf(pyproject: Pyproject, settings: string | undefined): Promise<Pyproject & { readonly file: string }> {
  return settings === undefined ? { text: pyproject.text, table: tableAt(pyproject.table, 'tool', 'uv'), file: 'pyproject.toml' } : { text: settings, table: await parseToml(settings), file: 'uv.toml' };
}

/**
 * The indexes that packages are locked from. Credentials of a named one are variables of its name.
 * https://docs.astral.sh/uv/concepts/indexes/#providing-credentials-directly
 */
function indexesOf({ table, text, file }: Pyproject & { readonly file: string }, lock: Table, lockText: string): readonly PackageIndex[] {
  const named = tablesAt(table, 'index').map((it): PackageIndex & { readonly open: boolean } => {
    const url = textAt(it, 'url') ?? '';
    const name = textAt(it, 'name')?.toUpperCase().replace(/[^A-Z0-9]/g, '_');
    const evidence = { file, line: lineOf(text, url), because: `names the index ${textAt(it, 'name') ?? 'without a name'}` };
    return { url, evidence, open: textAt(it, 'authenticate') === 'never', ...(name === undefined ? {} : { login: [`UV_INDEX_${name}_USERNAME`, `UV_INDEX_${name}_PASSWORD`] }) };
  });
  const written = [textAt(table, 'index-url'), ...textsAt(table, 'extra-index-url')].flatMap((url) => (url === undefined ? [] : [{ url, evidence: { file, line: lineOf(text, url), because: 'names an index' } }]));
  const urls = [...new Set(tablesAt(lock, 'package').flatMap((it) => textAt(tableAt(it, 'source'), 'registry') ?? []))];
  const locked = urls.flatMap((url): readonly PackageIndex[] => {
    const known = named.find((it) => sameAddress(it.url, url));
    if (known?.open) return [];
    return [known ?? { url, evidence: { file: 'uv.lock', line: lineOf(lockText, `"${url}"`), because: 'packages are locked from this index' } }];
  });
  // A password in an address is one too many, whether anything comes from there or not.
  return [...locked, ...[...named, ...written].filter((it) => it.url.includes('@') && !locked.includes(it))];
}

/** The lock file has addresses without logins. */
function sameAddress(one: string, other: string): boolean {
  const plain = (url: string): string => withoutLogin(url).replace(/\/+$/, '');
  return plain(one) === plain(other);
}

/** The packages of the lock file that lie in the project: `source = { editable = "services/api" }`. */
async function membersOf(project: ManagerInput['project'], tables: readonly Table[], packages: readonly LockedPackage[], selection: Selection): Promise<readonly Member[]> {
  const folders = new Map<string, string>();
  for (const it of tables) {
    const source = tableAt(it, 'source');
    const folder = textAt(source, 'editable') ?? textAt(source, 'virtual') ?? textAt(source, 'directory');
    if (folder !== undefined && folder !== '.') folders.set(normalizedName(textAt(it, 'name') ?? ''), folder);
  }
  const members: Member[] = [];
  for (const [name, folder] of folders) {
    const file = `${folder}/pyproject.toml`;
    const manifest = await project.read(file);
    const optional = manifest === undefined ? [] : optionalOf(await parsePyproject(manifest), file);
    const own = packages.find((it) => it.name === name);
    const all = reachable(packages, [{ name, extras: [] }, ...(own ? selectedNeeds(own, optional, selection) : [])]);
    members.push({
      name, folder, optional,
      packages: all.filter((it) => !folders.has(it.name)),
      folders: all.flatMap((it) => folders.get(it.name) ?? []),
      selection: ['--package', name, ...optionsFor(optional, selection)],
      notes: missingSets(optional, selection, name),
    });
  }
  return members;
}

/** https://docs.astral.sh/uv/concepts/projects/dependencies/#development-dependencies */
function optionalOf(pyproject: Pyproject, file = 'pyproject.toml'): readonly OptionalSet[] {
  const development = textsAt(tableAt(pyproject.table, 'tool', 'uv'), 'dev-dependencies');
  const older = development.length === 0 ? [] : [setOf('group', 'dev', [], development, { file, line: lineOfKey(pyproject.text, '[tool.uv]', 'dev-dependencies'), because: 'the group dev' })];
  return [...standardSets(pyproject, file), ...older];
}

function optionsFor(optional: readonly OptionalSet[], selection: Selection): readonly string[] {
  return selectedSets(optional, selection).flatMap((it) => [`--${it.kind}`, it.name]);
}

function selectedNeeds(own: LockedPackage, optional: readonly OptionalSet[], selection: Selection): readonly Need[] {
  return [...own.needs, ...selectedSets(optional, selection).flatMap((it) => (it.kind === 'extra' ? own.extraNeeds : own.groupNeeds)?.[normalizedName(it.name)] ?? [])];
}

function lockedPackage(table: Table, text: string): LockedPackage {
  const name = normalizedName(textAt(table, 'name') ?? '');
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = { file: 'uv.lock', line: lineOf(text, `name = "${textAt(table, 'name') ?? ''}"\n`), because: `locks ${name} ${version ?? ''}` };
  const wheels = tablesAt(table, 'wheels').map((it) => decodeURIComponent((textAt(it, 'url') ?? textAt(it, 'path') ?? textAt(it, 'filename') ?? '').split('/').at(-1) ?? ''));
  return { name, version, extras: [], evidence, wheels, needs: needsOf(table, 'dependencies'), extraNeeds: needsByName(table, 'optional-dependencies'), groupNeeds: needsByName(table, 'dev-dependencies') };
}

function needsByName(table: Table, key: string): Readonly<Record<string, readonly Need[]>> {
  return Object.fromEntries(Object.keys(tableAt(table, key)).map((name) => [normalizedName(name), needsOf(tableAt(table, key), name)]));
}

function needsOf(table: Table, key: string): Need[] {
  return tablesAt(table, key).map((it) => ({ name: textAt(it, 'name') ?? '', extras: textsAt(it, 'extra') }));
}
