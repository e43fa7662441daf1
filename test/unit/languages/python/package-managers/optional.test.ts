import { describe, expect, it } from 'vitest';
import { generated, refusal } from '../../../../support/python-generated.ts';

const app = { 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' };
const project = '[project]\nname = "shop"\ndependencies = ["fastapi"]\n';
const lists = `${project}
[project.optional-dependencies]
server = ["uvicorn>=0.30"]
all = ["shop[server]", "httpx"]

[dependency-groups]
dev = ["pytest"]
web = ["uvicorn", {include-group = "base"}]
base = ["orjson"]
`;

/** The lines that install. */
function installing(dockerfile: string): readonly string[] {
  return dockerfile
    .split('\n')
    .filter((it) =>
      /uv sync|\/(?:poetry|pdm) export|pipenv requirements|python3 -c "import tomllib/.test(it),
    )
    .map((it) => it.trim());
}

const uvLock = `version = 1
requires-python = ">=3.12"

[[package]]
name = "shop"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "fastapi" }]

[package.optional-dependencies]
server = [{ name = "uvicorn" }]
all = [{ name = "uvicorn" }, { name = "httpx" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]
web = [{ name = "uvicorn" }, { name = "orjson" }]
base = [{ name = "orjson" }]

[[package]]
name = "fastapi"
version = "0.130.0"

[[package]]
name = "uvicorn"
version = "0.50.0"

[[package]]
name = "orjson"
version = "3.11.0"

[[package]]
name = "httpx"
version = "1.0"

[[package]]
name = "pytest"
version = "9.0"
`;

const poetryProject = `[project]
name = "shop"
dependencies = ["fastapi"]

[tool.poetry.dependencies]
uvicorn = { version = "^0.50", optional = true }

[tool.poetry.extras]
server = ["uvicorn"]

[tool.poetry.group.web.dependencies]
uvicorn = "^0.50"

[tool.poetry.group.dev.dependencies]
pytest = "^9"
`;
const poetryLock =
  '[[package]]\nname = "fastapi"\nversion = "0.130.0"\n\n[[package]]\nname = "uvicorn"\nversion = "0.50.0"\noptional = true\n\n[[package]]\nname = "pytest"\nversion = "9.0"\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.12"\n';

const pdmLock = (groups: string): string =>
  `[metadata]\ngroups = [${groups}]\n\n[[package]]\nname = "fastapi"\nversion = "0.130.0"\ngroups = ["default"]\n\n[[package]]\nname = "uvicorn"\nversion = "0.50.0"\ngroups = ["server", "web"]\n`;

const pipfile =
  '[packages]\nfastapi = "*"\n\n[dev-packages]\npytest = "*"\n\n[web]\nuvicorn = "*"\n\n[scripts]\nx = "y"\n';
const pipfileLock =
  '{"default": {"fastapi": {"version": "==0.130.0"}}, "develop": {"pytest": {"version": "==9.0"}}, "web": {"uvicorn": {"version": "==0.50.0"}}}';

const uv = { ...app, 'pyproject.toml': lists, 'uv.lock': uvLock };
const poetry = { ...app, 'pyproject.toml': poetryProject, 'poetry.lock': poetryLock };
const pdm = { ...app, 'pyproject.toml': lists, 'pdm.lock': pdmLock('"default", "server", "web"') };
const pipenv = { ...app, Pipfile: pipfile, 'Pipfile.lock': pipfileLock };
const pep621 = { ...app, 'pyproject.toml': lists };
const requirements = {
  ...app,
  'requirements.txt': 'fastapi==0.130.0\n',
  'requirements-web.txt': 'uvicorn==0.50.0\n',
  'requirements/dev.txt': 'pytest==9.0\n',
};

describe('extras and groups are installed where they are named', () => {
  it.each([
    [
      'uv',
      uv,
      { extras: ['server'] },
      ['uv sync --locked --no-default-groups --no-install-project --extra server \\'],
    ],
    [
      'uv',
      uv,
      { groups: ['web'] },
      ['uv sync --locked --no-default-groups --no-install-project --group web \\'],
    ],
    [
      'Poetry',
      poetry,
      { extras: ['server'] },
      [
        '/opt/poetry/bin/poetry export --only main --extras server --format requirements.txt --output /tmp/requirements.txt && \\',
      ],
    ],
    [
      'Poetry',
      poetry,
      { groups: ['web'] },
      [
        '/opt/poetry/bin/poetry export --only main,web --format requirements.txt --output /tmp/requirements.txt && \\',
      ],
    ],
    [
      'PDM',
      pdm,
      { extras: ['server'] },
      [
        '/opt/pdm/bin/pdm export --prod --group server --format requirements --output /tmp/requirements.txt && \\',
      ],
    ],
    [
      'PDM, with a development group',
      pdm,
      { groups: ['web'] },
      [
        '/opt/pdm/bin/pdm export --group web --format requirements --output /tmp/requirements.txt && \\',
      ],
    ],
    [
      'Pipenv',
      pipenv,
      { groups: ['web'] },
      [
        '/opt/pipenv/bin/pipenv requirements --hash --categories=packages,web > /tmp/requirements.txt && \\',
      ],
    ],
    [
      'pyproject.toml alone',
      pep621,
      { extras: ['server'] },
      [
        `python3 -c "import tomllib; file = tomllib.load(open('pyproject.toml', 'rb')); print(*file['project']['dependencies'], *file['project']['optional-dependencies']['server'], sep='\\n')" > /tmp/requirements.txt && \\`,
      ],
    ],
    [
      'pyproject.toml alone, an extra of others',
      pep621,
      { extras: ['all'] },
      [
        `python3 -c "import tomllib; file = tomllib.load(open('pyproject.toml', 'rb')); print(*(it for it in [*file['project']['dependencies'], *file['project']['optional-dependencies']['all'], *file['project']['optional-dependencies']['server']] if isinstance(it, str) and not it.startswith('shop[')), sep='\\n')" > /tmp/requirements.txt && \\`,
      ],
    ],
    [
      'pyproject.toml alone, a group that includes another',
      pep621,
      { groups: ['web'] },
      [
        `python3 -c "import tomllib; file = tomllib.load(open('pyproject.toml', 'rb')); print(*(it for it in [*file['project']['dependencies'], *file['dependency-groups']['web'], *file['dependency-groups']['base']] if isinstance(it, str) and not it.startswith('shop[')), sep='\\n')" > /tmp/requirements.txt && \\`,
      ],
    ],
  ] as const)('%s', async (_what, files, flags, lines) => {
    const { dockerfile, header } = await generated(files, flags);
    expect(installing(dockerfile).slice(0, lines.length)).toEqual(lines);
    expect(dockerfile).toContain(
      'ENTRYPOINT ["/opt/venv/bin/python", "-m", "uvicorn", "main:app"]',
    );
    expect(header).toContain(
      Object.entries(flags)
        .map(([key, names]) => `--${key} ${names[0]}`)
        .join(' '),
    );
  });
  it('their own requirements', async () => {
    const { dockerfile } = await generated(requirements, { groups: ['web'] });
    expect(dockerfile).toContain('COPY ["requirements.txt", "requirements-web.txt", "./"]\n');
    expect(dockerfile).toContain(
      ' install --disable-pip-version-check --no-compile -r requirements.txt -r requirements-web.txt || \\\n',
    );
  });
  it('an extra of pyproject.toml beside requirements', async () => {
    const { dockerfile } = await generated(
      { ...pep621, 'requirements.txt': 'fastapi==0.130.0\n' },
      { extras: ['server'] },
    );
    expect(dockerfile).toContain('COPY ["requirements.txt", "pyproject.toml", "./"]\n');
    expect(dockerfile).toContain(
      ' --no-compile -r requirements.txt -r /tmp/requirements.txt || \\\n',
    );
  });
  it('but not beside hashes, which it does not have', async () => {
    expect(
      await refusal(
        { ...pep621, 'requirements.txt': 'fastapi==0.130.0 --hash=sha256:aa\n' },
        { extras: ['server'] },
      ),
    ).toBe(
      'pyproject.toml:6: requirements.txt has hashes, and the extra server of pyproject.toml has none\nCompile both into one file: pip-compile --extra server --generate-hashes.',
    );
  });
  it('the project itself with an extra among the requirements: -e .[server]', async () => {
    const { dockerfile } = await generated({ ...pep621, 'requirements.txt': '-e .[server]\n' });
    expect(dockerfile).toContain('"-m", "uvicorn", "main:app"');
  });
});

describe('nothing of them is installed otherwise', () => {
  it.each([
    [
      'uv',
      uv,
      'uvicorn is only in the extra server (pyproject.toml:6) and the group web (pyproject.toml:11), so add --extras server or --groups web',
    ],
    [
      'Poetry',
      poetry,
      'uvicorn is only in the extra server (pyproject.toml:9) and the group web (pyproject.toml:11), so add --extras server or --groups web',
    ],
    [
      'PDM',
      pdm,
      'uvicorn is only in the extra server (pyproject.toml:6) and the group web (pyproject.toml:11), so add --extras server or --groups web',
    ],
    ['Pipenv', pipenv, 'uvicorn is only in the group web (Pipfile:7), so add --groups web'],
    [
      'pyproject.toml alone',
      pep621,
      'uvicorn is only in the extra server (pyproject.toml:6) and the group web (pyproject.toml:11), so add --extras server or --groups web',
    ],
    [
      'requirements',
      requirements,
      'uvicorn is only in the group web (requirements-web.txt), so add --groups web',
    ],
  ] as const)('%s names where the server is', async (_what, files, why) => {
    expect(await refusal(files)).toContain(
      `FastAPI needs an ASGI server, but none is installed: ${why}`,
    );
  });
});

describe('--yes', () => {
  it('installs the extra or group with the server, and says so', async () => {
    const { dockerfile, notes } = await generated(uv);
    expect(dockerfile).toContain('--extra server');
    expect(dockerfile).toContain('"uvicorn"');
    expect(notes.join('\n')).toContain(
      'only the extra server has a server for the program, so it is installed, too',
    );
  });
  const cached = (source: string) => ({
    'pyproject.toml': `[project]
name = "shop"
version = "1"
dependencies = ["fastapi", "uvicorn"]

[project.optional-dependencies]
dev = ["redis", "pytest"]
everything = ["redis", "boto3", "httpx"]
cache = ["redis"]
`,
    'main.py': source,
  });
  const said = 'only the extra cache has what the program imports, so it is installed, too';

  it('installs the smallest extra that has what the program imports at its start', async () => {
    const { dockerfile, notes } = await generated(cached(`import redis\n${app['main.py']}`));
    expect(dockerfile).toMatch(/^.*\bcache\b.*$/m);
    expect(dockerfile).not.toContain('everything');
    expect(notes.join('\n')).toContain(said);
    expect(notes.join('\n')).not.toContain('the module redis');
  });
  const commands = {
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["httpx"]\n\n[project.scripts]\nshop = "shop.cli:main"\nshopserver = "shop.server:main"\n\n[project.optional-dependencies]\nserver = ["aiohttp"]\n',
    'shop/__init__.py': '',
    'shop/cli.py': 'def main():\n    print(1)\n',
    'shop/server.py':
      'from aiohttp import web\n\ndef main():\n    web.run_app(web.Application(), port=8080)\n',
  };
  it('installs the extra of the program that is likeliest, or named', async () => {
    const { dockerfile, notes } = await generated(commands);
    expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/shopserver"]');
    expect(notes.join('\n')).toContain(
      'only the extra server has what the program imports, so it is installed, too',
    );
    expect((await generated(commands, { service: ['shop'] })).notes.join('\n')).not.toContain(
      'so it is installed, too',
    );
  });
  it.each([
    ['strict', `import redis\n${app['main.py']}`, { strict: true }],
    ['other extras are named', `import redis\n${app['main.py']}`, { extras: ['everything'] }],
    [
      'only a function imports it',
      `${app['main.py']}\n@app.get("/")\ndef get():\n    import redis\n`,
      {},
    ],
    ['only developers have it', `import pytest\n${app['main.py']}`, {}],
  ])('installs no extra for an import where %s', async (_what, source, flags) => {
    const { dockerfile, notes } = await generated(cached(source), flags);
    expect(dockerfile).not.toMatch(/\bcache\b(?!,|\/)/);
    expect(notes.join('\n')).not.toContain('so it is installed, too');
  });
  it('installs only what is named', async () => {
    const { dockerfile } = await generated(uv, { groups: ['web'] });
    expect(dockerfile).not.toContain('--extra server');
  });
});

describe('a name that is not there', () => {
  const server =
    'Use one of these with --extras: server (pyproject.toml:6), all (pyproject.toml:7).';
  const groups =
    'Use one of these with --groups: dev (pyproject.toml:10), web (pyproject.toml:11), base (pyproject.toml:12).';
  it.each([
    ['uv', uv, { extras: ['serve'] }, `the project has no extra serve\n${server}`],
    ['uv', uv, { groups: ['server'] }, `the project has no group server\n${groups}`],
    ['PDM', pdm, { groups: ['server'] }, `the project has no group server\n${groups}`],
    [
      'Poetry',
      poetry,
      { groups: ['prod'] },
      'the project has no group prod\nUse one of these with --groups: web (pyproject.toml:11), dev (pyproject.toml:14).',
    ],
    [
      'Pipenv',
      pipenv,
      { groups: ['prod'] },
      'the project has no group prod\nUse one of these with --groups: dev-packages (Pipfile:4), web (Pipfile:7).',
    ],
    [
      'Pipenv',
      pipenv,
      { extras: ['server'] },
      'the project has no extra server\nIt has no extras: leave out --extras server.',
    ],
    ['pyproject.toml alone', pep621, { extras: ['x'] }, `the project has no extra x\n${server}`],
    [
      'requirements',
      requirements,
      { groups: ['x'] },
      'the project has no group x\nUse one of these with --groups: web (requirements-web.txt), dev (requirements/dev.txt).',
    ],
  ] as const)('%s lists what there is', async (_what, files, flags, message) => {
    expect(await refusal(files, flags)).toBe(message);
  });
  it('one that PDM has not locked', async () => {
    expect(
      await refusal({ ...pdm, 'pdm.lock': pdmLock('"default", "web"') }, { extras: ['server'] }),
    ).toBe(
      'pdm.lock:2: pdm.lock has no packages for the extra server, only for default, web\nRun pdm lock --group :all, and commit the file.',
    );
  });
  it('however it is written: names are compared as indexes do', async () => {
    expect((await generated(uv, { extras: ['Server'] })).dockerfile).toContain('--extra server');
  });
});

describe('a member of a workspace', () => {
  const workspace = {
    'pyproject.toml':
      '[project]\nname = "root"\nversion = "1"\ndependencies = []\n[tool.uv.workspace]\nmembers = ["services/*"]\n',
    'services/api/pyproject.toml':
      '[project]\nname = "api"\nversion = "1"\ndependencies = ["fastapi"]\n[dependency-groups]\nserver = ["uvicorn"]\n',
    'services/api/main.py': app['main.py'],
    'services/jobs/pyproject.toml':
      '[project]\nname = "jobs"\nversion = "1"\ndependencies = ["fastapi"]\n[project.optional-dependencies]\nspeed = ["orjson"]\n',
    'services/jobs/main.py': 'import fastapi\nif __name__ == "__main__":\n    print(1)\n',
    'uv.lock': `version = 1
requires-python = ">=3.12"

[[package]]
name = "root"
version = "1"
source = { virtual = "." }

[[package]]
name = "api"
version = "1"
source = { virtual = "services/api" }
dependencies = [{ name = "fastapi" }]

[package.dev-dependencies]
server = [{ name = "uvicorn" }]

[[package]]
name = "jobs"
version = "1"
source = { virtual = "services/jobs" }
dependencies = [{ name = "fastapi" }]

[package.optional-dependencies]
speed = [{ name = "orjson" }]

[[package]]
name = "fastapi"
version = "0.130.0"

[[package]]
name = "uvicorn"
version = "0.50.0"
`,
  };
  it('has its own groups', async () => {
    const { dockerfile } = await generated(workspace, { service: ['api'], groups: ['server'] });
    expect(dockerfile).toContain(
      'uv sync --locked --no-default-groups --no-install-workspace --package api --group server \\',
    );
    expect(dockerfile).toContain('"-m", "uvicorn", "services.api.main:app"');
  });
  it('has none of another member', async () => {
    expect(await refusal(workspace, { service: ['jobs'], groups: ['server'] })).toBe(
      'jobs has no group server\nIt has no groups: leave out --groups server.',
    );
    expect(await refusal(workspace, { service: ['jobs'], groups: ['prod'] })).toBe(
      'the workspace has no group prod\nUse one of these with --groups: server (services/api/pyproject.toml:6).',
    );
  });
});

describe('a project that has nothing but groups', () => {
  const installed = async (groups: string): Promise<readonly string[]> =>
    installing(
      (await generated({ ...app, 'requirements-x.in': '', 'pyproject.toml': groups })).dockerfile,
    );
  it('installs the one for production', async () => {
    expect(
      await installed(
        '[dependency-groups]\nmain = ["fastapi", "uvicorn"]\nextra = ["httpx"]\ndev = ["pytest"]\n',
      ),
    ).toEqual([expect.stringContaining(`print(*file['dependency-groups']['main'], sep=`)]);
    expect(
      await installed('[dependency-groups]\nshop = ["fastapi", "uvicorn"]\ndev = ["pytest"]\n'),
    ).toEqual([expect.stringContaining(`['dependency-groups']['shop']`)]);
  });
});

describe('a server that only developers have', () => {
  const lock =
    'version = 1\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "fastapi" }]\n[package.dev-dependencies]\ndev = [{ name = "uvicorn" }]\n[[package]]\nname = "fastapi"\nversion = "0.115.0"\n[[package]]\nname = "uvicorn"\nversion = "0.34.0"\n';
  const files = {
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.13"\ndependencies = ["fastapi"]\n[dependency-groups]\ndev = ["uvicorn"]\n',
    'uv.lock': lock,
    'main.py':
      'from fastapi import FastAPI\nfrom prometheus_client import start_http_server\napp = FastAPI()\nstart_http_server(9090)\n',
  };
  it('is installed with its group, and what serves metrics is none', async () => {
    const { dockerfile, notes } = await generated(files);
    expect(dockerfile).toContain('--no-default-groups --no-install-project --group dev');
    expect(dockerfile).toContain('"-m", "uvicorn", "main:app"');
    expect(notes.join('\n')).toContain('only the group dev has a server for the program');
  });
});
