/**
 * Finds the folders that a build script writes, so that a built entry is known before the build.
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import type { Manifest } from '../files/manifest.ts';
import { commandsOfBuild, scriptsNamed } from '../files/scripts.ts';
import { type CompilerSettings, compilerSettings, defaultSettings } from '../files/tsconfig.ts';
import { configuredFile, configuredFolder } from './bundler-configuration.ts';
import { compilerOutput } from './compiler-output.ts';
import { gulpOutputs } from './gulp.ts';
import type { BuildOutput } from './output.ts';

/** Programs that only run another program. */
const runners = [
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
];
const runsScripts = /^(?:npm|pnpm|yarn|bun|run-s|run-p|npm-run-all)$/;
const deepest = 4;

/** @returns the outputs of all commands of a script, including nested scripts. */
export async function scriptOutputs(
  project: ProjectReader,
  manifest: Manifest,
  script: string,
  depth = 0,
): Promise<BuildOutput[]> {
  if (depth > deepest) return [];
  const outputs: BuildOutput[] = [];
  const bundling: BuildOutput[] = [];
  for (const { words } of commandsOfBuild(manifest.scripts[script] ?? '')) {
    const plain = words.filter((it) => !runners.includes(it) && !/^[A-Z_]+=/.test(it));
    const runs = runsScripts.test(words[0] ?? '') || words.includes('--run');
    const nested = runs
      ? plain
          .flatMap((it) => scriptsNamed(manifest.scripts, it))
          .filter((it) => it in manifest.scripts && it !== script)
      : [];
    for (const it of nested)
      outputs.push(...(await scriptOutputs(project, manifest, it, depth + 1)));
    const bundles = words[0] === 'bun' && words[1] === 'build';
    outputs.push(
      ...(await commandOutputs({ project, manifest, words: bundles ? ['bun', ...plain] : plain })),
    );
    bundling.push(...(await bundledByFile({ project, manifest, words: plain })));
  }
  // Alone, such a file may write more than the bundle that it names.
  return outputs.length > 0 ? [...outputs, ...bundling] : [];
}

