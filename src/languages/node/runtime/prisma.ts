/**
 * A project with Prisma in, what generating its client takes out. Version 7 has no engine of its own any more; the engines of
 * versions up to 6 are chosen by the OpenSSL that they find. https://www.prisma.io/docs/orm/more/internals/engines
 */
import type { ProjectReader } from '../../../ports/ports.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';

export interface Prisma {
  /** Variables that prisma.config cannot be read without, each with a value that will do: generating connects to nothing. */
  readonly demanded: readonly { readonly name: string; readonly value: string }[];
  /** Whether the client loads an engine. */
  readonly engine: boolean;
}

/** @param manifests of the package that runs, and of what it needs of its workspace. @returns `null` where none of them uses Prisma. */
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
  const schema = (await read(files.filter((it) => it.endsWith('.prisma')))).join('\n');
  const names = configurations
    .filter((it) => /["']prisma\/config["']/.test(it))
    .flatMap((it) =>
      [...it.matchAll(/\benv\(\s*["']([A-Za-z_]\w*)["']\s*\)/g)].map((match) => match[1] ?? ''),
    );
  return {
    demanded: [...new Set(names)].map((name) => ({ name, value: standIn(schema) })),
    engine: users.some((it) => hasEngine(it, schema)),
  };
}

/** What Prisma 7 calls "client" needs a driver instead. */
function hasEngine(manifest: Manifest, schema: string): boolean {
  const range =
    manifest.dependencies['@prisma/client'] ??
    manifest.devDependencies['prisma'] ??
    manifest.dependencies['prisma'] ??
    '';
  return /^[~^]?[2-6]\b/.test(range) && !/\bengineType\s*=\s*"client"/.test(schema);
}

/** An address of the kind that the database has, which leads nowhere. */
function standIn(schema: string): string {
  const provider =
    /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(schema)?.[1] ?? 'postgresql';
  return provider === 'sqlite' ? 'file:/tmp/stand-in.db' : `${provider}://stand-in/stand-in`;
}
