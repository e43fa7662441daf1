/**
 * Resolves a command without wrappers to `node file` or `bun file`: node, pm2-runtime, tsx and
 * programs of dependencies.
 */
import { productionDependencies } from '../files/manifest.ts';
import { bunProgram, compiledByBun } from './bun.ts';
import { afterFlags, takesValue } from './flags.ts';
import { babelProgram, compilingProgram } from './compiling.ts';
import type { ResolvedProgram, ResolveInput } from './types.ts';

export function programOf(words: readonly string[], input: ResolveInput): ResolvedProgram {
  const [path = '', ...rest] = words;
  const name = path.replace(/^(?:\.\/)?node_modules\/\.bin\//, '');
  switch (name) {
    case '':
      return { kind: 'unknown', why: 'the command is empty' };
    case 'node':
    case 'nodejs':
      return nodeProgram(rest, input);
    case 'bun':
      return bunProgram(rest, input);
    case 'deno':
      return {
        kind: 'refused',
        why: 'deno runs it: Deno images are not supported yet; start it with node or bun',
      };
    case 'pm2':
    case 'pm2-runtime':
    case 'pm2-docker':
      return pm2(rest, input);
    case 'forever':
      return forever(rest, input);
    case 'tsx':
    case 'ts-node':
    case 'ts-node-esm':
      return compilingProgram(name, rest, input);
    case 'nest':
      // `nest start` compiles and runs the output.
      return rest[0] === 'start'
        ? { kind: 'node', words: ['node', 'dist/main.js'], environment: {}, dropped: [] }
        : dependencyProgram(name, rest, input);
    case 'babel-node':
      return babelProgram(rest, input);
    case 'electron':
    case 'electron-forge':
    case 'electron-vite':
      return { kind: 'refused', why: `${name} opens a window, and a container has no screen` };
    case 'nps':
    case 'madrun':
    case 'gulp':
    case 'grunt':
    case 'jake':
      return { kind: 'unknown', why: `${name} runs tasks: what it starts is in its own file` };
    case 'serve':
    case 'http-server':
    case 'sirv':
      return { kind: 'static', folder: folderOf(rest) };
    default:
      return compiledByBun(name, rest, input) ?? dependencyProgram(name, rest, input);
  }
}

function nodeProgram(rest: readonly string[], input: ResolveInput): ResolvedProgram {
  const flags: string[] = [];
  const dropped: string[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (!word.startsWith('-'))
      return {
        kind: 'node',
        words: ['node', ...flags, ...entryWords(word, input), ...rest.slice(index + 1)],
        environment: {},
        dropped,
      };
    if (['-e', '--eval', '-p', '--print'].includes(word))
      return {
        kind: 'node',
        words: ['node', ...flags, ...rest.slice(index)],
        environment: {},
        dropped,
      };
    const value = takesValue('node', word) ? rest[(index += 1)] : undefined;
    const whole = value === undefined ? [word] : [word, value];
    if (word.startsWith('--env-file'))
      dropped.push(
        `${whole.join(' ')}: the image contains no .env file; set the variables when you run it`,
      );
    else if (word.startsWith('--inspect'))
      dropped.push(`${word}: a production image has no port for a debugger`);
    else if (preload(value, input) === 'absent')
      return {
        kind: 'refused',
        why: `it loads ${value ?? ''}, which is not a production dependency`,
      };
    else flags.push(...whole);
  }
  return { kind: 'unknown', why: 'node is started without a file' };
}

/** `-r ts-node/register` needs ts-node in the image. Relative files are part of the project. */
function preload(value: string | undefined, input: ResolveInput): 'present' | 'absent' {
  if (value === undefined || /^[./]|^data:|^node:/.test(value)) return 'present';
  const name = value
    .split('/')
    .slice(0, value.startsWith('@') ? 2 : 1)
    .join('/');
  return name in input.manifest.devDependencies && !(name in productionDependencies(input.manifest))
    ? 'absent'
    : 'present';
}

/** `node .` runs the package's main. */
function entryWords(word: string, input: ResolveInput): string[] {
  if (word === '.' || word === './') return [clean(input.manifest.main ?? 'index.js')];
  return [clean(word)];
}

function clean(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

/** pm2-runtime restarts a program that ends. For a container, the engine does that. */
function pm2(rest: readonly string[], input: ResolveInput): ResolvedProgram {
  const flag = (name: string): string | null =>
    new RegExp(`(?:^|\\s)--${name}[\\s=](\\S+)`).exec(rest.join(' '))?.[1] ?? null;
  const separator = rest.indexOf('--');
  const own = separator === -1 ? [] : rest.slice(separator + 1);
  const dropped = 'pm2: the container engine keeps the program running';
  // `pm2 start node -- -r ./hook.js server.js`
  if (rest.slice(0, Math.max(0, separator)).includes('node')) {
    const program = nodeProgram(own, input);
    return program.kind === 'node'
      ? { ...program, dropped: [...program.dropped, dropped] }
      : program;
  }
  const only = flag('only');
  const words = rest.filter((it) => it !== 'start');
  const file = words.find((it) => /\.(?:[cm]?js|json|ya?ml)$/.test(it));
  const configured =
    file !== undefined &&
    /ecosystem|pm2|process(?:es)?\.|\.config\.c?js$|\.json$|\.ya?ml$/.test(file);
  const text = configured ? input.text?.(clean(file)) : undefined;
  if (text !== undefined) return pm2Configured(text, only, flag('env'));
  if (file === undefined || configured)
    return {
      kind: 'unknown',
      why: 'pm2 reads what to start from its own configuration: name the file, for instance --start "node server.js"',
    };
  return {
    kind: 'node',
    words: ['node', clean(file), ...own],
    environment: {},
    dropped: [dropped],
  };
}

/** The flags of forever that take a value. */
const foreverFlags: readonly string[] = [
  '-c',
  '-l',
  '-o',
  '-e',
  '-p',
  '--uid',
  '--pidFile',
  '--sourceDir',
  '--workingDir',
  '--minUptime',
  '--spinSleepTime',
];

/** `forever start -a -l app.log app.js --x`: https://github.com/foreversd/forever */
function forever(rest: readonly string[], input: ResolveInput): ResolvedProgram {
  const words = afterFlags(rest[0] === 'start' ? rest.slice(1) : rest, foreverFlags);
  if (words.length === 0) return dependencyProgram('forever', rest, input);
  const program = nodeProgram(words, input);
  const dropped = 'forever: the container engine keeps the program running';
  return program.kind === 'node' ? { ...program, dropped: [...program.dropped, dropped] } : program;
}

/**
 * Resolves the only program of ecosystem.config.js, or the one that `--only` names, with its words.
 * The container gets its variables.
 * https://pm2.keymetrics.io/docs/usage/application-declaration/
 */
function pm2Configured(whole: string, only: string | null, mode: string | null): ResolvedProgram {
  const text = only === null ? whole : pm2App(whole, only);
  if (text === undefined)
    return {
      kind: 'unknown',
      why: `pm2 starts only ${only ?? ''}, which cannot be found in its configuration: name the file, for instance --start "node server.js"`,
    };
  const valueOf = (key: string): string[] => pm2Values(text, key);
  const [script, second] = valueOf('script');
  if (script === undefined || second !== undefined)
    return {
      kind: 'unknown',
      why: `pm2's configuration ${script === undefined ? 'names no script as plain text' : 'starts several programs'}: one container runs one; name the file, for instance --start "node server.js"`,
      ...(second === undefined
        ? {}
        : {
            several: itemsOf(text)
              .filter((it) => pm2Values(it, 'script').length === 1)
              .map((it) => pm2Configured(it, null, mode)),
          }),
    };
  if (!/\.[cm]?js$/.test(script))
    return {
      kind: 'unknown',
      why: `pm2's configuration starts ${script}, which is not a JavaScript file`,
    };
  const flags = valueOf('node_args').flatMap((it) => it.split(/\s+/));
  const own = valueOf('args').flatMap((it) => it.split(/\s+/));
  return {
    kind: 'node',
    words: ['node', ...flags, clean(script), ...own],
    environment: pm2Environment(text, mode),
    dropped: ['pm2: the container engine keeps the program running'],
  };
}

/** The variables of `env`, and of `env_production` with `--env production`. Addresses with a password stay out. */
function pm2Environment(text: string, mode: string | null): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of ['env', ...(mode === null ? [] : [`env_${mode}`])]) {
    const block = new RegExp(`["']?\\b${key}["']?\\s*:\\s*\\{([^{}]*)\\}`).exec(text)?.[1] ?? '';
    for (const [, name = '', plain, bare] of block.matchAll(
      /["']?\b([A-Z][A-Z0-9_]*)["']?\s*:\s*(?:["'`]([^"'`\n]*)["'`]|(\d+|true|false)\b)/g,
    ))
      if (!/:\/\/[^/]*@/.test(plain ?? '')) found[name] = plain ?? bare ?? '';
  }
  return found;
}

