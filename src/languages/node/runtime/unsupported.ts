/**
 * Warns about what the program does at run time that a minimal image does not support: shells,
 * package managers, browsers, fonts.
 */
import type { Evidence, Note } from '../../../types.ts';
import { installHint } from '../../shared/alpine-packages.ts';
import { joinedNotes } from '../../shared/notes.ts';
import type { Listen, Start, Uses } from '../../shared/uses.ts';
import type { Module } from '../code/module.ts';
import { type Manifest, place, productionDependencies } from '../files/manifest.ts';
import type { InterpreterName } from './interpreters.ts';

/**
 * Packages that start a program that no base has, and what to use instead. `unless`: packages that
 * include that program.
 */
const wrappers: readonly {
  readonly names: readonly string[];
  readonly runs: string;
  readonly instead: string;
  /** The package of Alpine that has it. */
  readonly alpine?: string;
  readonly unless?: readonly string[];
}[] = [
  {
    names: ['fluent-ffmpeg', 'ffmpeg-cli'],
    runs: 'ffmpeg',
    alpine: 'ffmpeg',
    instead:
      'Add ffmpeg-static and name its path (setFfmpegPath): the binary is then part of node_modules.',
    unless: ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', 'ffmpeg-ffprobe-static'],
  },
  {
    names: ['gm', 'pdf2pic'],
    runs: 'GraphicsMagick',
    alpine: 'graphicsmagick',
    instead: 'Use sharp, which includes its library; or let a separate service convert images.',
  },
  {
    names: ['imagemagick', 'node-imagemagick'],
    runs: 'ImageMagick',
    alpine: 'imagemagick',
    instead: 'Use sharp, which includes its library; or let a separate service convert images.',
  },
  {
    names: ['libreoffice-convert'],
    runs: 'LibreOffice',
    alpine: 'libreoffice',
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
    alpine: 'poppler-utils',
    instead: 'Use pdfjs-dist or unpdf, which need no other program.',
  },
  {
    names: ['node-tesseract-ocr'],
    runs: 'tesseract',
    alpine: 'tesseract-ocr',
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
 * @param modules the sources that the program loads.
 * @param interpreter the only interpreter in the image.
 * @returns at most three notes about started programs.
 */
export function runNotes(
  manifest: Manifest,
  modules: readonly Module[],
  { starts, listens }: Uses,
  interpreter: InterpreterName,
): Note[] {
  return [
    ...browserNotes(manifest, starts),
    ...wrapperNotes(manifest),
    ...openedNotes(manifest),
    ...joinedNotes(processNotes(starts, interpreter)).slice(0, 3),
    ...datagramNotes(listens).slice(0, 1),
    ...fontNotes(manifest, modules),
  ];
}

/**
 * A browser is larger than the rest of the image, and needs about thirty libraries and a sandbox.
 */
function browserNotes(manifest: Manifest, starts: readonly Start[]): Note[] {
  const name = browsers.find((it) => it in productionDependencies(manifest));
  const launch = starts.find((it) => it.program === 'browser');
  if (name === undefined || !launch) return [];
  const remote = name.startsWith('puppeteer')
    ? 'puppeteer.connect({ browserWSEndpoint })'
    : 'chromium.connect(endpoint)';
  return [
    {
      code: 'node/starts-browser',
      level: 'warning',
      text: `${name} starts a browser here, and no base has a browser or its libraries: code that needs it fails`,
      hint: `Run the browser in a separate container, and connect to it: ${remote}.`,
      evidence: [launch.evidence],
    },
  ];
}

function wrapperNotes(manifest: Manifest): Note[] {
  const production = productionDependencies(manifest);
  return wrappers.flatMap(({ names, runs, instead, alpine, unless }) => {
    const name = names.find((it) => it in production);
    if (name === undefined || unless?.some((it) => it in production)) return [];
    return [
      {
        code: 'node/needs-program',
        level: 'warning' as const,
        text: `${name} runs ${runs}, a program that no base has: code that needs it fails`,
        hint: alpine ? `${instead} Or install it: --base alpine --packages ${alpine}.` : instead,
        evidence: [place(manifest, [name], `depends on ${name}`)],
        ...(alpine ? { packages: [alpine] } : {}),
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

const packageManagers = /^(?:npm|npx|pnpm|pnpx|yarn|corepack)$/;

/** Programs that are started by name: a package manager, git, a shell, the interpreter. */
function processNotes(starts: readonly Start[], interpreter: InterpreterName): Note[] {
  const calls = new Map<string, { readonly programs: string[]; readonly evidence: Evidence }>();
  for (const { program, evidence } of starts.filter((it) => it.program !== 'browser')) {
    const key = `${evidence.file}:${evidence.line ?? 0} ${evidence.because}`;
    const known = calls.get(key);
    if (known) known.programs.push(program);
    else calls.set(key, { programs: [program], evidence });
  }
  return [...calls.values()].flatMap(({ programs, evidence }) =>
    processNote(programs, [evidence], interpreter),
  );
}

/** @param programs what one call starts; a shell is followed by the first program of its command. */
function processNote(
  programs: readonly string[],
  evidence: readonly Evidence[],
  interpreter: InterpreterName,
): Note[] {
  const manager = programs.find((it) => packageManagers.test(it));
  if (manager !== undefined)
    return [
      {
        code: 'node/runs-package-manager',
        level: 'warning',
        text: `the program runs ${manager}, and the image has no package manager`,
        hint: 'Call what it would call: node FILE, or the library itself.',
        evidence,
      },
    ];
  if (programs.includes('sh')) {
    const command = programs.find((it) => it !== 'sh');
    return [
      {
        code: 'node/runs-shell',
        level: 'warning',
        text: `the program runs a command${command === undefined ? '' : ` (${command})`} through a shell, which not every base has`,
        hint: 'Use a library, or a base whose shell has the command.',
        evidence,
      },
    ];
  }
  return programs.slice(0, 1).flatMap((program): Note[] => {
    if (program === interpreter)
      return [
        {
          code: 'node/interpreter-not-on-path',
          level: 'warning',
          text: `the program starts ${program} by name, and not every base has it on the PATH`,
          hint: 'Start process.execPath instead.',
          evidence,
        },
      ];
    if (program.includes('/')) return [];
    return [
      {
        code: 'node/runs-program',
        level: 'warning',
        text: `the program runs ${program}, which is not in the image`,
        evidence,
        ...installHint(program),
      },
    ];
  });
}

/** Packages that draw, and how each loads a font. */
const canvases = [
  ['canvas', 'registerFont'],
  ['@napi-rs/canvas', 'GlobalFonts.registerFromPath'],
  ['skia-canvas', 'FontLibrary.use'],
] as const;

const loadsFont = /(?:^|\.)(?:registerFont|GlobalFonts\.\w+|FontLibrary\.\w+)$/;

/** Text rendering: the bases have no fonts. */
function fontNotes(manifest: Manifest, modules: readonly Module[]): Note[] {
  const [name, load] = canvases.find(([it]) => it in productionDependencies(manifest)) ?? [];
  if (name === undefined) return [];
  const calls = modules.flatMap((it) => [...it.calls.values()].flat());
  if (calls.some((it) => loadsFont.test(it.field('function')?.text ?? ''))) return [];
  const writing = calls.find((it) =>
    /\.(?:fillText|strokeText|measureText)$/.test(it.field('function')?.text ?? ''),
  );
  if (!writing) return [];
  return [
    {
      code: 'node/fonts-missing',
      level: 'warning',
      text: `${name} writes text, and no base has a font`,
      hint: `Ship a font with the project and load it (${load}).`,
      evidence: [{ file: writing.file, line: writing.line, because: 'writes text' }],
    },
  ];
}

function datagramNotes(listens: readonly Listen[]): Note[] {
  return listens
    .filter((it) => it.protocol === 'udp' && it.port === undefined)
    .map(({ evidence }) => ({
      code: 'node/receives-udp',
      level: 'info',
      text: 'the program receives UDP on a port that its code does not show',
      hint: 'Name all ports: --port 8080,5353/udp.',
      evidence: [evidence],
    }));
}

const hint = 'Compile it in a build script (tsc), and start its output';

/**
 * https://nodejs.org/api/typescript.html#type-stripping: types are erased, nothing is compiled.
 * @returns the first construct in the sources that node cannot run without compiling it.
 */
export function typeStrippingNotes(modules: readonly Module[]): Note[] {
  for (const module of modules.filter((it) => /\.[cm]?ts$/.test(it.file))) {
    const syntax = compiledOnly(module);
    if (syntax)
      return [
        {
          code: 'node/types-not-erasable',
          level: 'warning',
          text: `node only strips types, but this must be compiled: ${syntax.text}`,
          hint: `${hint}.`,
          evidence: [{ file: module.file, line: syntax.line, because: 'no types alone' }],
        },
      ];
    const names = importedBy(module);
    // Package names cannot begin like this.
    const alias = names.find((it) => /^[@~]\//.test(it.name));
    if (alias)
      return [
        {
          code: 'node/import-alias',
          level: 'warning',
          text: `node ignores "paths" in tsconfig.json, and ${alias.name} is not a package`,
          hint: `${hint}, with the names resolved (tsc-alias, or a bundler); or use "imports" in package.json.`,
          evidence: [{ file: module.file, line: alias.line, because: 'an import' }],
        },
      ];
    const bare = names.find(
      ({ name }) => /^\.{1,2}\//.test(name) && !/\.(?:[cm]?[jt]sx?|json|node|wasm)$/.test(name),
    );
    if (bare)
      return [
        {
          code: 'node/import-without-extension',
          level: 'warning',
          text: `node does not resolve an import without a file extension: ${bare.name}`,
          hint: `${hint}.`,
          evidence: [{ file: module.file, line: bare.line, because: 'an import' }],
        },
      ];
  }
  return [];
}

/** Enums, namespaces, properties in parameters, and `import a = require()`. */
function compiledOnly({
  root,
}: Module): { readonly text: string; readonly line: number } | undefined {
  const types = [
    'enum_declaration',
    'internal_module',
    'import_require_clause',
    'method_definition',
  ];
  for (const node of root?.all(...types) ?? []) {
    if (node.above('ambient_declaration')) continue;
    if (node.type === 'method_definition') {
      const parameter = node
        .field('parameters')
        ?.parts.find((it) => /^(?:private|public|protected|readonly)\s/.test(it.text));
      const end = parameter?.field('pattern')?.end;
      if (node.field('name')?.text !== 'constructor' || end === undefined) continue;
      return { text: node.tree.text.slice(node.start, end), line: node.line };
    }
    const whole =
      node.type !== 'enum_declaration' || node.parent?.type === 'export_statement'
        ? (node.parent ?? node)
        : node;
    const [head = ''] = whole.text.split('{');
    const text = node.type === 'import_require_clause' ? whole.text : `${head}{`;
    return { text: (text.split('\n')[0] ?? '').trim(), line: whole.line };
  }
  return undefined;
}

function importedBy({ root }: Module): readonly { readonly name: string; readonly line: number }[] {
  return (root?.all('import_statement', 'export_statement') ?? []).flatMap((it) => {
    const name = it.field('source')?.child('string_fragment')?.text;
    const isType = /^(?:import|export)\s+type\b/.test(it.text.slice(0, 20));
    return name === undefined || isType ? [] : [{ name, line: it.line }];
  });
}
