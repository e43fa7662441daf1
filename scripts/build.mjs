// Bundles src/ into dist/ with esbuild: one package without runtime dependencies. Commands and prompts are separate chunks, loaded when needed.
// Writes THIRD-PARTY-LICENSES from what ended up in the bundle.
import { build, transform } from 'esbuild';
import Handlebars from 'handlebars';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// The oldest release that the package admits comes first.
const [oldest] = /\d+\.\d+/.exec(JSON.parse(readFileSync('package.json', 'utf8')).engines.node);

const templateFiles = readdirSync('templates', { recursive: true })
  .map((it) => it.replaceAll('\\', '/'))
  .filter((it) => it.endsWith('.hbs'));
const templateFolders = [...new Set(templateFiles.map((it) => it.split('/')[0]))];

/**
 * Puts compiled templates in the place of src/render/templates.ts: the same options, partials and helpers, without the compiler. The
 * templates of each language, with the partials that all share, are one chunk.
 */
const compiledTemplates = {
  name: 'compiled-templates',
  setup(bundler) {
    const languages = templateFolders.filter((it) => it !== 'partials');
    bundler.onResolve({ filter: /^templates:/ }, ({ path }) => ({ path, namespace: 'templates' }));
    bundler.onLoad({ filter: /.*/, namespace: 'templates' }, ({ path }) => {
      const options = JSON.parse(readFileSync('templates/handlebars.json', 'utf8'));
      const folders = [path.replace('templates:', ''), 'partials'];
      const specs = templateFiles
        .filter((it) => folders.includes(it.split('/')[0]))
        .map(
          (it) =>
            `${JSON.stringify(it.replace(/^partials\/|\.hbs$/g, ''))}: ${Handlebars.precompile(readFileSync(`templates/${it}`, 'utf8'), options)}`,
        );
      return { contents: `export const specs = {${specs.join(',\n')}};`, loader: 'js' };
    });
    bundler.onLoad({ filter: /[/\\]src[/\\]render[/\\]templates\.ts$/ }, () => {
      const chunks = languages.map((it) => `${it}: () => import('templates:${it}')`);
      const contents = `
        import Handlebars from 'handlebars/runtime.js';
        const chunks = {${chunks.join(', ')}};
        export async function openTemplates({ language, helpers }) {
          const { specs } = await chunks[language]();
          const handlebars = Handlebars.create();
          handlebars.registerHelper(helpers);
          for (const [name, spec] of Object.entries(specs))
            handlebars.registerPartial(name, handlebars.template(spec));
          return (name, view) => handlebars.template(specs[language + '/' + name])(view);
        }`;
      return { contents, loader: 'js', resolveDir: process.cwd() };
    });
  },
};

/** Copies the grammars into dist/, and puts their places there into src/syntax/grammar-files.ts. */
const grammars = Object.entries(JSON.parse(readFileSync('src/syntax/grammars.json', 'utf8')));
const copiedGrammars = {
  name: 'copied-grammars',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]src[/\\]syntax[/\\]grammar-files\.ts$/ }, () => {
      mkdirSync('dist/grammars', { recursive: true });
      for (const [name, path] of grammars)
        copyFileSync(join('node_modules', path), `dist/grammars/${name}.wasm`);
      const contents = `
        import { fileURLToPath } from 'node:url';
        const folder = new URL(import.meta.url.includes('/chunks/') ? '../grammars/' : 'grammars/', import.meta.url);
        export const grammarFile = (name) => fileURLToPath(new URL(name + '.wasm', folder));`;
      return { contents, loader: 'js' };
    });
  },
};

/** Takes the CommonJS form of the parser: its ES module declares a `require`, which hides that of the built file. */
const commonJsParser = {
  name: 'commonjs-parser',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]web-tree-sitter\.js$/ }, () => ({
      contents: "export { Language, Parser } from './web-tree-sitter.cjs';",
    }));
  },
};

