import { describe, expect, it } from 'vitest';
import { compilersFor } from '../../../../../src/languages/python/plan/compilers.ts';
import type { PythonServiceFacts } from '../../../../../src/languages/python/details.ts';
import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import type { ProjectFacts, ServiceFacts } from '../../../../../src/types.ts';
import { generated } from '../../../../support/python-generated.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function factsOf(files: Readonly<Record<string, string>>): Promise<ProjectFacts> {
  const facts = await python.detect(memoryProject(files), { today });
  if (!facts) throw new Error('not recognized');
  return facts;
}

async function serviceOf(files: Readonly<Record<string, string>>): Promise<ServiceFacts> {
  const [service] = (await factsOf(files)).services;
  if (!service) throw new Error('no service');
  return service;
}

function startOf(service: ServiceFacts): string {
  const { start } = service;
  if (start.kind === 'ambiguous')
    return `${start.candidates.map((it) => it.value.join(' ')).join(' | ')}, although ${start.why}`;
  return start.kind === 'unknown' ? `unknown: ${start.why}` : start.value.join(' ');
}

const django = {
  'manage.py':
    'import os\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
  'site_/__init__.py': '',
  'site_/settings.py':
    'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n',
  'site_/wsgi.py':
    'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
  'site_/asgi.py':
    'from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n',
};

/** A Django project that keeps its static files as its settings ask. */
const kept = (storage: string): Readonly<Record<string, string>> => ({
  ...django,
  'requirements.txt': 'django\ngunicorn\ndjango-storages\n',
  'site_/kept.py':
    'from django.core.files.storage import FileSystemStorage\nfrom storages.backends.s3 import S3Storage\nclass Static(S3Storage):\n    location = "static"\nclass Local(FileSystemStorage):\n    location = "static"\n',
  'site_/settings.py': `INSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n${storage}\n`,
});

