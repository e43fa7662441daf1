/** The build script in, what it writes where out: so that the entry it will have made is known before it is there. */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';
import { scriptEvidence } from '../start/resolve.ts';
import { parseScript } from '../files/scripts.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import { type CompilerSettings, compilerSettings } from '../files/tsconfig.ts';
import { nxBuild } from './nx.ts';
import type { Build, Output } from './output.ts';

const scripts = [
  'build',
  'build:prod',
  'build:production',
  'build:server',
  'compile',
  'build:ts',
  'tsc',
  'transpile',
];

/** A build that makes no program: images, packages, documentation, or nothing at all. */
const noBuild =
  /^\s*(?:echo\b[^&|;]*|exit 0|true|tsc\s+--noEmit|docker\b.*|pkg\b.*|electron-builder\b.*|jest\b.*|eslint\b[^&]*)\s*$/;

/** @param named the script that a framework's build has, where it is known. @param root of the workspace, whose tools are everybody's. @returns `null` where nothing is to be built. */
export async function chooseBuild(
  project: ProjectReader,
  manifest: Manifest,
  root: Manifest,
  named?: string,
): Promise<Build | null> {
  const script =
    named ??
    scripts.find((it) => it in manifest.scripts && !noBuild.test(manifest.scripts[it] ?? ''));
  if (script !== undefined) {
    const outputs = await outputsOf(project, manifest, script, 0);
    return { script, evidence: scriptEvidence(manifest, script), outputs };
  }
  const target = await nxBuild(project, manifest, root);
  if (target) return target;
  const config = manifest.folder === '' ? 'tsconfig.json' : `${manifest.folder}/tsconfig.json`;
  const settings = await compilerSettings(project, config);
  if (
    !settings ||
    settings.noEmit ||
    settings.outDir === null ||
    !(dependsOn(manifest, 'typescript') || dependsOn(root, 'typescript'))
  )
    return null;
  return {
    script: null,
    evidence: { file: config, because: `compiles to ${settings.outDir}` },
    outputs: [await compiled(project, manifest, settings)],
  };
}

/** @returns the source that becomes `path`; `built`: some output holds it; `undefined`: no output does. */
export function sourceOf(
  path: string,
  build: Build | null,
  files: readonly string[],
): { readonly source: string | null } | undefined {
  for (const output of build?.outputs ?? []) {
    if (path !== output.folder && !path.startsWith(`${output.folder}/`)) continue;
    if (output.sources === null) return { source: null };
    const inside = path.slice(output.folder.length + 1);
    for (const root of output.sources) {
      const source = sourceNames(joined(root, inside)).find((it) => files.includes(it));
      if (source !== undefined) return { source };
    }
    return { source: null };
  }
  return undefined;
}

/** `a.js` comes from `a.ts`; `a` is `a.js` or `a/index.js`. */
function sourceNames(path: string): string[] {
  const stem = path.replace(/\.([cm]?)js$/, '');
  const kind = /\.([cm]?)js$/.exec(path)?.[1] ?? '';
  const direct = [
    `${stem}.${kind}ts`,
    `${stem}.${kind}tsx`,
    `${stem}.${kind}js`,
    `${stem}.tsx`,
    `${stem}.jsx`,
  ];
  return /\.[cm]?js$/.test(path)
    ? direct
    : [...direct, ...['ts', 'mts', 'cts', 'js'].map((it) => joined(stem, `index.${it}`))];
}

async function outputsOf(
  project: ProjectReader,
  manifest: Manifest,
  script: string,
  depth: number,
): Promise<Output[]> {
  const parsed = parseScript(manifest.scripts[script] ?? '');
  if (parsed.kind === 'shell' || depth > 4) return [];
  const found: Output[] = [];
  for (const { words } of parsed.commands) {
    const plain = words.filter(
      (it) =>
        ![
          'npx',
          'cross-env',
          'run',
          'npm',
          'pnpm',
          'yarn',
          'bun',
          'run-s',
          'run-p',
          'npm-run-all',
          'exec',
          '-T',
          '--top-level',
        ].includes(it) && !/^[A-Z_]+=/.test(it),
    );
    const nested =
      words[0] !== undefined && /^(?:npm|pnpm|yarn|bun|run-s|run-p|npm-run-all)$/.test(words[0])
        ? plain.filter((it) => it in manifest.scripts && it !== script)
        : [];
    for (const it of nested) found.push(...(await outputsOf(project, manifest, it, depth + 1)));
    found.push(...(await outputsOfCommand(project, manifest, plain)));
  }
  return found;
}