/** @returns the values of a key in JavaScript, JSON and YAML. Quotes are optional. */
function pm2Values(text: string, key: string): string[] {
  return [
    ...text.matchAll(
      new RegExp(
        `["']?\\b${key}["']?\\s*:\\s*(?:["'\`]([^"'\`\\n]+)["'\`]|([./\\w][^\\s#,{}[\\]]*)[ \\t]*$)`,
        'gm',
      ),
    ),
  ].map((it) => it[1] ?? it[2] ?? '');
}

/**
 * @returns the part of the configuration about one program: a list item in YAML, otherwise an
 *   object.
 */
function pm2App(text: string, name: string): string | undefined {
  return itemsOf(text).find(
    (it) => pm2Values(it, 'name').includes(name) && pm2Values(it, 'script').length === 1,
  );
}

function itemsOf(text: string): string[] {
  return /^\s*-\s/m.test(text) && !text.includes('{') ? text.split(/^\s*-\s/m) : objectsIn(text);
}

/** @returns every pair of braces with the text between them, inner ones first. */
function objectsIn(text: string): string[] {
  const found: string[] = [];
  const open: number[] = [];
  for (const match of text.matchAll(/[{}]/g)) {
    if (match[0] === '{') open.push(match.index);
    else found.push(text.slice(open.pop() ?? match.index, match.index + 1));
  }
  return found;
}

