import { describe, expect, it } from 'vitest';

import type { PythonServiceFacts } from '../../../../../src/languages/python/details.ts';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generated } from '../../../../support/python-generated.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function programOf(files: Readonly<Record<string, string>>): Promise<PythonServiceFacts> {
  const facts = await python.detect(memoryProject(files), { today });
  const [service] = facts?.services ?? [];
  if (!service) throw new Error('no service');
  return service;
}

async function foldersOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await programOf(files)).details.writable;
}

async function notesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await programOf(files)).notes.map(
    (it) => `${it.level}: ${it.text}${it.hint === undefined ? '' : `. ${it.hint}`}`,
  );
}

it('does not read the tests of a Django application, which nothing imports', async () => {
  const files = {
    'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    'shop/__init__.py': '',
    'shop/settings.py': 'INSTALLED_APPS = ["blog"]\n',
    'shop/wsgi.py':
      'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    'blog/__init__.py': '',
    'blog/models.py': 'import os\nos.makedirs("avatars")\n',
    'blog/tests.py': 'with open("python.png", "wb") as file:\n    file.write(b"")\n',
  };
  expect(await foldersOf(files)).toEqual(['/app/avatars']);
});

describe('folders that the code writes to are declared', () => {
  it.each([
    [
      'a file that is opened for writing',
      'with open("data/state.json", "w") as f:\n    f.write("x")',
      ['/app/data'],
    ],
    ['by keyword', 'f = open(mode="ab", file="log/x")', ['/app/log']],
    ['one that is read is none', 'f = open("data/state.json")', []],
    ['os.makedirs', 'import os\nos.makedirs("out/reports", exist_ok=True)', ['/app/out/reports']],
    [
      'a name, and a path from it',
      'from pathlib import Path\nDATA = Path("data")\nDATA.mkdir(parents=True, exist_ok=True)',
      ['/app/data'],
    ],
    [
      'a method of a path in brackets',
      'from pathlib import Path\nDATA = Path("data")\n(DATA / "x.txt").write_text("x")',
      ['/app/data'],
    ],
    [
      'a method of a call',
      'import pathlib\npathlib.Path("cache/pages").mkdir()',
      ['/app/cache/pages'],
    ],
    [
      'beside the file, by __file__',
      'import os\nHERE = os.path.dirname(os.path.abspath(__file__))\nos.mkdir(os.path.join(HERE, "uploads"))',
      ['/app/uploads'],
    ],
    [
      'a name known only at run time, in a known folder',
      'import os\ndef save(name):\n    with open(os.path.join("uploads", name), "wb") as f:\n        pass',
      ['/app/uploads'],
    ],
    [
      'an f-string',
      'ROOT = "store"\ndef save(name):\n    open(f"{ROOT}/{name}.txt", "w")',
      ['/app/store'],
    ],
    [
      'the default of a variable',
      'import os\nfrom pathlib import Path\nDIR = Path(os.environ.get("DATA_DIR", "/data"))\nDIR.mkdir(exist_ok=True)',
      ['/data'],
    ],
    [
      'what is behind or',
      'import os\nDIR = os.environ.get("DATA_DIR") or "/srv/data"\nos.makedirs(DIR)',
      ['/srv/data'],
    ],
    ['a module of settings', 'from config import DATA\nDATA.mkdir()', ['/app/state']],
    [
      'an attribute of settings',
      'from settings import settings\n(settings.upload_dir / "x").write_text("x")',
      ['/app/var/uploads'],
    ],
    [
      'the home of the user',
      'from pathlib import Path\n(Path.home() / ".tool").mkdir()',
      ['/home/nonroot/.tool'],
    ],
    [
      'a dictionary of settings',
      'from flask_caching import Cache\nCache(config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": "pages"})',
      ['/app/pages'],
    ],
    [
      'settings by keyword',
      'from flask import Flask\napp = Flask(__name__)\napp.config.update(UPLOAD_FOLDER="received")',
      ['/app/received'],
    ],
    [
      'sessions in files',
      'from flask import Flask\napp = Flask(__name__)\napp.config["SESSION_TYPE"] = "filesystem"',
      ['/app/flask_session'],
    ],
    [
      'sessions in files, in a folder with a name',
      'from flask import Flask\napp = Flask(__name__)\napp.config["SESSION_TYPE"] = "filesystem"\napp.config["SESSION_FILE_DIR"] = "kept"',
      ['/app/kept'],
    ],
    [
      'the storage of NiceGUI',
      'from nicegui import app, ui\n@ui.page("/")\ndef index():\n    app.storage.user["n"] = 1\nui.run()',
      ['/app/.nicegui'],
    ],
    [
      'a storage of NiceGUI that the browser keeps',
      'from nicegui import app, ui\n@ui.page("/")\ndef index():\n    ui.label(app.storage.browser["id"])\nui.run()',
      [],
    ],
    [
      'a folder that is made, and whose own path could be that of a file in it',
      'import os, sys\nfrom pathlib import Path\nROOT = Path(__file__).parent / "data"\nROOT.mkdir(exist_ok=True)\ndef save(name):\n    open(ROOT / (name or ""), "wb")\nsave(sys.argv[1])',
      ['/app/data'],
    ],
    ['sessions elsewhere', 'SESSION_TYPE = "redis"', []],
    ['sqlite3', 'import sqlite3\ndb = sqlite3.connect("data/app.db")', ['/app/data']],
    [
      'sqlite3 in memory, or only to read',
      'import sqlite3\na = sqlite3.connect(":memory:")\nb = sqlite3.connect("file:data/x.db?mode=ro", uri=True)',
      [],
    ],
    [
      'an address of SQLAlchemy',
      'class Settings:\n    database_url: str = "sqlite+aiosqlite:///./data/app.db"',
      ['/app/data'],
    ],
    [
      'one with an absolute path',
      'import os\nURL = os.getenv("DATABASE_URL", "sqlite:////var/lib/shop/app.db")',
      ['/var/lib/shop'],
    ],
    [
      'one that is put together',
      'import os\nbasedir = os.path.abspath(os.path.dirname(__file__))\nURI = "sqlite:///" + os.path.join(basedir, "db", "app.db")',
      ['/app/db'],
    ],
    [
      'a log file',
      'import logging.handlers\nlogging.handlers.RotatingFileHandler("logs/app.log")',
      ['/app/logs'],
    ],
    [
      'a table',
      'import pandas as pd\nframe = pd.DataFrame()\nframe.to_csv("out/table.csv")',
      ['/app/out'],
    ],
    ['/tmp is writable anyway', 'open("/tmp/x", "w")', []],
    [
      'the outermost only',
      'import os\nos.makedirs("data")\nos.makedirs("data/cache")',
      ['/app/data'],
    ],
    [
      'nothing below a file',
      'open("data/app.db", "w")\nopen("data/app.db/.key", "w")\nopen("data/app.db/x/y", "w")\nopen("other/a", "w")',
      ['/app/data', '/app/other'],
    ],
    [
      'a file that only its beginning names has folders below',
      'import sys\nopen("data/" + sys.argv[1], "w")\nopen("data/x/y", "w")',
      ['/app/data'],
    ],
    [
      'what a comment or a text says is nothing',
      '# open("a/b", "w")\nX = """open("a/b", "w")"""',
      [],
    ],
  ])('%s', async (_what, code, expected) => {
    expect(
      await foldersOf({
        'main.py': `${code}\nif __name__ == "__main__":\n    pass\n`,
        'config.py': 'from pathlib import Path\nDATA = Path("state")\n',
        'settings.py':
          'from pathlib import Path\nclass Settings:\n    upload_dir: Path = Path("var") / "uploads"\nsettings = Settings()\n',
      }),
    ).toEqual(expected);
  });

  it('/tmp itself is no folder of the system', async () => {
    const { notes } = await programOf({ 'main.py': 'open("/tmp", "w")\n' });
    expect(notes.map((it) => it.code)).not.toContain('python/written-to-system');
  });

  it('Django: MEDIA_ROOT, and a database in a separate folder', async () => {
    const settings =
      'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nMEDIA_ROOT = BASE_DIR / "media"\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "var" / "db.sqlite3"}}\n';
    const wsgi =
      'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
    const service = await programOf({
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      'manage.py': '',
      'shop/__init__.py': '',
      'shop/settings.py': settings,
      'shop/wsgi.py': wsgi,
    });
    expect(service.details.writable).toEqual(['/app/media', '/app/var']);
    expect(service.notes).toEqual([
      {
        code: 'shared/writable-declared',
        level: 'info',
        text: 'the program writes to /app/media, /app/var, which the image declares as volumes',
        hint: 'Give a volume a name to keep its data when the container is replaced: docker run -v NAME:/app/media',
        evidence: [
          { file: 'shop/settings.py', line: 3, because: 'MEDIA_ROOT (media)' },
          { file: 'shop/settings.py', line: 4, because: 'a database of SQLite (var/db.sqlite3)' },
        ],
      },
    ]);
  });

  it('Flask: the instance folder, beside the package, which stays out of the build context', async () => {
    const factory =
      'import os\nfrom flask import Flask\ndef create_app():\n    app = Flask(__name__, instance_relative_config=True)\n    app.config.from_mapping(DATABASE=os.path.join(app.instance_path, "flaskr.sqlite"))\n    os.makedirs(app.instance_path, exist_ok=True)\n    return app\n';
    const service = await programOf({
      'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
      'flaskr/__init__.py': factory,
    });
    expect([service.details.writable, service.details.leftOut]).toEqual([
      ['/app/instance'],
      ['instance'],
    ]);
  });

  it('Flask-SQLAlchemy: a relative database is in the instance folder', async () => {
    const app =
      'from flask import Flask\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///project.db"\n';
    expect(
      await foldersOf({
        'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\nflask-sqlalchemy==3.1.1\n',
        'app.py': app,
      }),
    ).toEqual(['/app/instance']);
  });

  it('Flask-SQLAlchemy before 3: a relative database is in the folder of the application', async () => {
    const app =
      'from flask import Flask\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///data/project.db"\n';
    expect(
      await foldersOf({
        'requirements.txt': 'flask==2.2.5\ngunicorn==23.0.0\nflask-sqlalchemy==2.5.1\n',
        'shop/__init__.py': app,
      }),
    ).toEqual(['/app/shop/data']);
  });

  it('Flask: UPLOAD_FOLDER of the configuration, and what is saved to it', async () => {
    const app =
      'import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config["UPLOAD_FOLDER"] = "uploads"\nos.makedirs(app.config["UPLOAD_FOLDER"], exist_ok=True)\n';
    expect(
      await foldersOf({ 'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n', 'app.py': app }),
    ).toEqual(['/app/uploads']);
  });
});

