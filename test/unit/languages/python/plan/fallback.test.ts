import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const app = { 'main.py': 'print(1)\n' };
const compilers =
  'apt-get update && apt-get install --yes --no-install-recommends gcc g++ make libc6-dev libffi-dev';

/** The lines of the install, from the one that can fail. */
async function installIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines = (await generated(files)).dockerfile.split('\n').map((it) => it.trim());
  const from = lines.findIndex((it) => /^(?:\{ )?pip --python|^UV_\w+=/.test(it));
  return lines.slice(from, from + 3);
}

const pip = 'pip --python /opt/venv/bin/python install --disable-pip-version-check --no-compile';
const locked = (wheels: string): Readonly<Record<string, string>> => ({
  ...app,
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["hash"]\n',
  'uv.lock': `version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "hash" }]\n[[package]]\nname = "hash"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [${wheels}]\n`,
});

describe('an install that fails is repeated with compilers', () => {
  it('without the virtual environment before it, where no list says which packages have a wheel', async () => {
    expect(await installIn({ ...app, 'requirements.txt': 'blurhash-python==1.2.2\n' })).toEqual([
      `{ ${pip} -r requirements.txt || \\`,
      `{ ${compilers} && rm -rf /var/lib/apt/lists/* && \\`,
      `${pip} -r requirements.txt; }; }`,
    ]);
  });
  it.each([
    ['lxml==6.1.0', 'libxml2-dev libxslt1-dev'],
    ['psycopg2-binary==2.9.3', 'libpq-dev'],
    ['pylibmc==1.6.3', 'libmemcached-dev zlib1g-dev'],
    ['pycurl==7.45.6', 'libcurl4-openssl-dev libssl-dev'],
    ['m2crypto==0.45.0', 'libssl-dev swig'],
    ['pymssql==2.3.7', 'freetds-dev libssl-dev'],
  ])('with the libraries of known packages: %s', async (requirement, libraries) => {
    const [, install] = await installIn({ ...app, 'requirements.txt': `${requirement}\n` });
    expect(install).toContain(`${compilers} ${libraries} `);
  });
  it.each([
    ['pyicu', 'libicu-dev pkgconf'],
    ['pyaudio', 'portaudio19-dev'],
    ['systemd-python', 'libsystemd-dev pkgconf'],
  ])('at once where no release has a wheel: %s', async (requirement, libraries) => {
    const { dockerfile } = await generated({ ...app, 'requirements.txt': `${requirement}\n` });
    const [before = ''] = dockerfile.split('COPY ["requirements.txt"');
    expect(before).toContain(` ${libraries} `);
  });
  it('without the export before it, whose failure ends the build', async () => {
    const { dockerfile } = await generated({
      ...app,
      'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.9"\nhash = "*"\n',
      'poetry.lock':
        '[[package]]\nname = "hash"\nversion = "1.0"\nfiles = []\n[metadata]\npython-versions = "^3.9"\n',
    });
    const lines = dockerfile.split('\n').map((it) => it.trim());
    const from = lines.findIndex((it) => it.startsWith('/opt/poetry/bin/poetry export'));
    const install = `${pip} --no-deps --require-hashes -r /tmp/requirements.txt`;
    expect(lines.slice(from + 1, from + 5)).toEqual([
      'python3 -m venv --without-pip /opt/venv && \\',
      `{ ${install} || \\`,
      `{ ${compilers} && rm -rf /var/lib/apt/lists/* && \\`,
      `${install}; }; }`,
    ]);
  });
  it('and with an old setuptools, where a list pins releases of its time', async () => {
    const requirements = 'Django==2.2.14\npython-decouple==3.1\n';
    const { dockerfile } = await generated({ ...app, 'requirements.txt': requirements });
    const lines = dockerfile.split('\n').map((it) => it.trim());
    const from = lines.findIndex((it) => it.startsWith('{ pip --python'));
    expect(lines.slice(from, from + 4)).toEqual([
      `{ ${pip} -r requirements.txt || \\`,
      `{ ${compilers} && rm -rf /var/lib/apt/lists/* && \\`,
      `{ ${pip} -r requirements.txt || \\`,
      `{ echo 'setuptools<58' > /tmp/setuptools.txt && PIP_CONSTRAINT=/tmp/setuptools.txt ${pip} -r requirements.txt; }; }; }; }`,
    ]);
  });
  it.each([
    ['newer releases', 'Django==5.2\n', '3.11'],
    ['a newer Python', 'Django==2.2.14\n', '3.12'],
  ])('and with no old setuptools for %s', async (_what, requirements, version) => {
    const files = { ...app, 'requirements.txt': requirements, '.python-version': `${version}\n` };
    expect((await generated(files)).dockerfile).not.toContain('PIP_CONSTRAINT');
  });
  it('where the lock file has sources alone', async () => {
    expect((await generated(locked(''))).dockerfile).toContain(compilers);
  });
  it('and not where all have wheels', async () => {
    const wheel = '{ url = "https://x/hash-1.0-py3-none-any.whl", hash = "sha256:0" }';
    expect((await generated(locked(wheel))).dockerfile).not.toContain(compilers);
  });
});
