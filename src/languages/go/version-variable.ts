/** Finds the variable in which a program keeps its version, so that the linker can set it. */
import type { Evidence } from '../../types.ts';
import type { Modules } from './modules.ts';
import { isInside, oncePerFile, type GoPackage, type ProgramSource } from './packages.ts';
import { lineAt } from '../../text/lines.ts';
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

const declaration =
  /^(?:var|\t)\s*(\w*[vV]ersion\w*)\s*(?:string\s*\n|(?:string\s*)?=\s*(?=["`]))/gm;
const plainName = /^((build|app)?[vV]ersion|BuildVersion|AppVersion)$/;

const declarations = oncePerFile(({ source }) => [...source.code.matchAll(declaration)]);

/**
 * Returns the variable into which the project itself links its version. Otherwise returns the only
 * top-level string variable with such a name, preferring the program's own package.
 */
export function findVersionVariable(
  program: ProgramSource,
  modules: Modules,
  flags: readonly VersionFlag[],
): VersionVariable | undefined {
  const declared = program.packages.flatMap((it) =>
    it.files.flatMap((file) =>
      declarations(file).flatMap((match) => {
        const { path, source } = file;
        const value = source.strings.get(match.index + match[0].length);
        const name = `${importPathOf(it, modules)}.${match[1]}`;
        if (!/^[\w.~+/-]+$/.test(name) || !isTopLevelVariable(source.code, match.index)) return [];
        return [
          {
            name,
            value,
            isPlain: plainName.test(match[1] ?? ''),
            evidence: {
              file: path,
              line: lineAt(source.code, match.index),
              because: 'a variable for the version',
            },
          },
        ];
      }),
    ),
  );
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

/**
 * Whether a declaration is `var x =` at the start of a line or inside `var (`, and neither a local
 * variable nor a constant.
 */
function isTopLevelVariable(code: string, offset: number): boolean {
  if (code.startsWith('var', offset)) return true;
  const block = code.lastIndexOf('\nvar (', offset);
  return block !== -1 && !code.slice(block, offset).includes('\n)');
}

function importPathOf(found: GoPackage, modules: Modules): string {
  if (found.name === 'main') return 'main';
  const module = [...modules.all.values()]
    .filter((it) => isInside(found.folder, it.folder))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
  const inner = module?.folder ? found.folder.slice(module.folder.length + 1) : found.folder;
  return inner === '' ? (module?.path ?? '') : `${module?.path ?? ''}/${inner}`;
}
