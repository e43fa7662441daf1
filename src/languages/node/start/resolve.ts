/**
 * Follows a script of package.json through nested scripts and wrappers to `node file`, or finds the
 * reason why that is impossible.
 */
import { posix } from 'node:path';
import { dependsOn, type Manifest, parseManifest, scriptEvidence } from '../files/manifest.ts';
import { developmentReason } from '../frameworks/dev-servers.ts';
import { entryOf } from './entry.ts';
import { programOf } from './programs.ts';
import type { ResolvedProgram, Resolved, ResolveInput } from './types.ts';
import { type Command, commandOf, parseScript, scriptsNamed } from '../files/scripts.ts';
import { type Part, unwrap, type Unwrapped } from './wrappers.ts';

const deepest = 8;

/**
 * @param name a script of the manifest.
 * @param extra words that the caller adds.
 */
export function resolveScript(
  input: ResolveInput,
  name: string,
  extra: readonly string[] = [],
  depth = 0,
): Resolved {
  const text = input.manifest.scripts[name];
  if (text === undefined)
    return { kind: 'unknown', why: `there is no script "${name}"`, evidence: [] };
  const evidence = [scriptEvidence(input.manifest, name)];
  if (depth > deepest)
    return { kind: 'unknown', why: `the script "${name}" runs itself`, evidence };
  const script = parseScript(text);
  if (script.kind === 'shell')
    return { kind: 'unknown', why: `the script "${name}" needs a shell: ${script.why}`, evidence };
  const last = script.commands.at(-1);
  if (!last) return { kind: 'unknown', why: `the script "${name}" is empty`, evidence };
  if (script.kind === 'parallel')
    return {
      kind: 'unknown',
      why: `the script "${name}" starts several programs side by side`,
      evidence,
      several: script.commands.map((it) => resolveCommand(input, it, depth + 1)),
    };
  const folder = folderOf(script.commands);
  const resolved = resolveCommand(
    (folder === undefined ? undefined : inFolder(input, folder)) ?? input,
    { ...last, words: [...last.words, ...extra] },
    depth,
  );
  const inner = folder === undefined ? resolved : below(folder, resolved);
  if (!inner)
    return { kind: 'unknown', why: `the script "${name}" changes the folder (cd)`, evidence };
  const before = [
    ...(`pre${name}` in input.manifest.scripts ? [input.manifest.scripts[`pre${name}`] ?? ''] : []),
    ...script.commands
      .slice(0, -1)
      .filter((it) => it.words[0] !== 'cd')
      .map((it) => it.words.join(' ')),
  ];
  const joined = [...evidence, ...inner.evidence];
  return inner.kind === 'node'
    ? { ...inner, evidence: joined, before: [...before, ...inner.before] }
    : { ...inner, evidence: joined };
}

/** The input for the scripts of a package beside that of the project. */
function inFolder(input: ResolveInput, folder: string): ResolveInput | undefined {
  const text = folder === '' ? undefined : input.text?.(`${folder}/package.json`);
  const read = text === undefined ? undefined : parseManifest(folder, text);
  return read?.ok ? { manifest: read.manifest, binary: input.binary } : undefined;
}

/**
 * @returns the folder that `cd` changes to before the program; `''` for one that cannot be read;
 *   `undefined` without `cd`.
 */
function folderOf(commands: readonly Command[]): string | undefined {
  const changes = commands.filter((it) => it.words[0] === 'cd');
  const [folder = ''] = commands.at(-2)?.words.slice(1) ?? [];
  if (changes.length === 0) return undefined;
  const isRead = changes.length === 1 && changes[0] === commands.at(-2);
  return isRead && /^(?:\.\/)?\w[\w./-]*$/.test(folder) && !folder.includes('..')
    ? posix.normalize(folder)
    : '';
}

