/**
 * Reads the declarations in setup.cfg and setup.py as a [project] table of pyproject.toml.
 * https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
 */
import { posix } from 'node:path';
import type { ProjectReader } from '../../../ports/ports.ts';
import { type IniValue, linesOf, readIni } from './ini.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { openParser } from '../../../syntax/parse.ts';
import { argumentAt, argumentsOf, calledName } from '../code/arguments.ts';
import { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';
import { type Table, tableAt } from './toml.ts';

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
  const module = script === undefined ? undefined : await parsed(script);
  const call = module?.calls.find((it) => calledName(it) === 'setup');
  return {
    file: script !== undefined && !isPackage ? 'setup.py' : 'setup.cfg',
    text: (isPackage ? configuration : script) ?? '',
    project: merged(fromConfiguration(values), call && module ? fromCall(call, module) : {}),
    setup: {
      manifests: [
        'setup.py',
        'setup.cfg',
        'pyproject.toml',
        'MANIFEST.in',
        ...filesNamed(module, values, files),
        ...(await filesOfAttributes(
          attributesIn(values.get('metadata.version')?.value ?? ''),
          project,
          files,
        )),
      ].filter((it, index, all) => files.includes(it) && all.indexOf(it) === index),
      needsSources: (module?.imported ?? []).some(({ target }) =>
        files.some(
          (it) => it.startsWith(`${target.split('.')[0]}/`) || it === `${target.split('.')[0]}.py`,
        ),
      ),
      reading:
        script === undefined
          ? 'from setuptools.dist import Distribution; it = Distribution(); it.parse_config_files()'
          : `${withoutGit(script)}import setuptools; from distutils.core import run_setup; it = run_setup('setup.py', stop_after='config')`,
    },
  };
}

/** Variables that make up a version, because the repository is not in the build. */
const madeUpVersions: readonly (readonly [RegExp, string])[] = [
  [/\buse_scm_version\b|\bsetuptools_scm\b/, 'SETUPTOOLS_SCM_PRETEND_VERSION'],
  [/\bpbr\b/, 'PBR_VERSION'],
];

/** What comes before setup.py is read. */
function withoutGit(script: string): string {
  const variable = madeUpVersions.find(([it]) => it.test(script))?.[1];
  return variable === undefined ? '' : `import os; os.environ['${variable}'] = '0.0.0'; `;
}

/** What setup.py says counts, and adds to the scripts of setup.cfg: a call often has only a name. */
function merged(configuration: Table, call: Table): Table {
  const both = (key: string): Table => ({ ...tableAt(configuration, key), ...tableAt(call, key) });
  return {
    ...configuration,
    ...call,
    scripts: both('scripts'),
    'entry-points': both('entry-points'),
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
    'entry-points': Object.fromEntries(
      below('options.entry_points').map(([group, value]) => [group, scriptsOf(linesOf(value))]),
    ),
  };
}

async function parsed(script: string): Promise<PythonModule> {
  return new PythonModule('setup.py', script, await openParser('python'));
}

function fromCall(call: SyntaxNode, module: PythonModule): Table {
  const value = (keyword: string): SyntaxNode | undefined => {
    const node = argumentAt(call, keyword);
    if (node?.type !== 'identifier') return node;
    const bound = module
      .namesOf()
      .get(node.text)
      ?.findLast((it) => it.kind === 'value');
    return bound?.kind === 'value' ? bound.value : undefined;
  };
  const name = literalText(value('name')) ?? null;
  const requires = literalText(value('python_requires')) ?? null;
  const dependencies = listOf(value('install_requires'));
  const extras = dictionaryOf(value('extras_require'));
  const points = value('entry_points');
  const scripts =
    dictionaryOf(points)?.['console_scripts'] ??
    sectionIn(literalText(points) ?? '', 'console_scripts');
  const files = listOf(value('scripts')) ?? [];
  const groups = [
    ...Object.keys(dictionaryOf(points) ?? {}),
    ...[...(literalText(points) ?? '').matchAll(/^\s*\[([^\]]+)\]\s*$/gm)].map((it) => it[1] ?? ''),
  ];
  return {
    ...(name === null ? {} : { name }),
    ...(requires === null ? {} : { 'requires-python': requires }),
    ...(dependencies === null ? {} : { dependencies }),
    ...(extras === null ? {} : { 'optional-dependencies': extras }),
    ...(groups.length === 0
      ? {}
      : { 'entry-points': Object.fromEntries(groups.map((it) => [it, {}])) }),
    scripts: {
      ...scriptsOf(scripts),
      // Files of the project that are installed as programs: `bin/shop`.
      ...Object.fromEntries(files.map((it) => [it.slice(it.lastIndexOf('/') + 1), it])),
    },
  };
}