async function outputsOfCommand(
  project: ProjectReader,
  manifest: Manifest,
  words: readonly string[],
): Promise<Output[]> {
  const at = (folder: string): string => joined(manifest.folder, folder);
  const [program = '', ...rest] = words;
  const flag = (...names: readonly string[]): string | undefined => {
    for (const [index, word] of rest.entries()) {
      if (names.includes(word)) return rest[index + 1];
      const name = names.find((it) => word.startsWith(`${it}=`));
      if (name !== undefined) return word.slice(name.length + 1);
    }
    return undefined;
  };
  switch (program) {
    case 'tsc':
    case 'vue-tsc':
    case 'tspc':
    case 'ttsc':
    case 'nest': {
      if (program === 'nest' && rest[0] !== 'build') return [];
      const named =
        program === 'nest'
          ? 'tsconfig.build.json'
          : (flag('-p', '--project') ?? rest.find((it) => it.endsWith('.json')) ?? 'tsconfig.json');
      const settings =
        (await compilerSettings(
          project,
          at(named.endsWith('.json') ? named : `${named}/tsconfig.json`),
        )) ?? (await compilerSettings(project, at('tsconfig.json')));
      if (rest.includes('--noEmit') || (settings?.noEmit === true && program !== 'nest')) return [];
      const outDir = flag('--outDir', '--outdir');
      if (outDir !== undefined)
        return [await compiled(project, manifest, { ...(settings ?? unsaid), outDir: at(outDir) })];
      return settings === null || settings.outDir === null
        ? []
        : [await compiled(project, manifest, settings)];
    }
    case 'swc':
    case 'babel': {
      const folder = flag('-d', '--out-dir', '--outDir');
      const source = rest.find((it) => !it.startsWith('-')) ?? 'src';
      return folder === undefined ? [] : [{ folder: at(folder), sources: [at(source), at('')] }];
    }
    case 'tsup':
    case 'tsdown':
    case 'unbuild':
    case 'bunchee':
    case 'pkgroll':
    case 'vite':
    case 'rolldown':
    case 'ncc':
    case 'esbuild':
    case 'rollup':
    case 'webpack':
    case 'rspack':
    case 'bun': {
      const file = flag('--outfile', '-o', '--file', '--output');
      const folder =
        flag('--out-dir', '--outDir', '--outdir', '-d', '--dir', '--output-path', '--out') ??
        (await configuredFolder(project, manifest.folder, program)) ??
        (file === undefined ? 'dist' : undefined);
      const whole = folder ?? (file?.includes('/') ? folderOf(file) : file);
      const entry = file ?? (await configuredFile(project, manifest.folder, program, whole ?? ''));
      return whole === undefined
        ? []
        : [
            {
              folder: at(whole),
              sources: null,
              ...(entry === undefined ? {} : { entry: at(entry) }),
            },
          ];
    }
    default:
      return [];
  }
}

/** Files of a bundler's configuration in a folder. */
async function configurations(
  project: ProjectReader,
  folder: string,
  program: string,
): Promise<string[]> {
  const names = (await project.files()).filter(
    (it) =>
      it.startsWith(folder === '' ? '' : `${folder}/`) &&
      new RegExp(`^${program}\\.(?:config\\.)?(?:[cm]?[jt]s|json)$`).test(
        it.slice(folder === '' ? 0 : folder.length + 1),
      ),
  );
  return Promise.all(names.map(async (it) => (await project.read(it)) ?? ''));
}

/** The name of the one file that a bundler's own configuration says; not one that is made of names of entries (`[name].js`). */
async function configuredFile(
  project: ProjectReader,
  folder: string,
  program: string,
  output: string,
): Promise<string | undefined> {
  for (const text of await configurations(project, folder, program)) {
    const file = /\bfile\s*:\s*["'`]([\w./-]+\.[cm]?js)["'`]/.exec(text)?.[1];
    const name = /\bfilename\s*:\s*["'`]([\w./-]+\.[cm]?js)["'`]/.exec(text)?.[1];
    if (file !== undefined || name !== undefined) return file ?? `${output}/${name ?? ''}`;
  }
  return undefined;
}

/** outDir in a bundler's own configuration, where it is written as a plain text. @returns it as seen from the folder. */
export async function configuredFolder(
  project: ProjectReader,
  folder: string,
  program: string,
): Promise<string | undefined> {
  for (const text of await configurations(project, folder, program)) {
    const written =
      /\b(?:outDir|dir|outdir)\s*:\s*["'`]([\w./-]+)["'`]/.exec(text)?.[1] ??
      /\bpath\s*:\s*(?:[\w$]+\.|require\([^)]*\)\.)?(?:resolve|join)\([^)]*["'`]([\w./-]+)["'`]\s*\)/.exec(
        text,
      )?.[1];
    const file = /\bfile\s*:\s*["'`]([\w./-]+)\/[^/"'`]+["'`]/.exec(text)?.[1];
    if (written !== undefined || file !== undefined) return written ?? file;
  }
  return undefined;
}

const unsaid: CompilerSettings = {
  file: '',
  outDir: null,
  rootDir: null,
  noEmit: false,
  importHelpers: false,
  include: null,
  exclude: [],
};

/** Without rootDir, tsc takes the deepest folder that holds all that it compiles. https://www.typescriptlang.org/tsconfig/#rootDir */
async function compiled(
  project: ProjectReader,
  manifest: Manifest,
  settings: CompilerSettings,
): Promise<Output> {
  const folder = settings.outDir ?? '';
  if (settings.rootDir !== null) return { folder, sources: [settings.rootDir] };
  const { default: picomatch } = await import('picomatch');
  const below = settings.file === '' ? manifest.folder : folderOf(settings.file);
  const included =
    settings.include === null ? (): boolean => true : picomatch([...settings.include]);
  const excluded =
    settings.exclude.length === 0
      ? (): boolean => false
      : picomatch(settings.exclude.flatMap((it) => [it, `${it}/**`]));
  const isInput = (it: string): boolean =>
    /(?<!\.d)\.[cm]?tsx?$/.test(it) &&
    (below === '' || it.startsWith(`${below}/`)) &&
    !it.startsWith(`${folder}/`) &&
    !/(?:^|\/)node_modules\//.test(it) &&
    included(it) &&
    !excluded(it);
  const inputs = (await project.files()).filter(isInput);
  return { folder, sources: [inputs.length > 0 ? commonFolder(inputs) : below] };
}

function commonFolder(files: readonly string[]): string {
  return files.map(folderOf).reduce((common, it) => {
    const parts = common.split('/');
    const other = it.split('/');
    const end = parts.findIndex((part, index) => part !== other[index]);
    return end === -1 ? common : parts.slice(0, end).join('/');
  });
}
