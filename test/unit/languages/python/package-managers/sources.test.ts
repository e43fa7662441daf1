import { describe, expect, it } from 'vitest';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generated, refusal } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import flask\nif __name__ == "__main__":\n    print(1)\n' };
const pyproject = (more = '', dependencies = '"flask", "money"'): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.13"\ndependencies = [${dependencies}]\n${more}`;
const uvLock = (source: string, more = ''): string =>
  `version = 1\n${more}\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "money" }]\n\n[[package]]\nname = "money"\nversion = "1"\nsource = { ${source} }\n`;
const library = { 'libs/money/pyproject.toml': '[project]\nname = "money"\nversion = "1"\n' };
const poetryLock = (type: string, url: string): string =>
  `[[package]]\nname = "money"\nversion = "1"\nfiles = []\n\n[package.source]\ntype = "${type}"\nurl = "${url}"\n`;
const pdmLock = (source: string, metadata = ''): string =>
  `[metadata]\ngroups = ["default"]\n${metadata}\n[[package]]\nname = "money"\nversion = "1"\ngroups = ["default"]\n${source}\n`;
const pipfile = '[packages]\nmoney = "*"\n';
const pipfileLock = (entry: object): string => JSON.stringify({ default: { money: entry } });

async function dockerfileOf(files: Readonly<Record<string, string>>): Promise<string> {
  return (await generated({ ...main, ...files })).dockerfile;
}

async function notesAbove(
  files: Readonly<Record<string, string>>,
  above: Readonly<Record<string, string>>,
): Promise<unknown> {
  const project = memoryProject({ ...main, ...files }, '/work/services/api', above);
  const facts = await python.detect(project, { today: new Date('2026-11-20T00:00:00Z') });
  return facts?.notes;
}

describe('a package in a folder of the project is built from its sources', () => {
  it('uv', async () => {
    const dockerfile = await dockerfileOf({
      ...library,
      'pyproject.toml': pyproject('[tool.uv.sources]\nmoney = { path = "libs/money" }\n'),
      'uv.lock': uvLock('editable = "libs/money"'),
    });
    expect(dockerfile).toContain('COPY ["libs/money/pyproject.toml", "libs/money/"]\n');
    expect(dockerfile).toContain(
      'uv sync --locked --no-default-groups --no-install-project --no-install-package money \\\n',
    );
    const [before = '', after = ''] = dockerfile.split('COPY . .\n');
    expect(before).not.toContain('--no-editable');
    expect(after).toContain(
      'uv sync --locked --no-default-groups --no-install-project --no-editable \\\n',
    );
    expect(after).toContain('compileall -qq --invalidation-mode unchecked-hash /opt/venv/lib');
  });
  it.each([
    [
      'Poetry',
      { 'pyproject.toml': pyproject(), 'poetry.lock': poetryLock('directory', 'libs/money') },
    ],
    ['PDM', { 'pyproject.toml': pyproject(), 'pdm.lock': pdmLock('path = "./libs/money"') }],
    ['Pipenv', { Pipfile: pipfile, 'Pipfile.lock': pipfileLock({ path: './libs/money' }) }],
  ])('%s: its line has no hash, and pip installs the folder', async (_what, files) => {
    const dockerfile = await dockerfileOf({ ...library, ...(files as Record<string, string>) });
    expect(dockerfile).toContain('COPY ["libs/money/pyproject.toml", "libs/money/"]\n');
    expect(dockerfile).toContain(
      "sed -i -E '/(^|@ ?)file:|^\\.|^-e (file:|\\.)/d' /tmp/requirements.txt",
    );
    expect(dockerfile.split('COPY . .\n')[1]).toContain(
      'install --disable-pip-version-check --no-compile --no-deps ./libs/money \\\n',
    );
  });
  it('Pipenv: the project itself runs from its sources', async () => {
    const dockerfile = await dockerfileOf({
      'setup.py': '',
      Pipfile: pipfile,
      'Pipfile.lock': pipfileLock({ path: '.', editable: true }),
    });
    expect(dockerfile).toContain("|^-e (file:|\\.)/d' /tmp/requirements.txt");
    expect(dockerfile.split('COPY . .\n')[1]).not.toContain('pip ');
  });
});