describe('a file among the sources becomes a link', () => {
  const linksOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    (await programOf(files)).details.links.map((it) => `${it.path} -> ${it.to}`);

  it('data, to a volume', async () => {
    const files = { 'main.py': 'import sqlite3\ndb = sqlite3.connect("app.db")\n' };
    expect(await linksOf(files)).toEqual(['app.db -> /data/app.db']);
    expect(await foldersOf(files)).toEqual(['/data']);
    expect(await notesOf(files)).toEqual([
      'info: the program writes app.db next to its own code, which is read-only: the image keeps it in /data',
      'info: the program writes to /data, which the image declares as a volume. Give a volume a name to keep its data when the container is replaced: docker run -v NAME:/data',
    ]);
  });
  it('several, with one note and one reason', async () => {
    const files = {
      'main.py':
        'import sqlite3\nsqlite3.connect("app.db")\nsqlite3.connect("test.db")\nopen("bot.log", "w")\n',
    };
    expect((await notesOf(files)).slice(0, 2)).toEqual([
      'info: the program writes app.db, test.db next to its own code, which is read-only: the image keeps them in /data',
      'info: the program writes bot.log next to its own code, which is read-only: the image keeps it in /tmp',
    ]);
    const { dockerfile } = await generated(files);
    expect(dockerfile.split('\n').filter((it) => it.includes('beside its code'))).toHaveLength(1);
    expect(dockerfile).toContain('RUN ln -sf /data/test.db test.db\n');
  });
  it('in a folder that contains sources', async () => {
    const files = { 'shop/__init__.py': '', 'main.py': 'open("shop/cache.json", "w")\n' };
    expect(await linksOf(files)).toEqual(['shop/cache.json -> /data/shop-cache.json']);
  });
  it('a log, to a temporary file', async () => {
    const files = { 'main.py': 'import logging\nlogging.FileHandler("bot.log")\n' };
    expect(await linksOf(files)).toEqual(['bot.log -> /tmp/bot.log']);
    expect(await foldersOf(files)).toEqual([]);
  });
  it('one that git ignores, although this checkout has it', async () => {
    const files = {
      'main.py': 'open("state.json", "w")\n',
      'state.json': '{}',
      '.gitignore': 'state.json\n',
    };
    expect(await linksOf(files)).toEqual(['state.json -> /data/state.json']);
  });
});

