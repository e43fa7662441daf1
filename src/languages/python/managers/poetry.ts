/** Poetry: pyproject.toml and poetry.lock. https://python-poetry.org/docs/pyproject/ */
import type { Evidence } from '../../../types.ts';
import { normalizedName } from '../names.ts';
import { isTable, lineOf, parseToml, tableAt, tablesAt, textAt, textsAt, type Table } from '../pyproject.ts';
import { parseRequirement } from '../requirements.ts';
import { poetrySpecifier, type VersionRule } from '../versions.ts';
import { nothingElse, type PackageManager } from './manager.ts';
import { reachable, type LockedPackage, type Need } from './lock.ts';

export const poetry: PackageManager = {
  id: 'poetry',
  lockFile: 'poetry.lock',
  add: (name) => `poetry add ${name}`,
  async read({ project, files, pyproject }) {
    const text = files.includes('poetry.lock') ? await project.read('poetry.lock') : undefined;
    if (text === undefined || !pyproject) return null;
    const lock = await parseToml(text);
    const packages = tablesAt(lock, 'package').map((it) => lockedPackage(it, text));
    const own = tableAt(pyproject.table, 'tool', 'poetry');
    const roots: Need[] = [
      ...textsAt(tableAt(pyproject.table, 'project'), 'dependencies').flatMap((it) => parseRequirement(it) ?? []),
      ...Object.entries(tableAt(own, 'dependencies')).filter(([name]) => name !== 'python').map(([name, it]) => ({ name, extras: isTable(it) ? textsAt(it, 'extras') : [] })),
    ];
    return {
      ...nothingElse,
      manager: 'poetry',
      evidence: [{ file: 'poetry.lock', because: 'the lock file of Poetry' }],
      packages: reachable(packages, roots),
      complete: true,
      manifests: ['pyproject.toml', 'poetry.lock'],
      unshipped: ['poetry.lock', 'pyproject.toml', 'poetry.toml'],
      // https://pypi.org/project/poetry/
      exporter: {
        title: 'Poetry',
        requirements: ['poetry==2.5.1', 'poetry-plugin-export==1.10.1'],
        folder: '/opt/poetry',
        commands: ['/opt/poetry/bin/poetry check --lock', '/opt/poetry/bin/poetry export --only main --format requirements.txt --output /tmp/requirements.txt'],
      },
      versionRules: rulesOf(own, pyproject.text, tableAt(lock, 'metadata'), text),
    };
  },
};

function rulesOf(own: Table, text: string, metadata: Table, lockText: string): VersionRule[] {
  const rules: VersionRule[] = [];
  const constraint = textAt(tableAt(own, 'dependencies'), 'python');
  if (constraint !== undefined) rules.push({ specifier: poetrySpecifier(constraint), exact: false, evidence: { file: 'pyproject.toml', line: lineOf(text, 'python ='), because: `python = "${constraint}"` } });
  const locked = textAt(metadata, 'python-versions');
  if (locked !== undefined && locked !== constraint) rules.push({ specifier: poetrySpecifier(locked), exact: false, evidence: { file: 'poetry.lock', line: lineOf(lockText, 'python-versions'), because: `resolved for Python ${locked}` } });
  return rules;
}

function lockedPackage(table: Table, text: string): LockedPackage {
  const written = textAt(table, 'name') ?? '';
  const name = normalizedName(written);
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = { file: 'poetry.lock', line: lineOf(text, `name = "${written}"\n`), because: `locks ${name} ${version ?? ''}` };
  const extraNeeds: Record<string, readonly Need[]> = {};
  for (const extra of Object.keys(tableAt(table, 'extras'))) extraNeeds[extra] = textsAt(tableAt(table, 'extras'), extra).flatMap((it) => parseRequirement(it) ?? []);
  const files = tablesAt(table, 'files').map((it) => textAt(it, 'file') ?? '');
  const needs = Object.entries(tableAt(table, 'dependencies')).map(([needed, it]) => ({ name: needed, extras: isTable(it) ? textsAt(it, 'extras') : [], optional: isTable(it) && it['optional'] === true }));
  return { name, version, extras: [], evidence, wheels: files.filter((it) => it.endsWith('.whl')), needs: needs.filter((it) => !it.optional), extraNeeds };
}
