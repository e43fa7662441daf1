import { describe, expect, it } from 'vitest';
import { goFacts, noted, said } from '../../../support/go-facts.ts';

/** What the first program of a project needs to be known: name, port, errors and warnings. */
async function first(files: Record<string, string>): Promise<{ port: string; notes: string }> {
  const { services } = await goFacts(files);
  const [service] = services;
  return { port: service ? said(service.port) : '', notes: noted(service?.notes ?? []) };
}

const sigterm = 'go/ignores-sigterm';

async function codes(files: Record<string, string>): Promise<readonly string[]> {
  const { services } = await goFacts(files);
  return services.flatMap((it) => it.notes.map(({ code }) => code));
}

describe('several modules, with programs in a folder', () => {
  const files = {
    'src/go.mod':
      'module example.com/registry/src\n\ngo 1.26\n\nreplace example.com/registry => ../\n',
    'src/core/main.go':
      'package main\n\nfunc main() {\n\ttext, _ := os.ReadFile(settings.Path("core.json"))\n\tvar c configuration\n\t_ = json.Unmarshal(text, &c)\n\t_ = http.ListenAndServe(fmt.Sprintf(":%d", c.Server.Port), nil)\n}\n\ntype configuration struct {\n\tServer server `json:"server"`\n\tMetrics server `json:"metrics"`\n}\n\ntype server struct {\n\tPort int `json:"port"`\n}\n'.replace(
        'package main\n',
        'package main\n\nimport "example.com/registry/src/lib/settings"\n',
      ),
    'src/lib/settings/settings.go':
      'package settings\n\nfunc Path(name string) string {\n\tfolder := os.Getenv("CONFIG_DIR")\n\tif folder == "" {\n\t\tfolder = "conf"\n\t}\n\treturn filepath.Join(folder, name)\n}\n',
    'src/conf/core.json': '{ "server": { "port": 8095 }, "metrics": { "port": 9090 } }\n',
    'src/jobs/main.go': 'package main\n\nfunc main() { select {} }\n',
    'tests/e2e/go.mod': 'module example.com/registry/tests\n',
  };

  it('take ports and files from the module of the program', async () => {
    const { services } = await goFacts(files);
    const core = services.find((it) => it.name === 'core');
    expect(services.map((it) => it.name).sort()).toEqual(['core', 'jobs']);
    expect(core && said(core.port)).toMatch(/^found 8095 /);
    expect(core?.details.buildFolder).toBe('src');
    expect(core?.details.runFiles.copies.map((it) => `${it.from} ${it.to}`)).toEqual([
      'src/conf/core.json conf/core.json',
    ]);
  });
});

describe('code that a program of the project generates', () => {
  const files = {
    'go.mod': 'module example.com/sync\n\ngo 1.26\n',
    'lib/auto/doc.go': 'package auto\n',
    'cmd/sync/main.go':
      'package main\n\nimport "example.com/sync/lib/auto"\n\nfunc main() { println(auto.Assets()) }\n',
  };
  const program = (path: string): string =>
    `//go:build ignore\n\npackage main\n\nfunc main() { _ = os.WriteFile("${path}", nil, 0o644) }\n`;

  it.each([
    ['in the root', 'build.go', 'lib/auto/gui.files.go', 'go run build.go'],
    ['in a folder', 'script/make.go', 'lib/auto/gui.files.go', 'go run ./script/make.go'],
    ['beside it', 'lib/auto/make.go', 'assets.files.go', 'go run ./lib/auto/make.go'],
  ])('names the program %s', async (_what, file, written, command) => {
    const { notes } = await first({ ...files, [file]: program(written) });
    expect(notes).toContain(`Run ${command} first`);
  });

  it.each([
    ['that writes another folder', 'build.go', program('lib/other/gui.files.go')],
    ['of another build', 'cmd/sync/main_test.go', 'package main\n\nvar a = "lib/auto/x"\n'],
  ])('names no program %s', async (_what, file, text) => {
    const { notes } = await first({ ...files, [file]: text });
    expect(notes).toContain('If a tool generates it');
  });
});

