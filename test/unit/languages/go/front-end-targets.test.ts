import { describe, expect, it } from 'vitest';
import { planGo } from '../../../../src/languages/go/plan.ts';
import { noted, plannedFor } from '../../../support/go-facts.ts';

const npm = (folder: string, build = 'node make.js') => ({
  [`${folder}package.json`]: JSON.stringify({ scripts: { build } }),
  [`${folder}package-lock.json`]: '{}',
});
const serves = (path: string) =>
  `package main\n\nfunc main() {\n\thttp.Handle("/", http.FileServer(http.Dir("${path}")))\n\thttp.ListenAndServe(":8080", nil)\n}\n`;
const embeds = (path: string) =>
  `package main\n\nimport "embed"\n\n//go:embed ${path}\nvar files embed.FS\n\nfunc main() {}\n`;

/** What is copied from the stage of the front end, and what the context leaves out for it. */
async function copied(files: Record<string, string>): Promise<string> {
  const input = await plannedFor({ 'main.go': serves('web/dist'), ...files });
  const { project, ignore, targets } = planGo([input]);
  const outputs = ignore['outputs'] as readonly string[];
  const made = outputs.filter((it) => !['/bin', '/out', '/tmp'].includes(it));
  const program = targets[0]?.program as Record<string, unknown>;
  const embedded = project['embedded'] as readonly string[] | null;
  const served = program['served'] as readonly string[] | null;
  return [
    ...(embedded ? [`embedded ${embedded.join(' ')}`] : []),
    ...(served ? [`served ${served.join(' ')}`] : []),
    ...(made.length > 0 ? [`without ${made.join(' ')}`] : []),
  ].join(', ');
}

describe('a front end that the program serves', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'is built where git ignores its output',
      { ...npm('web/'), '.gitignore': 'dist\n' },
      'served /src/web/dist /app/web/dist, without /web/dist',
    ],
    [
      'is built in place of what is there on this machine',
      { ...npm('web/'), '.gitignore': 'dist\n', 'web/dist/index.html': '' },
      'served /src/web/dist /app/web/dist, without /web/dist',
    ],
    [
      'is built where the bundler names the embedded folder that lacks a part',
      {
        'main.go': embeds('assets/static'),
        'assets/static/index.html': '',
        'assets/static/.gitignore': 'bundle.js\n',
        ...npm(''),
        'build.js': "esbuild.build({ outdir: 'assets/static' })",
      },
      'embedded /src/assets/static ./assets/static',
    ],
    [
      'is found by what the bundler writes',
      npm('web/', 'esbuild a.js --outdir=dist'),
      'served /src/web/dist /app/web/dist, without /web/dist',
    ],
    [
      'is copied to where the program looks',
      { 'main.go': serves('./public/dist'), ...npm('ui/', 'esbuild a.js --outdir=dist') },
      'served /src/ui/dist /app/public/dist, without /public/dist /ui/dist',
    ],
    [
      'is copied to where the program looks above its folder',
      {
        'main.go': 'package shop\n',
        'cmd/shop/main.go': serves('../../web/dist'),
        ...npm('web/', 'esbuild a.js --outdir=dist'),
      },
      'served /src/web/dist /web/dist, without /web/dist',
    ],
    [
      'is copied to where the program looks from its sources',
      {
        'main.go':
          'package main\n\nimport (\n\t"net/http"\n\n\t"github.com/gobuffalo/packr/v2"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", http.FileServer(packr.New("a", "./public")))\n}\n',
        ...npm('', 'esbuild a.js --outdir=public'),
      },
      'served /src/public /app/example.com/shop/public, without /public',
    ],
    [
      'is copied as a whole where the program names files and folders of it',
      {
        'main.go':
          'package main\n\nfunc main() {\n\thttp.Handle("/", http.FileServer(http.Dir("web/dist/assets")))\n\thttp.ServeFile(nil, nil, "web/dist/index.html")\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        ...npm('web/', 'esbuild a.js --outdir=dist'),
      },
      'served /src/web/dist /app/web/dist, without /web/dist',
    ],
    [
      'is added to a folder of which git ignores a part',
      {
        'main.go': serves('static'),
        'static/index.html': '',
        ...npm('', 'esbuild a.js --outdir=static/dist'),
        '.gitignore': 'static/dist/\n',
      },
      'served /src/static/dist /app/static/dist, without /static/dist',
    ],
    ['is not built where git has its output', { ...npm('web/'), 'web/dist/index.html': '' }, ''],
    [
      'is not built for what no build fills',
      { 'main.go': serves('pictures'), ...npm('web/', 'esbuild a.js --outdir=dist') },
      '',
    ],
    [
      'is not built for a folder that the program fills',
      {
        'main.go': serves('uploads').replace('{\n', '{\n\tos.MkdirAll("uploads", 0o755)\n'),
        ...npm('', 'node make.js'),
        '.gitignore': 'uploads\n',
      },
      '',
    ],
    [
      'is not the folder of its own sources',
      { 'main.go': serves('web'), ...npm('web/'), '.gitignore': '/web/dist\n' },
      '',
    ],
    [
      'is not built for data that git ignores',
      {
        'main.go':
          'package main\n\nfunc main() {\n\tos.ReadFile("data/shop.json")\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        ...npm('', 'esbuild a.js --outdir=dist'),
        '.gitignore': 'data\n',
      },
      '',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await copied(files)).toBe(expected);
  });

  it('is a warning where it cannot be installed', async () => {
    const { service } = await plannedFor({
      'main.go': serves('web/dist'),
      'web/package.json': '{',
      'web/package-lock.json': '{}',
      '.gitignore': 'dist\n',
    });
    expect(noted(service.notes)).toMatch(
      /^warning: web\/dist needs a front end that cannot be installed/m,
    );
  });

  it('is named above its stage', async () => {
    const files = { ...npm('web/'), '.gitignore': 'dist\n', 'main.go': serves('web/dist') };
    expect(planGo([await plannedFor(files)]).project['frontend']).toMatchObject({
      why: 'Builds the front end that the program serves (main.go:4)',
    });
  });
});

