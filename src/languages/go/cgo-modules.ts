/**
 * Modules that cannot be built with CGO_ENABLED=0, or do nothing then, and modules that import one.
 * What a module links against is in its own sources: https://pkg.go.dev/PATH. `source` is the place
 * of anything else that is claimed.
 */

export interface CgoModule {
  /** The path without its major version. */
  readonly path: string;
  /** Libraries of the system that it links against or loads. The images do not have them. */
  readonly libraries?: string;
  /** Set if the program loads them when it starts, and no distribution has a package of them. */
  readonly isNowhere?: true;
  /** The build tags that it needs on musl. */
  readonly muslTags?: readonly string[];
  /** Set if a C compiler on musl refuses versions before this one without a flag. */
  readonly muslFlag?: { readonly flag: string; readonly before: string; readonly of: string };
  readonly plusPlus?: true;
  /** Why the program runs with glibc only. */
  readonly glibc?: string;
  readonly source?: string;
}

const archive = 'contains libraries that were compiled for glibc';
const loader = 'is loaded by glibc, even without cgo';

/** Whether a module contains C, or imports a module that does. */
const compiled: readonly CgoModule[] = [
  ...[
    'github.com/mattn/go-sqlite3',
    'gorm.io/driver/sqlite',
    'github.com/jinzhu/gorm/dialects/sqlite',
    'github.com/golang-migrate/migrate/database/sqlite3',
    'github.com/gofiber/storage/sqlite3',
  ].map((path) => ({
    path,
    muslFlag: {
      flag: '-D_LARGEFILE64_SOURCE',
      before: '1.14.19',
      of: 'github.com/mattn/go-sqlite3',
    },
    source: 'https://github.com/mattn/go-sqlite3/issues/1164',
  })),
  { path: 'github.com/mutecomm/go-sqlcipher' },
  { path: 'github.com/rqlite/go-sqlite3' },
  { path: 'crawshaw.io/sqlite' },
  { path: 'github.com/asg017/sqlite-vec-go-bindings/cgo' },
  {
    path: 'github.com/confluentinc/confluent-kafka-go',
    muslTags: ['musl'],
    source: 'https://github.com/confluentinc/confluent-kafka-go#librdkafka',
  },
  {
    path: 'github.com/cloudevents/sdk-go/protocol/kafka_confluent',
    muslTags: ['musl'],
    source: 'https://github.com/confluentinc/confluent-kafka-go#librdkafka',
  },
  { path: 'github.com/DataDog/zstd' },
  {
    path: 'github.com/valyala/gozstd',
    muslTags: ['musl'],
    source: 'https://github.com/valyala/gozstd/blob/master/libzstd_linux_musl_amd64.go',
  },
  { path: 'github.com/uber/h3-go' },
  { path: 'github.com/chai2010/webp' },
  { path: 'github.com/smacker/go-tree-sitter', plusPlus: true },
  { path: 'github.com/tree-sitter/go-tree-sitter' },
  { path: 'github.com/supranational/blst' },
  { path: 'github.com/bmatsuo/lmdb-go' },
  { path: 'github.com/PowerDNS/lmdb-go' },
  { path: 'layeh.com/gopus' },
  { path: 'github.com/godror/godror' },
  { path: 'github.com/bytecodealliance/wasmtime-go' },
  {
    path: 'github.com/gen2brain/go-fitz',
    muslTags: ['musl'],
    source: 'https://github.com/gen2brain/go-fitz#build-tags',
  },
];

