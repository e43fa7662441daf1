/**
 * Decides whether a program needs cgo, and why. It looks at the imports and not at go.mod, where a
 * requirement may be unused.
 */
import type { Evidence, Note } from '../../types.ts';
import type { ProgramSource } from './packages.ts';

export interface CgoFacts {
  /** The import that requires cgo. The program cannot be built without it. */
  readonly evidence: Evidence;
  /** The build tags that the module needs on musl. */
  readonly muslTags: readonly string[];
  /** Whether C++ is compiled. The final image then needs the C++ runtime library. */
  readonly plusPlus: boolean;
  /** System libraries that the program links against, as a sentence names them. */
  readonly libraries: string | undefined;
  readonly notes: readonly Note[];
}

interface KnownModule {
  readonly path: string;
  /** External libraries that the module links against. The images do not have them. */
  readonly libraries?: string;
  readonly muslTags?: readonly string[];
  readonly plusPlus?: boolean;
}

/** Modules that do not work with CGO_ENABLED=0, and modules that import such a module. */
const known: readonly KnownModule[] = [
  { path: 'github.com/mattn/go-sqlite3' },
  { path: 'gorm.io/driver/sqlite' },
  { path: 'github.com/golang-migrate/migrate/v4/database/sqlite3' },
  { path: 'github.com/mutecomm/go-sqlcipher' },
  { path: 'github.com/confluentinc/confluent-kafka-go', muslTags: ['musl'] },
  { path: 'github.com/marcboeker/go-duckdb', plusPlus: true },
  { path: 'github.com/duckdb/duckdb-go', plusPlus: true },
  { path: 'github.com/chai2010/webp' },
  { path: 'github.com/kolesa-team/go-webp', libraries: 'libwebp' },
  { path: 'github.com/davidbyttow/govips', libraries: 'libvips' },
  { path: 'github.com/h2non/bimg', libraries: 'libvips' },
  { path: 'gopkg.in/gographics/imagick', libraries: 'ImageMagick' },
  { path: 'gocv.io/x/gocv', libraries: 'OpenCV' },
  { path: 'github.com/libgit2/git2go', libraries: 'libgit2' },
  { path: 'github.com/lestrrat-go/libxml2', libraries: 'libxml2' },
  { path: 'github.com/pebbe/zmq4', libraries: 'libzmq' },
  { path: 'github.com/godror/godror' },
  { path: 'github.com/google/gopacket/pcap', libraries: 'libpcap' },
  { path: 'github.com/gopacket/gopacket/pcap', libraries: 'libpcap' },
  { path: 'github.com/linxGnu/grocksdb', libraries: 'RocksDB' },
  { path: 'github.com/wasmerio/wasmer-go' },
  { path: 'github.com/bytecodealliance/wasmtime-go' },
  { path: 'rogchap.com/v8go', plusPlus: true },
  { path: 'github.com/supranational/blst' },
];

/** @returns `undefined` when the program can be built without cgo. */
export function findCgo(program: ProgramSource): CgoFacts | undefined {
  const own = program.packages.find((it) => it.cgo !== undefined);
  const imported = [...program.external].flatMap(([path, evidence]) => {
    const module = known.find((it) => path === it.path || path.startsWith(`${it.path}/`));
    return module
      ? [{ module, evidence: { ...evidence, because: `imports ${path}, which needs cgo` } }]
      : [];
  });
  const evidence = own?.cgo ?? imported[0]?.evidence;
  if (!evidence) return undefined;
  const flags = program.packages
    .filter((it) => it.cgo)
    .flatMap((it) => it.files)
    .flatMap((it) => it.source.cgoFlags);
  const linked = flags.filter((it) =>
    /pkg-config:|LDFLAGS:.*-l(?!m\b|dl\b|pthread\b|rt\b|stdc\+\+)/.test(it),
  );
  const libraries = [
    ...imported.flatMap((it) =>
      it.module.libraries ? [{ name: it.module.libraries, evidence: it.evidence }] : [],
    ),
    ...linked.slice(0, 1).map((it) => ({ name: `what "#cgo ${it}" names`, evidence })),
  ];
  return {
    evidence,
    muslTags: [...new Set(imported.flatMap((it) => it.module.muslTags ?? []))],
    plusPlus:
      imported.some((it) => it.module.plusPlus) || flags.some((it) => /-lstdc\+\+/.test(it)),
    libraries: libraries[0]?.name,
    notes: libraries.map((it) => missing(it.name, it.evidence)),
  };
}

function missing(libraries: string, evidence: Evidence): Note {
  return {
    code: 'go/missing-library',
    level: 'warning',
    text: `cgo links against ${libraries}, which neither the build image nor the final image has: install it in the build stage, and copy its libraries into the final one`,
    evidence: [evidence],
  };
}