/** The lines of a section of a text that setup.py holds, indented as its code is. */
function sectionIn(text: string, section: string): readonly string[] {
  const lines = text.split('\n').map((it) => it.trim());
  const start = lines.indexOf(`[${section}]`);
  if (start === -1) return [];
  const end = lines.findIndex((it, index) => index > start && it.startsWith('['));
  return lines.slice(start + 1, end === -1 ? undefined : end);
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

/** @returns `null` if it is not a list of string literals. */
function listOf(node: SyntaxNode | undefined): readonly string[] | null {
  if (node?.type !== 'list' && node?.type !== 'tuple') return null;
  const items = node.parts.map((it) => literalText(it) ?? null);
  return items.every((it) => it !== null) ? items : null;
}

function dictionaryOf(
  node: SyntaxNode | undefined,
): Readonly<Record<string, readonly string[]>> | null {
  if (node?.type !== 'dictionary') return null;
  return Object.fromEntries(
    node.parts.flatMap((it) => {
      const key = literalText(it.field('key'));
      const list = listOf(it.field('value'));
      return key !== undefined && list !== null ? [[key, list]] : [];
    }),
  );
}

/** `attr: shop.__version__`: a variable of a module. */
function attributesIn(text: string): readonly string[] {
  return [...text.matchAll(/attr:\s*([\w.]+)/g)].flatMap((it) => it[1] ?? []);
}

/**
 * Finds what setuptools reads for `attr`. It parses the source of a module; where that does not show
 * the value, it imports the module, which may read a file beside it.
 * https://setuptools.pypa.io/en/latest/userguide/declarative_config.html#specifying-values
 * @param attributes such as `shop.about.version`
 * @returns the modules, the packages around them, by which setuptools finds them, and those files
 */
export async function filesOfAttributes(
  attributes: readonly string[],
  project: ProjectReader,
  files: readonly string[],
): Promise<readonly string[]> {
  const modules = attributes.flatMap((it) => modulesOfAttribute(it, files));
  const read = await Promise.all(
    modules.map(async (path) => {
      const module = new PythonModule(
        path,
        (await project.read(path)) ?? '',
        await openParser('python'),
      );
      const texts = module.root?.all('string').flatMap((it) => literalText(it) ?? []) ?? [];
      return texts
        .map((it) => posix.join(posix.dirname(path), it))
        .filter((it) => files.includes(it));
    }),
  );
  return [...modules, ...read.flat()];
}

/** A package in the folder src needs no other setting than that folder. */
function modulesOfAttribute(attribute: string, files: readonly string[]): readonly string[] {
  const packages = attribute.split('.').slice(0, -1);
  return packages.flatMap((_, index) => {
    const path = packages.slice(0, index + 1).join('/');
    return ['', 'src/'].flatMap((it) =>
      [`${it}${path}/__init__.py`, `${it}${path}.py`].filter((file) => files.includes(file)),
    );
  });
}

/**
 * Files that setup.py opens, named by one string or by the strings of one call
 * (`join(here, "requirements", "base.txt")`) or by one in a folder that another names, and files named by `file:` in setup.cfg.
 */
function filesNamed(
  module: PythonModule | undefined,
  values: ReadonlyMap<string, IniValue>,
  files: readonly string[],
): readonly string[] {
  const texts = (module?.root?.all('string') ?? []).flatMap((it) => literalText(it) ?? []);
  const joined = (module?.calls ?? []).map((call) =>
    argumentsOf(call)
      .positional.flatMap((it) => literalText(it) ?? [])
      .join('/'),
  );
  // A function of setup.py often has the folder, and its callers the names.
  const folders = texts
    .map((it) => it.replace(/\/$/, ''))
    .filter((it) => it !== '' && files.some((file) => file.startsWith(`${it}/`)));
  const nested = folders.flatMap((folder) => texts.map((it) => `${folder}/${it}`));
  const configured = [...values.values()].flatMap((it) =>
    [...it.value.matchAll(/file:\s*(.+)/g)].flatMap((found) =>
      (found[1] ?? '').split(',').map((path) => path.trim()),
    ),
  );
  return [...texts, ...joined, ...nested, ...configured].map((it) => it.replace(/^\.\//, ''));
}
