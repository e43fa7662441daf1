/**
 * Finds the folder that the build of a front end fills, for programs that embed it: the place that
 * the build writes to need not be the one that the program embeds.
 */
import { extname } from 'node:path/posix';
import type { ProjectReader } from '../../../ports/ports.ts';
import { folderOf, joined } from '../../../text/paths.ts';
import { dependsOn, type Manifest, readManifest } from '../files/manifest.ts';
import { type Bundler, bundlers } from './bundlers.ts';
import { configuration, type FrameworkInput } from './framework.ts';
import { detectFramework } from './index.ts';
import { type Generator, generators } from './static-sites.ts';

export interface BuildOutput {
  /** The script of package.json that builds the front end. */
  readonly script: string;
  /** The folder that it fills, as a path in the project; `undefined` if that is unclear. */
  readonly folder: string | undefined;
}

/** What a setting is, up to its value, and whether a configuration has it at all. */
const settings: Readonly<Record<string, { readonly value: RegExp; readonly named: RegExp }>> = {
  // https://vite.dev/config/build-options#build-outdir
  vite: { value: /\boutDir\s*:\s*([^\n]+)/, named: /\boutDir\b/ },
  // https://cli.vuejs.org/config/#outputdir
  '@vue/cli-service': { value: /\boutputDir\s*:\s*([^\n]+)/, named: /\boutputDir\b/ },
  // https://webpack.js.org/configuration/output/#outputpath
  'html-webpack-plugin': {
    value: /\boutput\s*[:=]\s*\{[^}]*?\bpath\s*:\s*([^\n]+)/,
    named: /\boutput\b/,
  },
};

/**
 * Finds the script that builds a front end into a folder, or else what the script `build` fills.
 *
 * @param folder the folder of package.json; `''` for the root.
 * @param wanted the folder that the program embeds, as a path in the project.
 */
export async function buildOutput(
  project: ProjectReader,
  folder: string,
  wanted: string,
): Promise<BuildOutput> {
  const usual = 'build';
  const read = await readManifest(project, folder);
  if (!read?.ok) return { script: usual, folder: undefined };
  const { manifest } = read;
  const input: FrameworkInput = { project, manifest, files: await project.files() };
  let filled: string | undefined;
  for (const script of [usual, ...Object.keys(manifest.scripts).filter((it) => it !== usual)]) {
    if (script !== usual && isForDevelopment(script, manifest)) continue;
    const found = await filledBy(input, script, wanted);
    if (found === wanted) return { script, folder: wanted };
    if (script === usual) filled = found;
  }
  return { script: usual, folder: filled };
}

/** The folder that a script fills, as a path in the project. */
async function filledBy(
  input: FrameworkInput,
  script: string,
  wanted: string,
): Promise<string | undefined> {
  const { manifest } = input;
  const commands = reachedFrom(script, manifest);
  // What it copies or moves ends up anywhere.
  if (/\b(?:cp|mv|rsync|cpx|copyfiles|cpy|shx|ncp)\s/.test(commands)) return undefined;
  const generator = generators.find(
    (it) => dependsOn(manifest, it.dependency) && it.command.test(commands),
  );
  if (generator) return generatedInto(input, generator, commands);
  const facts = script === 'build' ? await detectFramework(input) : null;
  if (facts?.kind === 'site') return joined(manifest.folder, facts.folder);
  const bundled = new Set(await bundledInto(input, commands));
  if (bundled.has(wanted)) return wanted;
  return bundled.size === 1 ? [...bundled][0] : undefined;
}

/** Scripts that run until they are stopped. */
function isForDevelopment(script: string, { scripts }: Manifest): boolean {
  return (
    /(?:^|[:_-])(?:dev|watch|start|serve|preview|test)(?:$|[:_-])/.test(script) ||
    /\s(?:--watch|-w)(?:\s|=|$)/.test(scripts[script] ?? '')
  );
}

/** The folders that the bundlers of a script write to, as paths in the project. */
async function bundledInto(input: FrameworkInput, commands: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const command of commands.split(/\n|&&|\|\||[;&|]/))
    for (const bundler of bundlers.filter((it) => it.command.test(command))) {
      const folder = await writtenBy(input, bundler, command);
      if (folder !== undefined) found.push(folder);
    }
  return found;
}

