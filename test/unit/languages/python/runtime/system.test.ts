import { describe, expect, it } from 'vitest';
import type { PythonServiceFacts } from '../../../../../src/languages/python/details.ts';
import { python } from '../../../../../src/languages/python/python.ts';

import { memoryProject } from '../../../../../src/ports/memory.ts';
import { generate } from '../../../../support/generate.ts';
import type { Choices } from '../../../../../src/types.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function programOf(files: Readonly<Record<string, string>>): Promise<PythonServiceFacts> {
  const facts = await python.detect(memoryProject(files), { today });
  const [service] = facts?.services ?? [];
  if (!service) throw new Error('no service');
  return service;
}

function notesOf(service: PythonServiceFacts): readonly string[] {
  return service.notes.map(
    (it) =>
      `${it.level}: ${it.text}${it.hint === undefined ? '' : `. ${it.hint}`} (${(it.evidence ?? []).map((seen) => `${seen.file}:${seen.line ?? ''}`).join()})`,
  );
}

describe('programs of the installed packages', () => {
  it.each([
    ['supervisor', 'supervisord', true],
    ['twisted', 'twistd', true],
    ['twisted', 'supervisord', false],
  ])('%s brings %s: %s', async (package_, program, isThere) => {
    const service = await programOf({
      'requirements.txt': `${package_}\n`,
      'main.py': `import subprocess\nsubprocess.run(["${program}", "-n"], check=True)\n`,
    });
    expect(notesOf(service).some((it) => it.includes(`${program} is started`))).toBe(!isThere);
  });
});

describe('programs of the system that a package cannot do without are copied', () => {
  it('the programs by which git serves its repositories, from one package of the system', async () => {
    const project = {
      'requirements.txt': 'gitpython==3.1\n',
      'main.py':
        'import git\nimport subprocess\nfor service in ("git-upload-pack", "git-receive-pack"):\n    subprocess.run([service, "--stateless-rpc", "."], check=True)\n',
    };
    const service = await programOf(project);
    expect(service.details.system.packages).toEqual(['git', 'git-upload-pack']);
    expect(notesOf(service).join()).not.toContain('does not have');
  });
  it.each([
    ['INSTALLED_APPS = ["django.contrib.gis"]\n', ['GDAL']],
    ['DATABASES = {"default": {"ENGINE": "django.contrib.gis.db.backends.postgis"}}\n', ['GDAL']],
    ['INSTALLED_APPS = ["django.contrib.admin"]\n', []],
  ])('GeoDjango: %j', async (settings, packages) => {
    const service = await programOf({
      'requirements.txt': 'django==5.2\n',
      'main.py': 'import settings\n',
      'settings.py': settings,
    });
    expect(service.details.system.packages).toEqual(packages);
  });

  it.each([
    ['pydub', 'from pydub import AudioSegment\n', 'ffmpeg'],
    ['ffmpeg-python', 'import ffmpeg\n', 'ffmpeg'],
    ['pdf2image', 'from pdf2image import convert_from_path\n', 'poppler'],
    ['pytesseract', 'import pytesseract\n', 'tesseract'],
    ['gitpython', 'import git\n', 'git'],
    ['python-magic', 'import magic\n', 'libmagic'],
    ['cairosvg', 'import cairosvg\n', 'libcairo'],
    ['graphviz', 'import graphviz\n', 'graphviz'],
    ['pydot', 'import pydot\n', 'graphviz'],
    ['pypandoc', 'import pypandoc\n', 'pandoc'],
    ['pysaml2', 'from saml2.client import Saml2Client\n', 'xmlsec1'],
    ['weasyprint', 'from weasyprint import HTML\n', 'pango'],
    ['pyvips', 'import pyvips\n', 'libvips'],
    ['openai-whisper', 'import whisper\n', 'ffmpeg'],
  ])('%s', async (name, code, title) => {
    const service = await programOf({ 'requirements.txt': `${name}==1.0\n`, 'main.py': code });
    expect(service.details.system.packages).toEqual([title]);
    expect(notesOf(service)).toEqual([
      `info: the image gets ${title}, with the libraries that this loads (main.py:1)`,
    ]);
  });
  it.each([
    ['opencv-python', 'the desktop libraries of OpenCV', 'libxcb1 libgl1 libglib2.0-0t64'],
    ['ultralytics', 'the desktop libraries of OpenCV', 'libxcb1 libgl1 libglib2.0-0t64'],
    ['lightgbm', 'OpenMP', 'libgomp1'],
    ['pyodbc', 'unixODBC', 'libodbc2'],
  ])('what %s is linked against is installed, whoever imports it', async (name, title, debian) => {
    const files = { 'requirements.txt': `${name}==1.0\n`, 'main.py': 'print(1)\n' };
    const service = await programOf(files);
    expect(service.details.system.packages).toEqual([title]);
    const options = { base: 'distroless', start: ['python', 'main.py'], port: 8000 };
    const dockerfile = (await generate(files, options)).files.get('Dockerfile');
    expect(dockerfile).toContain(
      `# Installs libraries that packages link to, which are copied below: ${title}.\nRUN apt-get update && apt-get install --yes --no-install-recommends ${debian} `,
    );
  });
  it('addons of Node are not searched for libraries', async () => {
    const files = { 'requirements.txt': 'marimo==1.0\n', 'main.py': 'print(1)\n' };
    const options = { base: 'scratch', start: ['python', 'main.py'], port: 8000 };
    const dockerfile = (await generate(files, options)).files.get('Dockerfile');
    expect(dockerfile).toContain("-name '*.so.*' \\) ! -name '*.node' \\\n");
  });
  it.each([
    ['tabula-py', 'import tabula\n', 'Java'],
    ['unoserver', 'import unoserver.client\n', 'LibreOffice'],
    ['pyzbar', 'from pyzbar.pyzbar import decode\n', 'libzbar'],
    ['pyexiftool', 'import exiftool\n', 'exiftool'],
  ])('one that no base has is a warning: %s', async (name, code, program) => {
    const service = await programOf({ 'requirements.txt': `${name}==1.0\n`, 'main.py': code });
    expect(service.notes).toMatchObject([
      {
        level: 'warning',
        text: `${name} needs ${program}, which the image does not have: code that needs it fails`,
        evidence: [{ file: 'main.py', line: 1 }],
      },
    ]);
  });
  it('are named where only another package can use them', async () => {
    const service = await programOf({
      'requirements.txt': 'gitpython==3\npydub==1\nstatic-ffmpeg==1\ntabula-py==2\n',
      'main.py': 'print(1)\n',
    });
    expect(service.details.system.packages).toEqual([]);
    expect(notesOf(service)).toEqual([
      'info: packages that the code does not import itself need what the image does not have: gitpython needs git, tabula-py needs Java (requirements.txt:1,requirements.txt:4)',
    ]);
  });
  it('not where nothing imports it, nor where a package of PyPI includes it', async () => {
    expect(
      (await programOf({ 'requirements.txt': 'pydub==1.0\n', 'main.py': 'print(1)\n' })).details
        .system.packages,
    ).toEqual([]);
    expect(
      (
        await programOf({
          'requirements.txt': 'moviepy==2.0\nimageio-ffmpeg==0.6\n',
          'main.py': 'import moviepy\n',
        })
      ).details.system.packages,
    ).toEqual([]);
  });
});

