import { describe, expect, it } from 'vitest';
import { readIni } from '../../../../../src/languages/python/files/ini.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const script = { 'main.py': 'import acme\nif __name__ == "__main__":\n    acme.run()\n' };
const pyproject = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["acme"]\n';
const uvLock = (registry: string): string =>
  `version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "acme" }]\n\n[[package]]\nname = "acme"\nversion = "1"\nsource = { registry = "${registry}" }\n`;
const uv = (index: string, registry = 'https://packages.example.com/simple') => ({
  ...script,
  'pyproject.toml': `${pyproject}\n${index}`,
  'uv.lock': uvLock(registry),
});
const poetry = (source: string) => ({
  ...script,
  'pyproject.toml': `${pyproject}\n[[tool.poetry.source]]\n${source}`,
  'poetry.lock': '[[package]]\nname = "acme"\nversion = "1"\n',
});
const pdm = (source: string) => ({
  ...script,
  'pyproject.toml': `${pyproject}\n[[tool.pdm.source]]\n${source}`,
  'pdm.lock': '[[package]]\nname = "acme"\nversion = "1"\n',
});
const pipenv = (source: string) => ({
  ...script,
  Pipfile: `[[source]]\n${source}\n[packages]\nacme = "*"\n`,
  'Pipfile.lock': '{"default": {"acme": {"version": "==1"}}}',
});
const requirements = (lines: string) => ({ ...script, 'requirements.txt': `${lines}acme==1\n` });
const named =
  '[[tool.uv.index]]\nname = "acme-internal"\nurl = "https://packages.example.com/simple/"\n';
const withVariables = 'https://${ACME_USER}:${ACME_PASSWORD}@packages.example.com/simple';
const plain = 'https://packages.example.com/simple';

const netrcMount = '--mount=type=secret,id=netrc,target=/root/.netrc,required=true';
const variableMounts =
  '--mount=type=secret,id=ACME_USER,required=true --mount=type=secret,id=ACME_PASSWORD,required=true';
const variableExports =
  'export ACME_USER="$(cat /run/secrets/ACME_USER)" && export ACME_PASSWORD="$(cat /run/secrets/ACME_PASSWORD)" && ';
const netrcNote =
  'packages.example.com requires a login: $HOME/.netrc is mounted as a secret, and the build needs it';
const variableNote =
  'packages.example.com requires a login: ACME_USER and ACME_PASSWORD are mounted as secrets, and the build needs them';

describe('a private index is reached with a secret of the build', () => {
  it.each([
    [
      'uv, an index with a name',
      uv(named),
      '--mount=type=secret,id=UV_INDEX_ACME_INTERNAL_USERNAME,required=true --mount=type=secret,id=UV_INDEX_ACME_INTERNAL_PASSWORD,required=true',
      'export UV_INDEX_ACME_INTERNAL_USERNAME="$(cat /run/secrets/UV_INDEX_ACME_INTERNAL_USERNAME)" && export UV_INDEX_ACME_INTERNAL_PASSWORD="$(cat /run/secrets/UV_INDEX_ACME_INTERNAL_PASSWORD)" && UV_PROJECT_ENVIRONMENT=',
      'packages.example.com requires a login: UV_INDEX_ACME_INTERNAL_USERNAME and UV_INDEX_ACME_INTERNAL_PASSWORD are mounted as secrets, and the build needs them',
    ],
    [
      'uv, an index without a name',
      uv(`[tool.uv]\nindex-url = "${plain}"\n`),
      netrcMount,
      '',
      netrcNote,
    ],
    [
      'uv, an index of uv.toml',
      {
        ...uv(''),
        'uv.toml':
          '[[index]]\nname = "acme-internal"\nurl = "https://packages.example.com/simple"\n',
      },
      '--mount=type=secret,id=UV_INDEX_ACME_INTERNAL_USERNAME,required=true',
      'COPY ["pyproject.toml", "uv.lock", "uv.toml", "./"]',
      'packages.example.com requires a login: UV_INDEX_ACME_INTERNAL_USERNAME and UV_INDEX_ACME_INTERNAL_PASSWORD are mounted as secrets, and the build needs them',
    ],
    ['Poetry', poetry(`name = "acme"\nurl = "${plain}"\n`), netrcMount, '', netrcNote],
    [
      'PDM, with variables',
      pdm(`name = "acme"\nurl = "${withVariables}"\n`),
      variableMounts,
      variableExports,
      variableNote,
    ],
    [
      'Pipenv, with variables',
      pipenv(`name = "acme"\nurl = "${withVariables}"\n`),
      variableMounts,
      variableExports,
      variableNote,
    ],
    [
      'requirements with variables',
      requirements(`--index-url ${withVariables}\n`),
      variableMounts,
      variableExports,
      variableNote,
    ],
    [
      'requirements without a login',
      requirements(`--extra-index-url=${plain}\n`),
      netrcMount,
      '',
      netrcNote,
    ],
    ['a page of links', requirements(`-f ${plain}/all.html\n`), netrcMount, '', netrcNote],
    [
      'a package from a repository, with a variable',
      {
        ...script,
        'requirements.txt': 'acme @ git+https://${ACME_TOKEN}@git.example.com/acme.git@v1\n',
      },
      '--mount=type=secret,id=ACME_TOKEN,required=true',
      'export ACME_TOKEN=',
      'git.example.com requires a login: ACME_TOKEN is mounted as a secret, and the build needs it',
    ],
  ] as const)('%s', async (_what, files, mount, line, note) => {
    const { dockerfile, notes } = await generated(files);
    expect(dockerfile).toContain(mount);
    expect(dockerfile).toContain(line);
    expect(dockerfile).not.toMatch(/^ARG /m);
    expect(notes).toContain(note);
  });
  it('the header says how to build', async () => {
    expect((await generated(poetry(`name = "acme"\nurl = "${plain}"\n`))).header).toContain(
      '# Build: docker build --secret id=netrc,src="$HOME/.netrc" -t shop .',
    );
    expect((await generated(requirements(`--index-url ${withVariables}\n`))).header).toContain(
      '--secret id=ACME_USER,env=ACME_USER --secret id=ACME_PASSWORD,env=ACME_PASSWORD',
    );
  });
  it('is mounted where packages are installed, and nowhere else', async () => {
    const { dockerfile } = await generated(poetry(`name = "acme"\nurl = "${plain}"\n`));
    expect(dockerfile.match(/type=secret/g)).toHaveLength(1);
  });
});