describe('helpers in vendor/', () => {
  const loop =
    'package signals\n\nimport (\n\t"os"\n\t"os/signal"\n\t"syscall"\n)\n\nfunc Loop() {\n\tc := make(chan os.Signal, 1)\n\tsignal.Notify(c, syscall.SIGINT, syscall.SIGTERM)\n\t<-c\n}\n';
  const server = (call: string): string =>
    `package server\n\nimport "example.com/kit/signals"\n\nfunc Run() {\n\t${call}\n}\n`;
  const files = {
    'go.mod': 'module example.com/logs\n\ngo 1.26\n\nrequire example.com/kit v1.0.0\n',
    'main.go':
      'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/kit/server"\n)\n\nfunc main() {\n\tgo http.ListenAndServe(":3100", nil)\n\tserver.Run()\n}\n',
    'vendor/modules.txt': '# example.com/kit v1.0.0\n## explicit\nexample.com/kit/server\n',
    'vendor/example.com/kit/server/server.go': server('signals.Loop()'),
    'vendor/example.com/kit/signals/signals.go': loop,
  };

  it.each<[string, Record<string, string>]>([
    ['through another package', {}],
    [
      'in a function of their own package',
      { 'vendor/example.com/kit/signals/signals.go': loop.replace('func Loop', 'func loop') },
    ],
    [
      'by a context',
      {
        'vendor/example.com/kit/signals/signals.go': loop.replace(
          'signal.Notify(c,',
          'signal.NotifyContext(context.Background(),',
        ),
      },
    ],
  ])('handle SIGTERM %s', async (_what, changed) => {
    expect(await codes({ ...files, ...changed })).not.toContain(sigterm);
  });

  it.each<[string, Record<string, string>]>([
    ['that nothing calls', { 'vendor/example.com/kit/server/server.go': server('_ = 1') }],
    [
      'that wait for another signal',
      { 'vendor/example.com/kit/signals/signals.go': loop.replace('SIGTERM', 'SIGHUP') },
    ],
    [
      'with a Notify of another package',
      {
        'vendor/example.com/kit/signals/signals.go': loop.replace(
          'os/signal',
          'example.com/signal',
        ),
      },
    ],
  ])('do not handle it in functions %s', async (_what, changed) => {
    expect(await codes({ ...files, ...changed })).toContain(sigterm);
  });
});

describe('ports that only a configuration file has', () => {
  const read =
    'package main\n\nimport "example.com/kit/server"\n\nfunc main() {\n\ttext, _ := os.ReadFile("local.yaml")\n\tDEBUG\n\tserver.Run(text)\n}\n';
  const files = (text: string, debug = ''): Record<string, string> => ({
    'go.mod': 'module example.com/logs\n\ngo 1.26\n\nrequire example.com/kit v1.0.0\n',
    'go.sum': '',
    'main.go': read.replace('DEBUG', debug),
    'local.yaml': text,
  });
  const ports = 'server:\n  grpc_listen_port: 9096\n  http_listen_port: 3100\n';

  it.each([
    ['that for HTTP first', ports, '', 'ambiguous 3100 9096'],
    ['as an address', 'listenAddr: 0.0.0.0:3200\n', '', 'found 3200 local.yaml:1'],
    [
      'before a listener in the background for this machine',
      'http:\n  port: 3100\n',
      'go http.ListenAndServe("localhost:6060", nil)',
      'found 3100 local.yaml:2',
    ],
    [
      'after a listener for all machines',
      'http:\n  port: 3100\n',
      'go http.ListenAndServe(":6060", nil)',
      'found 6060 main.go:7',
    ],
    [
      'after a listener for this machine that the program waits for',
      'http:\n  port: 3100\n',
      'http.ListenAndServe("localhost:6060", nil)',
      'found 6060 main.go:7',
    ],
    ['not of a database', 'database:\n  port: 5432\n', '', 'found null'],
    ['not in the name of something else', 'export: 8080\nsupport: 9090\n', '', 'found null'],
  ])('%s', async (_what, text, debug, expected) => {
    const { port } = await first(files(text, debug));
    expect(port.startsWith(expected) ? expected : port).toBe(expected);
  });
});
