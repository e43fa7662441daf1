import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const other = '0'.repeat(64);
const main = { 'main.py': 'import flask\nprint(flask)\n' };

describe('Pipenv', () => {
  const source = (name: string): string =>
    `[[source]]\nurl = "https://pypi.org/simple"\nverify_ssl = true\n${name}`;
  const named = source('name = "pypi"\n');
  const rest =
    '[packages]\nFlask = "*"\n[dev-packages]\n[lint]\nRuff = "*"\n[requires]\npython_version = "3.13"\n[scripts]\nstart = "python main.py"\n[pipenv]\nallow_prereleases = true\n';
  /** What Pipenv hashes of it: json.dumps(data, sort_keys=True, separators=(",", ":")). */
  const hashed = (flask: string, ruff: string, name = '"name":"pypi",'): string =>
    sha256(
      `{"_meta":{"requires":{"python_version":"3.13"},"sources":[{${name}"url":"https://pypi.org/simple","verify_ssl":true}]},"default":{"${flask}":"*"},"develop":{},"lint":{"${ruff}":"*"}}`,
    );
  const made = (manifest: string, hash: string, locked = 'flask') =>
    generated({
      ...main,
      Pipfile: manifest,
      'Pipfile.lock': JSON.stringify({
        _meta: { hash: { sha256: hash } },
        default: { [locked]: { version: '==3.1.0', hashes: ['sha256:a'] } },
        develop: {},
      }),
    });
  const verify = '/opt/pipenv/bin/pipenv verify';
  const outdated = 'Pipfile.lock does not match Pipfile';
  const kept = `${outdated}: the image has the versions of the lock file\nRun pipenv lock.`;

  it.each([
    ['of the release in the image', named + rest, hashed('flask', 'ruff'), true, false],
    ['of an older release', named + rest, hashed('Flask', 'Ruff'), false, false],
    ['of a source without a name', source('') + rest, hashed('flask', 'ruff', ''), false, false],
    ['of another Pipfile', named + rest, other, false, true],
  ] as const)('a hash %s', async (_what, manifest, hash, verifies, warns) => {
    const { dockerfile, notes } = await made(manifest, hash);
    expect(dockerfile.includes(verify)).toBe(verifies);
    expect(dockerfile).toContain('/opt/pipenv/bin/pipenv requirements --hash');
    expect(notes.filter((it) => it.startsWith(outdated))).toEqual(warns ? [kept] : []);
  });

  it('refuses a lock file of another Pipfile that lacks a package', async () => {
    await expect(made(named + rest, other, 'django')).rejects.toThrow(
      `${outdated}: it lacks Flask`,
    );
  });
});

describe('PDM', () => {
  const project = '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.11"\n';
  const groups =
    '[dependency-groups]\nTest_All = ["pytest"]\n[tool.pdm.dev-dependencies]\nlint = ["ruff"]\ntest-all = ["cov"]\n[tool.pdm.resolution.overrides]\nsix = "1"\n';
  const manifest = `${project}dependencies = ["flask>=3", "tomli; python_version < '3.11'"]\n${groups}`;
  /** What PDM hashes of it: json.dumps(data, sort_keys=True). */
  const hashed = (dev: string, more: string): string =>
    sha256(
      `{"dependencies": ["flask>=3", "tomli; python_version < '3.11'"], "dev-dependencies": ${dev}, "optional-dependencies": {}, ${more}}`,
    );
  const all = '{"lint": ["ruff"], "test-all": ["pytest", "cov"]}';
  const ofPdm = '{"lint": ["ruff"], "test-all": ["cov"]}';
  const overrides = '"overrides": {"six": "1"}, "requires-python": ">=3.11", "sources": []';
  const resolution =
    '"requires-python": ">=3.11", "resolution": {"overrides": {"six": "1"}}, "sources": []';
  const current = 'strategy = ["inherit_metadata"]\nlock_version = "4.5.0"\n';
  const made = (hash: string, locked = 'flask', format = current) =>
    generated({
      ...main,
      'pyproject.toml': manifest,
      'pdm.lock': `[metadata]\ngroups = ["default"]\n${format}content_hash = "sha256:${hash}"\n\n[[package]]\nname = "${locked}"\nversion = "3.1.0"\ngroups = ["default"]\n`,
    });
  const check = '/opt/pdm/bin/pdm lock --check';
  const outdated = 'pdm.lock does not match pyproject.toml';
  const kept = `${outdated}: the image has the versions of the lock file\nRun pdm lock.`;

  it.each([
    ['of the release in the image', hashed(all, resolution), true, false],
    ['of a release with overrides', hashed(all, overrides), false, false],
    ['of a release with its own groups alone', hashed(ofPdm, resolution), false, false],
    ['of an old release', hashed(ofPdm, overrides), false, false],
    ['of another pyproject.toml', other, false, true],
  ] as const)('a hash %s', async (_what, hash, checks, warns) => {
    const { dockerfile, notes } = await made(hash);
    expect(dockerfile.includes(check)).toBe(checks);
    expect(dockerfile).toContain('/opt/pdm/bin/pdm export --prod');
    expect(notes.filter((it) => it.startsWith(outdated))).toEqual(warns ? [kept] : []);
  });

  it.each([
    ['that says which package is for which system', current, 'pdm==2.29.3', true],
    ['that does not', 'lock_version = "4.4.1"\n', 'pdm==2.15.4', false],
    ['with its hashes at its end', 'lock_version = "4.2"\n', 'pdm==2.7.4', false],
  ] as const)('exports a lock file %s with a release that can', async (_, format, tool, checks) => {
    const { dockerfile } = await made(hashed(all, resolution), 'flask', format);
    expect(dockerfile).toContain(` ${tool} `);
    expect(dockerfile.includes(check)).toBe(checks);
  });

  it('refuses a lock file of another pyproject.toml that lacks a package', async () => {
    await expect(made(other, 'django')).rejects.toThrow(`${outdated}: it lacks flask`);
  });
});
