import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { bases, offerOf } from '../../../../src/bases/index.ts';
import type { Note, ServiceFacts } from '../../../../src/types.ts';
import {
  choice,
  goFacts,
  main,
  mod,
  noted,
  plannedFor,
  programOf,
  type PlanOptions,
} from '../../../support/go-facts.ts';

async function planned(files: Record<string, string>, options: PlanOptions = {}) {
  const {
    targets: [target],
    ...shared
  } = await go.plan([await plannedFor(files, options)]);
  if (!target) throw new Error('no target');
  return { ...shared, ...target };
}

const withMain = (imports: string): string =>
  `package main\n\nimport (\n\t"${imports}"\n)\n\nfunc main() {}\n`;

describe('cgo is decided by what the program imports', () => {
  async function need(files: Record<string, string>): Promise<string> {
    const facts = await goFacts({ 'go.mod': mod, ...files });
    const { runtime } = await go.needs(facts, {
      language: choice('go'),
      runtimeVersion: choice('1.27'),
      packageManager: choice('go'),
      service: choice(facts.services[0]?.name ?? ''),
    });
    return runtime.kind;
  }
  const requires = `${mod}\nrequire github.com/mattn/go-sqlite3 v1.14.0\n`;

  it.each<[string, Record<string, string>, string]>([
    ['none', { 'main.go': main }, 'static-binary'],
    ['import "C" in the program', { 'main.go': withMain('C') }, 'libc-binary'],
    [
      'import "C" in a package that it imports',
      { 'main.go': withMain('example.com/shop/x'), 'x/x.go': 'package x\n\nimport "C"\n' },
      'libc-binary',
    ],
    [
      'import "C" in a package that it does not import',
      { 'main.go': main, 'x/x.go': 'package x\n\nimport "C"\n' },
      'static-binary',
    ],
    ['import "C" in a test', { 'main.go': main, 'main_test.go': withMain('C') }, 'static-binary'],
    [
      'a package with a stand-in for cgo',
      {
        'main.go': withMain('example.com/shop/x'),
        'x/x.go': 'package x\n\nimport "C"\n',
        'x/pure.go': '//go:build !cgo\n\npackage x\n',
      },
      'static-binary',
    ],
    [
      'a module of cgo that it imports',
      { 'go.mod': requires, 'go.sum': '', 'main.go': withMain('github.com/mattn/go-sqlite3') },
      'libc-binary',
    ],
    [
      'a module of cgo in go.mod that it does not import',
      {
        'go.mod': requires,
        'go.sum': '',
        'main.go': main,
        'cmd/tool/main.go': withMain('github.com/mattn/go-sqlite3'),
      },
      'static-binary',
    ],
    [
      'a module that imports one of cgo',
      { 'main.go': withMain('gorm.io/driver/sqlite') },
      'libc-binary',
    ],
    [
      'a module of cgo that another file replaces without cgo',
      {
        'main.go': withMain('example.com/shop/x'),
        'x/cgo.go': '//go:build cgo\n\npackage x\n\nimport _ "github.com/mattn/go-sqlite3"\n',
        'x/pure.go': '//go:build !cgo\n\npackage x\n\nimport _ "modernc.org/sqlite"\n',
      },
      'static-binary',
    ],
    [
      'a module of cgo that every file of a package imports',
      {
        'main.go': withMain('example.com/shop/x'),
        'x/x.go': 'package x\n\nimport _ "github.com/mattn/go-sqlite3"\n',
        'x/pure.go': '//go:build !cgo\n\npackage x\n',
      },
      'libc-binary',
    ],
    [
      'a major version of a module of cgo',
      { 'main.go': withMain('gopkg.in/hraban/opus.v2') },
      'libc-binary',
    ],
    [
      'a plugin that it opens',
      { 'main.go': 'package main\n\nimport "plugin"\n\nfunc main() { plugin.Open("x.so") }\n' },
      'libc-binary',
    ],
    [
      'plugins that it does not open',
      { 'main.go': 'package main\n\nimport "plugin"\n\nfunc main() { var p plugin.Plugin }\n' },
      'static-binary',
    ],
    [
      'import "C" in a vendored module that a vendored module imports',
      {
        'main.go': withMain('git.example.com/grid'),
        'vendor/modules.txt': '',
        'vendor/git.example.com/grid/grid.go':
          'package grid\n\nimport _ "git.example.com/cells/v2"\n\nvar x = "import \\"C\\""\n',
        'vendor/git.example.com/cells/v2/cells.go': 'package cells\n\nimport "C"\n',
      },
      'libc-binary',
    ],
    [
      'import "C" in a vendored module that the program does not import',
      {
        'main.go': main,
        'vendor/modules.txt': '',
        'vendor/git.example.com/cells/cells.go': 'package cells\n\nimport "C"\n',
      },
      'static-binary',
    ],
    [
      'import "C" in vendor/ that the build does not read',
      {
        'main.go': withMain('git.example.com/cells'),
        'vendor/git.example.com/cells/cells.go': 'package cells\n\nimport "C"\n',
      },
      'static-binary',
    ],
    ['SQLite in pure Go', { 'main.go': withMain('modernc.org/sqlite') }, 'static-binary'],
  ])('%s', async (_what, files, expected) => {
    expect(await need(files)).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    ['// #cgo LDFLAGS: -lz', 'the program loads what "#cgo LDFLAGS: -lz" names'],
    ['// #cgo LDFLAGS: -lm -lpthread', undefined],
    ['// #cgo CFLAGS: -O2', undefined],
    ['// #cgo windows LDFLAGS: -lws2_32', undefined],
    [
      '// #cgo darwin,arm64 linux LDFLAGS: -lz',
      'the program loads what "#cgo darwin,arm64 linux LDFLAGS: -lz" names',
    ],
    ['// #cgo linux,!cgo LDFLAGS: -lz', undefined],
  ])('%s: what cannot be linked into one file is a need of the base', async (flags, because) => {
    const facts = await goFacts({
      'go.mod': mod,
      'main.go': `package main\n\n${flags}\nimport "C"\n\nfunc main() {}\n`,
    });
    const { runtime } = await go.needs(facts, {
      language: choice('go'),
      runtimeVersion: choice('1.27'),
      packageManager: choice('go'),
      service: choice('shop'),
    });
    expect(runtime).toEqual({ kind: 'libc-binary', ...(because ? { shared: { because } } : {}) });
  });

  it.each([
    ['lib/libsum.a', undefined],
    ['lib/libother.a', 'the program loads what "#cgo LDFLAGS: -L${SRCDIR}/lib -lsum" names'],
  ])('an archive of the project is linked into the program: %s', async (archive, because) => {
    const facts = await goFacts({
      'go.mod': mod,
      'main.go':
        'package main\n\n// #cgo LDFLAGS: -L${SRCDIR}/lib -lsum\nimport "C"\n\nfunc main() {}\n',
      [archive]: '',
    });
    const { runtime } = await go.needs(facts, {
      language: choice('go'),
      runtimeVersion: choice('1.27'),
      packageManager: choice('go'),
      service: choice('shop'),
    });
    expect(runtime).toEqual({ kind: 'libc-binary', ...(because ? { shared: { because } } : {}) });
  });

  it('refuses a module whose library no distribution has', async () => {
    const service = await programOf(
      'import "github.com/wasmerio/wasmer-go/wasmer"\n\nfunc main() { wasmer.NewEngine() }\n',
    );
    expect(noted(service.notes)).toContain('error: the program loads libwasmer.so');
  });

  it('says which libraries of the system are missing', async () => {
    const service = await programOf(
      '/*\n#cgo pkg-config: vips\n*/\nimport "C"\n\nfunc main() {}\n',
    );
    expect(noted(service.notes)).toContain(
      'warning: cgo links against what "#cgo pkg-config: vips" names, which neither the build image nor the final image has',
    );
  });
});

