import { describe, expect, it } from 'vitest';
import { firstOf } from '../../../../../src/languages/shared/findings.ts';
import { splitStart } from '../../../../../src/languages/python/plan/command.ts';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { Finding, ServiceFacts } from '../../../../../src/types.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function servicesOf(
  files: Readonly<Record<string, string>>,
): Promise<readonly ServiceFacts[]> {
  const facts = await python.detect(memoryProject(files), { today });
  if (!facts) throw new Error('not recognized');
  return facts.services;
}

async function startOf(files: Readonly<Record<string, string>>): Promise<string> {
  const [service] = await servicesOf(files);
  return said(service?.start);
}

function said(finding: Finding<readonly string[]> | undefined): string {
  if (finding?.kind === 'found' || finding?.kind === 'suggested') return finding.value.join(' ');
  if (finding?.kind === 'ambiguous')
    return `${finding.candidates.map((it) => it.value.join(' ')).join(' | ')}, although ${finding.why}`;
  return `unknown: ${finding?.why ?? ''}`;
}

const asgi = { 'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.30.0\n' };
const wsgi = { 'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n' };
const behind = '--host 0.0.0.0 --port 8000';

describe('applications are found in the code', () => {
  it.each([
    [
      'the file and the variable, whatever they are called',
      { 'service.py': 'from fastapi import FastAPI\napi = FastAPI()\n' },
      `uvicorn service:api ${behind}`,
    ],
    [
      'an import by another name',
      { 'app.py': 'import fastapi as f\nweb = f.FastAPI(title="a (b")\n' },
      `uvicorn app:web ${behind}`,
    ],
    [
      'a type beside the variable',
      { 'app.py': 'from fastapi import FastAPI\napp: FastAPI = FastAPI(\n    title="x",\n)\n' },
      `uvicorn app:app ${behind}`,
    ],
    [
      'a package',
      { 'shop/__init__.py': '', 'shop/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' },
      `uvicorn shop.main:app ${behind}`,
    ],
    [
      'a package below a folder of src that is on the path',
      {
        'src/py/shop/__init__.py': '',
        'src/py/shop/main.py':
          'from fastapi import FastAPI\nfrom shop import routes\napp = FastAPI()\n',
        'src/py/shop/routes.py': '',
      },
      `uvicorn shop.main:app ${behind}`,
    ],
    [
      'a src layout',
      {
        'src/shop/__init__.py': '',
        'src/shop/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      },
      `uvicorn shop.main:app ${behind}`,
    ],
    [
      'a folder whose modules import each other by bare names',
      {
        'api/main.py': 'from fastapi import FastAPI\nimport db\napp = FastAPI()\n',
        'api/db.py': '',
      },
      `uvicorn main:app ${behind}`,
    ],
    [
      'a factory',
      {
        'shop/__init__.py': '',
        'shop/main.py':
          'from fastapi import FastAPI\ndef make_app(debug: bool = False) -> FastAPI:\n    app = FastAPI()\n    return app\n',
      },
      `uvicorn shop.main:make_app --factory ${behind}`,
    ],
    [
      'a variable that a factory fills, before the factory',
      {
        'main.py': 'from shop import create_app\napp = create_app()\n',
        'shop/__init__.py':
          'from fastapi import FastAPI\ndef create_app():\n    return FastAPI()\n',
      },
      `uvicorn main:app ${behind}`,
    ],
    [
      'nothing in comments, strings and tests',
      {
        'main.py':
          '"""\napp = FastAPI()\n"""\n# app = FastAPI()\nfrom fastapi import FastAPI\nreal = FastAPI()\n',
        'tests/test_main.py': 'from fastapi import FastAPI\nfake = FastAPI()\n',
      },
      `uvicorn main:real ${behind}`,
    ],
    [
      'a subapplication is not a separate program',
      {
        'main.py':
          'from fastapi import FastAPI\nfrom admin.panel import admin\napp = FastAPI()\napp.mount("/admin", admin)\n',
        'admin/panel.py': 'from fastapi import FastAPI\nadmin = FastAPI()\n',
      },
      `uvicorn main:app ${behind}`,
    ],
  ] as const)('%s', async (_what, files, expected) => {
    expect(await startOf({ ...asgi, ...files })).toBe(expected);
  });

  it('Flask behind gunicorn, whose files a read-only root has no place for', async () => {
    const files = {
      'app.py':
        'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run()\n',
    };
    expect(await startOf({ ...wsgi, ...files })).toBe(
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    );
    expect(await startOf({ 'requirements.txt': 'flask\ngunicorn==26.2.2\n', ...files })).toContain(
      '--no-control-socket',
    );
  });

  it('gunicorn with its own settings: its port, and the folder of its log', async () => {
    const [service] = await servicesOf({
      ...wsgi,
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'gunicorn.conf.py':
        'bind = "0.0.0.0:9000"\naccesslog = "/var/log/api/access.log"\nerrorlog = "-"\n',
    });
    expect(service).toMatchObject({
      start: { value: expect.arrayContaining(['0.0.0.0:9000']) as unknown },
      port: { value: 9000 },
      details: { writable: ['/var/log/api'] },
    });
  });

  it('a factory of Flask', async () => {
    expect(
      await startOf({
        ...wsgi,
        'shop/__init__.py':
          'from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__)\n    return app\n',
      }),
    ).toBe('gunicorn shop:create_app() --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm');
  });

  it.each([
    [
      'does a job in its context is not served',
      'from shop import create_app, models\napp = create_app()\nwith app.app_context():\n    models.Account().update()\n',
      'gunicorn shop:create_app()',
    ],
    [
      'prepares it is served',
      'from shop import create_app, db\napp = create_app()\nwith app.app_context():\n    db.create_all()\n',
      'gunicorn update_accounts:app',
    ],
    [
      'adds routes to it is served',
      'from shop import create_app, models\napp = create_app()\n@app.get("/")\ndef get():\n    return ""\nwith app.app_context():\n    models.Account().update()\n',
      'gunicorn update_accounts:app',
    ],
  ])('an application whose script %s', async (_, source, expected) => {
    expect(
      await startOf({
        ...wsgi,
        'shop/__init__.py':
          'from flask import Flask\ndef create_app(config=None):\n    app = Flask(__name__)\n    return app\n',
        'shop/models.py': '',
        'update_accounts.py': source,
      }),
    ).toContain(expected);
  });

  it.each([
    ['if len(sys.argv) < 2:\n    print("usage")\n    sys.exit(1)', true],
    ['if (len(sys.argv) <= 1):\n    sys.exit("usage")', true],
    ['if len(sys.argv) != 3:\n    raise SystemExit(1)', true],
    ['if len(sys.argv) < 2:\n    print("with defaults")', false],
    ['if len(sys.argv) > 2:\n    sys.exit(1)', false],
    ['if "--check" in sys.argv:\n    if len(sys.argv) < 3:\n        sys.exit(1)', false],
    ['def other():\n    if len(sys.argv) < 2:\n        sys.exit(1)', false],
  ])('a script that ends without arguments: %j', async (source, ends) => {
    const start = await startOf({ 'main.py': `import sys\n${source}\nprint(sys.argv)\n` });
    expect(start.includes('cannot run without arguments: it ends without any')).toBe(ends);
  });
  it.each([
    [
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("command", choices=["migrate", "serve"])\np.parse_args()\n',
      'python main.py serve, although',
    ],
    [
      'import click\n@click.command()\n@click.argument("mode", type=click.Choice(("worker", "web")))\ndef main(mode):\n    print(mode)\nmain()\n',
      'python main.py web, although',
    ],
    [
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("--as", choices=["serve"])\np.add_argument("format", choices=["json", "text"])\np.parse_args()\n',
      'python main.py, although',
    ],
  ])('an argument whose choices are commands: %j', async (source, expected) => {
    expect(await startOf({ 'requirements.txt': 'click\n', 'main.py': source })).toContain(expected);
  });
  it('a function of a script that ends without arguments', async () => {
    const source =
      'import sys\ndef main():\n    if len(sys.argv) < 2:\n        sys.exit(1)\nif __name__ == "__main__":\n    main()\n';
    expect(await startOf({ 'main.py': source })).toContain('--start "python main.py ARGUMENT"');
  });

  it('a script that describes the package for a build tool is no program', async () => {
    expect(
      await startOf({
        'requirements.txt': '',
        'setup_msi.py': 'from cx_Freeze import setup, Executable\nsetup(name="shop")\n',
        'clock.py': 'import time\nwhile True:\n    time.sleep(1)\n',
      }),
    ).toBe('python clock.py');
  });

  it('a factory that wants arguments is none', async () => {
    expect(
      await startOf({
        ...wsgi,
        'shop/__init__.py':
          'from flask import Flask\ndef create_app(config):\n    return Flask(__name__)\n',
      }),
    ).toMatch(/^unknown: no application/);
  });

  it('two equal programs are asked about', async () => {
    const app = 'from fastapi import FastAPI\napp = FastAPI()\n';
    const facts = await python.detect(
      memoryProject({ ...asgi, 'a/main.py': app, 'b/main.py': app }),
      { today },
    );
    expect(facts?.service).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'a-main' }, { value: 'b-main' }],
    });
  });
});

