/**
 * Warns about what the program does at run time that a minimal image does not support: shells,
 * package managers, browsers, fonts.
 */
import type { Note } from '../../../types.ts';
import { lineAt } from '../../../text/lines.ts';
import { type Manifest, place, productionDependencies } from '../files/manifest.ts';
import type { InterpreterName } from './interpreters.ts';
import type { Source } from '../files/sources.ts';

/**
 * Packages that start a program that no base has, and what to use instead. `unless`: packages that
 * include that program.
 */
const wrappers: readonly {
  readonly names: readonly string[];
  readonly runs: string;
  readonly instead: string;
  readonly unless?: readonly string[];
}[] = [
  {
    names: ['fluent-ffmpeg', 'ffmpeg-cli'],
    runs: 'ffmpeg',
    instead:
      'Add ffmpeg-static and name its path (setFfmpegPath): the binary is then part of node_modules.',
    unless: ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', 'ffmpeg-ffprobe-static'],
  },
  {
    names: ['gm', 'pdf2pic'],
    runs: 'GraphicsMagick',
    instead: 'Use sharp, which includes its library; or let a separate service convert images.',
  },
  {
    names: ['imagemagick', 'node-imagemagick'],
    runs: 'ImageMagick',
    instead: 'Use sharp, which includes its library; or let a separate service convert images.',
  },
  {
    names: ['libreoffice-convert'],
    runs: 'LibreOffice',
    instead: 'Let a separate service convert documents, such as gotenberg.',
  },
  {
    names: ['wkhtmltopdf', 'node-wkhtmltopdf'],
    runs: 'wkhtmltopdf',
    instead: 'Use pdfkit or pdf-lib; or let a separate service make PDFs, such as gotenberg.',
  },
  {
    names: ['node-poppler', 'pdf-poppler'],
    runs: 'poppler',
    instead: 'Use pdfjs-dist or unpdf, which need no other program.',
  },
  {
    names: ['node-tesseract-ocr'],
    runs: 'tesseract',
    instead: 'Use tesseract.js, which needs no other program.',
  },
];

const browsers = [
  'puppeteer',
  'puppeteer-core',
  'playwright',
  'playwright-core',
  'playwright-chromium',
  'playwright-firefox',
  'playwright-webkit',
];

/**
 * @param interpreter the only interpreter in the image.
 * @returns at most three notes about started programs.
 */
export function runNotes(
  manifest: Manifest,
  sources: readonly Source[],
  interpreter: InterpreterName,
): Note[] {
  return [
    ...browserNotes(manifest, sources),
    ...wrapperNotes(manifest),
    ...openedNotes(manifest),
    ...sources.flatMap((it) => processNotes(it, interpreter)).slice(0, 3),
    ...sources.flatMap(datagramNotes).slice(0, 1),
    ...fontNotes(manifest, sources),
  ];
}

/**
 * A browser is larger than the rest of the image, and needs about thirty libraries and a sandbox.
 */