describe('on which base a program with C can run', () => {
  async function offersOf(files: Record<string, string>): Promise<Record<string, string>> {
    const facts = await goFacts({ 'go.mod': mod, ...files });
    const { runtime } = await go.needs(facts, {
      language: choice('go'),
      runtimeVersion: choice('1.27'),
      packageManager: choice('go'),
      service: choice('shop'),
    });
    return Object.fromEntries(
      bases.map((base) => {
        const offer = offerOf(base, runtime);
        return [base.id, offer.ok ? 'ok' : `${offer.why}; ${offer.instead}`];
      }),
    );
  }

  it.each([
    'github.com/duckdb/duckdb-go/v2',
    'github.com/marcboeker/go-duckdb',
    'rogchap.com/v8go',
    'github.com/tursodatabase/go-libsql',
  ])('%s contains libraries for glibc alone', async (path) => {
    const offered = await offersOf({ 'main.go': withMain(path) });
    const module = path.replace('/v2', '');
    const why = `${module} contains libraries that were compiled for glibc (main.go:4)`;
    expect(offered).toEqual({
      distroless: 'ok',
      scratch: `${why}, and on scratch a program is linked with musl; distroless`,
      alpine: `${why}, and alpine has musl; distroless`,
    });
  });

  it('purego is loaded by glibc, even without cgo', async () => {
    const offered = await offersOf({ 'main.go': withMain('github.com/ebitengine/purego') });
    expect(offered).toMatchObject({
      distroless: 'ok',
      alpine: expect.stringContaining('is loaded by glibc') as string,
    });
  });

  const opening = 'package main\n\nimport p "plugin"\n\nfunc main() { p.Open("x.so") }\n';
  it('a static program opens no plugin', async () => {
    expect(await offersOf({ 'main.go': opening })).toEqual({
      distroless: 'ok',
      alpine: 'ok',
      scratch: 'the program opens plugins (main.go:5), and scratch has no libraries; distroless',
    });
    const { program } = await planned({ 'main.go': opening }, { base: 'alpine' });
    expect(program).toMatchObject({
      environment: 'CGO_ENABLED=1',
      linker: '-s -w',
      linked: 'Links to the C library of this image; the final image has the same one.',
    });
  });
  it('what becomes of the plugins is a warning with both places', async () => {
    const facts = await goFacts({
      'go.mod': mod,
      'main.go': opening,
      Makefile: 'all:\n\tgo build -buildmode=plugin -o x.so ./x\n',
    });
    const [first] = facts.services[0]?.notes ?? [];
    expect(first).toMatchObject({ code: 'go/plugins', level: 'warning' });
    expect(noted([first as Note])).toContain('not in the image (main.go:5 Makefile:2)');
  });

  it.each([
    ['v1.14.18', 'CGO_ENABLED=1 CGO_CFLAGS="-O2 -g -D_LARGEFILE64_SOURCE"'],
    ['v1.9.0', 'CGO_ENABLED=1 CGO_CFLAGS="-O2 -g -D_LARGEFILE64_SOURCE"'],
    ['v1.14.19', 'CGO_ENABLED=1'],
  ])('go-sqlite3 %s on musl: %s', async (version, environment) => {
    const files = {
      'go.mod': `${mod}require github.com/mattn/go-sqlite3 ${version}\n`,
      'go.sum': '',
      'main.go': withMain('gorm.io/driver/sqlite'),
    };
    expect((await planned(files)).program).toMatchObject({ environment });
    const distroless = await planned(files, { base: 'distroless' });
    expect(distroless.program).toMatchObject({ environment: 'CGO_ENABLED=1' });
  });
});