describe('what cannot be declared is said', () => {
  it('a file among the sources that the project brings', async () => {
    const files = {
      'main.py': 'import sqlite3\ndb = sqlite3.connect("app.db")\n',
      'app.db': '',
    };
    expect(await notesOf(files)).toEqual([
      'warning: the program writes app.db next to its own code, which is read-only. Write to a separate folder, such as data/app.db: it is then declared as writable.',
    ]);
  });
  it("a place of the system's", async () => {
    expect(await notesOf({ 'main.py': 'open("/etc/app.conf", "w")\n' })).toEqual([
      'warning: the program writes /etc/app.conf in a system or package folder, which is read-only. Write to another folder, such as /data.',
    ]);
  });
  it.each([
    [
      'a parser',
      'import configparser\nconf = configparser.ConfigParser()\nopen(conf.get("general", "log-file"), "w")\n',
    ],
    [
      'a class of its kind',
      'from configparser import ConfigParser\n\nclass Settings(ConfigParser):\n    def get(self, section, key):\n        return super().get(section, key)\n\nopen(Settings().get("general", "dbpath"), "w")\n',
    ],
    [
      'an instance of unknown methods',
      'class Settings(Base):\n    pass\n\nopen(Settings().get("general", "log-file"), "w")\n',
    ],
  ])('not the key of a section, which is no default: %s', async (_what, code) => {
    expect(await notesOf({ 'main.py': code })).not.toContainEqual(
      expect.stringMatching(/log-file|dbpath/),
    );
  });
  it('a path that is known only at run time', async () => {
    expect(
      await notesOf({ 'main.py': 'import os\nos.makedirs(os.environ["DATA_DIR"])\n' }),
    ).toEqual([
      'info: the program writes to a path that is known only at run time. Declare its folder with --writable, unless it is below /tmp.',
      'info: the program starts only if these variables are set: DATA_DIR. Set it when you run the container: docker run -e DATA_DIR=...',
    ]);
  });
});

