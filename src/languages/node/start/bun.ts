/**
 * Resolves the words after `bun` in a command: `bun run --smol src/index.ts` is
 * `bun --smol src/index.ts`. https://bun.com/docs/runtime
 */
import { posix } from 'node:path';
import type { Evidence } from '../../../types.ts';
import { type Manifest, place } from '../files/manifest.ts';
import { takesValue } from './flags.ts';
import { parseScript } from '../files/scripts.ts';
import type { ResolvedProgram, ResolveInput } from './types.ts';

/** Flags of `bun run` that affect how a script of package.json runs, not the program. */
const aboutScripts = ['--bun', '-b', '--silent', '--if-present'];

/**
 * @param files the files of the project.
 * @returns why the sources are written for Bun, for projects without a start script; `null` if
 *   nothing shows it.
 */
export function bunEvidence(manifest: Manifest, files: readonly string[] = []): Evidence | null {
  const types = ['@types/bun', 'bun-types'].find(
    (it) => it in manifest.devDependencies || it in manifest.dependencies,
  );
  if (types !== undefined && !installedForNode(manifest, files))
    return place(manifest, [types], `written against the types of Bun (${types})`);
  for (const [name, text] of Object.entries(manifest.scripts)) {
    const script = parseScript(text);
    const last = script.kind === 'chain' ? script.commands.at(-1) : undefined;
    if (last?.words[0] === 'bun' && bunRunsFile(last.words.slice(1)))
      return place(manifest, ['scripts', name], `the script "${name}" runs ${text}`);
  }
  // A project that only installs with Bun also names a version of Node.
  const locked = ['bun.lock', 'bun.lockb'].some((it) => files.includes(it));
  if (
    locked &&
    files.includes('.bun-version') &&
    !['.nvmrc', '.node-version'].some((it) => files.includes(it)) &&
    !('node' in manifest.engines)
  )
    return { file: '.bun-version', because: 'a version of Bun, and none of Node' };
  return null;
}

/** Bun's types are for some of the tests only, where the project names a Node and installs without Bun. */
function installedForNode({ engines }: Manifest, files: readonly string[]): boolean {
  const has = (...names: readonly string[]): boolean => names.some((it) => files.includes(it));
  return (
    'node' in engines &&
    !has('bun.lock', 'bun.lockb') &&
    has('package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock')
  );
}

/** @returns whether Bun runs a file, and not a script of package.json or another command of Bun. */
export function bunRunsFile(rest: readonly string[]): boolean {
  const [file] = split(rest).words;
  return (
    file !== undefined && (/\.[cm]?[jt]sx?$/.test(file) || /^\.?\//.test(file) || file === '.')
  );
}

/** @returns the words without the flags before the script name, as for any package manager. */
export function bunCommand(rest: readonly string[]): readonly string[] {
  const { flags, words, isRun } = split(rest);
  const filter = flags.find(([it]) => it === '--filter' || it === '-F') ?? [];
  return words.length === 0 ? rest : [...filter, ...(isRun ? ['run'] : []), ...words];
}

export function bunProgram(rest: readonly string[], input: ResolveInput): ResolvedProgram {
  const { flags, words } = split(rest);
  const [file, ...own] = words;
  if (file === undefined) return { kind: 'unknown', why: 'bun is started without a file' };
  const kept: string[] = [];
  const dropped: string[] = [];
  for (const whole of flags) {
    const [flag = ''] = whole;
    if (flag === '--cwd' || flag.startsWith('--cwd='))
      return { kind: 'unknown', why: `bun ${whole.join(' ')} changes the folder` };
    if (flag.startsWith('--env-file'))
      dropped.push(
        `${whole.join(' ')}: the image contains no .env file; set the variables when you run it`,
      );
    else if (flag.startsWith('--inspect'))
      dropped.push(`${flag}: a production image has no port for a debugger`);
    else if (flag === '-i' || flag.startsWith('--install'))
      dropped.push(
        `${flag}: the image contains every package; nothing is installed when the program runs`,
      );
    else if (!aboutScripts.includes(flag) && flag !== '--no-install') kept.push(...whole);
  }
  const module = input.manifest.all['module'];
  const entry =
    file === '.' || file === './'
      ? (input.manifest.main ?? (typeof module === 'string' ? module : 'index.ts'))
      : file;
  return {
    kind: 'node',
    words: ['bun', ...kept, entry.replace(/^(?:\.\/)+/, ''), ...own],
    environment: {},
    dropped,
  };
}

/** Splits off the flags before the file, before and after `run`, each with its value. */
function split(rest: readonly string[]): {
  readonly flags: readonly (readonly string[])[];
  readonly words: readonly string[];
  readonly isRun: boolean;
} {
  const flags: string[][] = [];
  let isRun = false;
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (word === 'run' && !isRun) isRun = true;
    else if (!word.startsWith('-')) return { flags, words: rest.slice(index), isRun };
    else if (takesValue('bun', word)) flags.push([word, rest[(index += 1)] ?? '']);
    else flags.push([word]);
  }
  return { flags, words: [], isRun };
}

/**
 * `./server`, which a script makes with `bun build --compile --outfile server src/index.ts`. Bun runs
 * the same source: the executable would be Bun and the program in one file, twice the size.
 * https://bun.com/docs/bundler/executables
 * @returns `undefined` if no script compiles the program.
 */
export function compiledByBun(
  program: string,
  rest: readonly string[],
  { manifest }: ResolveInput,
): ResolvedProgram | undefined {
  for (const text of Object.values(manifest.scripts)) {
    const script = parseScript(text);
    const compiles = script.kind === 'shell' ? [] : script.commands.map((it) => it.words);
    for (const words of compiles.filter((it) => it.includes('--compile'))) {
      const entry = words.find((it) => /\.[cm]?[jt]sx?$/.test(it));
      if (words[0] !== 'bun' || words[1] !== 'build' || entry === undefined) continue;
      const at = words.indexOf('--outfile');
      const named = words.find((it) => it.startsWith('--outfile='))?.slice('--outfile='.length);
      const outfile = (at === -1 ? named : words[at + 1]) ?? posix.parse(entry).name;
      if (posix.normalize(outfile) === posix.normalize(program))
        return bunProgram([entry, ...rest], { manifest, binary: () => undefined });
    }
  }
  return undefined;
}