async function writtenBy(
  input: FrameworkInput,
  { flag, configurations, setting, folder: usual }: Bundler,
  command: string,
): Promise<string | undefined> {
  const { folder } = input.manifest;
  const given = flag.exec(command)?.[1]?.replace(/^["']|["']$/g, '');
  if (given !== undefined) return folderOfOutput(joined(folder, given));
  const names = [...namedConfiguration(command), ...configurations];
  const text = (await configuration(input, names))?.text ?? '';
  const value = setting?.exec(text)?.[1];
  const set = value === undefined ? undefined : pathOf(value, text, folder, folder);
  if (set !== undefined) return folderOfOutput(set);
  return usual !== undefined && !/\bpath\s*:/.test(text) ? joined(folder, usual) : undefined;
}

/** The configuration that a command names: `vite build -c web/vite.config.js`. */
function namedConfiguration(command: string): readonly string[] {
  const named = /(?:\s-c|--config)[= ]([\w./-]+)/.exec(command)?.[1];
  return named === undefined ? [] : [named];
}

function folderOfOutput(path: string): string {
  return extname(path) === '' ? path : folderOf(path);
}

async function generatedInto(
  input: FrameworkInput,
  generator: Generator,
  commands: string,
): Promise<string | undefined> {
  const { folder } = input.manifest;
  const inside = generator.root?.argument?.exec(commands)?.[1] ?? '';
  const names = generator.configurations.map((it) => joined(inside, it));
  const found = await configuration(input, [...namedConfiguration(commands), ...names]);
  const text = found?.text ?? '';
  const root = joined(folder, generator.root?.setting?.exec(text)?.[1] ?? inside);
  const flag = generator.flag?.exec(commands)?.[1];
  if (flag !== undefined) return joined(root, flag.replace(/^["']|["']$/g, ''));
  const known = settings[generator.dependency];
  if (!known) return joined(root, generator.setting?.exec(text)?.[1] ?? generator.folder);
  const value = known.value.exec(text)?.[1];
  if (value !== undefined) return pathOf(value, text, found ? folderOf(found.file) : folder, root);
  return known.named.test(text) ? undefined : joined(root, generator.folder);
}

/**
 * Reads the forms that a path in a configuration has: `'dist'`, `path.resolve(__dirname, '..',
 * 'dist')`, `fileURLToPath(new URL('../dist', import.meta.url))`, and the name of a constant.
 *
 * @param here the folder of the configuration.
 * @param root what a path without a folder is relative to.
 */
function pathOf(setting: string, text: string, here: string, root: string): string | undefined {
  // A variable that is not set leaves its default.
  const value = setting.replace(/^(?:process\.)?env\.\w+\s*(?:\|\||\?\?)\s*/, '');
  const literal = /^["'`]([\w./@+-]*)["'`]/.exec(value)?.[1];
  if (literal !== undefined) return literal.startsWith('/') ? undefined : joined(root, literal);
  const url = /^(?:\w+\.)?fileURLToPath\(\s*new URL\(\s*["'`]([\w./@+-]+)["'`]/.exec(value)?.[1];
  if (url !== undefined) return joined(here, url);
  const sum = /^__dirname\s*\+\s*["'`]([\w./@+-]+)["'`]/.exec(value)?.[1];
  if (sum !== undefined) return joined(here, sum);
  const call =
    /^(?:\w+\.)?(?:resolve|join)\(\s*(?:__dirname|import\.meta\.dirname|process\.cwd\(\))\s*((?:,\s*["'`][\w./@+-]+["'`]\s*)+)/.exec(
      value,
    )?.[1];
  if (call !== undefined)
    return joined(here, [...call.matchAll(/["'`]([^"'`]+)["'`]/g)].map((it) => it[1]).join('/'));
  const name = /^([A-Za-z_$][\w$]*)\s*,?\s*\}?\s*,?$/.exec(value)?.[1];
  const constant =
    name === undefined
      ? undefined
      : new RegExp(`\\bconst ${name.replaceAll('$', '\\$')}\\s*=\\s*([^\\n]+)`).exec(text)?.[1];
  // A constant that is another constant is too far from the setting to be sure of.
  return constant === undefined ? undefined : pathOf(constant, '', here, root);
}

/** The commands of a script, and of the scripts that it calls by name. */
function reachedFrom(script: string, { scripts }: Manifest): string {
  const own = scripts[script] ?? '';
  const called = Object.entries(scripts).filter(
    ([name]) => name !== script && new RegExp(`\\brun[\\w-]*\\s.*${escaped(name)}`).test(own),
  );
  return [own, ...called.map(([, text]) => text)].join('\n');
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