describe('the stop signal', () => {
  const program = (call: string, listens = true): Promise<ServiceFacts> =>
    programOf(
      `import "net/http"\n\nfunc main() {\n\t${call}\n\t${listens ? 'http.ListenAndServe(":8080", nil)' : ''}\n}\n`,
    );

  it.each([
    'signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)',
    'signal.Notify(c, syscall.SIGINT, unix.SIGTERM)',
    'signal.Notify(c)',
    'signal.Notify(c, signals...)',
    'ends := []os.Signal{os.Interrupt, syscall.SIGTERM}; signal.Notify(c, ends...)',
  ])('%s takes it', async (call) => {
    expect(noted((await program(call)).notes)).toBe('');
  });
  it('a program that waits for an interrupt only is stopped by one', async () => {
    const { runtime } = await planned({
      'main.go': `package main\n\nfunc main() {\n\tsignal.NotifyContext(ctx, os.Interrupt)\n\thttp.ListenAndServe(":8080", nil)\n}\n`,
    });
    expect(runtime.stopSignal).toEqual({
      signal: 'SIGINT',
      why: 'The program handles SIGINT but not SIGTERM (main.go:4).',
    });
  });
  it.each([
    'ends := []os.Signal{os.Interrupt}; signal.Notify(c, ends...)',
    'signal.Notify(c, syscall.SIGHUP); signal.Notify(c, os.Interrupt)',
  ])('%s waits for an interrupt only', async (call) => {
    expect((await program(call)).notes.map((it) => it.code)).toEqual(['go/stops-on-sigint']);
  });
  it('a server without a handler is warned about, with what to write', async () => {
    expect(noted((await program('// signal.Notify(c, syscall.SIGTERM)')).notes)).toMatch(
      /^warning: the program does not handle SIGTERM: .* \(main\.go:5\)\nWait for signal\.NotifyContext\(ctx, os\.Interrupt, syscall\.SIGTERM\), then call Shutdown\.$/,
    );
  });
  it('a program that serves nothing may just end', async () => {
    expect(noted((await program('', false)).notes)).toBe('');
  });
});