function browserNotes(manifest: Manifest, sources: readonly Source[]): Note[] {
  const name = browsers.find((it) => it in productionDependencies(manifest));
  if (name === undefined) return [];
  const launch = sources
    .map((it) => ({
      it,
      match: /\b(?:puppeteer|chromium|firefox|webkit|browserType)\s*\.\s*launch\w*\(/.exec(it.text),
    }))
    .find(({ match }) => match !== null);
  if (!launch?.match) return [];
  const remote = name.startsWith('puppeteer')
    ? 'puppeteer.connect({ browserWSEndpoint })'
    : 'chromium.connect(endpoint)';
  return [
    {
      code: 'node/starts-browser',
      level: 'error',
      text: `${name} starts a browser here, and no base has a browser or its libraries`,
      hint: `Run the browser in a separate container, and connect to it: ${remote}.`,
      evidence: [
        {
          file: launch.it.file,
          line: lineAt(launch.it.text, launch.match.index),
          because: launch.match[0],
        },
      ],
    },
  ];
}

function wrapperNotes(manifest: Manifest): Note[] {
  const production = productionDependencies(manifest);
  return wrappers.flatMap(({ names, runs, instead, unless }) => {
    const name = names.find((it) => it in production);
    if (name === undefined || unless?.some((it) => it in production)) return [];
    return [
      {
        code: 'node/needs-program',
        level: 'error' as const,
        text: `${name} runs ${runs}, a program that no base has`,
        hint: instead,
        evidence: [place(manifest, [name], `depends on ${name}`)],
      },
    ];
  });
}

/**
 * Native modules that open a system library when they are loaded. The modules do not show which, so
 * it cannot be copied into the image.
 */
const opened: readonly {
  readonly name: string;
  readonly library: string;
  readonly instead: string;
}[] = [
  {
    name: 'kerberos',
    library: 'libgssapi_krb5.so.2',
    instead:
      'Let a proxy beside it speak Kerberos, or log in another way (MongoDB: SCRAM or X.509), and take kerberos out of the dependencies.',
  },
];

function openedNotes(manifest: Manifest): Note[] {
  return opened
    .filter(({ name }) => name in manifest.dependencies)
    .map(({ name, library, instead }) => ({
      code: 'node/needs-library',
      level: 'error',
      text: `${name} opens ${library} when it is loaded, a system library that no base has`,
      hint: instead,
      evidence: [place(manifest, [name], `depends on ${name}`)],
    }));
}

const starts =
  /(?<![.\w])(exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand)\(\s*(?:["'`]([^"'`\s]+))?/g;

/** Programs that are started by name: a package manager, git, a shell, the interpreter. */
function processNotes({ file, text }: Source, interpreter: InterpreterName): Note[] {
  if (!/["'](?:node:)?child_process["']|["']execa["']/.test(text)) return [];
  const notes: Note[] = [];
  for (const match of text.matchAll(starts)) {
    const [, how = '', program] = match;
    if (program === undefined && !/^exec(?:Sync|aCommand)?$/.test(how)) continue;
    const evidence = [
      { file, line: lineAt(text, match.index), because: `${how}(${program ?? ''})` },
    ];
    if (program !== undefined && /^(?:npm|npx|pnpm|pnpx|yarn|corepack)$/.test(program))
      notes.push({
        code: 'node/runs-package-manager',
        level: 'warning',
        text: `the program runs ${program}, and the image has no package manager`,
        hint: 'Call what it would call: node FILE, or the library itself.',
        evidence,
      });
    else if (how === 'exec' || how === 'execSync' || how === 'execaCommand')
      notes.push({
        code: 'node/runs-shell',
        level: 'warning',
        text: `the program runs a command${program === undefined ? '' : ` (${program})`} through a shell, which not every base has`,
        hint: 'Use a library, or a base whose shell has the command.',
        evidence,
      });
    else if (program === interpreter)
      notes.push({
        code: 'node/interpreter-not-on-path',
        level: 'warning',
        text: `the program starts ${program} by name, and not every base has it on the PATH`,
        hint: 'Start process.execPath instead.',
        evidence,
      });
    else if (program !== undefined && !/[$/]/.test(program))
      notes.push({
        code: 'node/runs-program',
        level: 'warning',
        text: `the program runs ${program}, which is not in the image`,
        evidence,
      });
  }
  return notes;
}

/** Packages that draw, and how each loads a font. */
const canvases = [
  ['canvas', 'registerFont'],
  ['@napi-rs/canvas', 'GlobalFonts.registerFromPath'],
  ['skia-canvas', 'FontLibrary.use'],
] as const;

/** Text rendering: the bases have no fonts. */
function fontNotes(manifest: Manifest, sources: readonly Source[]): Note[] {
  const [name, load] = canvases.find(([it]) => it in productionDependencies(manifest)) ?? [];
  if (
    name === undefined ||
    sources.some(({ text }) => /\b(?:registerFont|GlobalFonts|FontLibrary)\b/.test(text))
  )
    return [];
  const writing = sources
    .map((it) => ({ it, match: /\.(?:fillText|strokeText|measureText)\(/.exec(it.text) }))
    .find(({ match }) => match !== null);
  if (!writing?.match) return [];
  return [
    {
      code: 'node/fonts-missing',
      level: 'warning',
      text: `${name} writes text, and no base has a font`,
      hint: `Ship a font with the project and load it (${load}).`,
      evidence: [
        {
          file: writing.it.file,
          line: lineAt(writing.it.text, writing.match.index),
          because: writing.match[0],
        },
      ],
    },
  ];
}

function datagramNotes({ file, text }: Source): Note[] {
  const match = /\bcreateSocket\(\s*(?:["']udp|\{\s*type\s*:\s*["']udp)/.exec(text);
  if (!match) return [];
  const port = /\.bind\(\s*(?:\{\s*port\s*:\s*)?(\d{2,5})/.exec(text)?.[1] ?? 'PORT';
  return [
    {
      code: 'node/receives-udp',
      level: 'info',
      text: 'the program receives UDP; the port of the image and its health check are TCP',
      hint: `Publish it with -p ${port}:${port}/udp.`,
      evidence: [{ file, line: lineAt(text, match.index), because: match[0] }],
    },
  ];
}

/** https://nodejs.org/api/typescript.html#type-stripping: types are erased, nothing is compiled. */
const compiledOnly =
  /^\s*(?:export\s+)?(?:const\s+)?enum\s+\w+\s*\{|^\s*(?:export\s+)?namespace\s+[\w.]+\s*\{|constructor\s*\([^)]*\b(?:private|public|protected|readonly)\s+\w+|^\s*import\s+\w+\s*=\s*require\(/m;
/** Package names cannot begin like this. */
const aliased = /\b(?:from|import)\s*\(?\s*["']([@~]\/[^"']*)["']/;
const withoutExtension = /\bfrom\s+["'](\.{1,2}\/[^"']*?)["']/g;

/** @returns the first construct in the sources that node cannot run without compiling it. */
export function typeStrippingNotes(sources: readonly Source[]): Note[] {
  const hint = 'Compile it in a build script (tsc), and start its output';
  for (const { file, text } of sources.filter((it) => /\.[cm]?ts$/.test(it.file))) {
    const syntax = compiledOnly.exec(text);
    if (syntax)
      return [
        {
          code: 'node/types-not-erasable',
          level: 'warning',
          text: `node only strips types, but this must be compiled: ${syntax[0].trim()}`,
          hint: `${hint}.`,
          evidence: [
            {
              file,
              line: lineAt(text, syntax.index + syntax[0].search(/\S/)),
              because: 'no types alone',
            },
          ],
        },
      ];
    const import_ = [...text.matchAll(withoutExtension)].find(
      (it) => !/\.(?:[cm]?[jt]sx?|json|node|wasm)$/.test(it[1] ?? ''),
    );
    const alias = aliased.exec(text);
    if (alias)
      return [
        {
          code: 'node/import-alias',
          level: 'warning',
          text: `node ignores "paths" in tsconfig.json, and ${alias[1] ?? ''} is not a package`,
          hint: `${hint}, with the names resolved (tsc-alias, or a bundler); or use "imports" in package.json.`,
          evidence: [{ file, line: lineAt(text, alias.index), because: 'an import' }],
        },
      ];
    if (import_)
      return [
        {
          code: 'node/import-without-extension',
          level: 'warning',
          text: `node does not resolve an import without a file extension: ${import_[1] ?? ''}`,
          hint: `${hint}.`,
          evidence: [{ file, line: lineAt(text, import_.index), because: 'an import' }],
        },
      ];
  }
  return [];
}