/** `cd api && node server.js` as `node api/server.js`; `undefined` where that would not be the same. */
function below(folder: string, resolved: Resolved): Resolved | undefined {
  if (resolved.kind === 'static' && folder !== '')
    return { ...resolved, folder: posix.join(folder, resolved.folder) };
  if (resolved.kind !== 'node') return undefined;
  const entry = entryOf(resolved.words);
  if (folder === '' || entry === null || /^\/|^\.\.|(?:^|\/)node_modules\//.test(entry))
    return undefined;
  const path = posix.join(folder, entry);
  return {
    ...resolved,
    words: resolved.words.map((it) => (it === entry ? path : it)),
    dropped: [
      ...resolved.dropped,
      `cd ${folder}: the program starts in the project's folder, where it looks for files without a folder`,
    ],
  };
}

/** @param command a command with the variables set before it. */
export function resolveCommand(input: ResolveInput, command: Command, depth = 0): Resolved {
  const script = depth > deepest ? null : shellScriptOf(command.words, input);
  if (script) return resolveShellScript(input, command, script, depth + 1);
  const found = unwrap(command);
  switch (found.kind) {
    case 'refused':
      return { kind: 'refused', why: found.why, evidence: [] };
    case 'unknown':
      return { kind: 'unknown', why: found.why, evidence: [] };
    case 'several':
      return {
        kind: 'unknown',
        why: `${found.program} starts several programs side by side: one container runs one`,
        evidence: [],
        several:
          depth > deepest
            ? []
            : found.parts.flatMap((it) => partOf(input, it, found.environment, depth + 1)),
      };
    case 'script': {
      // `yarn next start`: without a script of that name, it is a program of a dependency.
      if (!(found.name in input.manifest.scripts) && found.orProgram)
        return resolveCommand(
          input,
          { environment: found.environment, words: [found.name, ...found.extra] },
          depth + 1,
        );
      if (found.folder !== undefined)
        return resolveBeside(input, { ...found, folder: found.folder }, depth);
      const inner = resolveScript(input, found.name, found.extra, depth + 1);
      return inner.kind === 'node' ? under(found.environment, inner) : inner;
    }
    case 'line': {
      const only = onlyCommand(found.text);
      if (found.text.trim() === '')
        return { kind: 'unknown', why: 'its command is empty', evidence: [] };
      if (!only) return { kind: 'unknown', why: `"${found.text}" needs a shell`, evidence: [] };
      return resolveCommand(input, under(found.environment, only), depth + 1);
    }
    case 'command':
      return fromProgram(programOf(found.words, input), input.manifest, found);
  }
}

/** @returns a command or a program with variables that were set before it; its own come first. */
function under<T extends { readonly environment: Environment }>(
  environment: Environment,
  inner: T,
): T {
  return { ...inner, environment: { ...environment, ...inner.environment } };
}

type Environment = Readonly<Record<string, string>>;

interface ShellScript {
  readonly file: string;
  readonly text: string;
}

/** @returns the shell script of the project that a command runs: `./start.sh`, `sh bin/start`. */
function shellScriptOf(words: readonly string[], { text }: ResolveInput): ShellScript | null {
  const [first = '', second = ''] = words;
  const isShell = /^(?:ba|da)?sh$/.test(first);
  const file = (isShell ? second : first).replace(/^(?:\.\/)+/, '');
  const content = text?.(file);
  if (content === undefined) return null;
  return isShell || /^#!.*\b(?:ba|da|z|k)?sh\b/.test(content) || file.endsWith('.sh')
    ? { file, text: content }
    : null;
}

/** Words of a shell that decide what runs. */
const control = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function|\{|\})$/;