describe('the start command', () => {
  it.each<[readonly string[], readonly string[], readonly string[]]>([
    [['shop'], ['/usr/local/bin/shop'], []],
    [['shop', 'serve', '--debug'], ['/usr/local/bin/shop'], ['serve', '--debug']],
    [['./shop', 'serve'], ['/usr/local/bin/shop'], ['serve']],
    [['./bin/shop'], ['/usr/local/bin/shop'], []],
    [['--debug'], ['/usr/local/bin/shop'], ['--debug']],
    [['/bin/sh', '-c', 'x'], ['/bin/sh'], ['-c', 'x']],
  ])('%j', async (start, entrypoint, args) => {
    const { runtime } = await planned({ 'main.go': main }, { start });
    expect([runtime.entrypoint, runtime.arguments]).toEqual([entrypoint, args]);
  });
  it('with the go command is refused with what to write', async () => {
    await expect(planned({ 'main.go': main }, { start: ['go', 'run', '.'] })).rejects.toThrow(
      'the image has the compiled program and not the go command; write shop, and its arguments after it',
    );
  });
});

describe('a port that the program takes from outside', () => {
  const source =
    'package main\n\nfunc main() {\n\thttp.ListenAndServe(":"+os.Getenv("PORT"), nil)\n}\n';
  it('is set in the image where the code has none', async () => {
    expect((await planned({ 'main.go': source })).runtime.environment).toEqual([
      {
        name: 'PORT',
        value: '8080',
        why: 'Sets the port that the program listens on (main.go:4).',
      },
    ]);
  });
  it('is set by the variable that the port was decided by, of two without a default', async () => {
    const source =
      'package main\n\nimport ("net"; "net/http"; "os")\n\nfunc main() {\n\tgo net.Listen("tcp", os.Getenv("GRPC_ADDRESS"))\n\thttp.ListenAndServe(os.Getenv("HTTP_ADDRESS"), nil)\n}\n';
    const { environment } = (await planned({ 'main.go': source })).runtime;
    expect(environment.map((it) => `${it.name}=${it.value}`)).toEqual(['HTTP_ADDRESS=:8080']);
  });

  it('is set in the image where another is chosen', async () => {
    const withDefault = source.replace('os.Getenv("PORT")', 'cmp.Or(os.Getenv("PORT"), "9000")');
    expect((await planned({ 'main.go': withDefault }, { port: 9000 })).runtime.environment).toEqual(
      [],
    );
    expect(
      (await planned({ 'main.go': withDefault }, { port: 9001 })).runtime.environment.map(
        (it) => it.value,
      ),
    ).toEqual(['9001']);
  });
  it('is left alone where another variable has it already', async () => {
    const two =
      'package main\n\ntype config struct {\n\tGRPC string `envconfig:"GRPC_ADDR" default:":9090"`\n\tHTTP string `envconfig:"HTTP_ADDR" default:":8080"`\n}\n\nfunc main() {\n\thttp.ListenAndServe(c.HTTP, nil)\n}\n';
    expect((await planned({ 'main.go': two }, { port: 8080 })).runtime.environment).toEqual([]);
    expect((await planned({ 'main.go': two }, { port: 9090 })).runtime.environment).toEqual([]);
  });
  it('is left alone where the port is that of a call without a variable', async () => {
    const two = source
      .replace('{\n\t', '{\n\tgo http.ListenAndServe(":8000", nil)\n\t')
      .replace('PORT', 'GATEWAY');
    expect((await planned({ 'main.go': two }, { port: 8000 })).runtime.environment).toEqual([]);
  });
  it('is in the flag that replaces localhost, unless the user wrote the command', async () => {
    const flag =
      'package main\n\nfunc main() {\n\taddr := flag.String("addr", "127.0.0.1:8080", "x")\n\thttp.ListenAndServe(*addr, nil)\n}\n';
    const start = ['shop', 'serve', '--addr=:8080'];
    const words = async (options: PlanOptions): Promise<readonly string[]> =>
      (await planned({ 'main.go': flag }, { start, ...options })).runtime.arguments;
    expect(await words({ port: 9000 })).toEqual(['serve', '--addr=:9000']);
    expect(await words({ port: 8080 })).toEqual(['serve', '--addr=:8080']);
    expect(await words({ port: 9000, startOrigin: 'flag' })).toEqual(['serve', '--addr=:8080']);
  });
  it('has the address of a library that reads it beside the port', async () => {
    const { environment } = (
      await planned({
        'main.go':
          'package main\n\nimport "github.com/gobuffalo/buffalo"\n\nfunc main() { buffalo.New(o).Serve() }\n',
      })
    ).runtime;
    expect(environment.map((it) => `${it.name}=${it.value}`)).toContain('ADDR=0.0.0.0');
  });
  it.each([
    ['":" + port', ['PORT=8080'], 'the image sets PORT'],
    ['"localhost:" + port', [], 'listen on all interfaces'],
  ])('opens what else is on this machine alone: %s', async (address, expected, cure) => {
    const source = `package main\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc main() {\n\taddr := "localhost:8080"\n\tif port := os.Getenv("PORT"); port != "" {\n\t\taddr = ${address}\n\t}\n\thttp.ListenAndServe(addr, nil)\n}\n`;
    const input = await plannedFor({ 'main.go': source });
    const { environment } = (await planned({ 'main.go': source })).runtime;
    expect(environment.map((it) => `${it.name}=${it.value}`)).toEqual(expected);
    expect(noted(input.service.notes)).toContain(cure);
  });
  it('is an address where the variable holds one, also in place of localhost', async () => {
    const local = source.replace(
      '":"+os.Getenv("PORT")',
      'getenv("LISTEN_ADDR", "localhost:7000")',
    );
    expect(
      (await planned({ 'main.go': local }, { port: 7000 })).runtime.environment.map(
        (it) => `${it.name}=${it.value}`,
      ),
    ).toEqual(['LISTEN_ADDR=:7000']);
  });
});