describe('Django', () => {
  it('of a site that is called like examples', async () => {
    const { 'manage.py': manage, 'site_/wsgi.py': wsgi } = django;
    const service = await serviceOf({
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      'manage.py': manage.replace('site_', 'example'),
      'example/__init__.py': '',
      'example/settings.py': 'SECRET_KEY = "x"\n',
      'example/wsgi.py': wsgi,
    });
    expect(startOf(service)).toContain('gunicorn example.wsgi:application');
  });
  it.each([
    ['', 'manage.py runserver', 'site_.settings'],
    ['shop/', 'shop/manage.py runserver', 'site_.settings'],
    ['shop/', 'shop/manage.py runserver', 'shop.site_.settings'],
  ])('served by manage.py in %j writes what its settings say', async (folder, words, settings) => {
    const service = await serviceOf({
      'requirements.txt': 'django==5.2\n',
      ...(folder === '' ? {} : { [`${folder}__init__.py`]: '' }),
      [`${folder}manage.py`]: django['manage.py'].replace('site_.settings', settings),
      [`${folder}site_/__init__.py`]: '',
      [`${folder}site_/settings.py`]:
        'import os\nFOLDER = os.path.join(os.getcwd(), "dbs")\nos.path.exists(FOLDER) or os.makedirs(FOLDER)\n',
      [`${folder}site_/wsgi.py`]: `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n${django['site_/wsgi.py']}`,
    });
    expect(startOf(service)).toContain(words);
    expect(service.details).toMatchObject({ writable: ['/app/dbs'] });
  });
  it('without wsgi.py, writes what its settings say', async () => {
    const service = await serviceOf({
      'requirements.txt': 'django==5.2\n',
      'manage.py': django['manage.py'],
      'site_/__init__.py': '',
      'site_/settings.py': 'import os\nos.makedirs("dbs", exist_ok=True)\n',
    });
    expect(startOf(service)).toContain('manage.py runserver');
    expect(service.details).toMatchObject({ writable: ['/app/dbs'] });
  });
  it('is started by manage.py, although its settings look for a free port', async () => {
    const service = await serviceOf({
      'requirements.txt': 'django==5.2\n',
      'src/manage.py': django['manage.py'].replace('site_.settings', 'shop.settings'),
      'src/shop/__init__.py': '',
      'src/shop/__main__.py':
        'import os, sys\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    from django.core.management import execute_from_command_line\n    execute_from_command_line(sys.argv)\n',
      'src/shop/settings.py':
        'import socket\nINSTALLED_APPS = []\ndef is_free(port):\n    with socket.socket() as it:\n        it.bind(("", port))\nFREE = is_free(5173)\n',
      'src/shop/wsgi.py': django['site_/wsgi.py'],
    });
    expect(startOf(service)).toContain('python src/manage.py runserver --noreload 0.0.0.0:8000');
  });
  it('of an application that its own functions make, in a package', async () => {
    const service = await serviceOf({
      'manage.py': django['manage.py'],
      'site_/__init__.py': '',
      'site_/settings.py': django['site_/settings.py'],
      'requirements.txt': 'django==5.2\nuvicorn==0.30.0\n',
      'site_/__main__.py':
        'import uvicorn\nuvicorn.Server(uvicorn.Config("site_.asgi:application")).run()\n',
      'site_/asgi/__init__.py':
        'import os\nfrom .handler import get_asgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\napplication = get_asgi_application()\n',
      'site_/asgi/handler.py':
        'class Handler:\n    pass\ndef get_asgi_application():\n    return Handler()\n',
    });
    expect(startOf(service)).toBe('uvicorn site_.asgi:application --host 0.0.0.0 --port 8000');
  });
  it('of a large project, whose other modules use up what is parsed', async () => {
    const filler = 'value = "x"\n'.repeat(400);
    const others = Array.from({ length: 400 }, (_, at): [string, string] => [
      `part/settings_${at}.py`,
      `# django\nDATABASES = {}\n${filler}`,
    ]);
    const service = await serviceOf({
      ...django,
      'site_/wsgi.py': `${filler.repeat(3)}${django['site_/wsgi.py']}`,
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      ...Object.fromEntries(others),
    });
    expect(startOf(service)).toContain('gunicorn site_.wsgi:application');
  });
  it('without wsgi.py', async () => {
    const { 'manage.py': manage, 'site_/settings.py': settings } = django;
    const service = await serviceOf({
      'requirements.txt': 'django==5.2\n',
      'manage.py': `import django\n${manage}`,
      'site_/__init__.py': '',
      'site_/settings.py': settings,
    });
    expect(startOf(service)).toBe(
      'python manage.py runserver --noreload 0.0.0.0:8000, although servers for production need wsgi.py or asgi.py, and the project has none: django-admin startproject writes both',
    );
    expect(service.port).toMatchObject({ kind: 'suggested', value: 8000 });
  });
  it.each([
    [
      'gunicorn: WSGI',
      'django==5.2\ngunicorn==23.0.0\n',
      'gunicorn site_.wsgi:application --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'uvicorn alone: ASGI',
      'django==5.2\nuvicorn==0.30.0\n',
      'uvicorn site_.asgi:application --host 0.0.0.0 --port 8000',
    ],
    [
      'channels: ASGI, whatever else is there',
      'django==5.2\ngunicorn==23.0.0\nchannels==4\ndaphne==4.1\n',
      'daphne site_.asgi:application -b 0.0.0.0 -p 8000',
    ],
    [
      'no server: runserver, although it is for development, with the line to add',
      'django==5.2\n',
      'python manage.py runserver --noreload 0.0.0.0:8000, although Django needs a WSGI server, but none is installed: add gunicorn (a line "gunicorn" in requirements.txt)',
    ],
  ])('%s', async (_what, requirements, expected) => {
    expect(startOf(await serviceOf({ ...django, 'requirements.txt': requirements }))).toBe(
      expected,
    );
  });
  it('collects static files with a stand-in for what the settings demand, and says that nothing serves them', async () => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    });
    expect(service.details).toMatchObject({
      collect: { folder: '', variables: [{ variable: 'SECRET_KEY', value: 'build' }] },
    });
    expect(service.notes).toMatchObject([
      {
        code: 'python/static-files-unserved',
        text: 'the image contains the static files, but nothing in it serves them',
        hint: 'Add whitenoise, or serve them elsewhere.',
      },
      {
        code: 'python/variables-required',
        text: 'the program starts only if these variables are set: SECRET_KEY',
      },
    ]);
  });
  it.each([
    ['git keeps them with their manifest', { 'static/staticfiles.json': '{}' }, false],
    [
      'git ignores what was collected before',
      { 'static/staticfiles.json': '{}', '.gitignore': '/static\n' },
      true,
    ],
  ])('collects static files again or not: %s', async (_what, files, collects) => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\n',
      ...files,
    });
    expect((service.details as { collect: unknown }).collect !== null).toBe(collects);
  });
  it('collects them by the settings of the server, with what these demand through an import', async () => {
    const split = {
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      'manage.py':
        'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")\n',
      'config/__init__.py': '',
      'config/settings/__init__.py': '',
      'config/settings/base.py':
        'import environ\nenv = environ.Env()\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\nDEBUG = env.bool("DEBUG", False)\n',
      'config/settings/production.py':
        'from .base import *\nfrom .base import env\nSECRET_KEY = env("DJANGO_SECRET_KEY")\nHOSTS = env.list("HOSTS", default=[])\n',
      'config/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")\napplication = get_wsgi_application()\n',
    };
    expect((await serviceOf(split)).details).toMatchObject({
      collect: {
        variables: [{ variable: 'DJANGO_SECRET_KEY', value: 'build' }],
        settings: 'config.settings.production',
      },
    });
  });
  it('names the settings in the environment where no program does', async () => {
    const files = {
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
      'manage.py': 'from django.core.management import execute_from_command_line\n',
      'shop/__init__.py': '',
      'shop/settings/__init__.py': '',
      'shop/settings/base.py': 'INSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n',
      'shop/settings/production.example.py': 'from .base import *\nSECRET_KEY = ""\n',
      'shop/settings/development.py': 'from .base import *\nSECRET_KEY = "x"\n',
      'shop/wsgi.py':
        'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    };
    const named = async (more: Readonly<Record<string, string>>): Promise<unknown> =>
      (await serviceOf({ ...files, ...more })).details;
    const setting = (value: string): object => ({
      environment: [expect.objectContaining({ name: 'DJANGO_SETTINGS_MODULE', value })],
      collect: { variables: [], settings: value },
    });
    expect(await named({})).toMatchObject(setting('shop.settings.base'));
    const production = { 'shop/settings/prod.py': 'from .base import *\nDATABASES = {}\n' };
    expect(await named(production)).toMatchObject(setting('shop.settings.prod'));
    const known = 'import os, django\nos.environ["DJANGO_SETTINGS_MODULE"] = X\n';
    expect(await named({ 'manage.py': known })).toMatchObject({ environment: [] });
  });
  it.each([
    ['decouple', 'from decouple import config', 'config("X")', 'build'],
    ['a cast', 'from decouple import config', 'config("X", cast=bool)', '0'],
    ['a list', 'from decouple import Csv, config', 'config("X", cast=Csv())', 'build'],
    ['numbers', 'from decouple import Csv, config', 'config("X", cast=Csv(int))', '1'],
    [
      'a choice',
      'from decouple import Choices, config',
      'config("X", cast=Choices(["a", "b"]))',
      'a',
    ],
    [
      'a function as a cast',
      'import json\nfrom decouple import config',
      'config("X", cast=lambda it: json.loads(it))',
      '{}',
    ],
    [
      'an address as a cast',
      'import dj_database_url\nfrom decouple import config',
      'config("X", cast=dj_database_url.parse)',
      'sqlite://:memory:',
    ],
    ['environ', 'import environ\nenv = environ.Env()', 'env.int("X")', '1'],
    ['a type behind the name', 'import environ\nenv = environ.Env()', 'env("X", float)', '1'],
    ['a scheme', 'import environ\nenv = environ.Env(X=bool)', 'env("X")', '0'],
    ['a database', 'import environ\nenv = environ.Env()', 'env.db("X")', 'sqlite://:memory:'],
    ['a cache', 'import environ\nenv = environ.Env()', 'env.cache("X")', 'locmemcache://'],
    ['mail', 'import environ\nenv = environ.Env()', 'env.email("X")', 'consolemail://'],
    ['an address of mail', 'from environs import env', 'env.email("X")', 'build@example.com'],
    ['a list of numbers', 'from environs import env', 'env.list("X", subcast=int)', '1'],
    ['a conversion', 'import os', 'int(os.environ["X"])', '1'],
    ['two conversions', 'import os', 'bool(int(os.environ["X"]))', '0'],
    ['no conversion', 'import os', 'os.environ["X"] == "1"', 'build'],
    ['each of a list', 'import os', '[int(it) for it in os.environ["X"].split(",")]', '1'],
    ['all of a list', 'import os', 'list(map(int, os.environ["X"].split(",")))', '1'],
  ])('collects them with a stand-in of the type: %s', async (_what, imports, read, value) => {
    const settings = `${imports}\nPLAIN = str(${read})\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n`;
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\n',
      'site_/settings.py': settings,
    });
    expect(service.details).toMatchObject({ collect: { variables: [{ variable: 'X', value }] } });
  });
  const variablesOf = async (settings: string): Promise<readonly string[]> => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\n',
      'site_/settings.py': `import os\n${settings}\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n`,
    });
    const { collect } = service.details as {
      collect: { variables: readonly { variable: string; value: string }[] };
    };
    return collect.variables.map((it) => `${it.variable}=${it.value}`);
  };
  it.each([
    ['None is the setting', 'LOGO = os.getenv("LOGO")'],
    ['a dictionary has it', 'DATABASES = {"default": {"PASSWORD": os.environ.get("PASSWORD")}}'],
    ['a keyword takes it', 'import sentry_sdk\nsentry_sdk.init(dsn=os.getenv("SENTRY_DSN"))'],
    ['it is asked for', 'if os.getenv("ADMINS"):\n    DEBUG = False'],
    ['it is asked for and named', 'if v := os.getenv("HOSTS"):\n    HOSTS = v.split(",")'],
    [
      'its name is asked for',
      'HOSTS = os.getenv("HOSTS")\nif HOSTS:\n    HOSTS = HOSTS.split(",")',
    ],
    ['an expression asks', 'H = os.getenv("H")\nHOSTS = H.split(",") if H else []'],
    ['both sides are asked for', 'H = os.getenv("H")\nIS_LOCAL = H and H.startswith("local")'],
    [
      'it names a file that may be missing',
      'if path := os.getenv("KEY_FILE"):\n    raise ValueError(path)',
    ],
    ['it is compared', 'DB = os.getenv("DB")\nif DB == "postgres":\n    PORT = 1'],
    ['it is a list', 'if os.getenv("DB") in ["mysql", "mariadb"]:\n    PORT = 1'],
    ['bool accepts it', 'DEBUG = bool(os.getenv("DEBUG"))'],
    ['it is text of an f-string', 'ROOT = f"https://{os.getenv("HOST")}"'],
    ['its absence is handled', 'K = os.getenv("K")\nif K is None:\n    K = "x"'],
    [
      'a function gives it',
      'def setting(name):\n    return os.getenv(name)\nLOGO = setting("LOGO")',
    ],
    ['another value replaces it', 'H = os.getenv("H") or ""\nHOSTS = H.split(",")'],
    ['it is replaced where it is used', 'H = os.getenv("H")\nHOSTS = (H or "a,b").split(",")'],
    [
      'a function has a default',
      'def env_flag(name, default_value):\n    value = os.environ.get(name)\n    if value is None:\n        return default_value\n    return value == "1"\nDEBUG = env_flag("DEBUG", True)\nif DEBUG:\n    pass\nelse:\n    raise ValueError()',
    ],
    [
      'a scheme has a default that is computed',
      'import environ\nenv = environ.Env(ROOT=(str, os.path.dirname(load())), SIZE=(int, 5))\nR = env("ROOT")\nS = env("SIZE")',
    ],
    [
      'a scheme that is spread has a default',
      'import environ\nSCHEME = {"SIZE": (int, 5)}\nenv = environ.Env(**SCHEME)\nS = env("SIZE")',
    ],
    [
      'a condition asks for it',
      'import environ\nenv = environ.Env()\nif os.getenv("URL") is not None:\n    DATABASES = {"default": env.db("URL")}',
    ],
    [
      'a condition is off',
      'import environ\nenv = environ.Env()\nUSE_S3 = env.bool("USE_S3", False)\nif USE_S3:\n    KEY = env("KEY")\nelif USE_S3:\n    OTHER = env("OTHER")',
    ],
    [
      'a function returns its default',
      'def flag(name, otherwise):\n    value = os.environ.get(name)\n    if value is None:\n        return otherwise\n    return value.lower() == "1"\nDEBUG = flag("DEBUG", True)',
    ],
    [
      'a function calls its own value the same',
      'def flag(name):\n    value = os.environ.get(name)\n    return value == "1"\ndef lower(value):\n    return value.lower()\nDEBUG = flag("DEBUG")',
    ],
    [
      'a function asks first',
      'def env_url(name):\n    if name in os.environ:\n        return os.environ[name]\n    return None\nPUBLIC_URL = env_url("PUBLIC_URL")',
    ],
    [
      'a function returns first',
      'def env_url(name):\n    if name not in os.environ:\n        return None\n    return os.environ[name]\nPUBLIC_URL = env_url("PUBLIC_URL")',
    ],
  ])('needs no stand-in where %s', async (_what, settings) => {
    expect(await variablesOf(settings)).toEqual([]);
  });
  it.each([
    ['Django refuses an empty one', 'SECRET_KEY = os.getenv("KEY")', 'KEY=build'],
    ['a method is called', 'HOSTS = os.getenv("HOSTS").split(",")', 'HOSTS=build'],
    ['in brackets', 'HOSTS = (os.getenv("HOSTS")).split(",")', 'HOSTS=build'],
    ['a method of its name is called', 'H = os.getenv("H")\nHOSTS = H.split(",")', 'H=build'],
    ['a part is taken', 'FIRST = os.getenv("HOSTS")[0]', 'HOSTS=build'],
    ['it is joined', 'ROOT = "https://" + os.getenv("HOST")', 'HOST=build'],
    ['it is converted', 'PORT = int(os.getenv("PORT"))', 'PORT=1'],
    ['it is a path', 'DATA = os.path.join(os.getenv("HOME_"), "data")', 'HOME_=build'],
    ['it is searched', 'IS = "x" in os.getenv("HOSTS")', 'HOSTS=build'],
    ['it is repeated', 'for it in os.getenv("HOSTS"):\n    print(it)', 'HOSTS=build'],
    ['each is taken', 'HOSTS = [it for it in os.getenv("HOSTS")]', 'HOSTS=build'],
    ['it is demanded', 'if not os.getenv("K"):\n    raise ValueError("K")', 'K=build'],
    [
      'its name is demanded',
      'K = os.getenv("K")\nif K is None:\n    raise ValueError("K")',
      'K=build',
    ],
    ['the program ends', 'import sys\nK = os.getenv("K")\nif not K:\n    sys.exit(1)', 'K=build'],
    [
      'its absence ends the program',
      'if os.getenv("K"):\n    LOGO = 1\nelse:\n    raise ValueError("K")',
      'K=build',
    ],
    ['it is asserted', 'assert os.getenv("K")', 'K=build'],
    [
      'a function demands it',
      'def setting(name):\n    try:\n        return os.environ[name]\n    except KeyError:\n        raise ValueError(name)\nK = setting("K")',
      'K=build',
    ],
    [
      'a function raises',
      'def setting(name):\n    value = os.getenv(name)\n    if value is None:\n        raise ValueError(name)\n    return value\nLOGO = setting("LOGO")',
      'LOGO=build',
    ],
    ['nothing replaces it', 'H = os.getenv("H") or None\nX = H.split()', 'H=build'],
    [
      'a function has no default for it',
      'def env_flag(name, default=None):\n    return os.environ.get(name)\nX = env_flag("X").split()',
      'X=build',
    ],
    [
      'a function asks for another',
      'def env_url(name, other):\n    if other in os.environ:\n        return os.environ[name]\n    return None\nX = env_url("X", "Y")',
      'X=build',
    ],
    [
      'a condition is on',
      'import environ\nenv = environ.Env()\nUSE_S3 = env.bool("USE_S3", True)\nif USE_S3:\n    KEY = env("KEY")',
      'KEY=build',
    ],
    [
      'a spread scheme only has its type',
      'import environ\nSCHEME = {"SIZE": int}\nenv = environ.Env(**SCHEME)\nS = env.int("SIZE")',
      'SIZE=1',
    ],
    ['a reporter of errors is on', 'DSN = os.environ["SENTRY_DSN"]', 'SENTRY_DSN='],
    [
      'a library names it',
      'import environ\nenv = environ.Env()\nDATABASES = {"default": env.db(engine="x")}',
      'DATABASE_URL=sqlite://:memory:',
    ],
    [
      'a library names its cache',
      'import environ\nenv = environ.FileAwareEnv()\nCACHES = {"default": env.cache_url()}',
      'CACHE_URL=locmemcache://',
    ],
  ])('needs a stand-in where %s', async (_what, settings, expected) => {
    expect(await variablesOf(settings)).toEqual([expected]);
  });
  it.each([
    ['that the message names', 'KEY.startswith("auto")', 'Set SHOP_KEY', 'SHOP_KEY=build'],
    ['that it does not name', 'KEY.startswith("auto")', 'Set OTHER_NAME', undefined],
  ])('collects them with a stand-in for a variable %s', async (_, condition, message, expected) => {
    const { details } = (await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\n',
      'site_/settings.py': `import sys\nfrom . import keys\nKEY = keys.made()\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\nif not keys.DEBUG and ${condition}:\n    print("${message}")\n    sys.exit(1)\n`,
      'site_/keys.py': 'DEBUG = False\ndef made():\n    return "auto"\n',
    })) as PythonServiceFacts;
    expect(details.collect?.variables.map((it) => `${it.variable}=${it.value}`)[0]).toBe(expected);
  });
  it('collects them with stand-ins for fields of pydantic, and by name where nothing converts', async () => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\npydantic-settings\n',
      'site_/fields.py':
        'from typing import Literal, Optional\nfrom pydantic import AnyUrl, PostgresDsn\nfrom pydantic_settings import BaseSettings\nclass Address(AnyUrl):\n    host_required = False\nclass Settings(BaseSettings):\n    key: str\n    port: int\n    debug: bool\n    hosts: list[str]\n    main: Optional[PostgresDsn]\n    mode: Literal["live", "test"]\n    database_server: Address | None\n    media: Address\nfields = Settings()\n',
      'site_/settings.py':
        'import os\nfrom .fields import fields\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\nTIME_ZONE = os.environ["TZ"]\nLEVEL = os.environ["LOG_LEVEL"]\nDATABASE = os.environ["DATABASE_URL"]\nPORT = os.environ["MAIL_PORT"]\nNUMBER = int(os.environ["MAIL_PORT"])\n',
    });
    const { collect } = service.details as {
      collect: { variables: readonly { variable: string; value: string }[] };
    };
    expect(Object.fromEntries(collect.variables.map((it) => [it.variable, it.value]))).toEqual({
      KEY: 'build',
      PORT: '1',
      DEBUG: '0',
      HOSTS: '[]',
      MAIN: 'postgres://build@localhost/build',
      MODE: 'live',
      DATABASE_SERVER: 'postgres://build@localhost/build',
      MEDIA: 'http://localhost',
      TZ: 'UTC',
      LOG_LEVEL: 'INFO',
      DATABASE_URL: 'sqlite://:memory:',
      MAIL_PORT: '1',
    });
  });
  it('collects them with stand-ins for fields of settings under any name', async () => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\npydantic-settings\n',
      'site_/settings.py':
        'from pydantic_settings import BaseSettings\nclass Given(BaseSettings):\n    port: int\ngiven = Given()\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n',
    });
    expect(service.details).toMatchObject({
      collect: { variables: [{ variable: 'PORT', value: '1' }] },
    });
  });
  it('needs no stand-in for what only a function of a view reads', async () => {
    const service = await serviceOf({
      ...django,
      'requirements.txt': 'django\ngunicorn\n',
      'site_/views.py':
        'import os\nREAD = os.environ["READ"]\ndef view(request):\n    return os.environ["ASKED"]\n',
      'site_/settings.py':
        'from . import views\nINSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\n',
    });
    expect(service.details).toMatchObject({
      collect: { variables: [{ variable: 'READ', value: 'build' }] },
    });
  });
  it.each([
    ['a storage of django-storages', 'STATICFILES_STORAGE = "storages.backends.s3.S3Storage"'],
    [
      'one among several',
      'STORAGES = {"default": {"BACKEND": "x.Y"}, "staticfiles": {"BACKEND": "storages.backends.gcloud.GoogleCloudStorage"}}',
    ],
    [
      'one that is set alone',
      'STORAGES = {}\nSTORAGES["staticfiles"] = {"BACKEND": "storages.backends.s3.S3StaticStorage"}',
    ],
    [
      'its class alone',
      'STORAGES["staticfiles"]["BACKEND"] = "storages.backends.s3.S3StaticStorage"',
    ],
    ['a class of the project', 'STATICFILES_STORAGE = "site_.kept.Static"'],
    [
      'a server that is live',
      'import os\nDEBUG = False\nif not DEBUG:\n    STATICFILES_STORAGE = "storages.backends.s3.S3Storage"',
    ],
  ])('does not collect what is kept elsewhere: %s', async (_what, storage) => {
    const service = await serviceOf(kept(storage));
    expect(service.details).toMatchObject({ collect: null });
    expect(service.notes).toMatchObject([
      {
        code: 'python/static-files-elsewhere',
        evidence: [{ file: 'site_/settings.py', because: 'keeps the static files' }],
      },
    ]);
  });
  it.each([
    [
      'a storage with names for caches',
      'STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}',
    ],
    [
      'uploads are elsewhere',
      'STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}',
    ],
    [
      'uploads that are set alone',
      'STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage"}',
    ],
    [
      'a variable decides',
      'import os\nif os.getenv("USE_S3"):\n    STATICFILES_STORAGE = "storages.backends.s3.S3Storage"',
    ],
    ['a class of the project that is no such storage', 'STATICFILES_STORAGE = "site_.kept.Local"'],
  ])('collects what is kept in a folder: %s', async (_what, storage) => {
    expect((await serviceOf(kept(storage))).details).toMatchObject({ collect: { folder: '' } });
  });
  it('looks for the storage in the settings of the server', async () => {
    const local = 'STATICFILES_STORAGE = "storages.backends.s3.S3Storage"\nINSTALLED_APPS = []\n';
    const project = { ...kept(''), 'site_/other.py': local };
    expect((await serviceOf(project)).details).toMatchObject({ collect: { folder: '' } });
  });
  it('a project below a folder is imported from there', async () => {
    const nested = Object.fromEntries(
      Object.entries(django).map(([path, text]) => [`backend/${path}`, text]),
    );
    const service = await serviceOf({
      ...nested,
      'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    });
    expect([startOf(service).split(' ')[1], service.details]).toMatchObject([
      'site_.wsgi:application',
      { paths: ['backend'], collect: { folder: 'backend' } },
    ]);
  });
});

