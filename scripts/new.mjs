// Starts a framework, a package manager or a base: the file, its line in the list, a failing test, an
// example and a row in the docs, each with what is left to fill in marked FIXME.
//
//   node scripts/new.mjs framework node marko-run @marko/run
//   node scripts/new.mjs package-manager python hatch
//   node scripts/new.mjs base wolfi
//   node scripts/new.mjs row python servers bjoern.run     knowledge about a call of a library
//
// With --dry-run before the rest it writes nothing, and prints the files as JSON for a test.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage =
  'usage: node scripts/new.mjs framework node|python NAME [PACKAGE]\n' +
  '       node scripts/new.mjs package-manager node|python NAME\n' +
  '       node scripts/new.mjs base NAME\n' +
  '       node scripts/new.mjs row go|python|node FILE CALL\n' +
  'Adding a language or an option: CONTRIBUTING.md, Recipes.';
const recipes = {
  'framework node': nodeFramework,
  'framework python': pythonFramework,
  'package-manager node': (name) => packageManager('node', name),
  'package-manager python': (name) => packageManager('python', name),
  base,
  'row go': () => row('go'),
  'row python': () => row('python'),
  'row node': () => row('node'),
};

const dryRun = process.argv[2] === '--dry-run';
const argv = process.argv.slice(dryRun ? 3 : 2);
const length = argv[0] === 'base' ? 1 : 2;
const recipe = recipes[argv.slice(0, length).join(' ')];
const [name = '', packageName = name] = argv.slice(length);
const most = ['framework', 'row'].includes(argv[0]) ? length + 2 : length + 1;
if (!recipe || argv.length > most || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error(
    `${usage}\nNAME names the files: small letters, digits and hyphens. PACKAGE is the package of the ` +
      'registry, where that has another name (@marko/run).',
  );
  process.exit(2);
}
const changes = recipe(name);
const taken = changes.filter(({ text, path }) => text && existsSync(join(root, path)));
if (taken.length > 0) {
  console.error(`These files are there already: ${taken.map(({ path }) => path).join(', ')}`);
  process.exit(1);
}
const contents = changes.map(({ path, text, edit }) => ({
  path,
  text: text ?? edit(readFileSync(join(root, path), 'utf8')),
}));
if (dryRun) {
  console.log(JSON.stringify(contents));
  process.exit(0);
}
for (const [index, { path, text }] of contents.entries()) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${changes[index].text ? 'written' : 'changed'}  ${path}`);
}
execFileSync('npx', ['prettier', '--write', '--log-level=warn', ...changes.map((it) => it.path)], {
  cwd: root,
  shell: process.platform === 'win32',
});
const remaining = {
  base: `Add its images to scripts/snapshot/images.mjs and their digests to src/data/snapshot.json, and '${name}' to
"bases" in the expect.json of examples: one of each language at least.`,
  framework: `The example needs the sources of a real small program and a lock file. In its folder:
${argv[1] === 'node' ? `npm install --package-lock-only ${packageName}` : 'name exact versions in requirements.txt'}`,
  row: `"npx vitest run test/unit/languages/${argv[1]}/knowledge.test.ts" fails until the example shows what is seen.`,
  'package-manager': `The example needs the sources of a real small program and a lock file.
"npx tsc --noEmit" lists the tables that ask for the new package manager.`,
};
console.log(`
Fill in what is marked FIXME: git grep --untracked FIXME. test/unit/recipes.test.ts fails while one is left.
${remaining[argv[0]]}
Then: npm run golden, npm run check, npm test${argv[0] === 'row' ? '' : ', and node test/e2e/run.mjs with the name of the example'}.
CONTRIBUTING.md, Recipes, has each step.`);

/** A row of knowledge at the end of a table: its test is made from its example. */
function row(language) {
  const path = `src/languages/${language}/knowledge/${name}.ts`;
  if (!existsSync(join(root, path))) {
    console.error(`There is no ${path}: name one of the tables there.`);
    process.exit(1);
  }
  return [
    {
      path,
      edit: (text) =>
        replaced(
          text,
          /\n\] as const satisfies readonly Row\[\];/,
          (end) => `
  // FIXME a link to the documentation of this call
  {
    call: ${quoted(packageName)},
    argument: 0,
    means: 'FIXME',
    example: 'FIXME a statement or a small file, with its imports',
    seen: 'FIXME',
  },${end}`,
        ),
    },
  ];
}

function nodeFramework(id) {
  const key = camel(id);
  return [
    {
      path: `src/languages/node/frameworks/${id}.ts`,
      text: `/** FIXME the name, and what its build writes. FIXME a link to its page about deployment */