/** Resolves a program of a dependency to its file, which node runs without the package manager. */
function dependencyProgram(
  name: string,
  rest: readonly string[],
  input: ResolveInput,
): ResolvedProgram {
  const file = clean(name);
  const first = input.text?.(file)?.split('\n')[0] ?? '';
  const words = ['node', ...shebangFlags(first), file, ...rest];
  if (/\.sh$/.test(name))
    return { kind: 'unknown', why: `${name} is a shell script: there is no shell in the image` };
  if (/^[./]|\.[cm]?js$/.test(name)) return { kind: 'node', words, environment: {}, dropped: [] };
  // `npx @google-cloud/functions-framework`: the program of a package has its name without the scope.
  const scoped = /^@[^/]+\/([^/]+)$/.exec(name)?.[1];
  if (scoped === undefined && name.includes('/') && !name.startsWith('node_modules/')) {
    if (/^#!.*\bnode\b/.test(first)) return { kind: 'node', words, environment: {}, dropped: [] };
    return {
      kind: 'unknown',
      why: first === '' ? `${name} is not in the project` : `${name} is not a program of Node`,
    };
  }
  const program = input.binary(scoped ?? name);
  if (program === undefined)
    return {
      kind: 'unknown',
      why: `the file of the program "${name}" in node_modules is unknown`,
    };
  return { kind: 'node', words: ['node', program, ...rest], environment: {}, dropped: [] };
}

/** @returns the flags in the first line of an executable file: `#!/usr/bin/env -S node -r esm`. */
export function shebangFlags(text: string): readonly string[] {
  return /^#!.*\bnode\b[ \t]+(-.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
}

/** `serve -s build -l 3000`: the first word that is neither a flag nor the value of a flag. */
function folderOf(rest: readonly string[]): string {
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (['-l', '--listen', '-p', '--port', '-c', '--config', '-a', '-d'].includes(word)) index += 1;
    else if (!word.startsWith('-')) return clean(word).replace(/\/$/, '');
  }
  return '.';
}