/** The last command of a shell script, if the commands run one after the other. */
function resolveShellScript(
  input: ResolveInput,
  command: Command,
  { file, text }: ShellScript,
  depth: number,
): Resolved {
  const lines = text
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '' && !/^(?:#|(?:set|trap|echo|printf)\b|cd\s+"?\$\(dirname)/.test(it));
  const isExport = (it: string): boolean => /^export\s+\w+=/.test(it);
  const exported = parseScript(
    lines
      .filter(isExport)
      .join(' && ')
      .replace(/\bexport\s+/g, ''),
  );
  const script = parseScript(lines.filter((it) => !isExport(it)).join(' && '));
  const refused: Resolved = {
    kind: 'unknown',
    why: `${file} is a shell script: there is no shell in the image`,
    evidence: [],
  };
  if (script.kind !== 'chain' || exported.kind === 'shell') return refused;
  if (script.commands.some((it) => control.test(it.words[0] ?? ''))) return refused;
  const last = script.commands.at(-1);
  const environment = exported.commands.reduce<Environment>(
    (before, it) => ({ ...before, ...it.environment }),
    command.environment,
  );
  const inner = last && resolveCommand(input, under(environment, last), depth);
  if (inner?.kind !== 'node') return refused;
  const before = script.commands.slice(0, -1).map((it) => it.words.join(' '));
  return { ...inner, before: [...before, ...inner.before] };
}

/** Resolves a script of the package in a folder: `npm start --prefix server`. */
function resolveBeside(
  input: ResolveInput,
  { folder, name, extra, environment }: Extract<Unwrapped, { kind: 'script' }> & { folder: string },
  depth: number,
): Resolved {
  const beside = inFolder(input, folder);
  if (!beside)
    return {
      kind: 'unknown',
      why: `it starts another package of the workspace (${folder}): choose it with --service`,
      evidence: [],
    };
  const inner = resolveScript(beside, name, extra, depth + 1);
  if (inner.kind === 'refused') return inner;
  const found = below(folder, inner);
  if (found?.kind === 'node') return under(environment, found);
  return found ?? { kind: 'unknown', why: `it starts a program in ${folder}`, evidence: [] };
}

/**
 * @returns the only command of a line; `undefined` if there are several, or if it needs a shell.
 */
function onlyCommand(line: string): Command | undefined {
  const script = parseScript(line);
  return script.kind === 'chain' && script.commands.length === 1 ? script.commands[0] : undefined;
}

/** @returns what one of several parts runs. */
function partOf(
  input: ResolveInput,
  part: Part,
  environment: Environment,
  depth: number,
): Resolved[] {
  if ('line' in part) {
    const only = onlyCommand(part.line);
    return only ? [resolveCommand(input, under(environment, only), depth)] : [];
  }
  const [name = ''] = part.script.split(' ');
  const names = scriptsNamed(input.manifest.scripts, name);
  return names
    .map((it) => resolveScript(input, it, [], depth))
    .map((it) => (it.kind === 'node' ? under(environment, it) : it));
}

function fromProgram(
  program: ResolvedProgram,
  manifest: Manifest,
  found: {
    readonly words: readonly string[];
    readonly environment: Environment;
    readonly dropped: readonly string[];
  },
): Resolved {
  const why = developmentReason(found.words, (name) => dependsOn(manifest, name));
  if (why !== null)
    return { kind: 'refused', why: `${found.words.join(' ')}: ${why}`, evidence: [] };
  switch (program.kind) {
    case 'node':
      return {
        kind: 'node',
        words: program.words,
        environment: { ...found.environment, ...program.environment },
        evidence: [],
        before: [],
        dropped: [...found.dropped, ...program.dropped],
      };
    case 'static':
      return { kind: 'static', folder: program.folder, evidence: [] };
    case 'refused':
      return { ...program, evidence: [] };
    case 'unknown':
      return {
        kind: 'unknown',
        why: program.why,
        evidence: [],
        ...(program.several
          ? { several: program.several.map((it) => fromProgram(it, manifest, found)) }
          : {}),
      };
  }
}

/** Resolves a command line that the user gave, as words. */
export function resolveWords(input: ResolveInput, words: readonly string[]): Resolved {
  return resolveCommand(input, commandOf(words));
}