describe('a package from git, locked to a commit', () => {
  it.each([
    [
      'Poetry',
      { 'pyproject.toml': pyproject(), 'poetry.lock': poetryLock('git', 'https://x.example/m') },
    ],
    ['PDM', { 'pyproject.toml': pyproject(), 'pdm.lock': pdmLock('git = "https://x.example/m"') }],
    [
      'Pipenv',
      { Pipfile: pipfile, 'Pipfile.lock': pipfileLock({ git: 'https://x.example/m', ref: 'a' }) },
    ],
  ])('%s: is installed without a hash, all others with one', async (_what, files) => {
    const dockerfile = await dockerfileOf(files as Record<string, string>);
    expect(dockerfile).toContain(
      "sed -n 's/^-e //; /git+/p' /tmp/requirements.txt > /tmp/git-requirements.txt && \\\n    sed -i -E '/git\\+/d' /tmp/requirements.txt",
    );
    expect(dockerfile).toContain('--require-hashes -r /tmp/requirements.txt \\\n');
    expect(dockerfile).toContain('--no-deps -r /tmp/git-requirements.txt || \\\n');
    expect(dockerfile).toMatch(/install .*\bgit\b/);
    expect(dockerfile.split('\nFROM scratch')[1]).not.toContain('git');
  });
  it('pyproject.toml alone', async () => {
    const git = '"money @ git+https://x.example/m@v1"';
    expect(await dockerfileOf({ 'pyproject.toml': pyproject('', git) })).toMatch(
      /install .*\bgit\b/,
    );
  });
});

describe('a package outside the folder that is built', () => {
  it.each([
    [
      'uv',
      { 'pyproject.toml': pyproject(), 'uv.lock': uvLock('editable = "../money"') },
      '../money',
      '..',
    ],
    [
      'Poetry',
      { 'pyproject.toml': pyproject(), 'poetry.lock': poetryLock('directory', '../../money') },
      '../../money',
      '../..',
    ],
    [
      'PDM',
      { 'pyproject.toml': pyproject(), 'pdm.lock': pdmLock('path = "../money"') },
      '../money',
      '..',
    ],
    [
      'Pipenv',
      { Pipfile: pipfile, 'Pipfile.lock': pipfileLock({ path: '../money' }) },
      '../money',
      '..',
    ],
    ['pip', { 'requirements.txt': 'flask==3.1.0\n-e ../money\n' }, '../money', '..'],
    ['pip, without -e', { 'requirements.txt': '../money\n' }, '../money', '..'],
    ['pip, an include', { 'requirements.txt': '-r ../money\n' }, '../money', '..'],
  ])('%s: names the folder to run in', async (_what, files, path, root) => {
    const message = await refusal({ ...main, ...(files as Record<string, string>) });
    expect(message).toContain(`money comes from ${path}, outside the folder that is built`);
    expect(message).toContain(`npx create-secure-dockerfile ${root}. Or move`);
  });
});

it.each([
  'blinker @ file:///croot/blinker_1696/work',
  'blinker @ file:///C:/b/abs_91/blinker',
  '-e /home/ana/blinker',
  '-e c:\\users\\ana\\blinker',
  'D:/wheels/blinker',
])('a path of another machine is named: %s', async (line) => {
  const message = await refusal({ ...main, 'requirements.txt': `flask==3.1.0\n${line}\n` });
  expect(message).toContain('requirements.txt:2: blinker comes from ');
  expect(message).toContain('a path of the machine on which the list was made');
});

it('pip refuses hashes beside a line that cannot have one', async () => {
  const hash = ' --hash=sha256:00\n';
  for (const line of ['./libs/money', 'money @ git+https://x.example/m'])
    expect(
      await refusal({ ...main, ...library, 'requirements.txt': `flask==3.1.0${hash}${line}\n` }),
    ).toContain('requirements.txt:2: requirements.txt has hashes, and pip refuses a line');
});

describe('a package for Windows alone', () => {
  it('is named, with the marker', async () => {
    expect(await refusal({ ...main, 'requirements.txt': 'pywin32==311\n' })).toBe(
      'requirements.txt:1: pywin32 is only for Windows, and nothing keeps it off Linux\nAdd a marker to the line: pywin32==311 ; sys_platform == "win32"',
    );
  });
  it('is no obstacle with a marker', async () => {
    const requirements = 'flask==3.1.0\npywin32==311 ; sys_platform == "win32"\n';
    expect(await dockerfileOf({ 'requirements.txt': requirements })).toContain('FROM scratch');
  });
});