describe('what needs no secret', () => {
  it.each([
    [
      'an index that is public',
      uv(
        '[[tool.uv.index]]\nname = "pytorch"\nurl = "https://download.pytorch.org/whl/cpu"\n',
        'https://download.pytorch.org/whl/cpu',
      ),
    ],
    ['an index that nothing is locked from', uv(named, 'https://pypi.org/simple')],
    ['one that says that it wants no login', uv(`${named}authenticate = "never"\n`)],
    ['PyPI, said in words', requirements('--index-url https://pypi.org/simple\n')],
  ] as const)('%s', async (_what, files) => {
    const { dockerfile } = await generated(files);
    expect(dockerfile).not.toContain('type=secret');
    expect(dockerfile).not.toContain('# Build it');
  });
});

describe('a password in clear text stops, and is not printed', () => {
  const secret = 's3cr3t-pa55';
  const pipText = (place: string): string =>
    `${place}: the address of packages.example.com contains a password in clear text\nWrite \${NAME} instead: the variable is expanded when the packages are installed, and the build mounts it as a secret. Change the password, too: it was readable in the file.`;
  const url = `https://ci:${secret}@packages.example.com/simple`;
  it.each([
    ['requirements', requirements(`--index-url ${url}\n`), pipText('requirements.txt:1')],
    [
      'a token alone',
      requirements('-i https://abcdefghijklmnopqrst@packages.example.com/simple\n'),
      pipText('requirements.txt:1'),
    ],
    ['Poetry', poetry(`name = "acme"\nurl = "${url}"\n`), pipText('pyproject.toml:8')],
    ['PDM', pdm(`name = "acme"\nurl = "${url}"\n`), pipText('pyproject.toml:8')],
    ['Pipenv', pipenv(`url = "${url}"\n`), pipText('Pipfile:2')],
    [
      'uv',
      uv(`[[tool.uv.index]]\nname = "acme"\nurl = "${url}"\n`),
      'pyproject.toml:8: the address of packages.example.com contains a password in clear text\nRemove it from the address: it is read from UV_INDEX_ACME_USERNAME and UV_INDEX_ACME_PASSWORD, which the build mounts as secrets. Change the password, too: it was readable in the file.',
    ],
  ] as const)('%s', async (_what, files, message) => {
    const text = await refusal(files);
    expect(text).toBe(message);
    expect(text).not.toContain(secret);
  });
});

describe('pip.conf of the project', () => {
  it('is mounted where pip installs, and its private index needs a login', async () => {
    const { dockerfile, notes } = await generated({
      ...requirements(''),
      'pip.conf': `[global]\nindex-url = ${plain}\n`,
    });
    expect(dockerfile).toContain(
      `RUN --mount=type=cache,target=/root/.cache/pip ${netrcMount} --mount=type=bind,source=pip.conf,target=/etc/pip.conf \\`,
    );
    expect(dockerfile).toContain('RUN rm -r requirements.txt pip.conf');
    expect(notes).toEqual(
      expect.arrayContaining(['pip.conf is used where packages are installed', netrcNote]),
    );
  });
  it('stays out of the build context where it contains a password', async () => {
    const { dockerfile, ignore, notes, header } = await generated({
      ...requirements(''),
      'pip.conf': '[global]\nindex-url =\n  https://ci:s3cr3t-pa55@packages.example.com/simple\n',
    });
    expect(dockerfile).toContain(
      '--mount=type=secret,id=pip.conf,target=/etc/pip.conf,required=true',
    );
    expect(ignore).toContain('\n# Contains a password: mounted as a secret instead.\n/pip.conf\n');
    expect(header).toContain('--secret id=pip.conf,src=pip.conf');
    expect(notes).toContain(
      'pip.conf contains a password: it stays out of the build context and is mounted as a secret',
    );
  });
  it('counts for what exports a lock file, too, but not for uv', async () => {
    const configuration = { 'pip.conf': `[global]\nindex-url = https://pypi.org/simple\n` };
    expect(
      (
        await generated({
          ...poetry('name = "pypi"\nurl = "https://pypi.org/simple"\n'),
          ...configuration,
        })
      ).dockerfile.match(/type=bind,source=pip.conf/g),
    ).toHaveLength(2);
    expect(
      (
        await generated({
          ...uv(''),
          'uv.lock': uvLock('https://pypi.org/simple'),
          ...configuration,
        })
      ).dockerfile,
    ).not.toContain('pip.conf,target');
  });
});

it('an INI file: sections, comments, continued values', () => {
  expect([
    ...readIni(
      '# x\n[Global]\nIndex-URL = a  ; b\n[options]\ninstall_requires =\n    flask>=3  # web\n    gunicorn\n\n    x\nname: y\n',
    ),
  ]).toEqual([
    ['global.index-url', { value: 'a', line: 3 }],
    ['options.install_requires', { value: 'flask>=3\ngunicorn\nx', line: 5 }],
    ['options.name', { value: 'y', line: 10 }],
  ]);
});
