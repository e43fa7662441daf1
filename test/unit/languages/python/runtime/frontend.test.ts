import { describe, expect, it } from 'vitest';

import { python } from '../../../../../src/languages/python/python.ts';
import { memoryProject } from '../../../../../src/ports/memory.ts';
import { noted } from '../../../../support/go-facts.ts';
import { generated } from '../../../../support/python-generated.ts';

const today = new Date('2026-11-20T00:00:00Z');

const vite = JSON.stringify({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } });
const plain = JSON.stringify({ scripts: { build: 'node make.mjs' } });
const lock = '{}';
const requirements = 'flask==3.1.0\ngunicorn==23.0.0\n';
const app = 'from flask import Flask\napp = Flask(__name__)\n';

async function built(files: Record<string, string>): Promise<string> {
  const facts = await python.detect(
    memoryProject({ 'requirements.txt': requirements, 'app.py': app, ...files }),
    { today },
  );
  const frontend = facts?.details.frontend;
  if (!frontend) return 'none';
  const { folder, built: from, output, evidence } = frontend;
  return `${folder}: ${from === output ? '' : `${from} -> `}${output} (${evidence.file}:${evidence.line})`;
}

const web = { 'web/package.json': vite, 'web/package-lock.json': lock };
const root = { 'package.json': plain, 'package-lock.json': lock };

describe('a front end whose output the program needs', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'that it serves',
      {
        ...web,
        '.gitignore': 'dist\n',
        'app.py': `${app}from flask import send_from_directory\ndef f(name):\n    return send_from_directory("web/dist", name)\n`,
      },
      'web: web/dist (app.py:5)',
    ],
    [
      'whose page the program edits',
      {
        ...web,
        '.gitignore': 'dist\n',
        'app.py': `${app}open("web/dist/index.html").read()\nopen("web/dist/index.html", "w")\n`,
      },
      'web: web/dist (app.py:3)',
    ],
    [
      'whole, where only a part is named',
      {
        ...web,
        '.gitignore': 'dist\n',
        'app.py': `${app}open("web/dist/.vite/manifest.json")\n`,
      },
      'web: web/dist (app.py:3)',
    ],
    [
      'that an argument of Flask names',
      {
        ...web,
        '.gitignore': 'dist\n',
        'shop/main.py':
          'from flask import Flask\napp = Flask(__name__, static_folder="../web/dist")\n',
        'app.py': 'from shop.main import app\n',
      },
      'web: web/dist (shop/main.py:2)',
    ],
    [
      'that settings of Django add, with a build that says nothing of its output',
      {
        ...root,
        '.gitignore': 'assets/dist/\n',
        'settings.py': 'STATICFILES_DIRS = []\nSTATICFILES_DIRS += [("lib", "assets/dist")]\n',
      },
      ': assets/dist (settings.py:2)',
    ],
    [
      'that settings of Django name as a folder of templates',
      {
        ...root,
        '.gitignore': '/pages/\n',
        'settings.py': 'TEMPLATES = [{"DIRS": ["pages"]}]\n',
      },
      ': pages (settings.py:1)',
    ],
    [
      'below a folder that only the run knows',
      {
        ...web,
        '.gitignore': '/web/dist\n',
        'app.py': `${app}import os\nopen(os.path.join(config.BASE, "web/dist/index.html"))\n`,
      },
      'web: web/dist (app.py:4)',
    ],
    [
      'below such a folder, with a rule of git for every folder of that name',
      {
        ...web,
        '.gitignore': 'dist/\n',
        'app.py': `${app}import os\nopen(os.path.join(config.BASE, "web/dist"))\n`,
      },
      'web: web/dist (app.py:4)',
    ],
    [
      'that the configuration of the build puts among static files',
      {
        ...web,
        '.gitignore': 'shop/static/built/\n',
        'web/vite.config.js': 'export default { build: { outDir: "../shop/static/built" } }\n',
      },
      'web: shop/static/built (.gitignore:1)',
    ],
    [
      'that the script of the build joins from parts',
      {
        ...web,
        'web/package.json': JSON.stringify({ scripts: { build: 'node build.ts' } }),
        '.gitignore': 'shop/static/*.css\n',
        'web/build.ts': 'const outdir = join(here, "..", "shop", "static");\n',
        'shop/static/logo.svg': '',
      },
      'web: shop/static (.gitignore:1)',
    ],
    [
      'of which a script makes some files of a folder',
      {
        'package.json': JSON.stringify({ scripts: { build: 'sass a.scss shop/static/a.css' } }),
        'package-lock.json': lock,
        '.gitignore': '/shop/static/a*.css\n',
        'shop/static/logo.svg': '',
      },
      ': shop/static (.gitignore:1)',
    ],
    [
      'but not one that only the name of a package is like',
      {
        'package.json': JSON.stringify({ scripts: { build: 'pnpm -F shop build' } }),
        'package-lock.json': lock,
        'app.py': `${app}open("shop/settings.yml")\n`,
      },
      'none',
    ],
    [
      'but not one that git keeps',
      {
        ...web,
        'web/dist/index.html': '',
        'app.py': `${app}open("web/dist/index.html")\n`,
      },
      'none',
    ],
    [
      'but not one that the program writes',
      {
        ...root,
        '.gitignore': '/data/\n',
        'app.py': `${app}open("data/x", "w")\nopen("data/x")\n`,
      },
      'none',
    ],
    [
      'but not one that another folder would make',
      {
        'web/package.json': plain,
        'web/package-lock.json': lock,
        '.gitignore': '/data/\n',
        'app.py': `${app}open("data/x")\n`,
      },
      'none',
    ],
    [
      'but not one that contains the front end itself',
      {
        'themes/core/package.json': vite,
        'themes/core/package-lock.json': lock,
        '.gitignore': 'themes/*\n',
        'app.py': `${app}from flask import send_from_directory\nsend_from_directory("themes", "x")\n`,
      },
      'none',
    ],
    [
      'but not one without a lock file',
      {
        'web/package.json': vite,
        '.gitignore': 'dist\n',
        'app.py': `${app}open("web/dist/index.html")\n`,
      },
      'none',
    ],
    [
      'but not one that only a test names',
      {
        ...web,
        '.gitignore': 'dist\n',
        'tests/test_web.py': 'open("web/dist/index.html")\n',
      },
      'none',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await built(files)).toBe(expected);
  });

  it('is built in a stage, and what a developer built stays out', async () => {
    const { dockerfile, ignore } = await generated({
      ...web,
      'requirements.txt': requirements,
      '.gitignore': 'dist\n',
      'app.py': `${app}open("web/dist/index.html")\n`,
    });
    expect(dockerfile).toContain('AS frontend\nWORKDIR /src/web\n');
    expect(dockerfile).toContain(
      '\nCOPY . .\nCOPY --from=frontend ["/src/web/dist", "./web/dist"]\n',
    );
    expect(ignore).toContain('\n/web/dist\n');
  });

  it('is reported where it cannot be installed', async () => {
    const facts = await python.detect(
      memoryProject({
        'requirements.txt': requirements,
        'web/package.json': '{',
        'web/package-lock.json': lock,
        '.gitignore': 'dist\n',
        'app.py': `${app}open("web/dist/index.html")\n`,
      }),
      { today },
    );
    expect(noted(facts?.notes ?? [])).toContain(
      'web/dist needs a front end that cannot be installed',
    );
  });
});