describe('[tool.uv.sources] without uv.lock', () => {
  it.each(['path = "libs/money"', 'git = "https://x.example/m"', 'index = "company"'])(
    'never asks PyPI for the name: %s',
    async (source) => {
      const message = await refusal({
        ...main,
        ...library,
        'pyproject.toml': pyproject(`[tool.uv.sources]\nmoney = { ${source} }\n`),
      });
      expect(message).toContain('[tool.uv.sources] has another source for money');
      expect(message).toContain('Run uv lock');
    },
  );
  it('is fine for packages that production does not need', async () => {
    const sources = '[tool.uv.sources]\nmoney = { path = "libs/money" }\n';
    const dockerfile = await dockerfileOf({ 'pyproject.toml': pyproject(sources, '"flask"') });
    expect(dockerfile).toContain('FROM scratch');
  });
  it('a member of a workspace above names the workspace', async () => {
    const files = {
      'pyproject.toml': pyproject('[tool.uv.sources]\nmoney = { workspace = true }\n'),
    };
    const above = { '../../pyproject.toml': '[tool.uv.workspace]\nmembers = ["services/*"]\n' };
    expect(await notesAbove(files, above)).toMatchObject([
      {
        code: 'python/workspace-above',
        hint: 'Run it for the workspace, which becomes the build context: npx create-secure-dockerfile ../.. --service shop',
        evidence: [{ file: 'pyproject.toml', line: 7 }],
      },
      { code: 'python/lock-missing' },
    ]);
    expect(await refusal({ ...main, ...files })).toContain('npx create-secure-dockerfile FOLDER');
  });
  it('the lock file of a workspace above is named', async () => {
    const above = {
      '../../pyproject.toml': '[tool.uv.workspace]\nmembers = ["services/*"]\n',
      '../../uv.lock': '',
    };
    expect(await notesAbove({ 'pyproject.toml': pyproject('', '"flask"') }, above)).toMatchObject([
      {
        code: 'python/lock-missing',
        hint: 'The workspace in ../.. has one: npx create-secure-dockerfile ../.. --service shop',
      },
    ]);
  });
});

describe('a lock file for another system', () => {
  it('uv', async () => {
    const files = {
      ...main,
      'pyproject.toml': pyproject(),
      'uv.lock': uvLock(
        'registry = "https://pypi.org/simple"',
        `supported-markers = ["sys_platform == 'darwin'"]\n`,
      ),
    };
    expect(await refusal(files)).toContain("uv.lock is resolved only for sys_platform == 'darwin'");
  });
  it('PDM', async () => {
    const lock = (platform: string): string =>
      pdmLock('', `[[metadata.targets]]\nrequires_python = ">=3.13"\nplatform = "${platform}"\n`);
    const files = { ...main, 'pyproject.toml': pyproject() };
    expect(await refusal({ ...files, 'pdm.lock': lock('macos_14_0_arm64') })).toContain(
      'pdm.lock is resolved only for macos_14_0_arm64',
    );
    expect(await dockerfileOf({ ...files, 'pdm.lock': lock('manylinux_2_17_x86_64') })).toContain(
      'pdm export --prod',
    );
  });
});

describe('lists that only another tool reads', () => {
  const poetry = '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.13"\n';
  it('Poetry without its lock file: pip resolves what its library reads', async () => {
    const dockerfile = await dockerfileOf({
      ...main,
      'pyproject.toml': `${poetry}flask = "^3"\n`,
    });
    expect(dockerfile).toContain('/opt/poetry/bin/pip install');
    expect(dockerfile).toContain('poetry-core==');
    expect(dockerfile).toContain(
      "print(*[it.to_pep_508(with_extras=False) for it in package.all_requires if {'main'} & set(it.groups) and not it.is_optional()], sep='\\n')",
    );
    expect(dockerfile).toMatch(/COPY .*"pyproject.toml"/);
  });
  it('Poetry without its lock file is refused for what is no package', async () => {
    const mode = poetry.replace('[tool.poetry]', '[tool.poetry]\npackage-mode = false');
    expect(await refusal({ ...main, 'pyproject.toml': `${mode}flask = "^3"\n` })).toBe(
      'pyproject.toml:4: pyproject.toml has no poetry.lock beside it\nRun poetry lock, and commit the file.',
    );
  });
  it.each([
    ['a folder', 'shared = { path = "../shared" }\n'],
    ['an index', '[[tool.poetry.source]]\nname = "own"\nurl = "https://pypi.example.com"\n'],
  ])('Poetry without its lock file is refused with %s', async (_what, line) => {
    expect(
      await refusal({
        ...main,
        'pyproject.toml': `${poetry}flask = "^3"\n${line}`,
        '.gitignore': 'poetry.lock\n',
      }),
    ).toBe(
      'pyproject.toml:3: pyproject.toml has no poetry.lock beside it, and names packages that PyPI does not have\nRun poetry lock, and commit the file. Remove poetry.lock from .gitignore first.',
    );
  });
  it('Poetry without a lock file, where another list has the packages or there are none', async () => {
    const files = {
      'pyproject.toml': `${poetry}flask = "^3"\n`,
      'requirements.txt': 'flask==3.1.0\n',
    };
    expect(await dockerfileOf(files)).toContain('-r requirements.txt');
    expect(await dockerfileOf({ 'pyproject.toml': poetry })).toContain('FROM scratch');
  });
  it.each(['environment.yml', 'pixi.toml'])('%s', async (file) => {
    expect(await refusal({ ...main, [file]: '' })).toContain(`only ${file} lists the packages`);
  });
  it('environment.yml beside requirements is not read', async () => {
    const files = { 'environment.yml': '', 'requirements.txt': 'flask==3.1.0\n' };
    expect(await dockerfileOf(files)).toContain('-r requirements.txt');
  });
});