describe('the compiler on musl', () => {
  const of = async (files: Record<string, string>): Promise<unknown> =>
    (await planned({ 'main.go': withMain('example.com/shop/x'), ...files })).project['compiler'];
  const c = 'package x\n\nimport "C"\n';

  it.each([
    ['C', { 'x/x.go': c, 'x/x.c': '' }, 'gcc musl-dev'],
    ['C++ beside a file with cgo', { 'x/x.go': c, 'x/x.cpp': '' }, 'g++ musl-dev'],
    ['C++ of other endings', { 'x/x.go': c, 'x/x.cc': '' }, 'g++ musl-dev'],
    ['C++ in another folder', { 'x/x.go': c, 'y/x.cxx': '', 'x/y/x.cpp': '' }, 'gcc musl-dev'],
    ['C++ beside files without cgo', { 'x/x.go': 'package x\n', 'x/x.cpp': '' }, null],
  ])('%s', async (_what, files, expected) => {
    expect(await of(files as Record<string, string>)).toBe(expected);
  });
});

describe('how cgo is linked', () => {
  const files = { 'main.go': withMain('C') };
  it('statically with musl, so that nothing is needed of the final image', async () => {
    const { program } = await planned(files, { base: 'alpine' });
    expect([program['linker'], program['flags'], program['environment']]).toEqual([
      '-s -w -linkmode=external -extldflags=-static',
      ['-tags=netgo,osusergo,timetzdata'],
      'CGO_ENABLED=1',
    ]);
  });
  it('dynamically with glibc', async () => {
    const { program } = await planned(files, { base: 'distroless' });
    expect([program['linker'], program['flags']]).toEqual(['-s -w', []]);
  });
});

describe('what the base lacks', () => {
  it('time zones are compiled in where there are none', async () => {
    expect((await planned({ 'main.go': main })).program['flags']).toEqual(['-tags=timetzdata']);
    expect((await planned({ 'main.go': main }, { base: 'distroless' })).program['flags']).toEqual(
      [],
    );
  });
});

describe('the flags of the linker and the compiler', () => {
  it('the version, where there is a variable for it', async () => {
    const { program } = await planned({ 'main.go': `${main}\nvar version = "dev"\n` });
    expect([program['version'], program['linker']]).toEqual([
      {
        value: 'dev',
        why: 'docker build --build-arg VERSION=1.2.3 sets the version of the program (main.go:6).',
      },
      '-s -w -X=main.version=$VERSION',
    ]);
  });
  it('the version, in the variable given', async () => {
    const { program } = await planned(
      { 'main.go': main },
      { extra: { versionVar: 'example.com/shop/x.Version' } },
    );
    expect(program['linker']).toBe('-s -w -X=example.com/shop/x.Version=$VERSION');
  });
  it('the variant of 32-bit ARM, where that is asked for', async () => {
    expect((await planned({ 'main.go': main })).program['environment']).toBe(
      'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH',
    );
    const { project, program } = await planned(
      { 'main.go': main },
      { platform: ['linux/amd64', 'linux/arm/v6'] },
    );
    expect([project['crossCompiled'], program['environment']]).toEqual([
      'TARGETOS TARGETARCH TARGETVARIANT',
      'CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH GOARM=${TARGETVARIANT#v}',
    ]);
  });
});
