/** PDM: pyproject.toml and pdm.lock. https://pdm-project.org/latest/usage/lockfile/ */
import type { Evidence } from '../../../types.ts';
import { normalizedName } from '../names.ts';
import { lineOf, parseToml, tablesAt, textAt, textsAt, type Table } from '../pyproject.ts';
import type { Package } from '../details.ts';
import { nothingElse, type PackageManager } from './manager.ts';

export const pdm: PackageManager = {
  id: 'pdm',
  lockFile: 'pdm.lock',
  add: (name) => `pdm add ${name}`,
  async read({ project, files, pyproject }) {
    const text = files.includes('pdm.lock') ? await project.read('pdm.lock') : undefined;
    if (text === undefined || !pyproject) return null;
    const lock = await parseToml(text);
    return {
      ...nothingElse,
      manager: 'pdm',
      evidence: [{ file: 'pdm.lock', because: 'the lock file of PDM' }],
      packages: tablesAt(lock, 'package').filter((it) => { const groups = textsAt(it, 'groups'); return groups.length === 0 || groups.includes('default'); }).map((it) => lockedPackage(it, text)),
      complete: true,
      manifests: ['pyproject.toml', 'pdm.lock'],
      unshipped: ['pdm.lock', 'pyproject.toml', 'pdm.toml'],
      exporter: {
        title: 'PDM',
        // Newer releases of the two break this one: https://pypi.org/project/pdm/
        requirements: ['pdm==2.29.3', 'hishel==1.1.10', 'unearth==0.17.5'],
        folder: '/opt/pdm',
        commands: ['/opt/pdm/bin/pdm lock --check', '/opt/pdm/bin/pdm export --prod --format requirements --output /tmp/requirements.txt'],
      },
    };
  },
};

function lockedPackage(table: Table, text: string): Package {
  const written = textAt(table, 'name') ?? '';
  const name = normalizedName(written);
  const version = textAt(table, 'version') ?? null;
  const evidence: Evidence = { file: 'pdm.lock', line: lineOf(text, `name = "${written}"\n`), because: `locks ${name} ${version ?? ''}` };
  const wheels = tablesAt(table, 'files').map((it) => textAt(it, 'file') ?? (textAt(it, 'url') ?? '').split('/').at(-1) ?? '').filter((it) => it.endsWith('.whl'));
  return { name, version, extras: textsAt(table, 'extras'), evidence, wheels };
}