it('what git ignores of it stays out of the build context', async () => {
  const code =
    'import sqlite3\na = sqlite3.connect("data/app.db")\nb = sqlite3.connect("seed/zones.db")\nopen("out/x.csv", "w")\n';
  expect(
    (await programOf({ 'main.py': code, '.gitignore': '# local\n/data/*\nout/\n' })).details
      .leftOut,
  ).toEqual(['data/app.db', 'out/x.csv']);
});

it.each([
  [
    'a database of SQLite without an ending is kept in a folder for data',
    'import sqlite3\nsqlite3.connect("shopdb")\n',
    ['/data'],
    'info: the program writes shopdb next to its own code, which is read-only: the image keeps it in /data',
  ],
  [
    'a file at the root without an ending shows that the path is not known',
    'from pathlib import Path\nPath("/data").write_text("x")\n',
    [],
    'info: the program writes to a path that is known only at run time',
  ],
  [
    'a file at the root beside another one is the rest of that',
    'import os\nplace = "" if os.environ.get("NAKED") else "data"\nopen(place + "/key.txt", "w")\n',
    ['/app/data'],
    'info: the program writes to a path that is known only at run time',
  ],
  [
    'what is below a file at the root is the rest of another path',
    'open("/shop.db/key", "w")\n',
    [],
    'info: the program writes to a path that is known only at run time',
  ],
  [
    'the root itself shows that the path is not known',
    'import os\nos.makedirs("/")\n',
    [],
    'info: the program writes to a path that is known only at run time',
  ],
])('%s', async (_, source, folders, note) => {
  const files = { 'requirements.txt': '', 'main.py': source };
  expect(await foldersOf(files)).toEqual(folders);
  expect((await notesOf(files)).join('\n')).toContain(note);
});