/** `node scripts/build.js`, a file that calls a bundler and names the file of the bundle. */
async function bundledByFile({ project, manifest, words }: BuildCommand): Promise<BuildOutput[]> {
  const [program = '', file = ''] = words;
  if (!['node', 'tsx'].includes(program) || !/^[\w./-]+\.[cm]?[jt]s$/.test(file)) return [];
  const script = joined(manifest.folder, file.replace(/^\.\//, ''));
  const text = (await project.read(script)) ?? '';
  const bundle = /\boutfile\s*:\s*["'`](?:\.\/)?([\w-][\w./-]*\/[\w.-]+\.[cm]?js)["'`]/.exec(
    text,
  )?.[1];
  if (bundle === undefined || !/["']esbuild["']/.test(text)) return [];
  const named = /\bentryPoints\s*:\s*\[[^\]]*?["'`](?:\.\/)?([\w./-]+\.[cm]?[jt]sx?)["'`]/.exec(
    text,
  )?.[1];
  const files = await project.files();
  const from = [manifest.folder, folderOf(script)]
    .map((it) => joined(it, named ?? ''))
    .find((it) => files.includes(it));
  const entry = joined(manifest.folder, bundle);
  return [
    { folder: folderOf(entry), sources: null, entry, ...(from === undefined ? {} : { from }) },
  ];
}

/** A command of a build script, without programs that only run it. */
interface BuildCommand {
  readonly project: ProjectReader;
  readonly manifest: Manifest;
  readonly words: readonly string[];
}

const compilers = ['tsc', 'vue-tsc', 'tspc', 'ttsc'];
const transpilers = ['swc', 'babel'];
const bundlers = [
  'tsup',
  'tsdown',
  'unbuild',
  'bunchee',
  'pkgroll',
  'vite',
  'rolldown',
  'ncc',
  'esbuild',
  'rollup',
  'webpack',
  'rspack',
  'bun',
];

async function commandOutputs(command: BuildCommand): Promise<BuildOutput[]> {
  const [program = '', verb] = command.words;
  if (compilers.includes(program)) return compiled(command);
  if (program === 'nest') return verb === 'build' ? compiledByNest(command) : [];
  if (transpilers.includes(program)) return transpiled(command);
  if (program === 'gulp') return gulpOutputs(command.project, command.manifest.folder);
  return bundlers.includes(program) ? bundled(command) : [];
}

/** `tsc -p tsconfig.build.json --outDir lib`. */
async function compiled(command: BuildCommand): Promise<BuildOutput[]> {
  const [, ...rest] = command.words;
  const config =
    flagValue(rest, '-p', '--project') ??
    rest.find((it) => it.endsWith('.json')) ??
    'tsconfig.json';
  const settings = await settingsOf(command, config);
  if (rest.includes('--noEmit') || settings?.noEmit === true) return [];
  return compiledTo(command, settings);
}

/** `nest build` compiles even if tsconfig.json sets `noEmit`. */
async function compiledByNest(command: BuildCommand): Promise<BuildOutput[]> {
  if (command.words.includes('--noEmit')) return [];
  return compiledTo(command, await settingsOf(command, 'tsconfig.build.json'));
}

/** @param config the file or folder that the command names. If it cannot be read, tsconfig.json. */
async function settingsOf(
  { project, manifest }: BuildCommand,
  config: string,
): Promise<CompilerSettings | null> {
  const file = config.endsWith('.json') ? config : `${config}/tsconfig.json`;
  return (
    (await compilerSettings(project, joined(manifest.folder, file))) ??
    (await compilerSettings(project, joined(manifest.folder, 'tsconfig.json')))
  );
}

async function compiledTo(
  { project, manifest, words }: BuildCommand,
  settings: CompilerSettings | null,
): Promise<BuildOutput[]> {
  const flag = flagValue(words.slice(1), '--outDir', '--outdir');
  const outDir = flag === undefined ? settings?.outDir : joined(manifest.folder, flag);
  if (outDir === undefined || outDir === null) return [];
  return [await compilerOutput(project, manifest, { ...(settings ?? defaultSettings), outDir })];
}

/** `swc src -d dist`, `babel src --out-dir dist`: one file for each source. */
function transpiled({ manifest, words }: BuildCommand): BuildOutput[] {
  const [, ...rest] = words;
  const folder = flagValue(rest, '-d', '--out-dir', '--outDir');
  if (folder === undefined) return [];
  const source = rest.find((it) => !it.startsWith('-')) ?? 'src';
  const at = (path: string): string => joined(manifest.folder, path);
  return [{ folder: at(folder), sources: [at(source), at('')] }];
}

/**
 * `esbuild src/index.ts --outfile=dist/server.js`: flags first, then the bundler's configuration.
 */
async function bundled({ project, manifest, words }: BuildCommand): Promise<BuildOutput[]> {
  const [program = '', ...rest] = words;
  const file = flagValue(rest, '--outfile', '-o', '--file', '--output');
  // Without a place, Bun prints what it builds.
  const prints =
    program === 'bun' && file === undefined && flagValue(rest, '--outdir') === undefined;
  if (prints) return [];
  const folder =
    flagValue(rest, '--out-dir', '--outDir', '--outdir', '-d', '--dir', '--output-path', '--out') ??
    (await configuredFolder(project, manifest.folder, program)) ??
    (file === undefined ? 'dist' : folderOfFile(file));
  const entry = file ?? (await configuredFile(project, manifest.folder, program, folder));
  return [
    {
      folder: joined(manifest.folder, folder),
      sources: null,
      ...(entry === undefined ? {} : { entry: joined(manifest.folder, entry) }),
    },
  ];
}

/** The folder of an output file. A file at the top of the package counts as a folder. */
function folderOfFile(file: string): string {
  return file.includes('/') ? folderOf(file) : file;
}

/** @returns the value of the first word that is one of the flags: `-d dist` or `--out-dir=dist`. */
function flagValue(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) return words[index + 1];
    const name = names.find((it) => word.startsWith(`${it}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return undefined;
}
