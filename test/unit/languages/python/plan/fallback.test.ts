import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const app = { 'main.py': 'print(1)\n' };
const compilers =
  'apt-get update && apt-get install --yes --no-install-recommends gcc g++ make libc6-dev libffi-dev';

/** The lines of the install, from the one that can fail. */
async function installIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines = (await generated(files)).dockerfile.split('\n').map((it) => it.trim());
  const from = lines.findIndex((it) => /^pip --python|^UV_\w+=/.test(it));
  return lines.slice(from, from + 3);
}

const pip = 'pip --python /opt/venv/bin/python install --disable-pip-version-check --no-compile';
const locked = (wheels: string): Readonly<Record<string, string>> => ({
  ...app,
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["hash"]\n',
  'uv.lock': `version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "hash" }]\n[[package]]\nname = "hash"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [${wheels}]\n`,
});

describe('an install that fails is repeated with compilers', () => {
  it('where no list says which packages have a wheel', async () => {
    expect(await installIn({ ...app, 'requirements.txt': 'blurhash-python==1.2.2\n' })).toEqual([
      `${pip} -r requirements.txt || \\`,
      `{ ${compilers} && rm -rf /var/lib/apt/lists/* && \\`,
      `${pip} -r requirements.txt; }`,
    ]);
  });
  it('with the libraries of known packages', async () => {
    const [, install] = await installIn({ ...app, 'requirements.txt': 'lxml==6.1.0\n' });
    expect(install).toContain(`${compilers} libxml2-dev libxslt1-dev`);
  });
  it('where the lock file has sources alone', async () => {
    expect((await generated(locked(''))).dockerfile).toContain(compilers);
  });
  it('and not where all have wheels', async () => {
    const wheel = '{ url = "https://x/hash-1.0-py3-none-any.whl", hash = "sha256:0" }';
    expect((await generated(locked(wheel))).dockerfile).not.toContain(compilers);
  });
});