describe('scripts in folders', () => {
  it.each([
    [
      'one folder below',
      { 'bot/main.py': 'from helper import run\nrun()\n' },
      'python bot/main.py',
    ],
    [
      'that imports its package',
      { 'bot/main.py': 'from bot.helper import run\nrun()\n', 'bot/helper.py': '' },
      'python -m bot.main',
    ],
    [
      'that imports what is beside it',
      { 'src/main.py': 'from .helper import run\nrun()\n', 'src/helper.py': '' },
      'python -m src.main',
    ],
    [
      'by the likeliest name',
      { 'a/worker.py': 'run()\n', 'b/main.py': 'run()\n', 'tests/main.py': 'run()\n' },
      'python b/main.py',
    ],
    ['below one at the root', { 'bot.py': 'run()\n', 'app/main.py': 'run()\n' }, 'python bot.py'],
    [
      'below a package that runs',
      { 'tool/__main__.py': 'run()\n', 'app/main.py': 'run()\n' },
      'python -m tool',
    ],
  ])('are found %s', async (_what, files, expected) => {
    expect(startOf(await serviceOf({ 'requirements.txt': 'flask\n', ...files }))).toBe(expected);
  });
  it('are none two folders below', async () => {
    const { start } = await serviceOf({ 'requirements.txt': 'flask\n', 'a/b/main.py': 'run()\n' });
    expect(start.kind).toBe('unknown');
  });
});

describe('of several applications', () => {
  const started = async (files: Readonly<Record<string, string>>): Promise<string> =>
    startOf(
      await serviceOf({ 'requirements.txt': 'flask\nfastapi\ngunicorn\nuvicorn\n', ...files }),
    );
  const flask = 'from flask import Flask\ndef create_app():\n    return Flask(__name__)\n';

  it('none of a worker is served before another', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/factory.py': flask,
      'shop/common/__init__.py': '',
      'shop/common/celery.py': 'from shop.factory import create_app\nflask_app = create_app()\n',
    };
    expect(await started(files)).toContain('gunicorn shop.factory:create_app()');
    expect(
      await started({
        ...files,
        'shop/factory.py': '',
        'shop/common/celery.py': 'from flask import Flask\nflask_app = Flask("x")\n',
      }),
    ).toContain('gunicorn shop.common.celery:flask_app');
  });
  it('that which another one mounts is a part of it', async () => {
    const source = 'from fastapi import FastAPI\nsub = FastAPI()\napp = FastAPI()\n';
    expect(await started({ 'main.py': `${source}app.mount("/sub", sub)\n` })).toContain(
      'uvicorn main:app',
    );
    expect(
      await started({
        'main.py':
          'from fastapi import FastAPI\nsub = FastAPI()\ndef f(app):\n    app.mount("/", sub)\n',
      }),
    ).toContain('uvicorn main:sub');
  });
  it('that which another one mounts by a keyword is a part of it', async () => {
    const source =
      'from fastapi import FastAPI\napp = FastAPI()\nui = FastAPI()\napp.mount("/", app=ui)\n';
    const { services } = await factsOf({ 'main.py': source });
    expect(services.map((it) => it.name)).toEqual(['project']);
  });
  it('of several in a module, each has a name', async () => {
    const { services } = await factsOf({
      'main.py': 'from fastapi import FastAPI\npublic = FastAPI()\nprivate = FastAPI()\n',
    });
    expect(services.map((it) => it.name)).toEqual(['main-public', 'main-private']);
  });
  it('that which a script of the project starts is the likeliest', async () => {
    const app = 'from fastapi import FastAPI\napp = FastAPI()\ndef start():\n    pass\n';
    const files = { 'local/main.py': app, 'server/main.py': app };
    expect(
      await started({
        ...files,
        'pyproject.toml':
          '[tool.poetry]\nname = "x"\n[tool.poetry.scripts]\nstart = "server.main:start"\ndev = "local.main:start"\n',
      }),
    ).toContain('uvicorn server.main:app');
    expect(await started(files)).toContain('uvicorn local.main:app');
  });
});

