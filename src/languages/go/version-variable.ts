/** Finds the variable in which a program keeps its version, so that the linker can set it. */
import type { Evidence } from '../../types.ts';
import type { SyntaxNode } from '../../syntax/tree.ts';
import type { CodeFile, GoCode } from './code/program.ts';
import type { Modules } from './modules.ts';
import { isInside, type GoPackage } from './packages.ts';
import type { VersionFlag } from './version-flags.ts';

export interface VersionVariable {
  /**
   * The name in the syntax of the linker's -X: `main.version`,
   * `example.com/shop/internal/build.Version`.
   */
  readonly name: string;
  readonly value: string;
  readonly evidence: Evidence;
}

/** The form of a version that can be the default of a build argument. */
const printed = /^[\w.+-]+$/;

const plainName = /^((build|app)?[vV]ersion|BuildVersion|AppVersion)$/;

/**
 * Returns the variable into which the project itself links its version. Otherwise returns the only
 * top-level string variable with such a name, preferring the program's own package.
 */
export function findVersionVariable(
  code: GoCode,
  modules: Modules,
  flags: readonly VersionFlag[],
): VersionVariable | undefined {
  const declared = code
    .search(/^(?:var|\t)\s*\w*[vV]ersion/m, 'ersion')
    .flatMap((file) => declaredIn(code, file, modules));
  const linked = declared.flatMap(({ name, value = '' }): VersionVariable[] => {
    const flag = flags.find((it) => it.names(name));
    return flag
      ? [{ name, value: printed.test(value) ? value : 'development', evidence: flag.evidence }]
      : [];
  });
  if (linked.length === 1) return linked[0];
  const found = declared.flatMap(({ name, value, isPlain, evidence }): VersionVariable[] =>
    isPlain && value !== undefined && printed.test(value) ? [{ name, value, evidence }] : [],
  );
  const own = found.filter((it) => it.name.startsWith('main.'));
  const counted = own.length > 0 ? own : found;
  return counted.length === 1 ? counted[0] : undefined;
}

interface Declared {
  readonly name: string;
  readonly value: string | undefined;
  /** Whether its name is that of a version, and of nothing more special. */
  readonly isPlain: boolean;
  readonly evidence: Evidence;
}

/** @returns the top-level variables with texts whose names contain `version`. */
function declaredIn(code: GoCode, file: CodeFile, modules: Modules): Declared[] {
  const declarations = code.tree(file)?.root.parts.filter((it) => it.type === 'var_declaration');
  const specs = declarations?.flatMap((it) => it.all('var_spec')) ?? [];
  return specs.flatMap((spec): Declared[] => {
    const word = spec.field('name')?.text ?? '';
    const value = textOf(spec.field('value')?.parts[0]);
    const name = `${importPathOf(file.package, modules)}.${word}`;
    const holdsText = value !== undefined || isEmptyText(spec);
    if (!/[vV]ersion/.test(word) || !holdsText || !/^[\w.~+/-]+$/.test(name)) return [];
    const evidence = { file: file.path, line: spec.line, because: 'a variable for the version' };
    return [{ name, value, isPlain: plainName.test(word), evidence }];
  });
}

/** `var version string` */
function isEmptyText(spec: SyntaxNode): boolean {
  return spec.field('type')?.text === 'string' && spec.field('value') === undefined;
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return /^["`](.*)["`]$/s.exec(node?.text ?? '')?.[1];
}

function importPathOf(found: GoPackage, modules: Modules): string {
  if (found.name === 'main') return 'main';
  const module = [...modules.all.values()]
    .filter((it) => isInside(found.folder, it.folder))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
  const inner = module?.folder ? found.folder.slice(module.folder.length + 1) : found.folder;
  return inner === '' ? (module?.path ?? '') : `${module?.path ?? ''}/${inner}`;
}