describe('embedded files of which git ignores a part', () => {
  const page = { 'main.go': embeds('static'), 'static/index.html': '' };
  it.each<[string, Record<string, string>, string]>([
    [
      'are completed by the bundler that writes them',
      { ...page, ...npm('', 'tailwindcss -o static/app.css'), '.gitignore': 'static/app.css\n' },
      'embedded /src/static ./static',
    ],
    [
      'are completed by a build that names the file',
      { ...page, ...npm(''), 'build.mjs': "write('static/app.css')", '.gitignore': 'app.css\n' },
      'embedded /src/static ./static',
    ],
    [
      'are completed in a folder',
      { ...page, ...npm('ui/', 'esbuild a.js --outdir=../static/js'), '.gitignore': 'js/\n' },
      'embedded /src/static/js ./static/js, without /static/js',
    ],
    [
      'are completed by the ignore file beside them',
      {
        ...page,
        ...npm('', 'tailwindcss -o static/app.css'),
        'static/.gitignore': '# made\n/app.css\n',
      },
      'embedded /src/static ./static',
    ],
    [
      'are complete where the build writes elsewhere',
      { ...page, ...npm('', 'tailwindcss -o site/app.css'), '.gitignore': 'static/notes.txt\n' },
      '',
    ],
    ['are complete without a build', { ...page, '.gitignore': 'static/app.css\n' }, ''],
    [
      'are complete where another folder has such a file',
      { ...page, ...npm('', 'tailwindcss -o static/app.css'), 'docs/.gitignore': 'app.css\n' },
      '',
    ],
  ])('%s', async (_what, files, expected) => {
    expect(await copied(files)).toBe(expected);
  });
});

describe('an embedded folder of which git ignores a part that nothing builds', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'is incomplete, and the rule of make that writes it is named',
      { '.gitignore': 'ui/app.js\n', Makefile: 'ui/app.js:\n\tesbuild -o ui/app.js\n' },
      'warning: //go:embed ui embeds ui without ui/app.js, which git ignores and which the project does not have: the program lacks them (main.go:5)\nRun make ui/app.js before the build of the image.',
    ],
    ['is complete where the part is there', { '.gitignore': 'ui/app.js\n', 'ui/app.js': '' }, ''],
    [
      'is complete without what editors leave',
      { '.gitignore': 'ui/.cache\nui/node_modules\n' },
      '',
    ],
    [
      'is complete where a front end fills the part',
      { '.gitignore': '/ui/dist\n', ...npm('', 'esbuild a.js --outdir=ui/dist') },
      '',
    ],
    ['is complete where a line is about names anywhere', { '.gitignore': 'tmp\n' }, ''],
  ])('%s', async (_, files, expected) => {
    const { service } = await plannedFor({
      'main.go': embeds('ui'),
      'ui/index.html': '',
      ...files,
    });
    const notes = service.notes.filter((it) => it.code === 'go/embedded-folder-incomplete');
    expect(noted(notes)).toBe(expected);
  });
});