describe('console scripts', () => {
  it('with the commands of Flask serve its application', async () => {
    const service = await serviceOf({
      'pyproject.toml':
        '[project]\nname = "tool"\ndependencies = ["flask"]\n[project.scripts]\ntool = "tool.manage:cli"\n',
      'tool/__init__.py': '',
      'tool/manage.py':
        'import click\nfrom flask import Flask\nfrom flask.cli import FlaskGroup\ndef create_app():\n    return Flask("tool")\n@click.group(cls=FlaskGroup, create_app=create_app)\ndef cli():\n    pass\n@cli.command()\ndef runserver():\n    create_app().run(port=5000)\n',
    });
    expect(startOf(service)).toBe('tool run --host 0.0.0.0 --port 8000');
    expect(service.port).toMatchObject({ kind: 'suggested', value: 8000 });
  });
  const project = {
    'pyproject.toml': '[project]\nname = "tool"\n[project.scripts]\ntool = "tool.cli:main"\n',
    'src/tool/__init__.py': '',
  };
  it('start the program', async () => {
    expect(
      startOf(await serviceOf({ ...project, 'src/tool/cli.py': 'def main():\n    pass\n' })),
    ).toBe('tool');
  });
  it('of a package that only a release makes are none', async () => {
    const files = {
      ...project,
      'pyproject.toml': `[build-system]\nbuild-backend = "setuptools.build_meta"\n${project['pyproject.toml'].replace('tool.cli:main', 'tooler.cli:main')}`,
      'tool.py': 'from tool.app import run\nif __name__ == "__main__":\n    run()\n',
      'src/tool/app.py': 'def run():\n    pass\n',
    };
    expect(startOf(await serviceOf(files))).toBe('python tool.py');
    const renamed = {
      ...files,
      'pyproject.toml': `${files['pyproject.toml']}[tool.setuptools]\npackage-dir = { tooler = "src/tool" }\n`,
    };
    expect(startOf(await serviceOf(renamed))).toBe('tool');
    const other = {
      ...files,
      'pyproject.toml': files['pyproject.toml'].replace('setuptools.build_meta', 'maturin'),
    };
    expect(startOf(await serviceOf(other))).toBe('tool');
  });
  it('begin in a folder tools of the package, and not in one of the developers', async () => {
    const starting = (name: string) =>
      `import subprocess\ndef main():\n    subprocess.run(["${name}"])\n`;
    const { notes } = await serviceOf({
      'pyproject.toml':
        '[project]\nname = "tool"\n[project.scripts]\ntool = "tool.tools.main:main"\n',
      'tool/__init__.py': '',
      'tool/tools/__init__.py': '',
      'tool/tools/main.py': starting('ffmpeg'),
      'tools/release.py': starting('graphviz-release'),
      'release/build.py': starting('makensis'),
    });
    const texts = notes.map((it) => it.text).join('\n');
    expect(texts).toContain('ffmpeg');
    expect(texts).not.toMatch(/makensis|graphviz-release/);
  });
  it.each([
    [
      'argparse',
      'import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    p.add_argument("file")\n',
      'tool, although tool cannot run without arguments: it wants file; name them, for example --start "tool FILE", or after the name of the image',
    ],
    [
      'subcommands',
      'import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    s = p.add_subparsers()\n',
      'tool, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool serve", or after the name of the image',
    ],
    [
      'click',
      'import click\n@click.group()\ndef main():\n    pass\n',
      'tool, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool serve", or after the name of the image',
    ],
    [
      'a command of argparse that serves',
      'def main():\n    s = p.add_subparsers()\n    s.add_parser("seed")\n    s.add_parser("serve")\n',
      'tool serve, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool serve", or after the name of the image',
    ],
    [
      'the dashboard before what runs something else',
      'def main():\n    s = p.add_subparsers()\n    s.add_parser("run")\n    s.add_parser("dashboard")\n',
      'tool dashboard, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool dashboard", or after the name of the image',
    ],
    [
      'a command of click that serves, by the name of its function',
      'import click\n@click.group()\ndef main():\n    pass\n@main.command()\ndef run():\n    pass\n',
      'tool run, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool run", or after the name of the image',
    ],
    [
      'a command of click in a group that serves',
      'import click\n@click.group()\ndef main():\n    pass\n@main.group("jobs")\ndef jobs():\n    pass\n@jobs.command("start")\ndef start_jobs():\n    pass\n@main.group("server")\ndef server_group():\n    pass\nserver_group.add_command(uvicorn.main, name="start")\n',
      'tool server start, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool server start", or after the name of the image',
    ],
    [
      'a command of typer in an application below',
      'import typer\nmain = typer.Typer()\nweb = typer.Typer()\nmain.add_typer(web, name="site")\n@web.command()\ndef serve():\n    pass\n@web.command()\ndef check():\n    pass\n',
      'tool site serve, although tool cannot run without arguments: it has subcommands; name them, for example --start "tool site serve", or after the name of the image',
    ],
    [
      'an option without a default',
      'import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    p.add_argument("-u", "--uri", required=True)\n',
      'tool, although tool cannot run without arguments: it wants --uri; name them, for example --start "tool --uri VALUE", or after the name of the image',
    ],
    [
      'an option of click without a default',
      'import click\n@click.command()\n@click.option("--uri", required=True)\ndef main(uri):\n    pass\n',
      'tool, although tool cannot run without arguments: it wants --uri; name them, for example --start "tool --uri VALUE", or after the name of the image',
    ],
    [
      'options that something else gives a value',
      'import click\n@click.command()\n@click.option("--uri", required=True, envvar="URI")\n@click.option("--key", required=True, prompt=True)\n@click.option("--name", required=False)\ndef main(uri, key, name):\n    pass\n',
      'tool',
    ],
  ])('report arguments that they cannot run without: %s', async (_what, code, expected) => {
    expect(startOf(await serviceOf({ ...project, 'src/tool/cli.py': code }))).toBe(expected);
  });
  it.each([
    [
      'a group of a library, and a command that is named like the program',
      'tool/__main__.py',
      'import sys\nfrom celery.bin.celery import main, celery\nfrom .command import tool\nif __name__ == "__main__":\n    celery.add_command(tool)\n    sys.exit(main())\n',
      'python -m tool tool, although python -m tool cannot run without arguments: it has subcommands; name them, for example --start "python -m tool tool", or after the name of the image',
    ],
    [
      'a command with a name',
      'manage.py',
      'from flask_script import Manager, Server\nmanager = Manager(None)\nmanager.add_command("runserver", Server())\nif __name__ == "__main__":\n    manager.run()\n',
      'python manage.py runserver, although python manage.py cannot run without arguments: it has subcommands; name them, for example --start "python manage.py runserver", or after the name of the image',
    ],
    [
      'a manage.py that is not of Django',
      'manage.py',
      'def manage():\n    pass\nif __name__ == "__main__":\n    manage()\n',
      'python manage.py',
    ],
    ['a bot', 'bot.py', 'bot = make()\nbot.add_command(hello)\nbot.run()\n', 'python bot.py'],
    [
      'a browser',
      'bot.py',
      'options = Options()\noptions.add_argument("start-maximized")\nrun(options)\n',
      'python bot.py',
    ],
    [
      'a group that runs alone',
      'main.py',
      'import click\n@click.group(invoke_without_command=True)\ndef main():\n    pass\nmain()\n',
      'python main.py',
    ],
    [
      'a group that runs alone, with others in it',
      'main.py',
      'import click\n@click.group(invoke_without_command=True)\ndef main():\n    pass\n@main.group()\ndef db():\n    pass\n@db.command()\n@click.argument("reason")\ndef migrate(reason):\n    pass\nmain()\n',
      'python main.py',
    ],
    [
      'a part of a match',
      'main.py',
      'import click, re\n@click.command()\ndef main():\n    print(re.match("a(b)", "ab").group(1))\nmain()\n',
      'python main.py',
    ],
    [
      'any number of arguments',
      'main.py',
      'import click\n@click.command()\n@click.argument("files", nargs=-1)\ndef main(files):\n    pass\nmain()\n',
      'python main.py',
    ],
  ])('a script has subcommands, too: %s', async (_what, file, code, expected) => {
    expect(startOf(await serviceOf({ 'requirements.txt': 'click\n', [file]: code }))).toBe(
      expected,
    );
  });
  it('are there where Django has no application', async () => {
    const files = {
      ...project,
      'src/tool/cli.py': 'def main():\n    pass\n',
      'manage.py': 'import django\n',
    };
    expect(startOf(await serviceOf(files))).toBe('tool');
  });
  it('start a package that has a manage.py of its kind', async () => {
    const files = {
      ...project,
      'src/tool/cli.py': 'def main():\n    pass\n',
      'src/tool/manage.py': 'def manage():\n    print("keys")\n',
    };
    expect(startOf(await serviceOf(files))).toBe('tool');
  });
  it('an optional argument is none of those', async () => {
    expect(
      startOf(
        await serviceOf({
          ...project,
          'src/tool/cli.py':
            'def main():\n    p.add_argument("file", nargs="?")\n    p.add_argument("--port")\n',
        }),
      ),
    ).toBe('tool');
  });
  it.each([
    ['no server is installed for it', 'dependencies = ["flask"]', 'tool'],
    [
      'a server is installed for it',
      'dependencies = ["flask", "gunicorn"]',
      'gunicorn tool.pages:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm --no-control-socket',
    ],
  ])('come before an application in the package, if %s', async (_what, dependencies, start) => {
    const files = {
      ...project,
      'pyproject.toml': project['pyproject.toml'].replace(
        '[project]',
        `[project]\n${dependencies}`,
      ),
      'src/tool/cli.py': 'def main():\n    pass\n',
      'src/tool/pages.py': 'from flask import Flask\napp = Flask(__name__)\n',
    };
    expect(startOf(await serviceOf(files))).toBe(start);
  });
  it.each([
    [
      'a default that cannot be read',
      'default=DEFAULTS["HOST"]',
      'default=DEFAULTS["PORT"]',
      'tool --host 0.0.0.0 --port 8000',
    ],
    ['an address of this machine', 'default="127.0.0.1"', 'default=5000', 'tool --host 0.0.0.0'],
    ['defaults that others reach', 'default="0.0.0.0"', 'default=5000', 'tool'],
  ])(
    'get the options without which they cannot be reached: %s',
    async (_what, host, port, start) => {
      const code = `import argparse\nimport uvicorn\nfrom somewhere import DEFAULTS\n\ndef main():\n    p = argparse.ArgumentParser()\n    p.add_argument("--host", ${host})\n    p.add_argument("--port", type=int, ${port})\n    args = p.parse_args()\n    uvicorn.run(handler, host=args.host, port=args.port)\n`;
      expect(startOf(await serviceOf({ ...project, 'src/tool/cli.py': code }))).toBe(start);
    },
  );
});

