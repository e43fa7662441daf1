/** Small projects with the traits of large ones, which many open source programs share. */
import { describe, expect, it } from 'vitest';
import { generate } from '../../../support/generate.ts';

type Files = Readonly<Record<string, string>>;

async function summaryOf(files: Files, service?: string) {
  const flags = { base: 'scratch', ...(service === undefined ? {} : { service: [service] }) };
  const { choices, notes, files: written } = await generate(files, flags);
  return {
    service: choices['service']?.value,
    port: choices['port']?.value,
    dockerfile: written.get('Dockerfile') ?? '',
    codes: notes.map((it) => it.code),
  };
}

describe('a registry: the module in a folder, several programs that share a profiler', () => {
  const project: Files = {
    'src/go.mod':
      'module example.com/registry/src\n\ngo 1.26.0\n\nrequire github.com/beego/beego/v2 v2.3.8\n',
    'src/go.sum':
      'github.com/beego/beego/v2 v2.3.8 h1:x\ngithub.com/beego/beego/v2 v2.3.8/go.mod h1:x\n',
    'src/lib/pprof.go':
      'package lib\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n\t"os"\n)\n\nfunc StartPprof() {\n\tif os.Getenv("PPROF_ENABLED") != "true" {\n\t\treturn\n\t}\n\tgo func() {\n\t\taddr := os.Getenv("PPROF_ADDR")\n\t\tif addr == "" {\n\t\t\taddr = ":6060"\n\t\t}\n\t\thttp.ListenAndServe(addr, http.DefaultServeMux)\n\t}()\n}\n',
    'src/core/main.go':
      'package main\n\nimport (\n\t"example.com/registry/src/lib"\n\t"github.com/beego/beego/v2/server/web"\n)\n\nfunc main() {\n\tlib.StartPprof()\n\tweb.RunWithMiddleWares("", nil)\n}\n',
    'src/core/views/index.tpl': '<p></p>\n',
    'src/jobservice/main.go':
      'package main\n\nimport (\n\t"net/http"\n\t"os"\n\n\t"example.com/registry/src/lib"\n)\n\nfunc main() {\n\tlib.StartPprof()\n\thttp.ListenAndServe(":"+os.Getenv("JOB_SERVICE_PORT"), nil)\n}\n',
    'src/cmd/exporter/main.go':
      'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8001", nil) }\n',
    'src/cmd/swagger/main.go':
      'package main\n\nimport "os"\n\nfunc main() { os.WriteFile("api.yaml", nil, 0o644) }\n',
  };

  it('starts its core on its own port, with its views', async () => {
    const { service, port, dockerfile } = await summaryOf(project);
    expect({ service, port }).toEqual({ service: 'core', port: 8080 });
    expect(dockerfile).toContain('COPY ["src/core/views", "/app/views"]');
    expect(dockerfile).not.toMatch(/6060|JOB_SERVICE_PORT/);
  });

  it('sets the variable of another program where that is asked for', async () => {
    const { port, dockerfile } = await summaryOf(project, 'jobservice');
    expect(port).toBe(8080);
    expect(dockerfile).toContain('ENV JOB_SERVICE_PORT="8080"');
    expect(dockerfile).not.toContain('views');
  });
});

describe('a synchronizer: an address in a struct tag, datagrams, state in the home folder', () => {
  const project: Files = {
    'go.mod': 'module example.com/syncer\n\ngo 1.26.0\n',
    'cmd/syncer/main.go':
      'package main\n\nimport (\n\t"net/http"\n\t"os"\n\t"path/filepath"\n\n\t"example.com/syncer/lib/config"\n\t"example.com/syncer/lib/discover"\n)\n\nfunc main() {\n\thome, _ := os.UserConfigDir()\n\tos.MkdirAll(filepath.Join(home, "syncer"), 0o700)\n\tgo discover.Local(21027)\n\thttp.ListenAndServe(config.GUI{}.Address(), nil)\n}\n',
    'cmd/relay/main.go':
      'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8443", nil) }\n',
    'lib/config/config.go':
      'package config\n\nimport "os"\n\ntype GUI struct {\n\tRawAddress string `default:"127.0.0.1:8384"`\n}\n\nfunc (c GUI) Address() string {\n\tif override := os.Getenv("GUI_ADDRESS"); override != "" {\n\t\treturn override\n\t}\n\treturn c.RawAddress\n}\n',
    'lib/discover/local.go':
      'package discover\n\nimport "net"\n\nfunc Local(port int) {\n\tnet.ListenUDP("udp4", &net.UDPAddr{Port: port})\n}\n',
  };

  it('is reachable, and keeps its state', async () => {
    const { service, dockerfile } = await summaryOf(project);
    expect(service).toBe('syncer');
    expect(dockerfile).toContain('ENV GUI_ADDRESS=":8384"');
    expect(dockerfile).toContain('EXPOSE 8384 21027/udp');
    expect(dockerfile).toContain('VOLUME ["/home/nonroot/.config/syncer"]');
  });
});