import { dependsOn, place } from '../files/manifest.ts';
import { type Framework, server, withManifest } from './framework.ts';

export const ${key}: Framework = {
  id: '${id}',
  // FIXME its command for development, which a start script may name by mistake.
  development: [{ command: /^${id} dev\\b/, why: 'it is the development server of FIXME' }],
  detect({ manifest }) {
    if (!dependsOn(manifest, '${packageName}')) return Promise.resolve(null);
    return Promise.resolve(
      server({
        title: 'FIXME',
        evidence: place(manifest, ['${packageName}'], 'depends on ${packageName}'),
        start: ['node', 'dist/FIXME.js'],
        port: 3000,
        copies: withManifest('dist'),
      }),
    );
  },
};
`,
    },
    listed('src/languages/node/frameworks/index.ts', key, `./${id}.ts`, 'sites'),
    {
      path: `test/unit/languages/node/frameworks/${id}.test.ts`,
      text: `import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

it('FIXME: is started as its build wrote it', async () => {
  const project = {
    'package.json': JSON.stringify({
      name: 'a',
      scripts: { build: '${id} build' },
      dependencies: { '${packageName}': '1.0.0' },
    }),
    'package-lock.json': JSON.stringify({ name: 'a', lockfileVersion: 3, packages: {} }),
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect(choices['start']?.value).toEqual(['node', 'FIXME']);
  expect(choices['port']?.value).toBe('FIXME');
});
`,
    },
    ...example(`node-${id}`, 'node', 'npm', {
      'package.json': `${JSON.stringify({ name: id, private: true, type: 'module', scripts: { build: `${id} build` }, dependencies: {} }, null, 2)}\n`,
    }),
    line(
      'docs/node.md',
      /^\| NestJS, /m,
      `| FIXME ${id} | FIXME what ships | FIXME | \`PORT\`, FIXME | |`,
    ),
  ];
}

function pythonFramework(id) {
  return [
    {
      path: 'src/languages/python/frameworks/frameworks.ts',
      edit: (text) =>
        beforeEnd(
          text,
          'export const frameworks: ',
          `  {
    id: '${id}',
    title: 'FIXME',
    packageName: '${packageName}',
    protocol: 'asgi', // FIXME or wsgi
    constructors: ['${id}.FIXME'],
  },
`,
        ),
    },
    {
      path: `test/unit/languages/python/frameworks/${id}.test.ts`,
      text: `import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

it('FIXME: an application is served', async () => {
  const project = {
    'requirements.txt': '${packageName}==1.0.0\\nuvicorn==0.40.0\\n',
    'main.py': 'from ${id} import FIXME\\n\\napp = FIXME()\\n',
  };
  const { choices } = await generate(project, { base: 'distroless' });
  expect(choices['start']?.value).toEqual(['uvicorn', 'main:app', 'FIXME']);
});
`,
    },
    ...example(`python-${id}`, 'python', 'pip', {
      'requirements.txt': `${packageName}==FIXME\nuvicorn==FIXME\n`,
      'main.py': `from ${id} import FIXME\n\napp = FIXME()\n`,
    }),
    line(
      'docs/python.md',
      /^- \*\*Server\*\*/m,
      `- **FIXME ${packageName}**: FIXME how it starts.`,
    ),
  ];
}