describe('required-version of uv', () => {
  it.each([
    ['==0.8.24', '0.8.24'],
    ['0.8.24', '0.8.24'],
    ['>=0.8,<0.9', '0.8'],
    ['>=0.7', '0.13'],
  ])('%s is met by the tag %s', async (version, tag) => {
    const dockerfile = await dockerfileOf({
      'pyproject.toml': pyproject(`[tool.uv]\nrequired-version = "${version}"\n`),
      'uv.lock': uvLock('registry = "https://pypi.org/simple"'),
    });
    expect(dockerfile).toContain(`/astral-sh/uv:${tag}@`);
  });
});

it('a list that Rye locked is installed with the project, which it lists, too', async () => {
  const dockerfile = await dockerfileOf({
    'pyproject.toml': pyproject('[tool.rye]\nmanaged = true\n', '"flask"'),
    'requirements.lock': '# generated by rye\n-e file:.\nflask==3.1.0\n    # via shop\n',
  });
  expect(dockerfile).toContain('COPY [".", "./"]\n');
  expect(dockerfile).toContain(' -r requirements.lock');
});

describe('an index that pip does not read, without a lock file', () => {
  it.each([
    [
      'PDM',
      'pdm',
      '[[tool.pdm.source]]\nname = "own"\nurl = "https://u:${P}@pypi.acme.example/simple"\ninclude_packages = ["money"]\n',
    ],
    ['uv', 'uv', '[[tool.uv.index]]\nurl = "https://pypi.acme.example/simple"\n'],
    ['uv by its old key', 'uv', '[tool.uv]\nindex-url = "https://pypi.acme.example/simple"\n'],
    [
      'uv, as one of several',
      'uv',
      '[tool.uv]\nextra-index-url = ["https://pypi.acme.example/simple"]\n',
    ],
  ])('stops: %s', async (_what, tool, more) => {
    const stopped = await refusal({ ...main, 'pyproject.toml': pyproject(more) });
    expect(stopped).toContain(
      `[tool.${tool}] names the index https://pypi.acme.example/simple, and without ${tool}.lock its packages would be installed from PyPI\nRun ${tool} lock, and commit ${tool}.lock.`,
    );
  });
  it.each([
    ['everybody reads it', '[[tool.pdm.source]]\nurl = "https://pypi.org/simple"\n'],
    ...[
      'https://mirrors.aliyun.com/pypi/simple/',
      'https://pypi.tuna.tsinghua.edu.cn/simple',
      'https://mirrors.ustc.edu.cn/pypi/simple',
      'https://pypi.mirrors.ustc.edu.cn/simple',
      'https://mirror.sjtu.edu.cn/pypi/web/simple',
      'https://repo.huaweicloud.com/repository/pypi/simple',
      'https://pypi.doubanio.com/simple',
    ].map((url) => [`it is a mirror of PyPI, ${url}`, `[[tool.uv.index]]\nurl = "${url}"\n`]),
    [
      'only packages that name it come from it',
      '[[tool.uv.index]]\nname = "own"\nurl = "https://pypi.acme.example/simple"\nexplicit = true\n',
    ],
  ])('does not matter where %s', async (_what, more) => {
    const dockerfile = await dockerfileOf({ 'pyproject.toml': pyproject(more) });
    expect(dockerfile).toContain('-r /tmp/requirements.txt');
  });
});