it.each([
  ['["/run", "/var/run", "/tmp", "/var/tmp"]', []],
  ['["/run", "/var/run"]', ['/run', '/var/run']],
  ['["/var/spool/shop", "/tmp"]', ['/var/spool/shop']],
])('the first of %s that can be written', async (folders, writable) => {
  const files = {
    'main.py': `import os\nfor folder in ${folders}:\n    if os.access(folder, os.W_OK):\n        PLACE = folder\n        break\nopen(os.path.join(PLACE, "shop.pid"), "w")\n`,
  };
  expect(await foldersOf(files)).toEqual(writable);
});

describe('a package that writes beside its modules', () => {
  const project = (source: string, more: Readonly<Record<string, string>> = {}) => ({
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\nshop = "shop.cli:main"\n',
    'src/shop/__init__.py': '',
    'src/shop/cli.py': `import os\n\n\ndef main():\n${source.replace(/^/gm, '    ')}\n`,
    ...more,
  });
  const beside =
    'root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\nos.makedirs(os.path.join(root, "records"))';
  const installed = 'ENTRYPOINT ["/opt/venv/bin/shop"]';

  it('runs from its sources, where a volume can be', async () => {
    const { dockerfile } = await generated(project(beside));
    expect(dockerfile).toContain('"-c", "import sys; from shop.cli import main; sys.exit(main())"');
    expect(dockerfile).toContain('ENV PYTHONPATH="/app/src"');
    expect(dockerfile).toContain('VOLUME ["/app/records"]');
    expect(dockerfile).not.toContain('pip wheel');
  });
  it('runs as its main module where that is the script', async () => {
    const { dockerfile } = await generated({
      ...project(beside),
      'pyproject.toml':
        '[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\nshop = "shop.__main__:main"\n',
      'src/shop/__main__.py': 'from shop.cli import main\nif __name__ == "__main__":\n    main()\n',
    });
    expect(dockerfile).toMatch(/^ENTRYPOINT .*"-m", "shop"\]$/m);
  });
  it.each([
    ['its files are below the working directory', 'os.makedirs("records")', {}],
    ['its files are below that by its name', 'os.makedirs(os.path.join(os.getcwd(), "x"))', {}],
    [
      'it only reads beside them',
      'open(os.path.join(os.path.dirname(__file__), "x.txt")).read()',
      {},
    ],
    [
      'a copy of a library has the place',
      'from shop._vendor import kept',
      {
        'src/shop/_vendor/__init__.py': '',
        'src/shop/_vendor/kept.py':
          'import os\nos.makedirs(os.path.join(os.path.dirname(__file__), "records"))\n',
      },
    ],
    [
      'nothing in the sources can be called as its script is',
      beside,
      {
        'pyproject.toml':
          '[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\nshop = "shop.cli.__init__:main"\n',
        'src/shop/cli/__init__.py': `import os\n\n\ndef main():\n${beside.replace(/^/gm, '    ')}\n`,
        'src/shop/__main__.py':
          'from shop.cli import main\nif __name__ == "__main__":\n    main()\n',
      },
    ],
    [
      'it asks for its own metadata',
      beside,
      { 'src/shop/about.py': 'from importlib.metadata import version\nhere = version("shop")\n' },
    ],
  ])('is installed where %s', async (_, source, more) => {
    const { dockerfile } = await generated(project(source, more));
    expect(dockerfile).toContain(installed);
  });
});
