/** Ports of `update` and `check` for tests: files in a map, a registry with given tags and digests. */
import type {
  FileEditor,
  Inspection,
  Inspector,
  Registry,
  RegistryFailure,
} from '../../src/ports/ports.ts';
import { servesPlatform } from '../../src/registry/platforms.ts';
import { formatReference } from '../../src/registry/reference.ts';
import type { Digest } from '../../src/types.ts';
import { sha256 } from './fake-registry.ts';

const both = ['linux/amd64', 'linux/arm64'];

interface Image {
  readonly digest?: Digest;
  readonly platforms?: readonly string[];
  readonly failure?: RegistryFailure;
}

/** Tags by familiar name; digests that exist by themselves, with date and platforms. */
export function registryOf(
  tags: Readonly<Record<string, Image>>,
  digests: Readonly<Record<string, Partial<Inspection>>> = {},
): Registry & Inspector & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve(refs, platforms) {
      asked.push(...refs.map((ref) => formatReference(ref)));
      return Promise.resolve(
        refs.map((ref) => {
          const {
            digest = sha256(formatReference(ref)),
            platforms: has = both,
            failure,
          } = tags[formatReference(ref)] ?? {};
          if (failure !== undefined) return { ok: false as const, failure };
          const missing = platforms.some((it) => !servesPlatform(has, it));
          return missing
            ? {
                ok: false as const,
                failure: { kind: 'platform-missing' as const, wanted: platforms, has },
              }
            : { ok: true as const, digest, platforms: has };
        }),
      );
    },
    inspect(ref) {
      const known: Inspection = {
        ok: true,
        kind: 'index',
        platforms: both,
        created: '2026-11-19T00:00:00Z',
      };
      return Promise.resolve({ ...known, ...digests[ref.digest] } as Inspection);
    },
  };
}

export function editor(
  files: Readonly<Record<string, string | Uint8Array>>,
): FileEditor & { readonly contents: Map<string, Uint8Array> } {
  const contents = new Map(
    Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as [string, Uint8Array]),
  );
  return {
    contents,
    kindOf(path) {
      if (contents.has(path)) return Promise.resolve('file');
      return Promise.resolve(
        [...contents.keys()].some((it) => path === '.' || it.startsWith(`${path}/`))
          ? 'folder'
          : 'missing',
      );
    },
    filesBelow: (folder) =>
      Promise.resolve(
        [...contents.keys()].filter((it) => folder === '.' || it.startsWith(`${folder}/`)),
      ),
    read: (path) => Promise.resolve(contents.get(path) ?? Buffer.alloc(0)),
    replace(changed) {
      for (const { path, bytes } of changed) contents.set(path, bytes);
      return Promise.resolve();
    },
  };
}
