/**
 * Finds dependencies with native code: those that node-gyp may have to compile, and those without
 * binaries for musl.
 */
import semver from 'semver';
import type { ProjectReader } from '../../../ports/ports.ts';
import { compilingIn, releasesOf } from '../files/locked-releases.ts';
import type { Manifest } from '../files/manifest.ts';

/**
 * Packages whose install falls back to node-gyp if no prebuilt binary is found. node-gyp needs
 * python3, make and a C++ compiler in the build stage.
 */
const compiled = [
  'better-sqlite3',
  'sqlite3',
  'bcrypt',
  'canvas',
  're2',
  'node-pty',
  'leveldown',
  'zeromq',
  'usb',
  'isolated-vm',
  'kerberos',
  'libxmljs',
  'libxmljs2',
  'node-rdkafka',
  'farmhash',
  'argon2',
  'lz4',
  'microtime',
  'deasync',
  'robotjs',
  'odbc',
  'couchbase',
  'heapdump',
  'sodium',
  'node-sass',
  'ibm_db',
  'cpu-features',
  'unix-dgram',
  'raw-socket',
  'node-expat',
  'iconv',
];

/** Packages that load native code at run time, compiled or prebuilt. */
const native = [
  ...compiled,
  'sharp',
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  '@prisma/client',
  'prisma',
  'snappy',
  'bufferutil',
  'utf-8-validate',
  'sodium-native',
  '@napi-rs/canvas',
  'oracledb',
  'classic-level',
  'rocksdb',
  'duckdb',
  '@duckdb/node-api',
  '@libsql/client',
  'libsql',
  'onnxruntime-node',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
  'skia-canvas',
  'msgpackr-extract',
  'node-datachannel',
  '@datadog/native-metrics',
  'dd-trace',
  'ssh2',
  'serialport',
  '@serialport/bindings-cpp',
  'uws',
  'uWebSockets.js',
  'keytar',
  '@discordjs/opus',
  '@mongodb-js/zstd',
];

/** Versions that contain binaries for both C libraries: nothing is compiled or downloaded. */
const insideSince: Readonly<Record<string, RegExp>> = {
  bcrypt: /^[~^]?(?:[6-9]|\d\d)\b/,
  argon2: /^[~^]?(?:0\.(?:4[0-9]|[5-9]\d)|[1-9])/,
};

/**
 * Packages with binaries only for glibc, which fail with "ld-linux-x86-64.so.2: no such file" on
 * musl.
 */
const glibcOnly = ['onnxruntime-node', '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'];

export interface NativePackages {
  /** Dependencies that node-gyp may compile. */
  readonly compiled: readonly string[];
  /**
   * Set where one of them brings a node-gyp that imports distutils, which Python 3.12 and later do
   * not have. https://docs.python.org/3/whatsnew/3.12.html#distutils
   */
  readonly needsDistutils: boolean;
  /** Dependencies that load native code at run time. */
  readonly loaded: readonly string[];
}

/** @param lock the lock file, whose text shows indirect dependencies. */
export async function nativeOf(
  project: ProjectReader,
  manifests: readonly Manifest[],
  lock: string | null,
): Promise<NativePackages> {
  const text = lock === null ? '' : ((await project.read(lock)) ?? '');
  const direct = new Set(
    manifests.flatMap((it) => [
      ...Object.keys(it.dependencies),
      ...Object.keys(it.optionalDependencies),
      ...Object.keys(it.devDependencies),
    ]),
  );
  const production = new Set(
    manifests.flatMap((it) => [
      ...Object.keys(it.dependencies),
      ...Object.keys(it.optionalDependencies),
    ]),
  );
  // The formats of npm 7 and later, of npm 6, and of the others. A peer that is not installed is
  // only mentioned, and `@scope/NAME` is another package.
  const locked = (name: string): boolean =>
    text.includes(name) &&
    [
      'node_modules/NAME"',
      '"NAME":\\s*\\{\\s*"version"',
      '(?:^|["\'\\s,]|^\\s*/)NAME@',
      '^\\s*/NAME/\\d',
    ].some((it) => new RegExp(it.replace('NAME', name.replace(/[/.]/g, '\\$&')), 'm').test(text));
  const prebuiltInside = (name: string): boolean =>
    manifests.some((it) => insideSince[name]?.test(it.dependencies[name] ?? ''));
  const found = compilingIn(lock ?? '', text).filter((it) => !compiled.includes(it));
  return {
    compiled: [
      ...compiled.filter(
        (it) => (direct.has(it) || locked(it)) && it !== 'cpu-features' && !prebuiltInside(it),
      ),
      ...found,
    ],
    needsDistutils: releasesOf('node-gyp', lock ?? '', text, 'any').some((it) =>
      semver.lt(it.version, '10.0.0'),
    ),
    loaded: [
      ...native.filter((it) => production.has(it) || (locked(it) && !direct.has(it))),
      ...found,
    ],
  };
}

/**
 * @param shipped the manifests of the packages in the image.
 * @param others the manifests of the rest of the workspace.
 * @returns why the image needs glibc; `undefined` if musl works.
 */
export function glibcReason(
  { loaded }: NativePackages,
  shipped: readonly Manifest[],
  others: readonly Manifest[],
): string | undefined {
  const names = (manifests: readonly Manifest[]): Set<string> =>
    new Set(
      manifests.flatMap((it) => Object.keys({ ...it.dependencies, ...it.optionalDependencies })),
    );
  const own = names(shipped);
  const elsewhere = names(others);
  const name = loaded.find((it) => glibcOnly.includes(it) && (own.has(it) || !elsewhere.has(it)));
  return name === undefined ? undefined : `${name} has binaries for glibc only`;
}