/** Libraries of the system. */
const linked: readonly CgoModule[] = [
  { path: 'github.com/kolesa-team/go-webp', libraries: 'libwebp' },
  { path: 'github.com/davidbyttow/govips', libraries: 'libvips' },
  { path: 'github.com/h2non/bimg', libraries: 'libvips' },
  { path: 'gopkg.in/gographics/imagick', libraries: 'ImageMagick' },
  { path: 'gocv.io/x/gocv', libraries: 'OpenCV', plusPlus: true },
  { path: 'github.com/otiai10/gosseract', libraries: 'Tesseract', plusPlus: true },
  { path: 'github.com/asticode/go-astiav', libraries: 'FFmpeg' },
  { path: 'github.com/go-gst/go-gst', libraries: 'GStreamer' },
  { path: 'gopkg.in/hraban/opus', libraries: 'libopus' },
  { path: 'github.com/gordonklaus/portaudio', libraries: 'PortAudio' },
  { path: 'github.com/libgit2/git2go', libraries: 'libgit2' },
  { path: 'github.com/lestrrat-go/libxml2', libraries: 'libxml2' },
  { path: 'github.com/pebbe/zmq4', libraries: 'libzmq' },
  { path: 'github.com/google/gopacket/pcap', libraries: 'libpcap' },
  { path: 'github.com/gopacket/gopacket/pcap', libraries: 'libpcap' },
  { path: 'github.com/google/gousb', libraries: 'libusb' },
  { path: 'github.com/linxGnu/grocksdb', libraries: 'RocksDB' },
  { path: 'github.com/tecbot/gorocksdb', libraries: 'RocksDB' },
  { path: 'github.com/twpayne/go-geos', libraries: 'GEOS' },
  { path: 'github.com/twpayne/go-proj', libraries: 'PROJ' },
  { path: 'github.com/airbusgeo/godal', libraries: 'GDAL' },
  { path: 'github.com/lukeroth/gdal', libraries: 'GDAL' },
  { path: 'github.com/dolthub/go-icu-regex', libraries: 'ICU', plusPlus: true },
  { path: 'github.com/coreos/go-systemd/sdjournal', libraries: 'libsystemd' },
  { path: 'github.com/alexbrainman/odbc', libraries: 'unixODBC' },
  { path: 'github.com/mattn/go-oci8', libraries: 'the Oracle Instant Client' },
  { path: 'github.com/ibmdb/go_ibm_db', libraries: 'the Db2 CLI driver' },
  { path: 'github.com/miekg/pkcs11', libraries: 'a PKCS #11 library' },
  { path: 'github.com/yalue/onnxruntime_go', libraries: 'the ONNX Runtime' },
  { path: 'github.com/tensorflow/tensorflow/tensorflow/go', libraries: 'TensorFlow' },
  { path: 'github.com/mattn/go-tflite', libraries: 'TensorFlow Lite' },
  { path: 'github.com/daulet/tokenizers', libraries: 'libtokenizers' },
  { path: 'github.com/ceph/go-ceph', libraries: 'librados' },
  { path: 'libvirt.org/go/libvirt', libraries: 'libvirt' },
  { path: 'github.com/proglottis/gpgme', libraries: 'GPGME' },
  { path: 'github.com/seccomp/libseccomp-golang', libraries: 'libseccomp' },
  { path: 'github.com/msteinert/pam', libraries: 'PAM' },
  { path: 'github.com/flier/gohs', libraries: 'Hyperscan' },
  { path: 'github.com/hillu/go-yara', libraries: 'libyara' },
  {
    path: 'github.com/wasmerio/wasmer-go',
    libraries: 'libwasmer.so, which is in the folder packaged/lib of the module',
    isNowhere: true,
    source: 'https://github.com/wasmerio/wasmer-go/issues/378',
  },
];

/** Libraries that exist for glibc alone. */
const glibcOnly: readonly CgoModule[] = [
  ...[
    'github.com/marcboeker/go-duckdb',
    'github.com/duckdb/duckdb-go',
    'github.com/duckdb/duckdb-go-bindings',
    'github.com/alifiroozi80/duckdb',
  ].map((path) => ({
    path,
    plusPlus: true as const,
    glibc: archive,
    source: 'https://github.com/marcboeker/go-duckdb/issues/164',
  })),
  ...['rogchap.com/v8go', 'github.com/rogchap/v8go', 'github.com/tommie/v8go'].map((path) => ({
    path,
    plusPlus: true as const,
    glibc: archive,
    source: 'https://github.com/rogchap/v8go#v8-dependency',
  })),
  {
    path: 'github.com/tursodatabase/go-libsql',
    glibc: archive,
    source: 'https://github.com/tursodatabase/go-libsql/issues/31',
  },
  {
    path: 'github.com/discord/lilliput',
    plusPlus: true,
    glibc: archive,
    source: 'https://github.com/discord/lilliput#building-dependencies',
  },
  {
    path: 'github.com/ebitengine/purego',
    glibc: loader,
    source: 'https://github.com/ebitengine/purego/blob/main/dlfcn_linux.go',
  },
];

/** By path, each once. */
export const cgoModules: readonly CgoModule[] = [...compiled, ...linked, ...glibcOnly];