function packageManager(language, id) {
  const key = camel(id);
  const folder = `src/languages/${language}/package-managers`;
  const contract = readFileSync(join(root, folder, 'manager.ts'), 'utf8');
  const program =
    language === 'node'
      ? {
          'package.json': `${JSON.stringify({ name: 'greeter', private: true, type: 'module', scripts: { start: 'node server.js' }, dependencies: {} }, null, 2)}\n`,
          'server.js': '// FIXME a server that uses a dependency\n',
        }
      : { 'main.py': '# FIXME a server that uses a dependency\n' };
  const members = /export interface Manager extends PackageManager \{([\s\S]*?)\n\}/.exec(contract);
  const own = [...(members?.[1] ?? '').matchAll(/^ {2}(?:readonly )?(\w+)/gm)]
    .map(([, it]) => it)
    .filter((it) => it !== 'id');
  return [
    {
      path: `${folder}/${id}.ts`,
      text: `/** FIXME the name and its lock file. FIXME a link to the page about the install command */
import type { Manager } from './manager.ts';

export const ${key}: Manager = {
  id: '${id}',
  title: 'FIXME',
  lockFiles: ['FIXME.lock'],
  // FIXME the rest of the contract (manager.ts): ${own.join(', ')}.
};
`,
    },
    listed(`${folder}/index.ts`, key, `./${id}.ts`),
    // Node's managers have a closed list of ids, by which the compiler finds every table.
    ...(language === 'node'
      ? [
          {
            path: `${folder}/manager.ts`,
            edit: (text) =>
              replaced(text, /^ {2}readonly id: '[^;]+(?=;)/m, (it) => `${it} | '${id}'`),
          },
        ]
      : []),
    {
      path: `test/unit/languages/${language}/package-managers/${id}.test.ts`,
      text: `import { expect, it } from 'vitest';
import { generate } from '../../../../support/generate.ts';

it('FIXME: its lock file decides', async () => {
  const project = {
${Object.entries(program)
  .map(([file, text]) => `    '${file}': ${quoted(text)},\n`)
  .join('')}    'FIXME.lock': 'FIXME',
  };
  const { choices, files } = await generate(project, { base: 'distroless' });
  expect(choices['packageManager']?.value).toBe('${id}');
  expect(files.get('Dockerfile')).toContain('FIXME the command that installs');
});
`,
    },
    ...example(`${language}-${id}`, language, id, program),
    language === 'python'
      ? line(
          'docs/python.md',
          /^\| Poetry, PDM, Pipenv /m,
          `| FIXME ${id} | FIXME the command in the build | FIXME what checks it |`,
        )
      : line(
          'docs/node.md',
          /^- \*\*Plug'n'Play\*\*/m,
          `- **FIXME ${id}**: FIXME the command in the build, and what checks the lock file.`,
        ),
  ];
}

function base(id) {
  const key = camel(id);
  return [
    {
      path: `src/bases/${id}.ts`,
      text: `/** FIXME what the base is: C library, shell, user. FIXME a link to its documentation */
import type { Offer, RuntimeNeed } from '../types.ts';
import type { Base } from './base.ts';
import { debianToolchain, staticWebServer } from './toolchains.ts';

export const ${key}: Base = {
  id: '${id}',
  title: '${id}',
  summary: 'FIXME one line for the prompt',
  hasShell: false, // FIXME
  owns: (image) => image !== null && image.repository.includes('${id}'), // FIXME
  runtime,
  toolchain: debianToolchain, // FIXME an image with the C library of the base
};

function runtime(need: RuntimeNeed): Offer {
  // FIXME the C library that it does not have.
  if (need.only?.libc === 'musl')
    return { ok: false, why: \`\${need.only.because}, and ${id} has glibc\`, instead: 'alpine' };
  return {
    ok: true,
    image: { registry: 'FIXME', repository: 'FIXME/${id}', tag: 'FIXME' },
    interpreter: null,
    libc: 'glibc', // FIXME
    contents: { certificates: true, timeZones: false, mediaTypes: false, account: null, tmp: true }, // FIXME
    // Every base serves static sites: this server is one static program.
    ...(need.kind === 'static-site' ? { server: staticWebServer } : {}),
  };
}
`,
    },
    listed('src/bases/index.ts', key, `./${id}.ts`),
    ...['Go', 'Node', 'Python'].map((title) => ({
      path: `presets/${title.toLowerCase()}-${id}.yaml`,
      text: `# yaml-language-server: $schema=./preset.schema.json
# ${title} on ${id}: FIXME what is in the final image.
language: ${title.toLowerCase()}
base: ${id}
`,
    })),
    {
      path: `test/unit/bases/${id}.test.ts`,
      text: `import { expect, it } from 'vitest';
import { ${key} } from '../../../src/bases/${id}.ts';

it('FIXME: offers an interpreter', () => {
  expect(${key}.id).toBe('${id}');
  const offer = ${key}.runtime({ kind: 'interpreter', name: 'node', version: '24' });
  expect(offer).toMatchObject({ ok: true, libc: 'FIXME' });
});
`,
    },
    line(
      'docs/bases.md',
      /^## What is the same/m,
      `## ${id}\n\nFIXME what it contains, and what it lacks.\n`,
    ),
    {
      path: 'README.md',
      edit: (text) =>
        [
          [/^\|  \|( \w+ \|)+$/m, ` ${id} |`],
          [/^\|---\|(---\|)+(?=\n\| \*\*Go\*\*)/m, '---|'],
          ...['Go', 'Node', 'Python'].map((it) => [
            new RegExp(`^\\| \\*\\*${it}\\*\\* \\|.*$`, 'm'),
            ' FIXME |',
          ]),
        ].reduce((edited, [cell, more]) => replaced(edited, cell, (it) => `${it}${more}`), text),
    },
  ];
}

function example(folder, language, manager, files) {
  const preset = `# yaml-language-server: $schema=../../presets/preset.schema.json\nlanguage: ${language}\nbase: distroless\n`;
  const expectation = {
    shows: 'FIXME a sentence.',
    bases: ['distroless', 'scratch', 'alpine'],
    facts: { language, packageManager: manager, start: ['FIXME'], port: 3000 },
    request: { path: '/' },
    answer: { status: 200, contains: 'FIXME' },
  };
  return Object.entries({
    'secure-dockerfile.yaml': preset,
    'expect.json': `${JSON.stringify(expectation, null, 2)}\n`,
    ...files,
  }).map(([file, text]) => ({ path: `examples/${folder}/${file}`, text }));
}

/** Imports a record in a list's file, and adds it to the list: before another entry, or at the end. */
function listed(path, key, from, before) {
  return {
    path,
    edit: (text) => {
      const imports = [...text.matchAll(/^import .*;\n/gm)];
      const last = imports.at(-1);
      const at = last.index + last[0].length;
      const imported = `${text.slice(0, at)}import { ${key} } from '${from}';\n${text.slice(at)}`;
      const list = /(\[(?:\s*\w+,?)*?)(\s*)(\]);/.exec(imported.slice(at));
      const entry = before
        ? list[1].replace(new RegExp(`\\b${before}\\b`), `${key}, ${before}`)
        : `${list[1].replace(/,$/, '')}, ${key}`;
      return imported.replace(`${list[1]}${list[2]}];`, `${entry}];`);
    },
  };
}

/** Adds a line to the docs, or a row to a table, before the place that matches. */
function line(path, before, added) {
  return { path, edit: (text) => replaced(text, before, (it) => `${added}\n${it}`) };
}

/** Changes the first match; the docs and lists may have changed, and then this script must follow. */
function replaced(text, pattern, change) {
  if (!pattern.test(text)) throw new Error(`scripts/new.mjs finds no ${pattern} any more`);
  return text.replace(pattern, change);
}

function quoted(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

function beforeEnd(text, declaration, entry) {
  const begin = text.indexOf(declaration);
  if (begin === -1) throw new Error(`scripts/new.mjs finds no ${declaration} any more`);
  const end = text.indexOf('\n];', begin) + 1;
  return text.slice(0, end) + entry + text.slice(end);
}

function camel(id) {
  return id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}