/**
 * Puts the modules of small chunks into one, which every chunk that is loaded on demand imports. A chunk is what the same set of entries
 * reaches; where all reach a module, it is in the one chunk of all. Each file that Node loads costs more than a few kB of code that is not run.
 * @param modules paths of modules.
 * @param entries paths of the modules that are imported on demand.
 */
function sharedModules(modules, entries) {
  const shared = 'shared-modules';
  return {
    name: shared,
    setup(bundler) {
      bundler.onResolve({ filter: new RegExp(`^${shared}$`) }, () => ({
        path: shared,
        namespace: shared,
      }));
      bundler.onLoad({ filter: /.*/, namespace: shared }, () => ({
        contents: modules.map((it) => `import ${JSON.stringify(resolve(it))};`).join('\n'),
        resolveDir: process.cwd(),
      }));
      bundler.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        entries.has(relative('.', path))
          ? {
              contents: `import '${shared}';\n${readFileSync(path, 'utf8')}`,
              loader: 'ts',
            }
          : undefined,
      );
    },
  };
}

const target = `node${oldest}`;

/** @returns the result of the build: https://esbuild.github.io/api/#metafile, and the contents of the files. */
function bundle(plugins) {
  return build({
    absWorkingDir: process.cwd(),
    entryPoints: { cli: 'src/cli.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target,
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: [compiledTemplates, copiedGrammars, commonJsParser, ...plugins],
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    logLevel: 'warning',
  });
}

/** esbuild splits only ES modules, and code of an earlier run can only be given to CommonJS (src/ports/node-code-cache.ts). */
async function toCommonJs(code) {
  const result = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target,
    minify: true,
    define: { 'import.meta.url': 'fileUrl' },
    // An import() becomes a require() in a promise.
    supported: { 'dynamic-import': false },
  });
  const fileUrl = "const fileUrl=require('node:url').pathToFileURL(__filename).href;";
  return code.includes('import.meta.url') ? fileUrl + result.code : result.code;
}

/** Writes the files of a bundle. @returns a hash of their contents. */
async function writeBundle({ outputFiles }) {
  const hash = createHash('sha256');
  for (const { path, text } of outputFiles) {
    const code = await toCommonJs(text);
    hash.update(code);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Chunks below this size, in bytes, are put together, unless they import a larger one. */
const small = 12_000;

/** @returns the paths of the modules that are worth one chunk, and those of the modules that are imported on demand. */
function toShare({ outputs }) {
  const parts = Object.values(outputs);
  const importsSmall = (part) =>
    part.bytes < small &&
    part.imports
      .filter((it) => it.kind === 'import-statement' && it.path in outputs)
      .every((it) => importsSmall(outputs[it.path]));
  const entries = new Set(parts.flatMap((it) => it.entryPoint ?? []));
  const modules = parts
    .filter((it) => it.entryPoint === undefined && importsSmall(it))
    .flatMap((it) => Object.keys(it.inputs))
    .filter((it) => it.startsWith('src/') && it.endsWith('.ts') && !entries.has(it));
  return { modules, entries };
}

rmSync('dist', { recursive: true, force: true });
const { modules, entries } = toShare((await bundle([])).metafile);
const program = await bundle([sharedModules(modules, entries)]);
const { metafile } = program;
await build({
  entryPoints: { start: 'src/start.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target,
  minify: true,
  define: {
    buildHash: JSON.stringify(await writeBundle(program)),
    'import.meta.url': 'fileUrl',
  },
  banner: { js: "const fileUrl=require('node:url').pathToFileURL(__filename).href;" },
  outExtension: { '.js': '.cjs' },
  logLevel: 'warning',
});

const folders = new Set(grammars.map(([, path]) => join('node_modules', dirname(path))));
for (const output of Object.values(metafile.outputs)) {
  for (const input of Object.keys(output.inputs)) {
    const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (found) folders.add(found[0]);
  }
}
const texts = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  return `${name} ${version} (${license})\n${'-'.repeat(72)}\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : 'No license text is part of the package.'}\n`;
});
writeFileSync(
  'THIRD-PARTY-LICENSES',
  `The bundle in dist/ holds code of these packages.\n\n${texts.join('\n\n')}`,
);
