/**
 * Follows the imports of a program into vendor/, where the compiler reads the other modules. Only
 * the imports and the go:embed lines of their sources are read.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import { folderOf } from '../../text/paths.ts';
import { budgetOf } from '../shared/budget.ts';
import { isStandard } from './standard-library.ts';
import { readPackage, type GoPackage, type ProgramSource } from './packages.ts';
import { scanSource, type GoSource } from './source.ts';

export interface Vendored {
  /** The packages that the program contains, nearest first. */
  readonly packages: readonly GoPackage[];
  /** All files in vendor/. */
  readonly files: readonly string[];
}

const none: Vendored = { packages: [], files: [] };

/**
 * @param buildFolder the folder in which `go build` runs: vendor/ is in it.
 * @param tags the tags that the build sets.
 * @returns nothing without vendor/. The sources beyond the budget of the project are left out.
 */
export async function vendoredPackages(
  project: ProjectReader,
  program: ProgramSource,
  buildFolder: string,
  tags: ReadonlySet<string>,
): Promise<Vendored> {
  const vendor = buildFolder === '' ? 'vendor' : `${buildFolder}/vendor`;
  if (!(await project.files()).includes(`${vendor}/modules.txt`)) return none;
  const files = await project.filesBelow(vendor);
  const byFolder = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('.go')) continue;
    byFolder.set(folderOf(file), [...(byFolder.get(folderOf(file)) ?? []), file]);
  }
  const budget = budgetOf(project);
  const found: GoPackage[] = [];
  const seen = new Set<string>();
  let next = [...program.external.keys()];
  while (next.length > 0) {
    const folders = next
      .filter((it) => it !== 'C' && !isStandard(it))
      .map((it) => `${vendor}/${it}`)
      .filter((it) => !seen.has(it));
    for (const it of folders) seen.add(it);
    const packages = await Promise.all(
      [...new Set(folders)].map((folder) => {
        const paths = (byFolder.get(folder) ?? []).filter((it) => budget.mayRead(it));
        return readPackage(project, folder, paths, tags, scanHead);
      }),
    );
    const read = packages.filter((it) => it !== undefined);
    found.push(...read);
    next = read.flatMap((it) =>
      it.files.flatMap(({ source }) => source.imports.map((one) => one.path)),
    );
  }
  return { packages: found, files };
}

/** Scans a file up to its first declaration, behind which no import is. */
function scanHead(text: string): GoSource {
  const end = text.search(/^(?:func|type|var|const)\b/m);
  const head = scanSource(end === -1 ? text : text.slice(0, end));
  return text.includes('\n//go:embed ') ? { ...head, embeds: scanSource(text).embeds } : head;
}