describe('programs that the code starts', () => {
  it.each([
    [
      'a list',
      'import subprocess\nsubprocess.run(["ffmpeg", "-i", name], check=True)\n',
      ['ffmpeg'],
    ],
    [
      'a name for the list',
      'import subprocess\ndef f():\n    command = ["/usr/bin/ffprobe", name]\n    subprocess.check_output(command)\n',
      ['ffmpeg'],
    ],
    [
      'asyncio',
      'import asyncio\nasync def f():\n    await asyncio.create_subprocess_exec("git", "clone", url)\n',
      ['git'],
    ],
    [
      'where only its exit code is suppressed',
      'import subprocess\nfrom contextlib import suppress\nwith suppress(subprocess.CalledProcessError), open("x"):\n    subprocess.run(["curl", url], check=True)\n',
      ['curl'],
    ],
    [
      'where only its exit code is expected',
      'import subprocess\ntry:\n    subprocess.run(["curl", url], check=True)\nexcept subprocess.CalledProcessError:\n    pass\n',
      ['curl'],
    ],
  ])('%s', async (_what, code, expected) => {
    expect((await programOf({ 'main.py': code })).details.system.packages).toEqual(expected);
  });
  it.each([
    'import subprocess\ntry:\n    subprocess.run(["git", "rev-parse", "HEAD"])\nexcept (OSError, ValueError):\n    pass\n',
    'import contextlib, subprocess\nwith contextlib.suppress(Exception):\n    subprocess.run(["git", "describe"])\n',
  ])('one that may be missing is left out, and said: %s', async (code) => {
    const service = await programOf({ 'main.py': code });
    expect(service.details.system.packages).toEqual([]);
    expect(notesOf(service)).toEqual([
      'info: git is started if found; the image does not have it (main.py:3)',
    ]);
  });
  it('one that is not known is said', async () => {
    expect(
      notesOf(
        await programOf({ 'main.py': 'import subprocess\nsubprocess.Popen(["blender", "-b"])\n' }),
      ),
    ).toEqual([
      'warning: blender is started, but the image does not have it: code that needs it fails. Use a package from PyPI that includes it, or run it in another container. (main.py:2)',
    ]);
  });
  it('several are one note', async () => {
    const programs = ['hg', 'svn', 'cvs', 'bzr'];
    const { notes } = await programOf({
      'main.py': `import subprocess\n${programs.map((it) => `subprocess.run(["${it}"])\n`).join('')}`,
    });
    expect(notes.map((it) => [it.text, it.evidence?.map(({ line }) => line)])).toEqual([
      [
        'hg, svn and 2 more are started, but the image does not have them: code that needs one fails',
        [2, 3, 4],
      ],
    ]);
  });
  it('one that is started in several places is named once', async () => {
    const code =
      'import subprocess\ntry:\n    subprocess.run(["hg"])\nexcept OSError:\n    pass\nsubprocess.run(["hg", "pull"])\nsubprocess.run(["hg", "update"])\n';
    expect(notesOf(await programOf({ 'main.py': code }))).toEqual([
      expect.stringMatching(/^warning: hg is started, but .* \(main\.py:6\)$/),
    ]);
  });
  it('one of the virtual environment is found there', async () => {
    const service = await programOf({
      'requirements.txt': 'alembic==1.17.0\n',
      'main.py': 'import subprocess\nsubprocess.run(["alembic", "upgrade", "head"])\n',
    });
    expect(service.notes).toEqual([]);
  });
});

