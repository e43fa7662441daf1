/** Pipenv: Pipfile and Pipfile.lock. https://pipenv.pypa.io/en/latest/pipfile.html */
import type { Package } from '../details.ts';
import { normalizedName } from '../names.ts';
import { isTable, lineOf, parseToml, tableAt, textAt, textsAt } from '../pyproject.ts';
import type { VersionRule } from '../versions.ts';
import { nothingElse, type PackageManager } from './manager.ts';

export const pipenv: PackageManager = {
  id: 'pipenv',
  lockFile: 'Pipfile.lock',
  add: (name) => `pipenv install ${name}`,
  async read({ project, files }) {
    const text = files.includes('Pipfile.lock') ? await project.read('Pipfile.lock') : undefined;
    const manifest = await project.read('Pipfile');
    if (manifest === undefined) return null;
    if (text === undefined) return { ...emptyInstallation(), notes: [{ level: 'error', text: 'Pipfile has no Pipfile.lock beside it\nRun pipenv lock, and commit the file.', evidence: [{ file: 'Pipfile', because: 'the manifest of Pipenv' }] }] };
    return {
      ...emptyInstallation(),
      packages: lockedPackages(text),
      versionRules: await rulesOf(manifest),
      exporter: {
        title: 'Pipenv',
        requirements: ['pipenv==2026.10.3'],
        folder: '/opt/pipenv',
        commands: ['/opt/pipenv/bin/pipenv verify', '/opt/pipenv/bin/pipenv requirements --hash > /tmp/requirements.txt'],
      },
    };
  },
};

function emptyInstallation() {
  return {
    ...nothingElse,
    manager: 'pipenv',
    evidence: [{ file: 'Pipfile.lock', because: 'the lock file of Pipenv' }],
    packages: [],
    complete: true,
    manifests: ['Pipfile', 'Pipfile.lock'],
    unshipped: ['Pipfile', 'Pipfile.lock'],
  };
}

function lockedPackages(text: string): readonly Package[] {
  const lock = parseJson(text);
  const locked = isTable(lock) ? tableAt(lock, 'default') : {};
  return Object.entries(locked).flatMap(([written, it]) => {
    if (!isTable(it)) return [];
    const version = textAt(it, 'version')?.replace(/^==/, '') ?? null;
    return [{ name: normalizedName(written), version, extras: textsAt(it, 'extras'), wheels: null, evidence: { file: 'Pipfile.lock', line: lineOf(text, `"${written}": {`), because: `locks ${written} ${version ?? ''}` } }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function rulesOf(manifest: string): Promise<VersionRule[]> {
  const requires = tableAt(await parseToml(manifest), 'requires');
  const version = textAt(requires, 'python_full_version') ?? textAt(requires, 'python_version');
  const line = /^3\.\d+/.exec(version ?? '')?.[0];
  return line === undefined ? [] : [{ specifier: `==${line}.*`, exact: true, evidence: { file: 'Pipfile', line: lineOf(manifest, 'python_'), because: `asks for Python ${version ?? ''}` } }];
}
