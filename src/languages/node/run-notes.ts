/** Sources in, what the program does at run time that an image without tools would stop out. */
import type { Evidence, Note } from '../../types.ts';
import { lineAt } from '../lines.ts';
import { type Manifest, place, productionDependencies } from './manifest.ts';
import type { InterpreterName } from './interpreters.ts';
import type { Source } from './sources.ts';

/** Packages that start another program, which no base has, and what to do instead. `unless`: brings that program along. */
const wrappers: readonly { readonly names: readonly string[]; readonly runs: string; readonly instead: string; readonly unless?: readonly string[] }[] = [
  { names: ['fluent-ffmpeg', 'ffmpeg-cli'], runs: 'ffmpeg', instead: 'Add ffmpeg-static and name its path (setFfmpegPath): the binary is then part of node_modules.', unless: ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', 'ffmpeg-ffprobe-static'] },
  { names: ['gm', 'pdf2pic'], runs: 'GraphicsMagick', instead: 'Use sharp, which brings its library along; or let a service of its own convert images.' },
  { names: ['imagemagick', 'node-imagemagick'], runs: 'ImageMagick', instead: 'Use sharp, which brings its library along; or let a service of its own convert images.' },
  { names: ['libreoffice-convert'], runs: 'LibreOffice', instead: 'Let a service of its own convert documents, such as gotenberg.' },
  { names: ['wkhtmltopdf', 'node-wkhtmltopdf'], runs: 'wkhtmltopdf', instead: 'Use pdfkit or pdf-lib; or let a service of its own make PDFs, such as gotenberg.' },
  { names: ['node-poppler', 'pdf-poppler'], runs: 'poppler', instead: 'Use pdfjs-dist or unpdf, which need no other program.' },
  { names: ['node-tesseract-ocr'], runs: 'tesseract', instead: 'Use tesseract.js, which needs no other program.' },
];

const browsers = ['puppeteer', 'puppeteer-core', 'playwright', 'playwright-core', 'playwright-chromium', 'playwright-firefox', 'playwright-webkit'];

/** @param interpreter what runs the program: the image has no other. */
export function runNotes(manifest: Manifest, sources: readonly Source[], interpreter: InterpreterName): Note[] {
  return [...browserNotes(manifest, sources), ...wrapperNotes(manifest), ...openedNotes(manifest), ...sources.flatMap((it) => processNotes(it, interpreter)).slice(0, 3), ...sources.flatMap(datagramNotes).slice(0, 1), ...fontNotes(manifest, sources)];
}

/** A browser is larger than everything else in the image, and wants some thirty libraries and its own sandbox. */
function browserNotes(manifest: Manifest, sources: readonly Source[]): Note[] {
  const name = browsers.find((it) => it in productionDependencies(manifest));
  if (name === undefined) return [];
  const launch = sources.map((it) => ({ it, match: /\b(?:puppeteer|chromium|firefox|webkit|browserType)\s*\.\s*launch\w*\(/.exec(it.text) })).find(({ match }) => match !== null);
  if (!launch?.match) return [];
  const remote = name.startsWith('puppeteer') ? 'puppeteer.connect({ browserWSEndpoint })' : 'chromium.connect(endpoint)';
  return [{ level: 'error', text: `${name} starts a browser here, and no base has one or the libraries that it needs\nRun the browser in a container of its own, and connect to it: ${remote}.`, evidence: [{ file: launch.it.file, line: lineAt(launch.it.text, launch.match.index), because: launch.match[0] }] }];
}

function wrapperNotes(manifest: Manifest): Note[] {
  const production = productionDependencies(manifest);
  return wrappers.flatMap(({ names, runs, instead, unless }) => {
    const name = names.find((it) => it in production);
    if (name === undefined || unless?.some((it) => it in production)) return [];
    return [{ level: 'error' as const, text: `${name} runs ${runs}, a program that no base has\n${instead}`, evidence: [place(manifest, [name], `depends on ${name}`)] }];
  });
}

/** Native modules that open a library by its name when they are loaded: nothing in them tells the image builder, and no base has it. */
const opened: readonly { readonly name: string; readonly library: string; readonly instead: string }[] = [
  { name: 'kerberos', library: 'libgssapi_krb5.so.2', instead: 'Let a proxy beside it speak Kerberos, or log in another way (MongoDB: SCRAM or X.509), and take kerberos out of the dependencies.' },
];

function openedNotes(manifest: Manifest): Note[] {
  return opened.filter(({ name }) => name in manifest.dependencies).map(({ name, library, instead }) => ({ level: 'error', text: `${name} opens ${library} by its name when it is loaded, a system library that no base has\n${instead}`, evidence: [place(manifest, [name], `depends on ${name}`)] }));
}

const starts = /(?<![.\w])(exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand)\(\s*(?:["'`]([^"'`\s]+))?/g;

/** Programs that are started by name: a package manager, git, a shell. The interpreter itself is there, by process.execPath. */
function processNotes({ file, text }: Source, interpreter: InterpreterName): Note[] {
  if (!/["'](?:node:)?child_process["']|["']execa["']/.test(text)) return [];
  const notes: Note[] = [];
  for (const match of text.matchAll(starts)) {
    const [, how = '', program] = match;
    if (program === undefined && !/^exec(?:Sync|aCommand)?$/.test(how)) continue;
    const evidence = [{ file, line: lineAt(text, match.index), because: `${how}(${program ?? ''})` }];
    if (program !== undefined && /^(?:npm|npx|pnpm|pnpx|yarn|corepack)$/.test(program)) notes.push({ level: 'warning', text: `the program runs ${program}, and the image has no package manager: call what it would call (node FILE, or the library itself)`, evidence });
    else if (how === 'exec' || how === 'execSync' || how === 'execaCommand') notes.push({ level: 'warning', text: `the program runs a command${program === undefined ? '' : ` (${program})`} through a shell: there is none on scratch and distroless; use a library, or --base alpine where busybox has the command`, evidence });
    else if (program === interpreter) notes.push({ level: 'warning', text: `the program starts ${program} by its name, and on distroless it lies on no PATH: start process.execPath instead`, evidence });
    else if (program !== undefined && !/[$/]/.test(program)) notes.push({ level: 'warning', text: `the program runs ${program}, which is not in the image`, evidence });
  }
  return notes;
}

/** Packages that draw, and how each is given a font. */
const canvases = [['canvas', 'registerFont'], ['@napi-rs/canvas', 'GlobalFonts.registerFromPath'], ['skia-canvas', 'FontLibrary.use']] as const;

/** Systems bring fonts; bases do not. */
function fontNotes(manifest: Manifest, sources: readonly Source[]): Note[] {
  const [name, load] = canvases.find(([it]) => it in productionDependencies(manifest)) ?? [];
  if (name === undefined || sources.some(({ text }) => /\b(?:registerFont|GlobalFonts|FontLibrary)\b/.test(text))) return [];
  const writing = sources.map((it) => ({ it, match: /\.(?:fillText|strokeText|measureText)\(/.exec(it.text) })).find(({ match }) => match !== null);
  if (!writing?.match) return [];
  return [{ level: 'warning', text: `${name} writes text, and no base has a font: ship one with the project and load it (${load})`, evidence: [{ file: writing.it.file, line: lineAt(writing.it.text, writing.match.index), because: writing.match[0] }] }];
}

function datagramNotes({ file, text }: Source): Note[] {
  const match = /\bcreateSocket\(\s*(?:["']udp|\{\s*type\s*:\s*["']udp)/.exec(text);
  if (!match) return [];
  const port = /\.bind\(\s*(?:\{\s*port\s*:\s*)?(\d{2,5})/.exec(text)?.[1] ?? 'PORT';
  return [{ level: 'info', text: `the program receives UDP: ports in the image and its health check are TCP; publish it with -p ${port}:${port}/udp`, evidence: [{ file, line: lineAt(text, match.index), because: match[0] }] }];
}

/** https://nodejs.org/api/typescript.html#type-stripping: types are erased, nothing is compiled. */
const compiledOnly = /^\s*(?:export\s+)?(?:const\s+)?enum\s+\w+\s*\{|^\s*(?:export\s+)?namespace\s+[\w.]+\s*\{|constructor\s*\([^)]*\b(?:private|public|protected|readonly)\s+\w+|^\s*import\s+\w+\s*=\s*require\(/m;
/** No name of a package begins so. */
const aliased = /\b(?:from|import)\s*\(?\s*["']([@~]\/[^"']*)["']/;
const withoutExtension = /\bfrom\s+["'](\.{1,2}\/[^"']*?)["']/g;

/** Sources that node starts as they are, and cannot. */
export function typeStrippingNotes(sources: readonly Source[]): Note[] {
  const hint = 'compile it in a build script (tsc), and start what that writes';
  for (const { file, text } of sources.filter((it) => /\.[cm]?ts$/.test(it.file))) {
    const syntax = compiledOnly.exec(text);
    if (syntax) return [{ level: 'warning', text: `node only erases types, and this has to be compiled: ${syntax[0].trim()}; ${hint}`, evidence: [{ file, line: lineAt(text, syntax.index + syntax[0].search(/\S/)), because: 'no types alone' }] }];
    const import_ = [...text.matchAll(withoutExtension)].find((it) => !/\.(?:[cm]?[jt]sx?|json|node|wasm)$/.test(it[1] ?? ''));
    const alias = aliased.exec(text);
    if (alias) return [{ level: 'warning', text: `node reads no "paths" of tsconfig.json: ${alias[1] ?? ''} is no package; ${hint}, with the names resolved (tsc-alias, or a bundler); or use "imports" in package.json`, evidence: [{ file, line: lineAt(text, alias.index), because: 'an import' }] }];
    if (import_) return [{ level: 'warning', text: `node resolves no import without the extension of its file: ${import_[1] ?? ''}; ${hint}`, evidence: [{ file, line: lineAt(text, import_.index), because: 'an import' }] }];
  }
  return [];
}

/** What a program has that goes on running, or does its work and ends; `require.main` and its like ask whether the file was started. */
const works = /\b(?:listen|serve|createServer|setInterval|setTimeout|main|start|run|login|connect|subscribe|schedule|parse|parseAsync)\s*\(|\brequire\.main\b|\bimport\.meta\.main\b|\bprocess\.(?:argv|stdin|stdout|on|exit)\b|\bnew\s+(?:Worker|Server|Client|Bot)\b|^(?:await|for|if|while|try|do)\b/m;
const exported = /^(?:module\.exports\b|exports\.\w+\s*=|export\s)/m;
/** Lines at the margin that declare something, go on with it, or only load something. */
const declaration = /^(?:import|export|const|let|var|function|async function|class|abstract|interface|type|enum|declare|module\.exports|exports\.|require\(|Object\.defineProperty\(\s*exports|["']use |#!|[\s})\]/*`.]|$)/;

/** @returns whether an entry that nobody named only hands something to another file: `module.exports = app`, and no server is started in it. */
export function onlyExports({ text }: Source): boolean {
  return /(?:^|;)\s*(?:module\.exports\s*=|export\s+default\b)/m.test(text) && !/\b(?:listen|serve|createServer|setInterval|login|connect|subscribe|consume)\s*\(|\brequire\.main\b|\bimport\.meta\.main\b/.test(text);
}

/** @param entry what node would be started with, where no script says so. @returns the note that it is a library: it would load, and end. */
export function libraryNote({ file, text }: Source): Note[] {
  if (!exported.test(text) || works.test(text) || text.split('\n').some((it) => !declaration.test(it))) return [];
  return [{ level: 'warning', text: `${file} only exports: started as a program it ends at once. Name what runs (--start "node server.js", or a script "start" in package.json); a library needs no image of its own`, evidence: [{ file, line: lineAt(text, text.search(exported)), because: 'exports' }] }];
}

/** @param entry what node would be started with, where no script says so. @returns the note that another platform serves what it exports, and node does not. */
export function workerNote(source: Source): Note[] {
  const { file, text } = source;
  const match = /\bexport\s+default\s+(?:\{[^}]*\bfetch\b|\w+)/.exec(text);
  if (!match || !onlyExports(source) || !(match[0].includes('fetch') || /\bnew\s+Hono\b/.test(text))) return [];
  return [{ level: 'warning', text: `${file} only exports what Cloudflare Workers, Deno and Bun serve: started by node it ends at once. Serve it with @hono/node-server (serve(app)), and name the file that does in a script "start"`, evidence: [{ file, line: lineAt(text, match.index), because: 'exports a server' }] }];
}

const notDemanded = /\bdefault\b|\.(?:optional|nullish|catch)\(/;

/** @param given variables that the image sets. @returns the note that names what a program demands of its environment when it starts. */
export function requiredNotes(sources: readonly Source[], given: readonly string[]): Note[] {
  const found = sources.flatMap(requiredIn).filter(({ name }) => !['NODE_ENV', 'PORT', 'HOST', ...given].includes(name));
  const [first] = found;
  if (!first) return [];
  const names = [...new Set(found.map((it) => it.name))];
  return [{ level: 'info', text: `it starts only when these are set: ${names.join(', ')}; give them when the container runs`, evidence: [first.evidence] }];
}

function requiredIn({ file, text }: Source): { readonly name: string; readonly evidence: Evidence }[] {
  const found: { readonly name: string; readonly evidence: Evidence }[] = [];
  const add = (name: string, index: number): void => {
    found.push({ name, evidence: { file, line: lineAt(text, index), because: 'demanded' } });
  };
  // Envalid and zod: an entry ends where the next begins, or with the object.
  const schemas = [/\bcleanEnv\(\s*process\.env\s*,\s*\{/g, ...(/\b(?:parse|safeParse)\(\s*process\.env\s*\)/.test(text) ? [/\bz\s*\.\s*object\(\s*\{/g] : [])];
  for (const start of schemas.flatMap((it) => [...text.matchAll(it)])) {
    const from = start.index + start[0].length;
    const body = text.slice(from, closing(text, from));
    for (const entry of body.matchAll(/\b([A-Z][A-Z0-9_]*)\s*:\s*([\s\S]*?)(?=,\s*(?:\.\.\.|[A-Z][A-Z0-9_]*\s*:)|$)/g)) if (!notDemanded.test(entry[2] ?? '')) add(entry[1] ?? '', from + entry.index);
  }
  // At the margin of the file: what a function throws may never be asked for.
  for (const check of text.matchAll(/\bif\s*\(((?:\s*!process\.env\.\w+\s*(?:\|\|)?)+)\)\s*\{?\s*(?:console\.\w+\([^;\n]*\);?\s*)?(?:throw\b|process\.exit\()/g)) {
    const before = text.slice(0, check.index);
    if (before.split('{').length !== before.split('}').length) continue;
    for (const name of (check[1] ?? '').matchAll(/process\.env\.(\w+)/g)) add(name[1] ?? '', check.index);
  }
  return found;
}

/** @returns where the brace that is open at `from` is closed. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