describe('a log store: helpers in vendor/, the port in its configuration', () => {
  const server =
    'package server\n\nimport (\n\t"net"\n\t"os"\n\t"os/signal"\n\t"syscall"\n)\n\ntype Config struct{ HTTPListenPort int }\n\nfunc Run(c Config) {\n\tl, _ := net.Listen("tcp", addressOf(c))\n\tstop := make(chan os.Signal, 1)\n\tsignal.Notify(stop, syscall.SIGTERM)\n\t<-stop\n\tl.Close()\n}\n';
  const main = (name: string): string =>
    `package main\n\nimport (\n\t"net/http"\n\n\t"github.com/example/kit/server"\n)\n\nfunc main() {\n\tserver.Run(server.Config{})\n\thttp.ListenAndServe(of("${name}"), nil)\n}\n`;
  const project: Files = {
    'go.mod': 'module example.com/logs\n\ngo 1.26.0\n\nrequire github.com/example/kit v1.0.0\n',
    'go.sum': 'github.com/example/kit v1.0.0 h1:x\ngithub.com/example/kit v1.0.0/go.mod h1:x\n',
    'vendor/modules.txt':
      '# github.com/example/kit v1.0.0\n## explicit; go 1.26\ngithub.com/example/kit/server\n',
    'vendor/github.com/example/kit/server/server.go': server,
    'cmd/logs/main.go': main('logs'),
    'cmd/logs/of.go': 'package main\n\nfunc of(name string) string { return read(name) }\n',
    'cmd/canary/main.go': main('canary'),
    'cmd/canary/of.go': 'package main\n\nfunc of(name string) string { return read(name) }\n',
    'cmd/logs/logs-local-config.yaml': 'server:\n  http_listen_port: 3100\n',
  };

  it('has that port, and the helper handles the signal', async () => {
    const { service, port, dockerfile, codes } = await summaryOf(project);
    expect({ service, port }).toEqual({ service: 'logs', port: 3100 });
    expect(codes).not.toContain('go/ignores-sigterm');
    expect(dockerfile).not.toContain('STOPSIGNAL');
  });

  it('does not where the helper is not called', async () => {
    const { codes } = await summaryOf({
      ...project,
      'cmd/logs/main.go': main('logs').replace('server.Run(server.Config{})', 'server.Other()'),
      'cmd/canary/main.go': main('canary').replace('server.Run(server.Config{})', 'server.Other()'),
    });
    expect(codes).toContain('go/ignores-sigterm');
  });
});

describe('a store with a proxy: a flag of a command that is not started', () => {
  const proxy = (added: string): Files => ({
    'go.mod': 'module example.com/kv\n\ngo 1.26.0\n\nrequire github.com/spf13/cobra v1.10.1\n',
    'go.sum': 'github.com/spf13/cobra v1.10.1 h1:x\ngithub.com/spf13/cobra v1.10.1/go.mod h1:x\n',
    'main.go':
      'package main\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc main() {\n\tif len(os.Args) > 1 {\n\t\troot().Execute()\n\t}\n\thttp.ListenAndServe(read(), nil)\n}\n\nfunc read() string { return load() }\n',
    'proxy.go': `package main\n\nimport (\n\t"net/http"\n\n\t"github.com/spf13/cobra"\n)\n\nvar address string\n\nfunc root() *cobra.Command {\n\troot := &cobra.Command{Use: "kv"}\n\t${added}\n\treturn root\n}\n\nfunc newProxy() *cobra.Command {\n\tcmd := &cobra.Command{Use: "start", Run: startProxy}\n\tcmd.Flags().StringVar(&address, "listen-addr", "127.0.0.1:23790", "address")\n\treturn cmd\n}\n\nfunc newGateway() *cobra.Command {\n\treturn &cobra.Command{Use: "start", Run: startProxy}\n}\n\nfunc startProxy(cmd *cobra.Command, args []string) { http.ListenAndServe(address, nil) }\n`,
  });

  it('is started without it', async () => {
    const { port, dockerfile } = await summaryOf(
      proxy('root.AddCommand(newProxy(), newGateway())'),
    );
    expect(port).toBe(null);
    expect(dockerfile).not.toMatch(/listen-addr|23790/);
  });

  it('is started with the flag where that is its own', async () => {
    const { port, dockerfile } = await summaryOf(proxy('root = newProxy()'));
    expect(port).toBe(23790);
    expect(dockerfile).toContain('--listen-addr=:23790');
  });
});
