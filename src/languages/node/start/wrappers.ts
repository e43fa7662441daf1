/**
 * Unwraps a command: cross-env, dotenv, npx, npm run and similar programs start another program.
 */
import { bunCommand, bunRunsFile } from './bun.ts';
import { type Command, commandOf } from '../files/scripts.ts';
import { afterFlags } from './flags.ts';

export type Unwrapped =
  | {
      readonly kind: 'command';
      readonly words: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly dropped: readonly string[];
    }
  /**
   * `npm run NAME -- EXTRA`. `orProgram`: without such a script, it is the name of a dependency's
   * program.
   */
  | {
      readonly kind: 'script';
      readonly name: string;
      readonly extra: readonly string[];
      readonly orProgram: boolean;
      readonly environment: Readonly<Record<string, string>>;
      /** Set for a script of the package in this folder: `npm run NAME --prefix FOLDER`. */
      readonly folder?: string;
    }
  /** A command line inside a word. */
  | {
      readonly kind: 'line';
      readonly text: string;
      readonly environment: Readonly<Record<string, string>>;
    }
  /** Programs that run side by side: script names, with `*` for patterns, and command lines. */
  | {
      readonly kind: 'several';
      readonly program: string;
      readonly parts: readonly Part[];
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

type Words = readonly string[];

/** One of several programs. */
export type Part = { readonly script: string } | { readonly line: string };

/** Removes wrappers until the command is a program. */
export function unwrap(command: Command): Unwrapped {
  let { words, environment } = command;
  const dropped: string[] = command.output === undefined ? [] : [`${command.output}: ${printed}`];
  for (;;) {
    const [program = '', ...rest] = words;
    const result = step(program, rest);
    if (result === null) return { kind: 'command', words, environment, dropped };
    if ('kind' in result)
      return 'environment' in result
        ? { ...result, environment: { ...environment, ...result.environment } }
        : result;
    if (result.dropped !== undefined) dropped.push(result.dropped);
    const inner = commandOf(result.words);
    environment = { ...environment, ...inner.environment };
    words = inner.words;
  }
}

type Step = { readonly words: Words; readonly dropped?: string } | Unwrapped | null;

/** Reads the words after a wrapper. */
type Wrapper = (program: string, rest: Words) => Step;

const noFile = 'the image contains no .env file; set the variables when you run it';
const printed = 'the container engine takes what the program prints';
const ownSignals = 'it is not in the image; the program receives its signals directly';

/** Runs the words after its flags. Changes nothing that matters in an image. */
const plainWrapper: Wrapper = (_program, rest) => ({ words: withoutFlags(rest) });

/**
 * A wrapper whose effect the image achieves in another way.
 * @param withValue the flags that take a value.
 */
function droppedWrapper(withValue: readonly string[], why: string): Wrapper {
  return (program, rest) => ({
    words: afterFlags(rest, withValue),
    dropped: `${program}: ${why}`,
  });
}

const dotenv = droppedWrapper(['-e', '-f', '--env-file', '-p', '-c', '-v'], noFile);

const wrappers: Readonly<Record<string, Wrapper>> = {
  'cross-env': plainWrapper,
  env: plainWrapper,
  exec: plainWrapper,
  command: plainWrapper,
  time: plainWrapper,
  npx: plainWrapper,
  bunx: plainWrapper,
  pnpx: plainWrapper,
  'cross-env-shell': crossEnvShell,
  dotenv,
  dotenvx: (program, rest) => dotenv(program, rest[0] === 'run' ? rest.slice(1) : rest),
  'env-cmd': droppedWrapper(['-f', '--file', '-e', '--environments', '-r', '--rc-file'], noFile),
  'dumb-init': droppedWrapper(['-r', '--rewrite'], ownSignals),
  tini: droppedWrapper(['-p', '-e'], ownSignals),
  infisical: secrets,
  doppler: secrets,
  node: nodeRun,
  npm: packageManager,
  pnpm: packageManager,
  yarn: packageManager,
  bun: packageManager,
  'npm-run-all': sequence,
  'npm-run-all2': sequence,
  'run-s': sequence,
  'run-p': scripts,
  concurrently: several,
  sh: shell,
  bash: shell,
};

/** @returns what the wrapper runs; `null` if the program is not a wrapper. */
function step(program: string, rest: Words): Step {
  return Object.hasOwn(wrappers, program) ? (wrappers[program]?.(program, rest) ?? null) : null;
}

/** Assignments may also be part of the line: `cross-env-shell "A=1 node x"`. */
function crossEnvShell(_program: string, rest: Words): Step {
  const inner = commandOf(rest);
  return inner.words.length === 0
    ? { kind: 'line', text: rest.join(' '), environment: {} }
    : { kind: 'line', text: inner.words.join(' '), environment: inner.environment };
}

/** `sh -c "node x"` runs a line. Anything else is a script for a shell. */
function shell(program: string, rest: Words): Step {
  return rest[0] === '-c' && rest[1] !== undefined
    ? { kind: 'line', text: rest[1], environment: {} }
    : {
        kind: 'unknown',
        why: `${program} ${rest.join(' ')} is a shell script: there is no shell in the image`,
      };
}

/** `npm start --prefix FOLDER` as `npm start` of the package in that folder. */
function packageManager(program: string, words: Words): Step {
  const at = words.findIndex((it) => /^(?:--prefix|-C|--dir|--cwd)(?:=|$)/.test(it));
  const [flag = '', value] = (words[at] ?? '').split('=');
  const folder = value ?? words[at + 1] ?? '';
  if (flag === '' || words.slice(0, at).includes('--') || !/^(?:\.\/)?\w[\w/-]*$/.test(folder))
    return ownScript(program, words);
  const step = ownScript(program, words.toSpliced(at, value === undefined ? 2 : 1));
  return step !== null && 'kind' in step && step.kind === 'script'
    ? { ...step, folder: folder.replace(/^\.\/|\/$/g, '') }
    : ownScript(program, words);
}

/** `node --run NAME -- EXTRA`. https://nodejs.org/api/cli.html#--run */
function nodeRun(_program: string, words: Words): Step {
  const at = words.findIndex((it) => !it.startsWith('-')) - 1;
  const name = words[at + 1];
  if (words[at] !== '--run' || name === undefined) return null;
  const extra = words.slice(at + 2).filter((it, index) => !(index === 0 && it === '--'));
  return { kind: 'script', name, extra, orProgram: false, environment: {} };
}

function ownScript(program: string, words: Words): Step {
  if (program === 'bun' && bunRunsFile(words)) return null;
  const rest = program === 'bun' ? bunCommand(words) : words;
  const [verb = '', ...others] = rest.filter(
    (it) => !['--silent', '-s', '--if-present', '--quiet'].includes(it),
  );
  if (verb === 'exec' || verb === 'dlx' || verb === 'x')
    return { words: others[0] === '--' ? others.slice(1) : withoutFlags(others) };
  if (['run', 'run-script', 'rum'].includes(verb)) {
    const [name, ...extra] = others;
    if (name === undefined) return { kind: 'unknown', why: `${program} run names no script` };
    return {
      kind: 'script',
      name,
      extra: extra.filter((it, index) => !(index === 0 && it === '--')),
      orProgram: program !== 'npm',
      environment: {},
    };
  }
  if (['start', 'test', 'stop', 'restart'].includes(verb))
    return {
      kind: 'script',
      name: verb,
      extra: others.filter((it) => it !== '--'),
      orProgram: false,
      environment: {},
    };
  if (/^(?:-w|--workspace|--filter|-F|--prefix|-C|--dir|workspace)/.test(verb))
    return {
      kind: 'unknown',
      why: `${program} ${rest.join(' ')} starts another package of the workspace: choose it with --service`,
    };
  if (program === 'npm' || verb === '' || verb.startsWith('-'))
    return program === 'bun'
      ? null
      : { kind: 'unknown', why: `${program} ${rest.join(' ')} is the package manager itself` };
  // `yarn NAME`, `pnpm NAME`, `bun NAME`: a script, or a program of a dependency.
  return { kind: 'script', name: verb, extra: others, orProgram: true, environment: {} };
}

/**
 * `run-s build start`: the last script is the program. The scripts before it belong in the build.
 */
function sequence(program: string, rest: Words): Step {
  // Flags change how the following words run: `npm-run-all build --parallel serve worker` ends with
  // two programs.
  const last = rest.findLastIndex((it) =>
    ['-p', '--parallel', '-s', '--serial', '--sequential'].includes(it),
  );
  if (['-p', '--parallel'].includes(rest[last] ?? ''))
    return scripts(program, rest.slice(last + 1));
  const names = rest.filter((it) => !it.startsWith('-'));
  const name = names.at(-1);
  if (name === undefined || /[*]/.test(name))
    return { kind: 'unknown', why: `the last script of "${rest.join(' ')}" is unknown` };
  return { kind: 'script', name, extra: [], orProgram: false, environment: {} };
}

/** `run-p serve worker`: the words are script names. */
function scripts(program: string, rest: Words): Step {
  return ofParts(
    program,
    rest.filter((it) => !it.startsWith('-')).map((script) => ({ script })),
  );
}

function several(program: string, rest: Words): Step {
  const inner = afterFlags(rest, [
    '-n',
    '--names',
    '-c',
    '--prefix-colors',
    '-p',
    '--prefix',
    '-s',
    '--success',
    '-i',
  ]);
  return ofParts(
    program,
    inner
      .filter((it) => !it.startsWith('-'))
      .map((it) =>
        /^(?:npm|yarn|pnpm|bun|node):/.test(it)
          ? { script: it.slice(it.indexOf(':') + 1) }
          : { line: it },
      ),
  );
}

/** One part is the program. Several parts need a container each. */
function ofParts(program: string, parts: readonly Part[]): Step {
  const [only, second] = parts;
  if (only === undefined || second !== undefined || ('script' in only && only.script.includes('*')))
    return { kind: 'several', program, parts, environment: {} };
  return 'script' in only
    ? { kind: 'script', name: only.script, extra: [], orProgram: false, environment: {} }
    : { kind: 'line', text: only.line, environment: {} };
}

/** `infisical run --env=prod -- node x`: a secrets manager sets variables for the program. */
function secrets(program: string, rest: Words): Step {
  const at = rest.indexOf('--');
  const words = at === -1 ? rest.slice(1) : rest.slice(at + 1);
  if (rest[0] !== 'run' || words.length === 0 || words[0]?.startsWith('-'))
    return {
      kind: 'unknown',
      why: `the program that ${program} ${rest.join(' ')} starts is unknown`,
    };
  return {
    words,
    dropped: `${program}: it is not in the image; set the variables that it fetches when you run the container`,
  };
}

function withoutFlags(words: Words): Words {
  const first = words.findIndex((it) => !it.startsWith('-'));
  return first === -1 ? [] : words.slice(first);
}