it('an option is no program', async () => {
  const code =
    'import subprocess\nfor part in ("pip", "--no-deps"):\n    subprocess.call([part])\n';
  const { notes } = await programOf({ 'main.py': code });
  expect(notes.map((it) => it.text)).toEqual([
    'pip is started, but the image does not have it: code that needs it fails',
  ]);
});

describe('a shell', () => {
  it.each([
    ['os.system', 'import os\nos.system("echo x")\n', 'main.py:2 runs a command line'],
    [
      'shell=True',
      'import subprocess\nsubprocess.run(f"x {y}", shell=True)\n',
      'main.py:2 runs a command line',
    ],
    [
      'a program that comes with one',
      'import subprocess\nsubprocess.run(["ls", "-l"])\n',
      'main.py:2 starts ls, which comes with a shell',
    ],
  ])('is needed for %s', async (_what, code, because) => {
    const facts = await python.detect(memoryProject({ 'main.py': code }), { today });
    if (!facts) throw new Error('not recognized');
    const choice = (value: string): { value: string; origin: 'flag'; evidence: [] } => ({
      value,
      origin: 'flag',
      evidence: [],
    });
    const early = {
      language: choice('python'),
      runtimeVersion: choice('3.14'),
      packageManager: choice('pip'),
      service: choice('project'),
    } satisfies Partial<Choices>;
    expect((await python.needs(facts, early)).runtime.shell).toEqual({ because });
  });
});

describe('what no base can have', () => {
  it.each([
    [
      'playwright',
      'from playwright.sync_api import sync_playwright\nbrowser = sync_playwright().start().chromium.launch()\n',
      'playwright starts a browser, which no base includes\nRun it in another container, from the image mcr.microsoft.com/playwright, and connect to it: browser_type.connect(url).',
    ],
    [
      'selenium',
      'from selenium import webdriver\ndriver = webdriver.Chrome()\n',
      'selenium starts a browser, which no base includes\nRun it in another container, from an image such as selenium/standalone-chromium, and connect to it: webdriver.Remote(url).',
    ],
    [
      'pdfkit',
      'import pdfkit\npdfkit.from_url("https://example.com", "/tmp/a.pdf")\n',
      'pdfkit starts wkhtmltopdf, which no base includes\nNeither Debian nor Alpine has it any more. Make the PDF with a package from PyPI, such as fpdf2.',
    ],
  ])('stops if the program starts it at once: %s', async (name, code, message) => {
    const [text, hint] = message.split('\n');
    expect(
      (await programOf({ 'requirements.txt': `${name}==1.0\n`, 'main.py': code })).notes,
    ).toMatchObject([{ level: 'error', text, hint, evidence: [{ file: 'main.py', line: 1 }] }]);
  });
  it.each([
    ['in a function', 'from selenium import webdriver\n\ndef shot():\n    webdriver.Chrome()\n', 1],
    [
      'in a function that imports it',
      'def shot():\n    from selenium import webdriver\n    webdriver.Chrome()\n',
      2,
    ],
    [
      'where the code goes on without it',
      'from selenium import webdriver\ntry:\n    webdriver.Chrome()\nexcept Exception:\n    pass\n',
      1,
    ],
    ['imported alone', 'from selenium import webdriver\n', 1],
  ])('is a warning %s', async (_what, code, line) => {
    expect(
      (await programOf({ 'requirements.txt': 'selenium==4.0\n', 'main.py': code })).notes,
    ).toMatchObject([
      {
        level: 'warning',
        text: 'selenium starts a browser, which no base includes: code that needs it fails',
        evidence: [{ file: 'main.py', line }],
      },
    ]);
  });
  it('not where it runs elsewhere', async () => {
    expect(
      (
        await programOf({
          'requirements.txt': 'selenium==4.0\n',
          'main.py':
            'from selenium import webdriver\ndriver = webdriver.Remote("http://browser:4444")\n',
        })
      ).notes,
    ).toEqual([]);
  });
});

it('a library that is looked for by name is said', async () => {
  const code =
    'import ctypes\nimport ctypes.util\nlibrary = ctypes.CDLL(ctypes.util.find_library("zbar"))\n';
  expect(notesOf(await programOf({ 'main.py': code }))).toEqual([
    'warning: find_library finds nothing in the image, because it asks ldconfig or a compiler. Load the library by its file name, such as ctypes.CDLL("libzbar.so.1"), from a PyPI package that includes it. (main.py:3)',
  ]);
});
