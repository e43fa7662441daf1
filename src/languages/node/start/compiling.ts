/** Resolves the words after tsx and ts-node, which compile sources while node loads them. */
import { productionDependencies } from '../files/manifest.ts';
import { takesValue } from './flags.ts';
import type { ResolvedProgram, ResolveInput } from './types.ts';

type Compiler = 'tsx' | 'ts-node' | 'ts-node-esm';

/** The variables that do what a flag does: the image starts node itself. */
const variables: Readonly<Record<'tsx' | 'ts-node', Readonly<Record<string, string>>>> = {
  // https://tsx.is/dev-api/tsconfig
  tsx: { '--tsconfig': 'TSX_TSCONFIG_PATH' },
  // https://typestrong.org/ts-node/docs/options
  'ts-node': {
    '-P': 'TS_NODE_PROJECT',
    '--project': 'TS_NODE_PROJECT',
    '-O': 'TS_NODE_COMPILER_OPTIONS',
    '--compilerOptions': 'TS_NODE_COMPILER_OPTIONS',
    '--compiler-options': 'TS_NODE_COMPILER_OPTIONS',
  },
};

const switches: Readonly<Record<string, string>> = {
  '-T': 'TS_NODE_TRANSPILE_ONLY',
  '--transpileOnly': 'TS_NODE_TRANSPILE_ONLY',
  '--transpile-only': 'TS_NODE_TRANSPILE_ONLY',
  '--files': 'TS_NODE_FILES',
};

/** Flags that node itself reads. https://nodejs.org/api/cli.html */
const ofNode =
  /^(?:-r|-C)$|^--(?:require|import|conditions|enable-|disable-|experimental-|max-|no-warnings|no-deprecation|stack-|trace-|unhandled-|use-|dns-|title)/;

/**
 * @param name the program.
 * @param rest the words after it.
 * @returns node with the program as a preload.
 */
export function compilingProgram(
  name: Compiler,
  rest: readonly string[],
  input: ResolveInput,
): ResolvedProgram {
  const tool = name === 'tsx' ? 'tsx' : 'ts-node';
  const environment: Record<string, string> = {};
  const flags: string[] = [];
  const dropped: string[] = [];
  let isModule = name === 'ts-node-esm';
  let index = 0;
  for (; (rest[index] ?? '').startsWith('-'); index += 1) {
    const [flag = '', attached] = (rest[index] ?? '').split(/=(.*)/s);
    const isSwitch = tool === 'ts-node' && flag in switches;
    const variable = isSwitch ? undefined : variables[tool][flag];
    const value =
      attached ??
      (variable !== undefined || takesValue('node', flag) ? rest[(index += 1)] : undefined);
    if (isSwitch) environment[switches[flag] ?? ''] = 'true';
    else if (variable !== undefined) environment[variable] = value ?? '';
    else if (flag.startsWith('--env-file'))
      dropped.push(`${flag}: the image contains no .env file; set the variables when you run it`);
    else if (flag === '--esm') isModule = true;
    else if (ofNode.test(flag))
      flags.push(
        ...(attached === undefined
          ? [flag, ...(value === undefined ? [] : [value])]
          : [`${flag}=${attached}`]),
      );
  }
  const file = rest[index];
  if (file === undefined) return { kind: 'unknown', why: `${name} is started without a file` };
  if (!(tool in productionDependencies(input.manifest)))
    return {
      kind: 'refused',
      why: `${name} compiles while the program runs, and it is a development dependency: compile in a build script (tsc) and start the result with node, or move ${tool} to dependencies`,
      compiles: rest.slice(index),
    };
  const preload = tool === 'tsx' ? ['--import', 'tsx'] : preloadOf(isModule);
  return {
    kind: 'node',
    words: ['node', ...preload, ...flags, file.replace(/^(?:\.\/)+/, ''), ...rest.slice(index + 1)],
    environment,
    dropped,
  };
}

/** Packages that bring babel-node, and the compiler that it registers. */
const babel: readonly (readonly [string, string])[] = [
  ['@babel/register', '@babel/register'],
  ['@babel/node', '@babel/register'],
  ['babel-register', 'babel-register'],
  ['babel-cli', 'babel-register'],
];

/**
 * @param rest the words after babel-node, whose own flags name settings that a preload does not get.
 * @returns node with the compiler as a preload. https://babeljs.io/docs/babel-register
 */
export function babelProgram(rest: readonly string[], input: ResolveInput): ResolvedProgram {
  const production = productionDependencies(input.manifest);
  const register = babel.find(([name]) => name in production)?.[1];
  const [file = '-', ...more] = rest;
  if (register === undefined || file.startsWith('-'))
    return {
      kind: 'refused',
      why: 'babel-node compiles while the program runs: compile with babel in the build script',
    };
  return {
    kind: 'node',
    words: ['node', '--require', register, file.replace(/^(?:\.\/)+/, ''), ...more],
    // It would be beside the packages, where nothing can be written.
    environment: { BABEL_DISABLE_CACHE: '1' },
    dropped: [],
  };
}

function preloadOf(isModule: boolean): readonly string[] {
  return isModule ? ['--loader', 'ts-node/esm'] : ['--require', 'ts-node/register'];
}
