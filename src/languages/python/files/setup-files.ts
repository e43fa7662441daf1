/**
 * Reads the declarations in setup.cfg and setup.py as a [project] table of pyproject.toml.
 * https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { type IniValue, linesOf, readIni } from './ini.ts';
import {
  type Call,
  keywordArgument,
  type ModuleFacts,
  readModule,
  splitArguments,
} from '../code/modules.ts';
import type { Table } from './toml.ts';
import { type Token, tokenize } from '../code/tokens.ts';

/** What only setuptools can read. */
export interface SetupFiles {
  /** The files that setuptools reads. */
  readonly manifests: readonly string[];
  /** Whether setuptools imports the code of the project. */
  readonly needsSources: boolean;
  /** Python code that assigns the distribution to `it`. */
  readonly reading: string;
}

export interface Declared {
  readonly file: 'setup.py' | 'setup.cfg';
  readonly text: string;
  /** A table like [project]. Values that are not literals in setup.py are left out. */
  readonly project: Table;
  readonly setup: SetupFiles;
}

/** @returns `null` if there is neither file, or if they contain only settings of tools. */
export async function readSetupFiles(
  project: ProjectReader,
  files: readonly string[],
): Promise<Declared | null> {
  const configuration = files.includes('setup.cfg') ? await project.read('setup.cfg') : undefined;
  const script = files.includes('setup.py') ? await project.read('setup.py') : undefined;
  const values = readIni(configuration ?? '');
  const isPackage = [...values.keys()].some(
    (it) => it.startsWith('metadata.') || it.startsWith('options.'),
  );
  if (script === undefined && !isPackage) return null;
  const module = readModule('setup.py', script ?? '');
  const call = module.calls.find((it) => /(?:^|\.)setup$/.test(it.callee));
  return {
    file: script !== undefined && !isPackage ? 'setup.py' : 'setup.cfg',
    text: (isPackage ? configuration : script) ?? '',
    project: { ...fromConfiguration(values), ...(call ? fromCall(call, module) : {}) },
    setup: {
      manifests: [
        'setup.py',
        'setup.cfg',
        'pyproject.toml',
        'MANIFEST.in',
        ...filesNamed(script ?? '', module, values),
      ].filter((it, index, all) => files.includes(it) && all.indexOf(it) === index),
      needsSources: [...module.imports.values()].some(({ target }) =>
        files.some(
          (it) => it.startsWith(`${target.split('.')[0]}/`) || it === `${target.split('.')[0]}.py`,
        ),
      ),
      reading:
        script === undefined
          ? 'from setuptools.dist import Distribution; it = Distribution(); it.parse_config_files()'
          : "import setuptools; from distutils.core import run_setup; it = run_setup('setup.py', stop_after='config')",
    },
  };
}

function fromConfiguration(values: ReadonlyMap<string, IniValue>): Table {
  const below = (section: string): readonly (readonly [string, IniValue])[] =>
    [...values]
      .filter(([key]) => key.startsWith(`${section}.`))
      .map(([key, value]) => [key.slice(section.length + 1), value]);
  const name = values.get('metadata.name')?.value;
  const requires = values.get('options.python_requires')?.value;
  const dependencies = linesOf(values.get('options.install_requires'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(requires === undefined ? {} : { 'requires-python': requires }),
    // `file:` refers to another file.
    ...(dependencies.length === 0 || dependencies[0]?.startsWith('file:') ? {} : { dependencies }),
    'optional-dependencies': Object.fromEntries(
      below('options.extras_require').map(([extra, value]) => [extra, linesOf(value)]),
    ),
    scripts: scriptsOf(linesOf(values.get('options.entry_points.console_scripts'))),
  };
}

function fromCall(call: Call, module: ModuleFacts): Table {
  const literal = (keyword: string): readonly Token[] => {
    const value = keywordArgument(call, keyword) ?? [];
    const [only, more] = value;
    return only?.kind === 'name' && !more ? (module.assignedTokens.get(only.text) ?? []) : value;
  };
  const name = literalText(literal('name'));
  const requires = literalText(literal('python_requires'));
  const dependencies = listOf(literal('install_requires'));
  const extras = dictionaryOf(literal('extras_require'));
  const scripts = dictionaryOf(literal('entry_points'))?.['console_scripts'];
  return {
    ...(name === null ? {} : { name }),
    ...(requires === null ? {} : { 'requires-python': requires }),
    ...(dependencies === null ? {} : { dependencies }),
    ...(extras === null ? {} : { 'optional-dependencies': extras }),
    ...(scripts === undefined ? {} : { scripts: scriptsOf(scripts) }),
  };
}

/** `shop = shop.cli:main` */
function scriptsOf(lines: readonly string[]): Table {
  return Object.fromEntries(
    lines.flatMap((it) => {
      const [, name, target] = /^\s*([^=\s]+)\s*=\s*(\S+)/.exec(it) ?? [];
      return name !== undefined && target !== undefined ? [[name, target]] : [];
    }),
  );
}

function literalText(tokens: readonly Token[]): string | null {
  const [only, more] = tokens;
  return only?.kind === 'string' && !more ? only.text : null;
}

/** @returns `null` if it is not a list of string literals. */
function listOf(tokens: readonly Token[]): readonly string[] | null {
  if (
    !['[', '('].includes(tokens[0]?.text ?? '') ||
    ![']', ')'].includes(tokens.at(-1)?.text ?? '')
  )
    return null;
  const items = splitArguments(tokens.slice(1, -1)).map(literalText);
  return items.every((it) => it !== null) ? items : null;
}

function dictionaryOf(
  tokens: readonly Token[],
): Readonly<Record<string, readonly string[]>> | null {
  if (tokens[0]?.text !== '{' || tokens.at(-1)?.text !== '}') return null;
  const entries = splitArguments(tokens.slice(1, -1)).map(
    ([key, colon, ...value]) =>
      [key?.kind === 'string' && colon?.text === ':' ? key.text : null, listOf(value)] as const,
  );
  return Object.fromEntries(
    entries.flatMap(([key, list]) => (key !== null && list !== null ? [[key, list]] : [])),
  );
}

/**
 * Files that setup.py opens, named by one string or by the strings of one call
 * (`join(here, "requirements", "base.txt")`), and files named by `file:` in setup.cfg.
 */
function filesNamed(
  script: string,
  module: ModuleFacts,
  values: ReadonlyMap<string, IniValue>,
): readonly string[] {
  const texts = tokenize(script).flatMap((line) =>
    line.tokens.filter((it) => it.kind === 'string').map((it) => it.text),
  );
  const joined = module.calls.map((call) =>
    call.arguments
      .filter((it) => it.kind === 'string')
      .map((it) => it.text)
      .join('/'),
  );
  const configured = [...values.values()].flatMap((it) =>
    [...it.value.matchAll(/file:\s*(.+)/g)].flatMap((found) =>
      (found[1] ?? '').split(',').map((path) => path.trim()),
    ),
  );
  return [...texts, ...joined, ...configured].map((it) => it.replace(/^\.\//, ''));
}