describe('a missing server is said, with the line to add', () => {
  const code = { 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' };
  it('for pip, which installs the usual one, too, where no framework includes another', async () => {
    const files = { 'requirements.txt': 'fastapi==0.115.0\n', ...code };
    expect(await startOf(files)).toBe(`uvicorn main:app ${behind}`);
    const facts = await python.detect(memoryProject(files), { today });
    expect(facts?.notes.map((it) => it.text)).toContain(
      'uvicorn is installed, too: the program needs a server, and no list names one',
    );
    expect(facts?.services[0]?.start).toMatchObject({
      evidence: [{ file: 'main.py' }, { because: 'uvicorn is installed, too' }],
    });
    expect(facts?.details).toMatchObject({
      installations: [
        { steps: [{ command: [expect.anything(), expect.stringMatching(/ uvicorn$/)] }] },
      ],
    });
    const strict = await python.detect(memoryProject(files), { today, strict: true });
    expect(said(strict?.services[0]?.start)).toBe(
      'unknown: FastAPI needs an ASGI server, but none is installed: add uvicorn (a line "uvicorn" in requirements.txt)',
    );
    expect(
      await startOf({
        'requirements.txt': 'flask\n',
        'app.py': 'import flask\napp = flask.Flask("x")\n',
      }),
    ).toBe(
      'flask --app app:app run --host 0.0.0.0 --port 8000, although Flask needs a WSGI server, but none is installed: add gunicorn (a line "gunicorn" in requirements.txt)',
    );
  });
  it.each([
    [
      'a script that serves it, with a server of its own for production',
      'from gevent.pywsgi import WSGIServer\nif __name__ == "__main__":\n    WSGIServer(("0.0.0.0", 5000), app).serve_forever()\n',
      /^python app\.py$/,
    ],
    [
      'a script that serves it for developers',
      'if __name__ == "__main__":\n    app.run(host="0.0.0.0", port=5000)\n',
      /^python app\.py, although Flask needs/,
    ],
    [
      'no script that only this machine reaches',
      'if __name__ == "__main__":\n    app.run(debug=True)\n',
      /^flask --app app:app run --host 0\.0\.0\.0 --port 8000, although Flask needs/,
    ],
  ])('takes %s', async (_, code_, expected) => {
    const files = {
      'requirements.txt': 'flask\ngevent\n',
      'app.py': `from flask import Flask\napp = Flask(__name__)\n${code_}`,
    };
    expect(await startOf(files)).toMatch(expected);
  });
  it('for uv, also where only a development group has it', async () => {
    const lock =
      '[[package]]\nname = "x"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "fastapi" }]\n[package.dev-dependencies]\ndev = [{ name = "uvicorn" }]\n[[package]]\nname = "fastapi"\nversion = "0.115.0"\n[[package]]\nname = "uvicorn"\nversion = "0.30.0"\n';
    expect(
      await startOf({ 'pyproject.toml': '[project]\nname = "x"\n', 'uv.lock': lock, ...code }),
    ).toBe(
      'unknown: FastAPI needs an ASGI server, but none is installed: add uvicorn (uv add uvicorn)',
    );
  });
  it('an extra that includes it counts', async () => {
    expect(await startOf({ 'requirements.txt': 'fastapi[standard]==0.115.0\n', ...code })).toBe(
      `uvicorn main:app ${behind}`,
    );
  });
});

it('an old Flask is told by its variable what it serves', async () => {
  const files = (flask: string): Readonly<Record<string, string>> => ({
    'requirements.txt': `flask==${flask}\n`,
    'app.py': 'from flask import Flask\napp = Flask("app")\n',
  });
  const facts = await python.detect(memoryProject(files('2.0.3')), { today });
  expect(said(facts?.services[0]?.start)).toContain('flask run --host 0.0.0.0 --port 8000,');
  expect(facts?.services[0]?.details).toMatchObject({
    environment: [{ name: 'FLASK_APP', value: 'app:app' }],
  });
  expect(await startOf(files('2.2.5'))).toContain('flask --app app:app run');
});

describe('plain programs', () => {
  it.each([
    ['a number', 'HTTPServer(("", 8123), Handler)', 8123],
    ['a constant', 'PORT = 9000\nHTTPServer(("0.0.0.0", PORT), Handler)', 9000],
    [
      'the default of a variable',
      'HTTPServer(("", int(os.environ.get("PORT", "8001"))), Handler)',
      8001,
    ],
    [
      'the same through a constant',
      'PORT = int(os.getenv("PORT", 8002))\nThreadingHTTPServer(("", PORT), Handler)',
      8002,
    ],
  ])('the port is %s', async (_what, code, expected) => {
    const [service] = await servicesOf({
      'main.py': `import os\nfrom http.server import HTTPServer, ThreadingHTTPServer\n${code}\n`,
    });
    expect(service?.port).toMatchObject({ kind: 'found', value: expected });
  });

  const hidden = (more: string, files: Readonly<Record<string, string>> = {}) =>
    servicesOf({
      'main.py': `from http.server import HTTPServer\n${more}\nHTTPServer(("", settings.port), None).serve_forever()\n`,
      ...files,
    });
  it.each([
    ['a constant', 'DEFAULT_PORT = 8083', 8083],
    ['a key', 'defaults = {"PORT": "8081"}', 8081],
    ['a key with a type', 'defaults = {"HTTP_PORT": (int, "General", 8181)}', 8181],
    ['not that of a broker', 'PORT = 8083\nmqtt = {"port": 1883}', 8083],
    ['the same in two places', 'PORT = 8083\nWEB_SERVER_PORT = 8083', 8083],
  ])('the port that the code hides is %s', async (_what, more, value) => {
    const [service] = await hidden(more);
    expect(service?.port).toMatchObject({
      kind: 'suggested',
      value,
      evidence: [{ file: 'main.py', line: 2 }],
    });
  });
  it.each([
    ['two', 'PORT = 8083\nHTTP_PORT = 8084', {}],
    ['that of another program', 'SMTP_PORT = 25\nport_count = 2\nports = {"x": 1}', {}],
    ['no number', 'PORT = "http"\nAPI_PORT = 70000\nWEB_PORT = 0', {}],
    ['that of the router that it asks', 'DEFAULT_API_PORT = 8728', {}],
    ['that of a test', '', { 'tests/test_main.py': 'PORT = 8083\n' }],
  ])('the port that the code hides is not %s', async (_what, more, files) => {
    const [service] = await hidden(more, files);
    expect(service?.port.kind).toBe('unknown');
  });
  it('one that nothing reaches is said, with its place', async () => {
    const [service] = await servicesOf({
      'main.py':
        'from http.server import HTTPServer\nHTTPServer(("127.0.0.1", 80), None).serve_forever()\n',
    });
    expect(service?.notes).toMatchObject([
      {
        code: 'python/listens-on-loopback',
        text: 'main.py:2 listens on 127.0.0.1 only: nothing outside the container can reach it',
        hint: 'Listen on 0.0.0.0.',
      },
    ]);
  });

  it('one that does not listen has no port', async () => {
    const [service] = await servicesOf({
      'worker.py': 'import time\nif __name__ == "__main__":\n    time.sleep(9)\n',
    });
    expect([said(service?.start), service?.port]).toMatchObject([
      'python worker.py',
      { kind: 'suggested', value: null },
    ]);
  });

  it('a package with __main__', async () => {
    expect(
      await startOf({
        'pyproject.toml': '[project]\nname = "x"\n',
        'src/jobs/__init__.py': '',
        'src/jobs/__main__.py': 'from jobs import x\nx.run()\n',
      }),
    ).toBe('python -m jobs');
  });

  it.each([
    ['below the folder of the project', 'ticket_bot/'],
    ['below src', 'src/ticket_bot/'],
  ])('the package of the project comes before other scripts: %s', async (_what, folder) => {
    const files = {
      'pyproject.toml': '[project]\nname = "ticket-bot"\n',
      'setup_guild.py': 'if __name__ == "__main__":\n    print(1)\n',
      [`${folder}__init__.py`]: '',
      [`${folder}__main__.py`]:
        'from ticket_bot import x\ntry:\n    x.run()\nexcept OSError:\n    raise\n',
    };
    expect(await startOf(files)).toBe('python -m ticket_bot');
    // A usual name is the developers' own answer.
    expect(await startOf({ ...files, 'main.py': 'import x\nx.run()\n' })).toBe('python main.py');
  });

  it.each([
    ['the server is the package, where its script only manages it', '', 'python -m robot'],
    [
      'the package that calls the function of the script is no other program',
      'from robot.cli import app\napp()\n',
      'rbt, although',
    ],
    ['a script that serves is the program', 'serve', 'rbt serve, although'],
  ])('%s', async (_what, main, expected) => {
    const command = main === 'serve' ? '@app.command()\ndef serve():\n    pass\n' : '';
    const started = await startOf({
      'pyproject.toml':
        '[project]\nname = "robot"\nversion = "1"\ndependencies = ["click"]\n[project.scripts]\nrbt = "robot.cli:app"\n[build-system]\nrequires = ["setuptools"]\n',
      'robot/__init__.py': '',
      'robot/__main__.py': main.startsWith('from')
        ? main
        : 'from .client import Client\nClient().run()\n',
      'robot/client.py': 'class Client:\n    def run(self):\n        pass\n',
      'robot/cli/__init__.py': 'from .base import app\n',
      'robot/cli/base.py': `import click\n@click.group()\ndef app():\n    pass\n${command}`,
    });
    expect(started.slice(0, expected.length)).toBe(expected);
  });

  it('Django in a folder of a package that it imports by its full name', async () => {
    const files = {
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      'shop/__init__.py': 'def log():\n    pass\n',
      'shop/server/manage.py':
        'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")\n',
      'shop/server/server/__init__.py': '',
      'shop/server/server/settings.py': 'INSTALLED_APPS = []\n',
      'shop/server/server/wsgi.py':
        'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
      'shop/server/server/urls.py': 'from . import settings\n',
    };
    const detailsOf = async (urls: string): Promise<unknown> =>
      (await servicesOf({ ...files, 'shop/server/server/urls.py': urls }))[0]?.details;
    expect(await detailsOf('from shop import log\n')).toMatchObject({
      paths: ['shop/server', '.'],
    });
    expect(await detailsOf('from . import settings\n')).toMatchObject({ paths: ['shop/server'] });
  });

  it('of several applications, one whose framework is installed', async () => {
    const files = {
      'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
      'requirements-django.txt': 'django==5.2\n',
      'geo/__init__.py': '',
      'geo/flask_app.py': 'from flask import Flask\nAPP = Flask(__name__)\n',
      'geo/django_/wsgi.py':
        'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    };
    expect(await startOf(files)).toContain('geo.flask_app:APP');
    const installed = { ...files, 'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n' };
    expect(await startOf(installed)).toContain('wsgi:application');
  });

  it.each([
    ['from core.config import settings', 'uvicorn main:app', ['app']],
    ['from database import engine', 'uvicorn main:app', ['app']],
    ['from .database import engine', 'uvicorn app.main:app', []],
    ['from app.database import engine', 'uvicorn app.main:app', []],
    ['from celery import Celery', 'uvicorn app.main:app', []],
    ['from shared.config import settings', 'uvicorn app.main:app', []],
  ])('is run inside its package where its imports say so: %s', async (line, start, paths) => {
    const [service] = await servicesOf({
      'requirements.txt': 'fastapi==0.115.6\nuvicorn==0.34.0\ncelery==5.4.0\n',
      'app/__init__.py': '',
      'app/main.py': `from fastapi import FastAPI\n${line}\napp = FastAPI()\n`,
      'app/database.py': 'engine = 1\n',
      'app/celery.py': 'from celery import Celery\n',
      'app/core/__init__.py': '',
      'app/core/config.py': 'settings = 1\n',
      'app/shared/config.py': 'settings = 1\n',
      'shared/__init__.py': '',
      'shared/config.py': 'settings = 1\n',
    });
    expect([
      service && firstOf(service.start)?.value.slice(0, 2).join(' '),
      service?.details,
    ]).toMatchObject([start, { paths }]);
  });

  it('a script without a usual name is the program, if it is the only one that acts', async () => {
    const files = {
      'index.py': 'import config\nfrom utils import data\nprint(config.token)\ndata.run()\n',
      'config.py': 'print(1)\ntoken = 1\n',
      'utils/data.py': 'def run():\n    pass\n',
    };
    expect(await startOf(files)).toBe('python index.py');
    expect(await startOf({ ...files, 'other.py': 'print(2)\n' })).toMatch(/^unknown/);
  });

  it('what only the constructor of a plugin checks does not end the program', async () => {
    const [service] = await servicesOf({
      'main.py':
        'import os\nclass Azure:\n    def __init__(self):\n        if os.getenv("AZURE") is None:\n            raise ValueError("AZURE")\nprint(1)\n',
    });
    expect(service?.notes.map((it) => it.text)).toEqual([
      'some requests fail unless these variables are set: AZURE',
    ]);
  });
  it.each([
    ['config = load()', 'the program starts only if these variables are set: SHOP_TOKEN'],
    [
      'if len(str(main)) > 9:\n        load()',
      'some requests fail unless these variables are set: SHOP_TOKEN',
    ],
    ['pass', 'some requests fail unless these variables are set: SHOP_TOKEN'],
  ])('what a function demands that another module calls at the start: %j', async (call, note) => {
    const [service] = await servicesOf({
      'requirements.txt': 'environs==11.2.1\n',
      'bot/__main__.py': `import asyncio\nimport other\nfrom . import config\nfrom .config import load\nasync def main():\n    ${call}\nasyncio.run(main())\n`,
      'bot/__init__.py': '',
      'bot/config.py':
        'from environs import Env\ndef load():\n    env = Env()\n    with env.prefixed("SHOP_"):\n        return env.str("TOKEN")\n',
    });
    expect(service?.notes.map((it) => it.text)).toContain(note);
  });
  it('what every container has is not demanded', async () => {
    const [service] = await servicesOf({
      'main.py': 'import os\nprint(os.environ["PATH"], os.environ["HOME"], os.environ["TOKEN"])\n',
    });
    expect(service?.notes.map((it) => it.text)).toEqual([
      'the program starts only if these variables are set: TOKEN',
    ]);
  });
});

describe('ENTRYPOINT is the program, CMD its arguments', () => {
  const interpreter = {
    path: '/opt/venv/bin/python',
    scripts: '/opt/venv/bin',
    environment: null,
    packages: [],
  };
  it.each([
    [['python', 'main.py', '--fast'], ['/opt/venv/bin/python', 'main.py'], ['--fast']],
    [
      ['python3', '-X', 'dev', '-m', 'jobs', 'run'],
      ['/opt/venv/bin/python', '-X', 'dev', '-m', 'jobs'],
      ['run'],
    ],
    [
      ['uvicorn', 'a:b', '--port', '1'],
      ['/opt/venv/bin/python', '-m', 'uvicorn', 'a:b'],
      ['--port', '1'],
    ],
    [
      ['celery', '-A', 'x', 'worker'],
      ['/opt/venv/bin/python', '-m', 'celery'],
      ['-A', 'x', 'worker'],
    ],
    [['shop', 'serve'], ['/opt/venv/bin/shop'], ['serve']],
    [['main.py', 'x'], ['/opt/venv/bin/python', 'main.py'], ['x']],
    [['/usr/bin/thing'], ['/usr/bin/thing'], []],
  ])('%j', (words, entrypoint, rest) => {
    expect(splitStart(words, interpreter)).toEqual({ entrypoint, arguments: rest });
  });
  it.each([
    ['19.9.0', 'gunicorn.app.wsgiapp'],
    ['20.0.4', 'gunicorn.app.wsgiapp'],
    ['20.1.0', 'gunicorn'],
    [null, 'gunicorn'],
  ])('gunicorn %s runs as the module %s', (version, module) => {
    const evidence = { file: 'requirements.txt', because: '' };
    const packages = [{ name: 'gunicorn', version, extras: [], wheels: null, evidence }];
    expect(splitStart(['gunicorn', 'app:app'], { ...interpreter, packages }).entrypoint).toEqual([
      '/opt/venv/bin/python',
      '-m',
      module,
      'app:app',
    ]);
  });
});

describe('a script that serves with waitress', () => {
  const setUp =
    'from waitress import serve\nif __name__ == "__main__":\n    app.config["X"] = "1"\n    ';
  const flask = { 'requirements.txt': 'flask==3.1.0\nwaitress==3.0.2\n' };
  const app = 'from flask import Flask\napp = Flask(__name__)\n';
  const serve = (where: string): string => `${app}${setUp}serve(app${where})\n`;
  const command = 'waitress --listen=0.0.0.0:8000 app:app';
  it.each([
    ['an address', serve(', host="0.0.0.0", port=8191'), 'python app.py'],
    ['none, which is all', serve(', port=8191'), 'python app.py'],
    ['this machine', serve(', host="127.0.0.1", port=8191'), command],
  ])('is the program, with what it sets up: %s', async (_, code, expected) => {
    expect(await startOf({ ...flask, 'app.py': code })).toBe(expected);
  });
  it('is so by Bottle, too', async () => {
    const bottle = { 'requirements.txt': 'bottle==0.13.2\nwaitress==3.0.2\n' };
    const code = (server: string): string =>
      `from bottle import Bottle, run\napp = Bottle()\nif __name__ == "__main__":\n    app.install(log)\n    run(app, host="0.0.0.0", port=8191${server})\n`;
    expect(await startOf({ ...bottle, 'app.py': code(', server="waitress"') })).toBe(
      'python app.py',
    );
    expect(await startOf({ ...bottle, 'app.py': code('') })).toBe(command);
  });
  it('is so by a function that it calls, and not where it sets up nothing of it', async () => {
    const script = (lines: string): string =>
      `import logging\nfrom waitress import serve\n${app}def main():\n${lines}    serve(app, host="0.0.0.0", port=8191)\nif __name__ == "__main__":\n    main()\n`;
    expect(
      await startOf({
        ...flask,
        'app.py': script('    with app.app_context():\n        fill()\n'),
      }),
    ).toBe('python app.py');
    const logs = script('    logging.info("Starting on http://localhost:8191")\n    check()\n');
    expect(await startOf({ ...flask, 'app.py': logs })).toBe(command);
  });
  it('is not, where another server is locked', async () => {
    const both = { 'requirements.txt': 'flask==3.1.0\nwaitress==3.0.2\ngunicorn==23.0.0\n' };
    expect(await startOf({ ...both, 'app.py': serve(', host="0.0.0.0"') })).toMatch(/^gunicorn /);
  });
});

it.each([
  ['shop:main.run', 'shop/main.py', 9100],
  ['shop.main:run', 'shop/main.py', 9100],
  ['shop:run', 'shop/__init__.py', 9100],
  ['shop.main:Shop.run', 'shop/main.py', 9100],
])('the console script %j listens where its module does', async (target, file, port) => {
  const [service] = await servicesOf({
    'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "${target}"\n`,
    'shop/__init__.py': '',
    [file]:
      'from http.server import HTTPServer\nclass Shop:\n    def run(self):\n        pass\ndef run():\n    HTTPServer(("", 9100), None).serve_forever()\n',
  });
  expect(service?.port).toMatchObject({ value: port });
});

it.each([
  // Commands that nothing but a comparison names.
  [
    'command = sys.argv[1]\nif command == "migrate":\n    pass\nelif command == "serve":\n    pass',
    'serve',
  ],
  ['if sys.argv[1].lower() == "web":\n    pass', 'web'],
  ['command = sys.argv[1]\nif command in ("stopserver", "startserver"):\n    pass', 'startserver'],
  [
    'if len(sys.argv) < 2 or sys.argv[1] == "-h":\n    print_usage(0)\nif sys.argv[1] == "run":\n    pass',
    'run',
  ],
  // Another thing is asked for, or the program runs without.
  ['if len(sys.argv) > 1 and sys.argv[1] == "serve":\n    pass', undefined],
  [
    'try:\n    command = sys.argv[1]\nexcept IndexError:\n    command = "serve"\nif command == "serve":\n    pass',
    undefined,
  ],
  ['def other():\n    if sys.argv[1] == "serve":\n        pass', undefined],
])('the first argument of %j is %j', async (source, command) => {
  const start = await startOf({ 'main.py': `import sys\n${source}\nprint(sys.argv)\n` });
  expect(start.split(',')[0]).toBe(
    command === undefined ? 'python main.py' : `python main.py ${command}`,
  );
});

it.each([
  [
    'click',
    '@click.group()\ndef cli():\n    pass\n@cli.command()\n@click.option("--host", default="127.0.0.1")\ndef serve(host):\n    HTTPServer((host, 9000), None).serve_forever()\n@cli.command()\ndef migrate():\n    pass\n',
    'serve --host 0.0.0.0',
  ],
  [
    'typer',
    'cli = typer.Typer()\n@cli.command("serve")\ndef start(host: str = "127.0.0.1"):\n    HTTPServer((host, 9000), None).serve_forever()\n@cli.command()\ndef migrate():\n    pass\n',
    'serve --host 0.0.0.0',
  ],
  [
    'argparse',
    'def cli():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n    web = commands.add_parser("serve")\n    web.add_argument("--host", default="127.0.0.1")\n    commands.add_parser("migrate")\n    args = parser.parse_args()\n    HTTPServer((args.host, 9000), None).serve_forever()\n',
    'serve --host 0.0.0.0',
  ],
  [
    'argparse, whose other command has the option',
    'def cli():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n    commands.add_parser("serve")\n    other = commands.add_parser("migrate")\n    other.add_argument("--host", default="127.0.0.1")\n    args = parser.parse_args()\n    HTTPServer((args.host, 9000), None).serve_forever()\n',
    'serve',
  ],
  [
    'click, whose other command has the option',
    '@click.group()\ndef cli():\n    pass\n@cli.command()\n@click.option("--host", default="127.0.0.1")\ndef migrate(host):\n    HTTPServer((host, 9000), None).serve_forever()\n@cli.command()\ndef serve():\n    pass\n',
    'serve',
  ],
])('the address of a subcommand of %s', async (_what, source, words) => {
  const code = `import argparse\nimport click\nimport typer\nfrom http.server import HTTPServer\n${source}`;
  const project = {
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["click", "typer"]\n[project.scripts]\nshop = "shop:cli"\n',
    'shop.py': code,
  };
  expect((await startOf(project)).split(',')[0]).toBe(`shop ${words}`);
});

it.each(['lib', 'libs', 'lib3', 'vendor'])(
  'a program of a library in %s is none of the project',
  async (folder) => {
    const files = {
      'requirements.txt': 'requests\n',
      [`${folder}/tool/__main__.py`]: 'print(1)\n',
      'shop/__main__.py': 'print(2)\n',
    };
    expect(await startOf(files)).toBe('python -m shop');
  },
);