describe('packages of Node whose files the program reads', () => {
  const files = (dirs: string, manifest: object): Record<string, string> => ({
    'requirements.txt': 'django==5.2\ngunicorn==23.0.0\n',
    '.gitignore': 'node_modules/\n',
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': manifest,
        'node_modules/bootstrap': { version: '5.3.3' },
        'node_modules/sass': { version: '1.80.0', dev: true },
      },
    }),
    'manage.py':
      'import os\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    'shop/__init__.py': '',
    'shop/settings.py': `INSTALLED_APPS = []\nSTATIC_ROOT = "/app/static"\nSTATICFILES_DIRS = [${dirs}]\n`,
    'shop/wsgi.py':
      'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
  });
  const both = { dependencies: { bootstrap: '5.3.3' }, devDependencies: { sass: '1.80.0' } };
  it.each([
    ['one', '("npm", "node_modules/bootstrap/dist")', both, 'npm ci --omit=dev'],
    ['all', '"node_modules"', both, 'npm ci --omit=dev'],
    ['one for development', '"node_modules/sass"', both, 'npm ci --no-audit'],
  ])('are installed, and nothing is built: %s', async (_, dirs, manifest, install) => {
    const { dockerfile, notes } = await generated(files(dirs, manifest));
    expect(dockerfile).toContain(install);
    expect(dockerfile).toContain('COPY --from=frontend ["/src/node_modules", "./node_modules"]');
    expect(dockerfile).not.toContain('npm run');
    expect(notes.join('\n')).toContain(
      'node_modules is installed in a separate stage, from package.json with npm',
    );
  });
  it('come after what a script builds', async () => {
    const { dockerfile } = await generated({
      ...files('"node_modules/bootstrap/dist", "web/dist"', {
        ...both,
        scripts: { build: 'node make.mjs --to web/dist' },
      }),
      '.gitignore': 'node_modules/\nweb/dist/\n',
    });
    expect(dockerfile).toContain('npm run build');
    expect(dockerfile).toContain('COPY --from=frontend ["/src/web/dist", "./web/dist"]');
  });
});

it.each<[string, Record<string, string>, string]>([
  ['is built where only a line names it', {}, 'web: web/dist (app.py:4)'],
  ['is not where git keeps it elsewhere', { 'shop/web/dist/index.html': '' }, 'none'],
])('a front end %s', async (_what, files, expected) => {
  const found = await built({
    ...web,
    ...files,
    '.gitignore': '/web/dist\n',
    'app.py': `${app}from shop import serve\nserve(base / "web/dist")\n`,
    'shop/__init__.py': '',
  });
  expect(found).toBe(expected);
});

it.each([
  ['../shop/static/built', 'shop/static/built', 'RUN mkdir -p /src/shop/static && npm run build'],
  ['../built', 'built', 'RUN npm run build'],
  ['dist/site', 'web/dist/site', 'RUN npm run build'],
])('the folder around what a build makes in %j is there', async (outDir, output, command) => {
  const { dockerfile } = await generated({
    ...web,
    'requirements.txt': requirements,
    'app.py': `${app}from flask import send_from_directory\ndef f(name):\n    return send_from_directory("${output}", name)\n`,
    'web/vite.config.js': `export default { build: { outDir: "${outDir}" } }\n`,
    '.gitignore': `/${output}/\n`,
  });
  expect(dockerfile.split('\n')).toContain(command);
});
