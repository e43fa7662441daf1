/**
 * Finds what a program loads without naming it: workers, folders of routes, plugins. The files of
 * such a folder count as loaded.
 */
import { posix } from 'node:path';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { folderOf } from '../../../text/paths.ts';
import { forBrowsers } from '../files/sources.ts';
import { alternatives, possible, type Value } from '../../shared/values.ts';
import { argumentsOf } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import { fileOf } from './functions.ts';
import { lastName, type Module } from './module.ts';
import { fileAt } from './resolve.ts';

export interface DynamicLoads {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Whether something is loaded of which nothing is known. */
  readonly isUnknown: boolean;
}

/** Calls that load code, and those that list a folder from which code may be loaded. */
const loading = ['require', 'import', 'Worker', 'fork', 'Piscina'];
const listing = ['readdir', 'readdirSync', 'opendir', 'glob', 'globSync', 'sync'];
/** Calls that load a folder themselves. */
const autoloading = [
  'autoload',
  'fastifyAutoload',
  'AutoLoad',
  'autoLoad',
  'requireDirectory',
  'requireAll',
  'loadControllers',
  'register',
];

const mostFolders = 12;

/** @returns what the modules load by values, and not by names. */
export function dynamicLoads(evaluator: Evaluator, modules: readonly Module[]): DynamicLoads {
  const files = new Set<string>();
  const folders = new Set<string>();
  let isUnknown = false;
  for (const module of modules) {
    if (!mayLoad(module.text)) continue;
    for (const call of loading.flatMap((it) => module.callsOf(it))) {
      const [argument] = argumentsOf(call);
      if (!argument || isLiteral(argument, call)) continue;
      const value = evaluator.evaluate(argument);
      const isWorker = lastIsWorker(call);
      if (isPackageOnly(value, isWorker)) continue;
      const found = targets(value, module, evaluator, isWorker);
      for (const it of found.files) files.add(it);
      for (const it of found.folders) folders.add(it);
      if (found.files.length + found.folders.length === 0) isUnknown = true;
    }
    // A folder whose files are loaded where it is listed. Most lists are of data.
    const names = loadsByValue(module) ? [...listing, ...autoloading] : autoloading;
    for (const call of names.flatMap((it) => module.callsOf(it)))
      for (const it of listed(call, evaluator)) folders.add(it);
  }
  return { files: [...files], folders: [...folders].slice(0, mostFolders), isUnknown };
}

const words =
  /\b(?:require|import)\s*\(\s*(?!["'][^"'\n]*["']\s*[),])|\bnew\s+(?:Worker|Piscina)\b|\bfork\s*\(|\b(?:readdir|readdirSync|opendir|glob|globSync|AutoLoad|autoLoad|autoload|requireDirectory|requireAll|loadControllers)\b/i;

function mayLoad(text: string): boolean {
  return words.test(text);
}

/** Whether a module loads what only a value names. */
function loadsByValue({ calls }: Module): boolean {
  return ['require', 'import']
    .flatMap((it) => calls.get(it) ?? [])
    .some((it) => argumentsOf(it)[0]?.type !== 'string');
}

/** `require('./a')` is found without evaluation. */
function isLiteral(argument: SyntaxNode, call: SyntaxNode): boolean {
  return argument.type === 'string' && !lastIsWorker(call);
}

function lastIsWorker(call: SyntaxNode): boolean {
  return /^(?:new\s|(?:[\w.]+\.)?fork\b)/.test(call.text.slice(0, 60));
}

/** `require(name)` where the name is that of a package. */
function isPackageOnly(value: Value, isWorker: boolean): boolean {
  const texts = possible(value);
  return (
    !isWorker && texts.length > 0 && texts.every((it) => it.complete && !/^[./]/.test(it.text))
  );
}

function targets(
  value: Value,
  module: Module,
  evaluator: Evaluator,
  isWorker: boolean,
): Pick<DynamicLoads, 'files' | 'folders'> {
  const { program } = evaluator;
  const files: string[] = [];
  const folders: string[] = [];
  for (const { text, complete } of possible(value)) {
    const path =
      text.startsWith('.') && !isWorker
        ? posix.join(folderOf(module.file), text)
        : fileOf(text, program.folder);
    const beside = posix.join(folderOf(module.file), text);
    // `bin/x` loads what the build makes by a path that it puts together.
    const specifier = `./${posix.relative(folderOf(module.file) || '.', path)}`;
    const file = complete
      ? (fileAt(path, program.files) ??
        (text.startsWith('.') ? fileAt(beside, program.files) : undefined) ??
        program.resolve(module.file, specifier))
      : undefined;
    if (file !== undefined) files.push(file);
    else if (text !== '') folders.push(folderOf(`${path}x`));
  }
  const own = folderOf(module.file);
  if (files.length + folders.length === 0 && own !== '' && !own.startsWith('node_modules'))
    folders.push(own);
  return { files, folders: folders.filter((it) => it !== '' && !it.startsWith('..')) };
}

/** The folder that a call lists: its first text, or the option `dir`. */
function listed(call: SyntaxNode, evaluator: Evaluator): readonly string[] {
  const { program } = evaluator;
  const isRegister = lastName(call.field('function')) === 'register';
  if (isRegister && !/\bdir(?:name)?\b/.test(call.text.slice(0, 400))) return [];
  const values = argumentsOf(call).map((it) => evaluator.evaluate(it));
  const options = values.flatMap((it) =>
    it.kind === 'record' ? [it.entry('dir') ?? [], it.entry('dirname') ?? []].flat() : [],
  );
  return [...values.slice(0, 1), ...options]
    .flatMap((it) => (it.kind === 'list' ? it.items : alternatives(it)))
    .flatMap(possible)
    .map((it) => fileOf(it.text.replace(/\/?[^/]*\*.*$/, ''), program.folder))
    .filter(
      (it) =>
        it !== '' &&
        !it.startsWith('..') &&
        !forBrowsers.test(it) &&
        [...program.files].some((file) => file.startsWith(`${it}/`)),
    );
}
