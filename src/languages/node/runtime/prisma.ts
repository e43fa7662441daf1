/**
 * Finds what is needed to generate the Prisma client. Version 7 has no engine. Up to version 6,
 * Prisma chooses an engine by the installed version of OpenSSL.
 * https://www.prisma.io/docs/orm/more/internals/engines
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';
import { lineAt } from '../../../text/lines.ts';
import { joined } from '../../../text/paths.ts';
import type { Demand } from '../../shared/uses.ts';

export interface Prisma {
  /**
   * Variables that prisma.config requires, each with a placeholder, because generating does not
   * connect.
   */
  readonly demanded: readonly { readonly name: string; readonly value: string }[];
  /** Variables that the schema names, which the client reads when it connects. */
  readonly connects: readonly Demand[];
  /** Whether the client loads an engine. */
  readonly engine: boolean;
}

/**
 * @param manifests the manifests of the package that runs, and of the workspace packages that it
 *   needs.
 * @returns `null` if none of them uses Prisma.
 */
export async function prismaOf(
  project: ProjectReader,
  manifests: readonly Manifest[],
): Promise<Prisma | null> {
  const users = manifests.filter(
    (it) => dependsOn(it, 'prisma') || dependsOn(it, '@prisma/client'),
  );
  if (users.length === 0) return null;
  const files = await project.files();
  const read = async (paths: readonly string[]): Promise<string[]> =>
    Promise.all(paths.map(async (it) => (await project.read(it)) ?? ''));
  const folders = users.map((it) => joined(it.folder, 'prisma.config'));
  const configurations = await read(
    files.filter((it) => folders.includes(it.replace(/\.[cm]?[jt]s$/, ''))),
  );
  const schemas = files.filter((it) => it.endsWith('.prisma'));
  const texts = await read(schemas);
  const schema = texts.join('\n');
  const names = configurations
    .filter((it) => /["']prisma\/config["']/.test(it))
    .flatMap((it) =>
      [...it.matchAll(/\benv\(\s*["']([A-Za-z_]\w*)["']\s*\)/g)].map((match) => match[1] ?? ''),
    );
  return {
    demanded: [...new Set(names)].map((name) => ({ name, value: standIn(schema) })),
    connects: texts.flatMap((it, index) => connectsBy(it, schemas[index] ?? '')),
    engine: users.some((it) => hasEngine(it, schema)),
  };
}

/** `url = env("DATABASE_URL")`, where there is no adapter that gets its address from the code. */
function connectsBy(schema: string, file: string): Demand[] {
  const match = /\bdatasource\s+\w+\s*\{[^}]*?^\s*url\s*=\s*env\(\s*"(\w+)"\s*\)/m.exec(schema);
  if (!match?.[1]) return [];
  const line = lineAt(schema, match.index + match[0].length);
  return [{ variable: match[1], when: 'request', evidence: { file, line, because: 'demanded' } }];
}

/** With the engine type "client", the default of Prisma 7, a driver replaces the engine. */
function hasEngine(manifest: Manifest, schema: string): boolean {
  const range =
    manifest.dependencies['@prisma/client'] ??
    manifest.devDependencies['prisma'] ??
    manifest.dependencies['prisma'] ??
    '';
  return /^[~^]?[2-6]\b/.test(range) && !/\bengineType\s*=\s*"client"/.test(schema);
}

/** A URL for this kind of database, with a host that does not exist. */
function standIn(schema: string): string {
  const provider =
    /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(schema)?.[1] ?? 'postgresql';
  return provider === 'sqlite' ? 'file:/tmp/stand-in.db' : `${provider}://stand-in/stand-in`;
}
