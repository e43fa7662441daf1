/**
 * Follows the imports of a program into vendor/, where the compiler reads the other modules. Only
 * the imports and the go:embed lines of their sources are read.
 */
import type { ProjectReader } from '../../ports/ports.ts';
import { budgetOf } from '../shared/budget.ts';
import { isStandard } from './standard-library.ts';
import {
  type GoPackage,
  type ProgramSource,
  readPackage,
  type ScannedFile,
  sourcesByFolder,
} from './packages.ts';

/** Without the texts: a large vendor/ has hundreds of megabytes. */
export interface VendoredPackage extends GoPackage<ScannedFile> {
  /** The packages of other modules that it imports, each once. */
  readonly imports: readonly string[];
}

export interface Vendored {
  /** The packages that the program contains, nearest first. */
  readonly packages: readonly VendoredPackage[];
  /** All files in vendor/. */
  readonly files: readonly string[];
}

/** @param buildFolder the folder in which `go build` runs: vendor/ is in it. */
export type VendoredReader = (program: ProgramSource, buildFolder: string) => Promise<Vendored>;

/**
 * Reads each package once, however many programs contain it.
 *
 * @param tags the tags that the build sets.
 * @returns a reader that finds nothing without vendor/. The sources beyond the budget of the project
 *   are left out.
 */
export function vendoredReader(project: ProjectReader, tags: ReadonlySet<string>): VendoredReader {
  const vendors = new Map<string, Promise<Vendor>>();
  return async (program, buildFolder) => {
    const folder = buildFolder === '' ? 'vendor' : `${buildFolder}/vendor`;
    const known = vendors.get(folder) ?? vendorIn(project, folder, tags);
    vendors.set(folder, known);
    const { files, load } = await known;
    const packages: VendoredPackage[] = [];
    const seen = new Set<string>();
    let next = ofOtherModules([...program.external.keys()]);
    while (next.length > 0) {
      const paths = new Set(next.filter((it) => !seen.has(it)));
      for (const it of paths) seen.add(it);
      const read = (await Promise.all([...paths].map(load))).filter((it) => it !== undefined);
      packages.push(...read);
      next = read.flatMap((it) => it.imports);
    }
    return { packages, files };
  };
}

/** One vendor/. */
interface Vendor {
  readonly files: readonly string[];
  /** Reads the package with an import path. */
  load(path: string): Promise<VendoredPackage | undefined>;
}

async function vendorIn(
  project: ProjectReader,
  folder: string,
  tags: ReadonlySet<string>,
): Promise<Vendor> {
  const isHere = (await project.files()).includes(`${folder}/modules.txt`);
  const files = isHere ? await project.filesBelow(folder) : [];
  const byFolder = sourcesByFolder(files);
  const budget = budgetOf(project);
  const loaded = new Map<string, Promise<VendoredPackage | undefined>>();
  const read = async (place: string): Promise<VendoredPackage | undefined> => {
    const sources = (byFolder.get(place) ?? []).filter((it) => budget.maySearch(it));
    const found = await readPackage(project, place, sources, tags);
    return found && withoutTexts(found);
  };
  return {
    files,
    load(path) {
      const known = loaded.get(path) ?? read(`${folder}/${path}`);
      loaded.set(path, known);
      return known;
    },
  };
}

function withoutTexts({ files, ...found }: GoPackage): VendoredPackage {
  const scanned = files.map(({ path, onlyWithCgo, source }) => ({ path, onlyWithCgo, source }));
  const imports = scanned.flatMap(({ source }) => source.imports.map((it) => it.path));
  // A copy: a part of a text keeps the whole text in memory.
  return structuredClone({ ...found, files: scanned, imports: ofOtherModules(imports) });
}

function ofOtherModules(imports: readonly string[]): readonly string[] {
  return [...new Set(imports)].filter((it) => it !== 'C' && !isStandard(it));
}