describe('a Procfile', () => {
  const app = {
    'requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  };
  it.each<readonly [what: string, line: string, expected: string]>([
    [
      '$PORT becomes a number',
      'web: gunicorn app:app --bind 0.0.0.0:$PORT',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'so does its default',
      'web: uvicorn app:app --host 0.0.0.0 --port ${PORT:-5000}',
      'uvicorn app:app --host 0.0.0.0 --port 5000',
    ],
    [
      'an address that nothing outside reaches is changed',
      'web: gunicorn app:app',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'a program that observes another',
      'web: newrelic-admin run-program gunicorn app:app',
      'newrelic-admin run-program gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    ...(
      [
        ['hypercorn app:app', 'hypercorn app:app --bind 0.0.0.0:8000'],
        ['hypercorn -b :$PORT app:app', 'hypercorn -b :8000 app:app'],
        [
          'granian --interface wsgi app:app',
          'granian --interface wsgi app:app --host 0.0.0.0 --port 8000',
        ],
        ['daphne app:app', 'daphne app:app --bind 0.0.0.0 --port 8000'],
        ['daphne -u /run/daphne.sock app:app', 'daphne -u /run/daphne.sock app:app'],
        ['waitress-serve app:app', 'waitress-serve --port 8000 app:app'],
        ['waitress-serve --listen=:5000 app:app', 'waitress-serve --listen=:5000 app:app'],
        [
          'streamlit run app.py',
          'streamlit run app.py --server.address 0.0.0.0 --server.port 8000',
        ],
        ['sanic app:app --port=8001', 'sanic app:app --port=8001 --host 0.0.0.0'],
      ] as const
    ).map(([line, expected]) => [`others reach ${line}`, `web: ${line}`, expected] as const),
    [
      'the environment of the package manager is on the path',
      'web: poetry run gunicorn app:app',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'a folder that a server can go to itself',
      'web: cd backend && gunicorn app:app',
      'gunicorn --chdir backend app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'what gunicorn reads itself',
      'web: gunicorn app:app --workers $WEB_CONCURRENCY',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'a watcher has nothing to watch',
      'web: uvicorn app:app --reload',
      'uvicorn app:app --host 0.0.0.0 --port 8000',
    ],
    [
      'a module below a folder',
      'web: gunicorn --chdir backend app:app',
      'gunicorn --chdir backend app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm',
    ],
    [
      'a development server: what the code shows',
      'web: python manage.py runserver 0.0.0.0:$PORT',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile is a development server (python manage.py runserver): name one for production with --start, for example gunicorn',
    ],
    [
      'so is that of Flask',
      'web: flask run --host 0.0.0.0',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile is a development server (flask run --host): name one for production with --start, for example gunicorn',
    ],
    [
      'a tool that the image does not have: what the code shows',
      'web: make run',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile starts make, which the image does not have: name the program that it starts with --start',
    ],
    [
      'a program of a buildpack: what the code shows',
      'web: bin/start-nginx gunicorn app:app',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile starts bin/start-nginx, which is not in the project: name the program that it starts with --start',
    ],
    [
      'a script: what the code shows',
      'web: bash bin/start.sh',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile is a shell script (bin/start.sh): name the program that it starts last with --start, and run what it does before as a separate job',
    ],
    [
      'a script by name',
      'web: ./entrypoint.sh',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile is a shell script (./entrypoint.sh): name the program that it starts last with --start, and run what it does before as a separate job',
    ],
    [
      'a variable that only a shell knows',
      'web: gunicorn app:app --timeout $TIMEOUT',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile cannot run without a shell: it contains $TIMEOUT. Name the program that keeps running, for example --start "gunicorn app:app", and run the commands before it as a separate job',
    ],
    [
      'of a chain the last command, although it runs others first',
      'web: python manage.py migrate && gunicorn app:app',
      'gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm, although the program web of the Procfile runs "python manage.py migrate" first, which the image does not: run that as a separate job before a new version starts',
    ],
  ])('%s', async (_what, line, expected) => {
    expect(
      startOf(
        await serviceOf({ ...app, Procfile: `release: python manage.py migrate\n${line}\n` }),
      ),
    ).toBe(expected);
  });
  it.each([
    ['waitress-serve --listen=:5000 app:app', 5000],
    ['gunicorn -u 1000 app:app', 8000],
    ['uwsgi --http :9090 -p 16 --module app:app', 9090],
    ['hypercorn -c toml:conf/hypercorn.toml app:app', 7606],
    ['gunicorn -c conf/gunicorn.py app:app', 7607],
    ['gunicorn --config=./conf/gunicorn.py -b :7608 app:app', 7608],
  ])('%s listens on %i', async (line, port) => {
    const service = await serviceOf({
      ...app,
      Procfile: `web: ${line}\n`,
      'conf/hypercorn.toml': 'workers = 2\nbind = ["0.0.0.0:7606"]\n',
      'conf/gunicorn.py':
        "import os\nbind = f\"0.0.0.0:{os.getenv('PORT', '7607')}\"\nworkers = 2\n",
    });
    expect(service.port).toMatchObject({ value: port });
  });
  it.each([
    ['http-socket=:$(PORT)\n', 'uwsgi ./etc/uwsgi.ini --die-on-term', 8000, [{ name: 'PORT' }]],
    ['http = :8123\ndie-on-term = true\n', 'uwsgi ./etc/uwsgi.ini', 8123, []],
  ])('a file of uWSGI with %j', async (text, start, port, environment) => {
    const service = await serviceOf({
      'requirements.txt': 'flask==3.1.0\nuwsgi==2.0.28\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
      Procfile: 'web: uwsgi ./etc/uwsgi.ini\n',
      'etc/uwsgi.ini': `[uwsgi]\n${text}module = app:app\n`,
    });
    expect([startOf(service), service.port, service.details]).toMatchObject([
      start,
      { value: port },
      { environment },
    ]);
  });
  it('that decides nothing leaves the server of a group to the application', async () => {
    const service = await serviceOf({
      'requirements.txt': 'flask==3.1.0\n',
      'pyproject.toml':
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask==3.1.0"]\n[dependency-groups]\nprod = ["gunicorn==23.0.0"]\n',
      'app.py': app['app.py'],
      Procfile: 'web: make run\n',
    });
    expect(startOf(service)).toContain('gunicorn app:app --bind 0.0.0.0:8000');
  });
  it('variables that it sets become those of the image', async () => {
    const service = await serviceOf({
      ...app,
      Procfile: 'web: APP_ENV=production MODE="a b" gunicorn app:app\n',
    });
    expect([startOf(service).split(' ')[0], service.details]).toMatchObject([
      'gunicorn',
      {
        environment: [
          { name: 'APP_ENV', value: 'production' },
          { name: 'MODE', value: 'a b' },
        ],
      },
    ]);
  });
  it('a script says itself where it listens', async () => {
    const service = await serviceOf({
      'requirements.txt': 'aiohttp==3.13.0\n',
      Procfile: 'web: python server.py\n',
      'server.py':
        'from aiohttp import web\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, port=8765)\n',
    });
    expect([startOf(service), service.port]).toMatchObject([
      'python server.py',
      { value: 8765, evidence: [{ file: 'server.py', line: 4 }] },
    ]);
  });
  it('a program that does not say where it listens has the port of the platform', async () => {
    const service = await serviceOf({
      'requirements.txt': 'shop-server==1.0\n',
      Procfile: 'web: shop-server\n',
    });
    expect([service.port, service.details]).toMatchObject([
      { value: 8000 },
      { portVariable: 'PORT', portDemanded: true },
    ]);
  });
  it('what it exports before the program is set in the image', async () => {
    const service = await serviceOf({
      'requirements.txt': 'shop-server==1.0\n',
      Procfile: 'web: export SHOP_PORT=$PORT && export MODE=live && shop-server\n',
    });
    expect([startOf(service), service.details]).toMatchObject([
      'shop-server',
      {
        environment: [
          { name: 'SHOP_PORT', value: '8000' },
          { name: 'MODE', value: 'live' },
        ],
      },
    ]);
  });
  it('gunicorn since 25.1 opens no control socket', async () => {
    expect(
      startOf(
        await serviceOf({
          ...app,
          'requirements.txt': 'flask==3.1.0\ngunicorn==26.2.2\n',
          Procfile: 'web: gunicorn app:app\n',
        }),
      ),
    ).toBe('gunicorn app:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm --no-control-socket');
  });
  it('several programs are asked about', async () => {
    const { service } = await factsOf({
      ...app,
      Procfile: 'web: gunicorn app:app\nworker: python worker.py\n',
    });
    expect(service).toMatchObject({
      kind: 'ambiguous',
      candidates: [{ value: 'project' }, { value: 'project-worker' }],
    });
  });
});

it('a worker of Celery has no port; beside an application it is a second program', async () => {
  const worker = { 'jobs.py': 'from celery import Celery\nqueue = Celery("jobs")\n' };
  const alone = await serviceOf({ 'requirements.txt': 'celery==5.4.0\n', ...worker });
  expect([startOf(alone), alone.port]).toMatchObject([
    'celery -A jobs:queue worker --loglevel INFO',
    { kind: 'found', value: null },
  ]);
  const facts = await factsOf({
    'requirements.txt': 'celery==5.4.0\nflask==3.1.0\ngunicorn==23.0.0\n',
    ...worker,
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  });
  expect(facts.services.map((it) => it.name)).toEqual(['project', 'project-worker']);
});

it('locust reads its file by itself', async () => {
  const service = await serviceOf({
    'requirements.txt': 'locust==2.32.0\n',
    'locustfile.py': 'from locust import HttpUser\n\nclass Shopper(HttpUser):\n    pass\n',
  });
  expect(startOf(service)).toBe('locust');
  expect(service.port).toMatchObject({ value: 8089 });
});

describe('an application whose framework the requirements do not have', () => {
  const bot = {
    'requirements.txt': 'aiogram==3.13.0\n',
    'bot.py': 'import aiogram\nif __name__ == "__main__":\n    aiogram.run()\n',
    'hooks/api/app.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    'hooks/api/requirements.txt': 'fastapi\nuvicorn\n',
  };
  it('is another program than the script beside it', async () => {
    expect(startOf(await serviceOf(bot))).toBe('python bot.py');
  });
  it('is the program where the requirements have it', async () => {
    const files = { ...bot, 'requirements.txt': 'aiogram==3.13.0\nfastapi==0.115.0\n' };
    expect(startOf(await serviceOf(files))).toContain('uvicorn hooks.api.app:app');
  });
});

it('Streamlit runs the first page', async () => {
  const service = await serviceOf({
    'requirements.txt': 'streamlit==1.40.0\n',
    'Home.py': 'import streamlit as st\nst.title("x")\n',
    'pages/More.py': 'import streamlit as st\n',
  });
  expect([startOf(service).split(' --')[0], service.port]).toMatchObject([
    'streamlit run Home.py',
    { kind: 'suggested', value: 8501 },
  ]);
});

describe('a script beside a console script that wants a command', () => {
  const manifest =
    '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n';
  const files = {
    'pyproject.toml': manifest,
    'shop/cli.py':
      'import click\n@click.group()\ndef main():\n    pass\n@main.command()\ndef start():\n    print(1)\n',
    'app.py': 'from shop import web\nif __name__ == "__main__":\n    web.run()\n',
    'shop/web.py':
      'from http.server import HTTPServer\ndef run():\n    HTTPServer(("", 9000), None)\n',
  };
  it('is the program', async () => {
    const service = await serviceOf(files);
    expect([startOf(service), service.port]).toMatchObject(['python app.py', { value: 9000 }]);
  });
  it.each([
    [
      'only calls it',
      { 'app.py': 'from shop.cli import main\nif __name__ == "__main__":\n    main()\n' },
    ],
    [
      'is another way, where the commands listen',
      { 'shop/cli.py': `${files['shop/cli.py']}    from shop.web import run\n    run()\n` },
    ],
  ])('is none if it %s', async (_what, more) => {
    expect(startOf(await serviceOf({ ...files, ...more }))).toContain('shop start');
  });
});

describe('a file that a library serves', () => {
  const page = 'import streamlit as st\nst.title("x")\n';
  const requirements = { 'requirements.txt': 'streamlit==1.40.0\n' };
  it.each([
    ['src/app.py', { 'src/app.py': page, 'src/parts.py': page, 'src/more/app.py': page }],
    ['src/shop.py', { 'src/shop.py': `import parts\n${page}`, 'src/parts.py': page }],
    [
      'shop.py',
      { 'shop.py': `from parts import x\n${page}`, 'parts.py': page, 'src/app.py': page },
    ],
  ])('is the nearest one that no other imports: %s', async (path, files) => {
    const services = (await factsOf({ ...requirements, ...files })).services;
    expect(services.map((it) => startOf(it).split(' --')[0])).toEqual([`streamlit run ${path}`]);
  });
  it('in a folder below is none beside a script or a console script', async () => {
    const main = 'if __name__ == "__main__":\n    print(1)\n';
    const files = { ...requirements, 'ui/app.py': page };
    expect(startOf(await serviceOf({ ...files, 'main.py': main }))).toBe('python main.py');
    expect(
      startOf(
        await serviceOf({
          'pyproject.toml':
            '[project]\nname = "shop"\nversion = "1"\ndependencies = ["streamlit"]\n[project.scripts]\nshop = "shop.cli:main"\n',
          'shop/cli.py': 'def main():\n    print(1)\n',
          'shop/ui.py': page,
        }),
      ),
    ).toBe('shop');
  });
  it.each([
    ['chainlit', 'import chainlit as cl\n', 8000, 'chainlit run app.py --host 0.0.0.0'],
    ['marimo', 'import marimo\napp = marimo.App()\n', 8080, 'marimo run app.py --headless'],
    ['shiny', 'from shiny import App\n', 8000, 'shiny run app.py --host 0.0.0.0'],
    ['solara', 'import solara\n', 8765, 'solara run app.py --host 0.0.0.0'],
    ['panel', 'import panel as pn\npn.Row().servable()\n', 5006, 'panel serve app.py --address'],
  ])('by a command of its own: %s', async (library, text, port, start) => {
    const files = { 'requirements.txt': `${library}\n`, 'app.py': text, 'more.py': text };
    const service = await serviceOf(files);
    expect(startOf(service)).toContain(start);
    expect(service.port).toMatchObject({ kind: 'suggested', value: port });
  });
  it('Chainlit writes where it is started, and keeps what the project has', async () => {
    const files = { 'requirements.txt': 'chainlit\n', 'app.py': 'import chainlit as cl\n' };
    const detailsOf = async (more: Readonly<Record<string, string>>): Promise<unknown> =>
      ((await serviceOf({ ...files, ...more })) as { details?: unknown }).details;
    expect(await detailsOf({})).toMatchObject({
      writable: ['/app/.chainlit', '/app/.files'],
      links: [{ path: 'chainlit.md', to: '/tmp/chainlit.md' }],
    });
    expect(await detailsOf({ 'chainlit.md': '# Shop\n' })).toMatchObject({ links: [] });
  });
  it('is none where it only uses the library', async () => {
    const files = {
      'requirements.txt': 'panel\n',
      'main.py': 'import panel\nif __name__ == "__main__":\n    print(panel.Row())\n',
    };
    expect(startOf(await serviceOf(files))).toBe('python main.py');
  });
});

describe('PDM and Pipenv', () => {
  const code = { 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' };
  it('PDM: the default group only', async () => {
    const lock =
      '[[package]]\nname = "fastapi"\nversion = "0.115.0"\ngroups = ["default"]\nfiles = []\n\n[[package]]\nname = "uvicorn"\nversion = "0.30.0"\ngroups = ["dev"]\nfiles = []\n';
    expect(
      startOf(
        await serviceOf({ ...code, 'pyproject.toml': '[project]\nname = "x"\n', 'pdm.lock': lock }),
      ),
    ).toBe(
      'unknown: FastAPI needs an ASGI server, but none is installed: add uvicorn (pdm add uvicorn)',
    );
  });
  it('Pipenv: the version of the Pipfile, the packages of its lock file', async () => {
    const facts = await factsOf({
      ...code,
      Pipfile: '[packages]\nfastapi = "*"\n[requires]\npython_version = "3.12"\n',
      'Pipfile.lock':
        '{"default": {"fastapi": {"version": "==0.115.0"}, "uvicorn": {"version": "==0.30.0"}}, "develop": {}}',
    });
    expect([facts.packageManager, facts.runtimeVersion]).toMatchObject([
      { kind: 'found', value: 'pipenv' },
      { kind: 'found', value: '3.12', evidence: [{ file: 'Pipfile', line: 4 }] },
    ]);
    expect(facts.services[0] && startOf(facts.services[0])).toBe(
      'uvicorn main:app --host 0.0.0.0 --port 8000',
    );
  });
  it('a Pipfile without its lock file stops', async () => {
    expect((await factsOf({ ...code, Pipfile: '[packages]\n' })).notes).toMatchObject([
      {
        level: 'error',
        text: 'Pipfile has no Pipfile.lock beside it',
        hint: 'Run pipenv lock, and commit the file.',
      },
    ]);
  });
});

describe('packages that are compiled', () => {
  const one = (name: string, wheels: readonly string[] | null) => [
    { name, version: '1', extras: [], wheels, evidence: { file: 'x', because: '' } },
  ];
  it.each([
    [
      'psycopg2',
      null,
      'glibc',
      'apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev libpq-dev && rm -rf /var/lib/apt/lists/*',
    ],
    ['psycopg2', null, 'musl', 'apk add --no-cache gcc musl-dev postgresql-dev'],
    ['psycopg2-binary', null, 'glibc', null],
    [
      'misaka',
      null,
      'glibc',
      'apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*',
    ],
    ['annoy', null, 'musl', 'apk add --no-cache gcc musl-dev g++'],
    [
      'uwsgi',
      null,
      'glibc',
      'apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev libcrypt-dev libpcre2-dev && rm -rf /var/lib/apt/lists/*',
    ],
    [
      'of-another-python',
      ['of_another_python-1-cp313-cp313-manylinux_2_28_x86_64.whl'],
      'glibc',
      'apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*',
    ],
    ['of-python-2', ['of_python_2-1-py2-none-any.whl'], 'glibc', null],
    ['sources-alone', [], 'glibc', null],
    ['lxml', ['lxml-1-cp314-cp314-manylinux_2_28_x86_64.whl'], 'glibc', null],
    [
      'lxml',
      ['lxml-1-cp313-cp313-manylinux_2_28_x86_64.whl'],
      'glibc',
      'apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev libxml2-dev libxslt1-dev && rm -rf /var/lib/apt/lists/*',
    ],
  ] as const)('%s with wheels %j on %s', (name, wheels, libc, expected) => {
    expect(compilersFor(one(name, wheels), '3.14', libc, { git: false, own: false })).toBe(
      expected,
    );
  });
  it.each([
    ['c', 'gcc libc6-dev libpq-dev'],
    ['binary', null],
  ])('that an extra requires: psycopg[%s]', (extra, expected) => {
    const packages = one('psycopg', null).map((it) => ({ ...it, extras: [extra] }));
    const command = compilersFor(packages, '3.14', 'glibc', { git: false, own: false });
    expect(command === null ? null : /recommends (.*) && rm/.exec(command)?.[1]).toBe(expected);
  });
  it('references to git need git', () => {
    expect(compilersFor([], '3.14', 'glibc', { git: true, own: false })).toBe(
      'apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*',
    );
  });
});

describe('a workspace of uv', () => {
  const app = 'from starlette.applications import Starlette\napp = Starlette()\n';
  const member = (name: string, folder: string, needs: string): string =>
    `[[package]]\nname = "${name}"\nversion = "1"\nsource = { editable = "${folder}" }\ndependencies = [${needs}]\n\n`;
  const files = {
    'pyproject.toml':
      '[project]\nname = "shop"\n[tool.uv.workspace]\nmembers = ["services/*", "libs/*"]\n',
    'uv.lock': `[[package]]\nname = "shop"\nversion = "0"\nsource = { virtual = "." }\n\n${member('api', 'services/api', '{ name = "starlette" }, { name = "uvicorn" }, { name = "core" }')}${member('admin', 'services/admin', '{ name = "starlette" }')}${member('core', 'libs/core', '')}[[package]]\nname = "starlette"\nversion = "1"\n\n[[package]]\nname = "uvicorn"\nversion = "1"\n`,
    'services/api/pyproject.toml': '',
    'services/api/src/api/__init__.py': '',
    'services/api/src/api/main.py': app,
    'services/admin/pyproject.toml': '',
    'services/admin/admin/__init__.py': '',
    'services/admin/admin/main.py': app,
    'libs/core/pyproject.toml': '',
    'libs/core/src/core/__init__.py': '',
  };
  it('has a program for each member that is one, with the packages of that member', async () => {
    const { services } = await factsOf(files);
    expect(services.map((it) => [it.name, startOf(it)])).toEqual([
      ['api', 'uvicorn api.main:app --host 0.0.0.0 --port 8000'],
      [
        'admin',
        'unknown: Starlette needs an ASGI server, but none is installed: add uvicorn (uv add uvicorn)',
      ],
    ]);
  });
  it('imports a member and what it needs from their folders', async () => {
    expect((await factsOf(files)).services[0]?.details).toMatchObject({
      member: 'api',
      paths: ['services/api/src', 'libs/core/src'],
    });
  });
  const withRoot = {
    ...files,
    'uv.lock': files['uv.lock'].replace(
      'source = { virtual = "." }',
      'source = { editable = "." }\ndependencies = [{ name = "starlette" }, { name = "uvicorn" }, { name = "core" }]',
    ),
    'src/everything/__init__.py': '',
    'src/everything/main.py': app,
  };
  it('has a program for its root, which needs more than the members', async () => {
    const { services } = await factsOf(withRoot);
    expect(services.map((it) => [it.name, startOf(it)])).toEqual([
      ['shop', 'uvicorn everything.main:app --host 0.0.0.0 --port 8000'],
      ['api', 'uvicorn api.main:app --host 0.0.0.0 --port 8000'],
      ['admin', expect.stringContaining('needs an ASGI server')],
    ]);
    expect(services[0]?.details).toMatchObject({ member: 'shop', paths: ['src', 'libs/core/src'] });
  });
  it('has none for a root that only holds the members together', async () => {
    const lock = files['uv.lock'].replace(
      'source = { virtual = "." }',
      'source = { virtual = "." }\ndependencies = [{ name = "core" }]',
    );
    const { services } = await factsOf({ ...withRoot, 'uv.lock': lock });
    expect(services.map((it) => it.name)).toEqual(['api', 'admin']);
  });
  it('keeps the files of the root, and leaves out the members that it does not need', async () => {
    const { dockerfile } = await generated(withRoot);
    expect(dockerfile).toContain('--no-install-workspace --package shop');
    expect(dockerfile).toContain(
      'RUN rm -r uv.lock pyproject.toml services/api services/admin libs/core/pyproject.toml ',
    );
  });
});

describe('Celery', () => {
  const packages = { 'requirements.txt': 'celery==5.6.0\n' };
  const startsOf = async (
    files: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> =>
    Object.fromEntries((await factsOf(files)).services.map((it) => [it.name, startOf(it)]));
  const both = {
    'project-worker': 'celery -A jobs:app worker --loglevel INFO',
    'project-beat': 'celery -A jobs:app beat --schedule /tmp/celerybeat-schedule --loglevel INFO',
  };
  it.each([
    [
      'a schedule in the configuration',
      'from celery import Celery\napp = Celery("jobs")\napp.conf.beat_schedule = {"a": {"task": "x", "schedule": 5}}\n',
    ],
    [
      'a schedule by update',
      'from celery import Celery\napp = Celery("jobs")\napp.conf.update(beat_schedule={})\n',
    ],
    [
      'periodic tasks',
      'from celery import Celery\napp = Celery("jobs")\n@app.on_after_configure.connect\ndef setup(sender, **kwargs):\n    sender.add_periodic_task(10.0, x.s())\n',
    ],
  ])('the worker and the scheduler are separate programs: %s', async (_what, code) => {
    expect(await startsOf({ ...packages, 'jobs.py': code })).toEqual(both);
  });
  it('a scheduler that keeps its state in the database', async () => {
    const starts = await startsOf({
      'requirements.txt': 'celery==5.6.0\ndjango-celery-beat==2.8.0\n',
      'jobs.py': 'from celery import Celery\napp = Celery("jobs")\n',
    });
    expect(starts['project-beat']).toBe(
      'celery -A jobs:app beat --scheduler django_celery_beat.schedulers:DatabaseScheduler --loglevel INFO',
    );
  });
  it('below the folder of manage.py', async () => {
    const { services } = await factsOf({
      'requirements.txt': 'celery==5.6.0\ndjango==5.2\n',
      'backend/manage.py': '',
      'backend/shop/__init__.py': '',
      'backend/shop/settings.py': 'CELERY_BEAT_SCHEDULE = {}\n',
      'backend/shop/celery.py': 'from celery import Celery\napp = Celery("shop")\n',
    });
    expect(services.map((it) => [startOf(it).split(' ')[2], it.details])).toMatchObject([
      ['shop.celery:app', { paths: ['backend'] }],
      ['shop.celery:app', { paths: ['backend'] }],
    ]);
  });
  it('an application that Flask keeps', async () => {
    expect(
      await startsOf({
        ...packages,
        'make_celery.py':
          'from shop import create_app\nflask_app = create_app()\ncelery_app = flask_app.extensions["celery"]\n',
      }),
    ).toEqual({ project: 'celery -A make_celery:celery_app worker --loglevel INFO' });
  });
});

describe('Gradio', () => {
  const packages = { 'requirements.txt': 'gradio==6.0.0\n' };
  it('is a script that listens where a variable says', async () => {
    const service = await serviceOf({
      ...packages,
      'app.py':
        'import gradio as gr\nwith gr.Blocks() as demo:\n    gr.Markdown("x")\ndemo.launch()\n',
    });
    expect([startOf(service), service.port, service.details]).toMatchObject([
      'python app.py',
      { kind: 'suggested', value: 7860 },
      {
        portVariable: 'GRADIO_SERVER_PORT',
        environment: [{ name: 'GRADIO_SERVER_NAME', value: '0.0.0.0' }],
      },
    ]);
  });
  it('its own port', async () => {
    const service = await serviceOf({
      ...packages,
      'app.py':
        'import gradio as gr\ndemo = gr.Interface(f, "text", "text")\nif __name__ == "__main__":\n    demo.launch(server_name="0.0.0.0", server_port=9001)\n',
    });
    expect([service.port, service.details]).toMatchObject([
      { kind: 'found', value: 9001 },
      { portVariable: null, environment: [] },
    ]);
  });
  it('an address that nothing outside reaches', async () => {
    const service = await serviceOf({
      ...packages,
      'app.py':
        'import gradio as gr\ndemo = gr.Interface(f, "text", "text")\ndemo.launch(server_name="127.0.0.1")\n',
    });
    expect(service.notes).toMatchObject([
      {
        code: 'python/listens-on-loopback',
        text: 'app.py:3 listens on 127.0.0.1 only: nothing outside the container can reach it',
        hint: 'Leave server_name out: the image sets GRADIO_SERVER_NAME.',
      },
    ]);
  });
});

describe('FastHTML', () => {
  const packages = { 'requirements.txt': 'python-fasthtml==0.12.0\n' };
  it('the first of what fast_app returns, with a place for the key of its sessions', async () => {
    const service = await serviceOf({
      ...packages,
      'main.py': 'from fasthtml.common import *\napp, rt = fast_app()\nserve()\n',
    });
    expect([startOf(service), service.details]).toMatchObject([
      'uvicorn main:app --host 0.0.0.0 --port 8000',
      { links: [{ path: '.sesskey', to: '/tmp/.sesskey' }] },
    ]);
  });
  it('a key in the code needs no place', async () => {
    expect(
      (
        await serviceOf({
          ...packages,
          'main.py':
            'import os\nfrom fasthtml.common import FastHTML\napp = FastHTML(secret_key=os.environ["KEY"])\n',
        })
      ).details,
    ).toMatchObject({ links: [] });
  });
  it('its database', async () => {
    expect(
      (
        await serviceOf({
          ...packages,
          'main.py':
            'from fasthtml.common import *\napp, rt, todos, Todo = fast_app("data/todos.db", id=int)\n',
        })
      ).details,
    ).toMatchObject({ writable: ['/app/data'] });
  });
});

describe('Dash', () => {
  const packages = { 'requirements.txt': 'dash==3.3.0\ngunicorn==23.0.0\n' };
  it('is served by the server in it', async () => {
    expect(
      startOf(
        await serviceOf({
          ...packages,
          'app.py': 'from dash import Dash\napp = Dash(__name__)\nserver = app.server\n',
        }),
      ),
    ).toBe('gunicorn app:server --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm');
  });
  it('needs a name for that', async () => {
    expect(
      startOf(
        await serviceOf({ ...packages, 'app.py': 'import dash\napp = dash.Dash(__name__)\n' }),
      ),
    ).toBe(
      'unknown: gunicorn cannot find what Dash serves: add a line "server = app.server" after app.py:2',
    );
  });
});

it('a spider of Scrapy is a job', async () => {
  const service = await serviceOf({
    'requirements.txt': 'scrapy==2.13.0\n',
    'scrapy.cfg': '',
    'shop/__init__.py': '',
    'shop/spiders/__init__.py': '',
    'shop/spiders/quotes.py':
      'import scrapy\nclass QuotesSpider(scrapy.Spider):\n    name = "quotes"\n    def parse(self, response):\n        pass\n',
  });
  expect([startOf(service), service.port]).toMatchObject([
    'scrapy crawl quotes',
    { kind: 'found', value: null },
  ]);
});

it('aiohttp runs itself', async () => {
  const service = await serviceOf({
    'requirements.txt': 'aiohttp==3.13.0\n',
    'main.py':
      'from aiohttp import web\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, port=9090)\n',
  });
  expect([startOf(service), service.port, service.details]).toMatchObject([
    'python main.py',
    { kind: 'found', value: 9090 },
    { handlesStop: true, probe: 'http' },
  ]);
});

it.each([
  [
    'gRPC',
    'import grpc\nserver = grpc.server(None)\nserver.add_insecure_port("[::]:50051")\nserver.start()\n',
    50051,
  ],
  [
    'gRPC with a constant',
    'import grpc\nPORT = 6000\nserver = grpc.server(None)\nserver.add_insecure_port(f"0.0.0.0:{PORT}")\nserver.start()\n',
    6000,
  ],
  [
    'asyncio',
    'import asyncio\nasync def main():\n    await asyncio.start_server(handle, "0.0.0.0", 7000)\nasyncio.run(main())\n',
    7000,
  ],
])('%s is no HTTP: healthy is what accepts connections', async (_what, code, port) => {
  const service = await serviceOf({ 'requirements.txt': '', 'main.py': code });
  expect([service.port, service.details]).toMatchObject([
    { kind: 'found', value: port },
    { probe: 'connection' },
  ]);
});

describe('a project with several modules', () => {
  it('that loads one by its name does not run its other programs', async () => {
    const facts = await factsOf({
      'pyproject.toml':
        '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop-daemon = "shop.daemon:main"\nshop-server = "shop.server:main"\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
      'shop/__init__.py': '',
      'shop/daemon.py': 'from . import db\ndef main():\n    db.migrate("one")\n',
      'shop/db.py':
        'import importlib\ndef migrate(name):\n    importlib.import_module(f".steps.{name}", __package__)\n',
      'shop/steps/one.py': 'import os\nos.makedirs("/state/steps")\n',
      'shop/server.py':
        'from wsgiref.simple_server import make_server\ndef main():\n    make_server("0.0.0.0", 8072, None).serve_forever()\n',
    });
    const ports = facts.services.map(({ name, port }) => [name, 'value' in port && port.value]);
    expect(ports).toEqual([
      ['shop-daemon', null],
      ['shop-server', 8072],
    ]);
    expect((facts.services[0] as PythonServiceFacts).details.writable).toEqual(['/state/steps']);
  });

  it('runs the script that its commands start in the background', async () => {
    const files = {
      'pyproject.toml': '[project]\nname = "shop"\n[project.scripts]\nshop = "cli.main:main"\n',
      'cli/__init__.py': '',
      'cli/main.py':
        'import click, subprocess, sys\nfrom cli import probe\n@click.group()\ndef main():\n    pass\n@main.command()\ndef start():\n    subprocess.Popen([sys.executable, "app.py"], start_new_session=True)\n',
      'cli/probe.py':
        'from wsgiref.simple_server import make_server\ndef probe():\n    make_server("0.0.0.0", 8075, None).serve_forever()\n',
      'app.py':
        'from wsgiref.simple_server import make_server\nif __name__ == "__main__":\n    make_server("0.0.0.0", 8074, None).serve_forever()\n',
    };
    expect(startOf(await serviceOf(files))).toBe('python app.py');
    const waiting = { ...files, 'cli/main.py': files['cli/main.py'].replace('Popen', 'run') };
    expect(startOf(await serviceOf(waiting))).toMatch(/^shop start, although /);
  });

  it('keeps the command of the package that its own module makes', async () => {
    const service = await serviceOf({
      'pyproject.toml':
        '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.__main__:main"\n',
      'shop/__init__.py': '',
      'shop/__main__.py':
        'import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    p.add_argument("--uri", required=True)\nif __name__ == "__main__":\n    main()\n',
    });
    expect(startOf(service)).toMatch(/^shop, although /);
  });

  it('imports a package before a module of the same name', async () => {
    const service = await serviceOf({
      'requirements.txt': '',
      'shop.py': 'from shop.main import main\nif __name__ == "__main__":\n    main()\n',
      'shop/__init__.py':
        'from wsgiref.simple_server import make_server\ndef serve():\n    make_server("0.0.0.0", 8076, None).serve_forever()\n',
      'shop/main.py': 'from . import serve\ndef main():\n    serve()\n',
    });
    expect(service.port).toMatchObject({ value: 8076 });
  });

  it('does not start a copy of a library', async () => {
    const service = await serviceOf({
      'requirements.txt': '',
      'libs/guess/__main__.py': 'print("guess")\n',
      'shop/bot.py': 'if __name__ == "__main__":\n    print("shop")\n',
    });
    expect(startOf(service)).toBe('python shop/bot.py');
  });

  it('serves its application by a script in a folder', async () => {
    const service = await serviceOf({
      'requirements.txt': 'flask==3.1.0\n',
      'shop/web.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'shop/main.py':
        'from web import app\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", port=8073)\n',
    });
    expect(startOf(service)).toMatch(/^python shop\/main\.py, although Flask needs a WSGI server/);
    expect(service.port).toMatchObject({ value: 8073 });
  });
});

it('an application that a variable is given twice is one program', async () => {
  const { services } = await factsOf({
    'requirements.txt': 'flask\ngunicorn\n',
    'shop.py':
      'import sys\nfrom flask import Flask\napp = Flask("shop")\nif sys.argv[1:]:\n    app = Flask("other")\n',
  });
  expect(services.map(startOf)).toEqual([expect.stringMatching(/^gunicorn shop:app /)]);
});

describe('a script that only installs packages', () => {
  const install =
    'import subprocess, sys\nif __name__ == "__main__":\n    subprocess.check_call([sys.executable, "-m", "pip", "install", "-r", "requirements.txt"])\n';
  const work =
    'import requests\nif __name__ == "__main__":\n    print(requests.get("http://shop"))\n';
  it.each([
    ['beside the program', { 'install.py': install, 'scraper.py': work }, 'python scraper.py'],
    [
      'which then starts the program',
      {
        'run.py': `${install}    subprocess.check_call([sys.executable, "bot/main.py"])\n`,
        'bot/main.py': work,
      },
      'python bot/main.py',
    ],
    ['as the only one', { 'install.py': install }, 'python install.py'],
    ['and works itself', { 'main.py': `${install}${work}`, 'scraper.py': work }, 'python main.py'],
  ])('is not started: %s', async (_what, files, start) => {
    const { services } = await factsOf({ 'requirements.txt': 'requests\n', ...files });
    expect(services.map(startOf)).toEqual([start]);
  });
});

describe('subcommands in other modules', () => {
  const manifest =
    '[project]\nname = "shop"\nversion = "1"\ndependencies = ["click"]\n[project.scripts]\nshop = "shop.main:main"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';
  const parser = (imported: string): string =>
    `import argparse\n${imported}\ndef main():\n    subparsers = argparse.ArgumentParser().add_subparsers()\n    set_up(subparsers)\n`;
  const adding = 'def set_up(subparsers):\n    subparsers.add_parser("start")\n';
  it.each([
    [
      'a module that the program imports',
      { 'shop/main.py': parser('from shop.starting import set_up'), 'shop/starting.py': adding },
    ],
    [
      'a module whose package exports it',
      {
        'shop/main.py': parser('from shop.commands import set_up'),
        'shop/commands/__init__.py': 'from .starting import set_up\n',
        'shop/commands/starting.py': adding,
      },
    ],
    [
      'a module that imports the group',
      {
        'shop/main.py': 'import click\n@click.group()\ndef main():\n    pass\n',
        'shop/starting.py': 'from shop.main import main\n@main.command()\ndef start():\n    pass\n',
      },
    ],
  ])('serve: %s', async (_what, files) => {
    const { services } = await factsOf({
      'pyproject.toml': manifest,
      'shop/__init__.py': '',
      ...files,
    });
    expect(services.map(startOf)).toEqual([expect.stringMatching(/^shop start, although /)]);
  });
  it('do not serve where nothing imports them', async () => {
    const { services } = await factsOf({
      'pyproject.toml': manifest,
      'shop/__init__.py': '',
      'shop/main.py': parser('from shop.config import set_up'),
      'shop/config.py': '',
      'shop/starting.py': adding,
    });
    expect(services.map(startOf)).toEqual([expect.stringMatching(/^shop, although /)]);
  });
  it('belong to a group that a script calls', async () => {
    const { services } = await factsOf({
      'requirements.txt': 'click\n',
      'manage.py': 'from shop.commands import cli\nif __name__ == "__main__":\n    cli()\n',
      'shop/__init__.py': '',
      'shop/commands.py':
        'import click\n@click.group()\ndef cli():\n    pass\n@cli.command()\ndef serve():\n    pass\n',
    });
    expect(services.map(startOf)).toEqual([
      expect.stringMatching(/^python manage.py serve, although /),
    ]);
  });
});
