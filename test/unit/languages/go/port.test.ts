import { describe, expect, it } from 'vitest';
import { go } from '../../../../src/languages/go/go.ts';
import { goFacts, mod, noted, plannedFor, programOf, said } from '../../../support/go-facts.ts';

const inMain = (lines: string, imports = 'net/http'): string =>
  `import (\n${imports
    .split(' ')
    .map((it) => `\t"${it}"`)
    .join('\n')}\n)\n\nfunc main() {\n${lines}\n}\n`;

describe('the port', () => {
  it.each<[string, string, string, string]>([
    ['ListenAndServe', 'http.ListenAndServe(":8081", nil)', 'net/http', 'found 8081 main.go:8'],
    ['net.Listen', 'net.Listen("tcp", "0.0.0.0:9000")', 'net', 'found 9000 main.go:8'],
    [
      'a listener of a configuration',
      'c := net.ListenConfig{}\nlistener, _ := c.Listen(ctx, "tcp", ":9002")\nhttp.Serve(listener, nil)',
      'net net/http',
      'found 9002 main.go:10',
    ],
    [
      'a network that can be a Unix socket',
      'network, address := "unix", "/run/x.sock"\nif address == "" {\n\tnetwork, address = "tcp", ":9003"\n}\nnet.Listen(network, address)',
      'net',
      'found 9003 main.go:10',
    ],
    ['a Unix socket', 'net.Listen("unix", ":9004")', 'net', 'suggested null main.go:7'],
    [
      'HTTP and HTTPS by one function',
      'plain, _ := open(80)\nsecret, _ := open(443)\ngo s.ServeTLS(secret, "a", "b")\ns.Serve(plain)\n}\n\nvar s http.Server\n\nfunc open(port int) (net.Listener, error) {\n\tc := net.ListenConfig{}\n\treturn c.Listen(ctx, "tcp", fmt.Sprintf(":%d", port))',
      'net net/http',
      'found 80 main.go:19',
    ],
    [
      'a server literal',
      's := &http.Server{Handler: h, Addr: ":8082"}\ns.ListenAndServe()',
      'net/http',
      'found 8082 main.go:8',
    ],
    ['gin', 'r := gin.Default()\nr.Run()', 'github.com/gin-gonic/gin', 'found 8080 main.go:9'],
    [
      'gin with an address',
      'r := gin.New()\nr.Run(":9999")',
      'github.com/gin-gonic/gin',
      'found 9999 main.go:9',
    ],
    [
      'echo',
      'e.Logger.Fatal(e.Start(":1323"))',
      'github.com/labstack/echo/v4',
      'found 1323 main.go:8',
    ],
    [
      'fiber',
      'log.Fatal(app.Listen(":3000"))',
      'github.com/gofiber/fiber/v2',
      'found 3000 main.go:8',
    ],
    ['TLS', 'http.ListenAndServeTLS(":8443", cert, key, nil)', 'net/http', 'found 8443 main.go:8'],
    [
      'not that of ACME challenges',
      's := &http.Server{Addr: ":http", Handler: certManager.HTTPHandler(nil)}\ngo s.ListenAndServe()\ngo http.ListenAndServe(":80", m.HTTPHandler(nil))\nhttp.ListenAndServe("0.0.0.0:8082", nil)',
      'net/http',
      'found 8082 main.go:11',
    ],
    [
      'a server with limits before one of another protocol',
      'net.Listen("tcp", ":9999")\ns := &http.Server{Addr: ":8083", ReadTimeout: c.DebugHttpServerTimeout}\ns.ListenAndServe()',
      'net/http net',
      'found 8083 main.go:10',
    ],
    [
      'the environment with a default after it',
      'port := os.Getenv("PORT")\nif port == "" {\n\tport = "4000"\n}\nhttp.ListenAndServe(":"+port, nil)',
      'net/http os',
      'found 4000 main.go:9',
    ],
    [
      'cmp.Or',
      'http.ListenAndServe(":"+cmp.Or(os.Getenv("PORT"), "4001"), nil)',
      'net/http',
      'found 4001 main.go:8',
    ],
    [
      'a helper with a default',
      'http.ListenAndServe(getenv("LISTEN_ADDR", ":4002"), nil)',
      'net/http',
      'found 4002 main.go:8',
    ],
    [
      'the environment without a default: 8080, which the image sets',
      'http.ListenAndServe(":"+os.Getenv("PORT"), nil)',
      'net/http',
      'suggested 8080 main.go:8',
    ],
    [
      'the environment, and a constant for want of it',
      'port := os.Getenv("PORT")\nif port == "" {\n\tport = defaultPort\n}\nhttp.ListenAndServe(":"+port, nil)\n}\n\nconst defaultPort = "4003"\n\nfunc x() {',
      'net/http',
      'found 4003 main.go:8',
    ],
    [
      'a flag',
      'p := flag.Int("port", 5000, "port")\nhttp.ListenAndServe(fmt.Sprintf(":%d", *p), nil)',
      'net/http',
      'found 5000 main.go:8',
    ],
    [
      'a flag into a variable',
      'flag.StringVar(&addr, "listen-addr", ":5001", "x")\nhttp.ListenAndServe(addr, nil)',
      'net/http',
      'found 5001 main.go:8',
    ],
    [
      'pflag with a letter',
      'pflag.StringVarP(&addr, "addr", "a", ":5002", "x")\nhttp.ListenAndServe(addr, nil)',
      'net/http',
      'found 5002 main.go:8',
    ],
    [
      'kingpin',
      'a := kingpin.Flag("web.listen-address", "x").Default(":9090").String()\nhttp.ListenAndServe(*a, nil)',
      'net/http',
      'found 9090 main.go:8',
    ],
    [
      'urfave/cli',
      'x := &cli.IntFlag{Name: "port", Value: 5003}\nhttp.ListenAndServe(a, nil)',
      'net/http',
      'found 5003 main.go:8',
    ],
    [
      'urfave/cli with several names in one',
      'x := cli.StringFlag{Name: "addr,port", EnvVar: "SERVER_ADDR,PORT", Value: ":5013"}\nserve := func(c *cli.Context) {\naddr := c.String("addr")\nif isNumber(addr) {\naddr = ":" + addr\n}\nserver := &http.Server{Addr: addr}\nserver.ListenAndServe()\n}\ncli.NewApp().Action = serve',
      'net/http github.com/urfave/cli',
      'found 5013 main.go:9 main.go:13',
    ],
    [
      'a variable that a method reads by what it is called on',
      'http.ListenAndServe(":"+port.get("5014"), nil)\n}\n\ntype name string\n\nconst port name = "SHOP_PORT"\n\nfunc (it name) get(otherwise string) string {\nif value := os.Getenv(string(it)); value != "" {\nreturn value\n}\nreturn otherwise',
      'net/http os',
      'found 5014 main.go:17',
    ],
    [
      'viper',
      'viper.SetDefault("server.port", 5004)\nhttp.ListenAndServe(a, nil)',
      'net/http',
      'found 5004 main.go:8',
    ],
    [
      'a struct tag',
      '}\n\ntype config struct {\n\tPort int `env:"PORT" envDefault:"5005"`\n}\n\nfunc x() {\nhttp.ListenAndServe(a, nil)',
      'net/http',
      'found 5005 main.go:11',
    ],
    [
      'a constant',
      'const port = 5006\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)',
      'net/http',
      'found 5006 main.go:9',
    ],
    [
      'a profiler in a goroutine before the server in another',
      'go func() {\n\thttp.ListenAndServe(":6061", nil)\n}()\ngo func() {\n\ts := &http.Server{Addr: ":8084", Handler: h}\n\ts.ListenAndServe()\n}()',
      'net/http net/http/pprof',
      'found 8084 main.go:13',
    ],
    [
      'a profiler with the default handlers, beside a server whose port is not known',
      'go func() {\n\taddr := os.Getenv("PPROF_ADDR")\n\tif addr == "" {\n\t\taddr = ":6060"\n\t}\n\thttp.ListenAndServe(addr, http.DefaultServeMux)\n}()\nhttp.ListenAndServe(addressOf(), h)',
      'net/http net/http/pprof',
      'unknown',
    ],
    [
      'a profiler as a server without a handler, whose address a variable gives',
      'addr := os.Getenv("STEP_DBG_ADDR")\nif addr != "" {\n\tgo func() {\n\t\tsrv := http.Server{Addr: addr}\n\t\tsrv.ListenAndServe()\n\t}()\n}\nhttp.ListenAndServe(addressOf(), h)',
      'net/http net/http/pprof os',
      'unknown',
    ],
    [
      'a server with a handler beside imports of the profiler',
      'addr := os.Getenv("SITE_ADDR")\ngo func() {\n\tsrv := http.Server{Addr: addr, Handler: h}\n\tsrv.ListenAndServe()\n}()\nselect {}',
      'net/http net/http/pprof os',
      'suggested 8080 main.go:10',
    ],
    [
      'a profiler by the name of its variable',
      'if addr := os.Getenv("STEP_PROF_ADDR"); addr != "" {\n\tgo serve(addr)\n}\nhttp.ListenAndServe(addressOf(), h)\n}\n\nfunc serve(addr string) {\n\thttp.ListenAndServe(addr, h)',
      'net/http os',
      'unknown',
    ],
    [
      'the address of the case that the call names, of what a function assigns',
      'url, _ := urlOf("web")\nhttp.ListenAndServe(url, nil)\n}\n\nfunc urlOf(name string) (string, error) {\n\tvar url string\n\tswitch name {\n\tcase "sql":\n\t\turl = fmt.Sprintf("host=%s dbname=%s", os.Getenv("DB_HOST"), os.Getenv("DB_NAME"))\n\tcase "web":\n\t\turl = fmt.Sprintf("%s:%s", os.Getenv("WEB_HOST"), os.Getenv("WEB_PORT"))\n\tdefault:\n\t\turl = os.Getenv("OTHER_PORT")\n\t}\n\treturn url, nil',
      'fmt net/http os',
      'suggested 8080 main.go:20',
    ],
    [
      'the address of the case that the call names, of what a function returns',
      'http.ListenAndServe(addressOf("web"), nil)\n}\n\nfunc addressOf(name string) string {\n\tswitch name {\n\tcase "admin", "debug":\n\t\treturn ":9091"\n\tcase "web":\n\t\treturn ":8092"\n\t}\n\treturn ":9093"',
      'net/http',
      'ambiguous 8092 9093',
    ],
    [
      'the address of no other case, where one is the default',
      'http.ListenAndServe(addressOf("web"), nil)\n}\n\nfunc addressOf(name string) string {\n\tswitch name {\n\tcase "admin":\n\t\treturn ":9091"\n\tdefault:\n\t\treturn ":8092"\n\t}',
      'net/http',
      'found 8092 main.go:16',
    ],
    [
      'no constant of another service',
      'const DefaultCapNProtoPort = 19391\nconst defaultServerPort = 8089\nhttp.ListenAndServe(addressOf(), nil)',
      'net/http',
      'found 8089 main.go:9',
    ],
    [
      'a tag of a field in an inner struct',
      'var c config\nenvconfig.Process("", &c)\nhttp.ListenAndServe(c.Server.Port, nil)\n}\n\ntype config struct {\n\tServer struct {\n\t\tPort string `envconfig:"SHOP_PORT" default:":8091"`\n\t}',
      'net/http github.com/kelseyhightower/envconfig',
      'found 8091 main.go:16',
    ],
    [
      'a profiler by the name of its address',
      'profiler := &options{PProfAddr: ":6062"}\nhttp.ListenAndServe(profiler.PProfAddr, nil)\nhttp.ListenAndServe(":8088", h)\n}\n\ntype options struct {\n\tPProfAddr string',
      'net/http',
      'found 8088 main.go:10',
    ],
    [
      'the part of an address before its protocol, by a method',
      'entry := &Entry{Address: ":8085/tcp"}\nhttp.ListenAndServe(entry.Host(), nil)\n}\n\ntype Entry struct {\n\tAddress string\n}\n\nfunc (it *Entry) Host() string {\n\tparts := strings.SplitN(it.Address, "/", 2)\n\treturn parts[0]',
      'net/http strings',
      'found 8085 main.go:9',
    ],
    [
      'all of a list of addresses',
      'for _, it := range strings.Split(os.Getenv("X"), ",") {\n\thttp.ListenAndServe(it, nil)\n}\nhttp.ListenAndServe(strings.Split(":8086;:8087", ";")[1], nil)',
      'net/http strings os',
      'found 8087 main.go:13',
    ],
    [
      'the one that the program waits for',
      'go http.ListenAndServe(":6060", nil) // pprof\npprofAddr := ":6060"\nhttp.ListenAndServe(":8080", nil)\nhttp.ListenAndServe(":9100", promhttp.Handler())',
      'net/http',
      'found 8080 main.go:10',
    ],
    [
      'the port of metrics does not compete',
      'go http.ListenAndServe(":9100", promhttp.Handler())\nhttp.ListenAndServe(":8080", nil)',
      'net/http',
      'found 8080 main.go:9',
    ],
    [
      'a setting before one with more words in its name',
      'hook := flag.String("webhook-address", ":9000", "x")\naddress := flag.String("address", ":9090", "x")\nif *hook != "" {\n\tgo http.ListenAndServe(*hook, nil)\n}\nif *address != "" {\n\tgo http.ListenAndServe(*address, nil)\n}',
      'net/http flag',
      'found 9090 main.go:10',
    ],
    [
      'nor does that of statistics',
      'if os.Getenv("STATISTICS_ADDR") != "" {\n\thttp.ListenAndServe(os.Getenv("STATISTICS_ADDR")+":8787", nil)\n}\nif os.Args != nil {\n\thttp.ListenAndServe(":8080", nil)\n}',
      'net/http os',
      'found 8080 main.go:13',
    ],
    [
      'nor does one of a type that is named like that',
      'if len(os.Args) > 1 {\nMetricsServer{}.Open(":9074")\n} else {\nServer{}.Open(":7474")\n}\n}\n\ntype Server struct{}\nfunc (s Server) Open(addr string) { net.Listen("tcp", addr) }\n\ntype MetricsServer struct{}\nfunc (s MetricsServer) Open(addr string) {\n\tnet.Listen("tcp", addr)',
      'net os',
      'found 7474 main.go:12',
    ],
    [
      'what a program connects to is not its port',
      'redis.NewClient(&redis.Options{Addr: "localhost:6379"})\ndb := os.Getenv("DB_PORT")\nhttp.ListenAndServe(":8080", nil)',
      'net/http',
      'found 8080 main.go:10',
    ],
    [
      'in comments and strings nothing counts',
      '// http.ListenAndServe(":1111", nil)\nx := `http.ListenAndServe(":2222", nil)`\nhttp.ListenAndServe(":8080", nil)',
      'net/http',
      'found 8080 main.go:10',
    ],
    [
      'an address that the code does not say',
      'http.ListenAndServe(load().Address, nil)',
      'net/http',
      'unknown',
    ],
    [
      'two servers',
      'go http.ListenAndServe(":8080", a)\nhttp.ListenAndServe(":8081", b)',
      'net/http',
      'found 8081 main.go:9',
    ],
    [
      'one of two servers, of which the other depends',
      'if tls {\nhttp.ListenAndServe(":8443", a)\n}\nhttp.ListenAndServe(":8080", b)',
      'net/http',
      'ambiguous 8080 8443',
    ],
    ['no server', 'fmt.Println("hi")', 'fmt', 'found null main.go:7'],
    [
      'a constant that is a limit',
      'const maxPrivilegedPort = 1024\nrun(maxPrivilegedPort)',
      'fmt',
      'found null main.go:7',
    ],
    [
      'a constant that is the address of another machine',
      'const serverAddr = "1.1.1.1:8853"\nrun(serverAddr)',
      'fmt',
      'found null main.go:7',
    ],
    [
      'a constant with a port of the system',
      'const defaultPort = 43\nrun(defaultPort)',
      'fmt',
      'found null main.go:7',
    ],
    [
      'a constant with a port that a library may listen on',
      'const defaultPort = 8043\nrun(defaultPort)',
      'fmt',
      'found 8043 main.go:8',
    ],
    [
      'the address from which a client connects',
      'run(os.Getenv("EDGE_BIND_ADDRESS"))',
      'os',
      'found null main.go:7',
    ],
    ['a client', 'http.Get("http://localhost:8080")', 'net/http', 'suggested null main.go:7'],
    [
      'a command that is run',
      'exec.Command("x").Run()\nt.Run("a:1", f)',
      'os/exec',
      'found null main.go:7',
    ],
  ])('%s', async (_what, lines, imports, expected) => {
    expect(said((await programOf(inMain(lines, imports))).port)).toBe(expected);
  });

  it.each<[string, string, string]>([
    [
      'a server in the background',
      'go http.ListenAndServe(":9100", promhttp.Handler())\nhttp.ListenAndServe(":8080", nil)',
      '9100/tcp',
    ],
    [
      'one in a function that is called',
      'serveMetrics()\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc serveMetrics() {\ngo func() { http.ListenAndServe(":9100", metrics) }()',
      '9100/tcp',
    ],
    [
      'a server literal that is started',
      'm := &http.Server{Addr: ":9100", Handler: metrics}\ngo m.ListenAndServe()\nhttp.ListenAndServe(":8080", nil)',
      '9100/tcp',
    ],
    [
      'one of a group',
      'g.Go(func() error { return http.ListenAndServe(":9100", metrics) })\nhttp.ListenAndServe(":8080", nil)',
      '9100/tcp',
    ],
    [
      'one after errors',
      'if err := load(); err != nil {\nreturn\n}\ngo http.ListenAndServe(":9100", metrics)\nif err := http.ListenAndServe(":8080", nil); err != nil {\nlog.Fatal(err)\n}',
      '9100/tcp',
    ],
    [
      'one below a condition that its own default meets',
      'a := flag.String("metrics", ":9100", "")\nif on := true; on && *a != "" {\ngo http.ListenAndServe(*a, metrics)\n}\nhttp.ListenAndServe(":8080", nil)',
      '9100/tcp',
    ],
    [
      'none below a condition that a default does not meet',
      'a := flag.String("metrics", "", "")\nif *a != "" || 0 > 0 {\ngo http.ListenAndServe(":9100", metrics)\n}\nhttp.ListenAndServe(":8080", nil)',
      '',
    ],
    [
      'none below a condition',
      'if metrics != nil {\ngo http.ListenAndServe(":9100", metrics)\n}\nhttp.ListenAndServe(":8080", nil)',
      '',
    ],
    [
      'none in a case or a loop',
      'switch mode {\ncase 1:\nhttp.ListenAndServe(":9100", metrics)\n}\nfor range metrics {\ngo http.ListenAndServe(":9101", metrics)\n}\nhttp.ListenAndServe(":8080", nil)',
      '',
    ],
    [
      'none after a way out',
      'serveMetrics()\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc serveMetrics() {\nif off {\nreturn\n}\nhttp.ListenAndServe(":9100", metrics)',
      '',
    ],
    [
      'none in a function that only a command calls',
      'c := &cobra.Command{Use: "metrics", RunE: func() { serveMetrics() }}\nc.AddCommand(&cobra.Command{Use: "serve", Run: serve})\nc.Execute()\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc serveMetrics() {\nhttp.ListenAndServe(":9100", metrics)',
      '',
    ],
    [
      'no server literal that a condition starts',
      'm := &http.Server{Addr: ":9100", Handler: metrics}\nif on {\ngo m.ListenAndServe()\n}\nhttp.ListenAndServe(":8080", nil)',
      '',
    ],
    [
      'an address that is parsed',
      'l, _ := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(netip.MustParseAddrPort("0.0.0.0:3128")))\ngo serve(l)\nhttp.ListenAndServe(":8080", nil)',
      '3128/tcp',
    ],
    [
      'datagrams at an address that is taken apart',
      'a := flag.String("udp", ":9125", "")\nif *a != "" {\nu, err := parse(*a)\nif err != nil {\nreturn\n}\nnet.ListenUDP("udp", u)\n}\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc parse(address string) (*net.UDPAddr, error) {\nhost, text, err := net.SplitHostPort(address)\nif err != nil {\nreturn nil, err\n}\nport, err := strconv.Atoi(text)\nif err != nil {\nreturn &net.UDPAddr{Port: 1}, err\n}\nreturn &net.UDPAddr{IP: net.ParseIP(host), Port: port}, nil',
      '9125/udp',
    ],
    [
      'one network and then the other',
      'go listen("udp")\nlisten("tcp")\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc listen(network string) {\nnet.Listen(network, ":5300")',
      '5300/tcp 5300/udp',
    ],
    [
      'a server whose field has the address',
      'm := &http.Server{}\nm.Addr = ":9100"\ngo m.ListenAndServe()\nhttp.ListenAndServe(":8080", nil)',
      '9100/tcp',
    ],
    [
      'a network that a setting names, or else the address: a socket of Unix only if asked',
      'net.Listen(network(":5300"), ":5300")\nhttp.ListenAndServe(":8080", nil)\n}\n\nfunc network(address string) string {\nif name, ok := os.LookupEnv("NETWORK"); ok {\nreturn name\n}\nif strings.HasPrefix(address, "/") {\nreturn "unix"\n}\nreturn "tcp"',
      '5300/tcp',
    ],
    [
      'datagrams',
      'net.ListenPacket("udp", ":5514")\nhttp.ListenAndServe(":8080", nil)',
      '5514/udp',
    ],
  ])('has others beside it: %s', async (_, lines, expected) => {
    const { port, otherPorts = [] } = await programOf(
      inMain(lines, 'flag net net/http net/netip strconv'),
    );
    expect(said(port)).toContain('8080');
    expect(otherPorts.map((it) => `${it.number}/${it.protocol}`).join(' ')).toBe(expected);
  });

  it.each([
    [
      'with and without a certificate, beside another',
      'web := ":8080"\ngo open(":9092")\nif os.Getenv("CERT") != "" {\n\thttp.ListenAndServeTLS(web, "a", "b", nil)\n} else {\n\thttp.ListenAndServe(web, nil)\n}\n}\n\nfunc open(at string) { net.Listen("tcp", at)',
      'ambiguous 8080 | 9092',
    ],
    [
      'that is declared for users, beside one for peers',
      'listen(peerAddress)\nlisten(address)\n}\n\nconst (\n\tpeerAddress = ":2380"\n\taddress = ":2379"\n)\n\nfunc listen(at string) { net.Listen("tcp", at)',
      'ambiguous 2379 | 2380',
    ],
  ])('is the one %s', async (_what, lines, expected) => {
    const { port } = await programOf(inMain(lines, 'net net/http os'));
    expect(port.kind === 'ambiguous' && port.candidates.map((it) => it.value).join(' | ')).toBe(
      expected.replace('ambiguous ', ''),
    );
  });

  it('of a function or a package for metrics does not compete', async () => {
    const files = (path: string, name: string, call: string) => ({
      'go.mod': mod,
      'main.go': `package main\n\nimport ("net/http"${path === 'x.go' ? '' : '; "example.com/shop/metrics"'})\n\nfunc main() {\n\tgo ${call}(":9100")\n\thttp.ListenAndServe(":8080", nil)\n}\n`,
      [path]: `package ${name}\n\nimport "net/http"\n\nfunc ${call.replace(/.*\./, '')}(addr string) { http.ListenAndServe(addr, nil) }\n`,
    });
    for (const it of [
      files('x.go', 'main', 'serveMetrics'),
      files('metrics/x.go', 'metrics', 'metrics.Serve'),
    ]) {
      const [found] = (await goFacts(it)).services;
      expect(found && said(found.port)).toMatch(/^found 8080 /);
    }
  });

  it('is looked for in the packages that the program imports, and only there', async () => {
    const service = await programOf(
      'import "example.com/shop/internal/web"\n\nfunc main() { web.Run() }\n',
      {
        'internal/web/web.go':
          'package web\n\nimport "net/http"\n\nfunc Run() { http.ListenAndServe(":7001", nil) }\n',
        'internal/other/other.go':
          'package other\n\nimport "net/http"\n\nfunc Run() { http.ListenAndServe(":7002", nil) }\n',
      },
    );
    expect(said(service.port)).toBe('found 7001 internal/web/web.go:5');
  });

  it.each([
    [
      'http.ListenAndServe("localhost:8080", nil)',
      'localhost',
      'listen on all interfaces (":8080")',
      'found ["shop"] main.go:7',
    ],
    [
      'addr := flag.String("addr", "127.0.0.1:8080", "x")\nhttp.ListenAndServe(*addr, nil)',
      '127.0.0.1',
      'start it with --addr=:8080, as proposed',
      'suggested ["shop","--addr=:8080"] main.go:8',
    ],
    [
      'app := &cli.App{Flags: []cli.Flag{&cli.StringFlag{Name: "addr", Value: "127.0.0.1:8080", EnvVars: []string{"SHOP"}}}}\napp.Action = func(c *cli.Context) error { return http.ListenAndServe(c.String("addr"), nil) }',
      '127.0.0.1',
      'the image sets SHOP',
      'found ["shop"] main.go:7',
    ],
    [
      'http.ListenAndServe(getenv("ADDR", "localhost:8080"), nil)',
      'localhost',
      'the image sets ADDR',
      'found ["shop"] main.go:7',
    ],
    [
      'viper.SetDefault("addr", "localhost:8080")\nhttp.ListenAndServe(a, nil)',
      'localhost',
      'listen on all interfaces (":8080")',
      'found ["shop"] main.go:7',
    ],
  ])(
    'a bind that nothing outside the container can reach is warned about: %s',
    async (lines, host, cure, start) => {
      const service = await programOf(inMain(lines));
      expect(said(service.port)).toBe('found 8080 main.go:8');
      expect(noted(service.notes)).toContain(
        `warning: the program listens on ${host} by default, and nothing outside the container can reach it: ${cure} (main.go:8)`,
      );
      expect(said(service.start)).toBe(start);
    },
  );

  it('is set in a table of options, of which the environment replaces what it names', async () => {
    const options =
      'package main\n\ntype option struct { list []string; raw string }\n\nvar options = map[string]*option{\n\t"LISTEN_ADDR": {list: []string{"127.0.0.1:8080"}, raw: "127.0.0.1:8080"},\n\t"METRICS_ADDR": {list: []string{"127.0.0.1:9090"}},\n}\n\nfunc addresses() []string { return options["LISTEN_ADDR"].list }\n';
    const serve = 'for _, it := range addresses() { http.ListenAndServe(it, nil) }';
    const read =
      'for _, line := range os.Environ() { key, value, _ := strings.Cut(line, "="); options[key].list = []string{value} }';
    const found = await programOf(inMain(`${read}\n${serve}`), { 'options.go': options });
    expect(said(found.port)).toBe('found 8080 options.go:6');
    expect(noted(found.notes)).toContain(
      'nothing outside the container can reach it: the image sets LISTEN_ADDR (options.go:6)',
    );
    const fixed = await programOf(inMain(serve), { 'options.go': options });
    expect(noted(fixed.notes)).toContain('listen on all interfaces (":8080") (options.go:6)');
  });

  it('is open where only development brings the address of this machine', async () => {
    const found = await programOf(
      inMain(
        'hosts := settings\nif *dev { hosts = []string{"127.0.0.1", "::1"} }\nif hosts == nil { hosts = []string{""} }\nfor _, it := range hosts { net.Listen("tcp", net.JoinHostPort(it, "7880")) }',
      ),
    );
    expect(said(found.port)).toBe('found 7880 main.go:11');
    expect(noted(found.notes)).not.toContain('nothing outside');
  });

  it('is what a functional option takes from a variable, before the default of the server', async () => {
    const server = (name: string, start: string): string =>
      `package ${name}

const defaultAddress = ":80"

type Server struct{ address string }
type Option func(*Server)

func Port(port string) Option {
	return func(s *Server) { s.address = net.JoinHostPort("", port) }
}

func New(options ...Option) *Server {
	s := &Server{address: defaultAddress}
	for _, option := range options {
		option(s)
	}
	return s
}

func (s *Server) Start() { ${start} }
`;
    const found = await programOf(
      `import (
	"example.com/shop/grpcserver"
	"example.com/shop/httpserver"
	"github.com/caarlos0/env/v11"
)

type config struct {
	Name string \`env:"APP_NAME,required"\`
	GRPC string \`env:"GRPC_PORT,required"\`
	HTTP string \`env:"HTTP_PORT,required"\`
}

func main() {
	var c config
	if err := env.Parse(&c); err != nil {
		panic(err)
	}
	grpcserver.New(grpcserver.Port(c.GRPC)).Start()
	httpserver.New(httpserver.Port(c.HTTP)).Start()
}
`,
      {
        'grpcserver/server.go': server(
          'grpcserver',
          'listener, _ := net.Listen("tcp", s.address); grpc.NewServer().Serve(listener)',
        ),
        'httpserver/server.go': server('httpserver', 'http.ListenAndServe(s.address, nil)'),
      },
    );
    expect(said(found.port)).toBe('suggested 8080 main.go:12');
    expect(noted(found.notes)).toContain(
      'the program starts only if these variables are set: APP_NAME, GRPC_PORT (',
    );
  });

  it('a second server of this machine alone is told as that', async () => {
    const service = await programOf(
      inMain('go http.ListenAndServe("127.0.0.1:3000", h)\nhttp.ListenAndServe(":8080", nil)'),
    );
    expect(said(service.port)).toMatch(/^\w+ 8080 /);
    expect(noted(service.notes)).toContain(
      'info: the program also listens on 127.0.0.1:3000 by default, and nothing outside the container can reach that port: listen on all interfaces (":3000") (main.go:8)',
    );
  });
});

describe('a command that has to be given', () => {
  const command = (use: string, run: string): string =>
    `x := &cobra.Command{Use: "${use}", Short: "x",\n${run}}`;
  it.each([
    [
      'the one that serves',
      [command('shop', ''), command('serve [flags]', 'RunE: f')],
      'suggested ["shop","serve"] main.go:10',
    ],
    [
      'none where the program itself runs: it may serve without a command',
      [command('shop', 'Run: f'), command('server', 'RunE: f')],
      'found ["shop"] main.go:7',
    ],
    [
      'serve, although the program itself runs: it may open a screen',
      [command('shop', 'Run: f'), command('serve', 'RunE: f')],
      'suggested ["shop","serve"] main.go:10',
    ],
    [
      'the likeliest of several: the program alone would print how it is used',
      [command('start', 'Run: f'), command('server', 'RunE: f')],
      'suggested ["shop","server"] main.go:10',
    ],
    [
      'the one that serves, where the program itself only prints how it is used',
      [
        command('shop', 'Run: func(c *cobra.Command, a []string) { c.Help(); os.Exit(2) }'),
        command('serve', 'RunE: f'),
      ],
      'suggested ["shop","serve"] main.go:10',
    ],
    [
      'none of one name',
      [command('run', 'Run: f'), command('run', 'RunE: f')],
      'found ["shop"] main.go:7',
    ],
    ['none that only groups others', [command('server', '')], 'found ["shop"] main.go:7'],
  ])('%s', async (_what, lines, expected) => {
    expect(said((await programOf(inMain(lines.join('\n'), 'github.com/spf13/cobra'))).start)).toBe(
      expected,
    );
  });
});

describe('an address on localhost under one condition', () => {
  const main = `package main

func main() {
	http.ListenAndServe(address(opts.Web.Listen), nil)
	http.ListenAndServe(opts.Plugin.Listen, nil)
}

var opts struct {
	Web struct {
		Listen string \`long:"listen" env:"LISTEN"\`
	} \`group:"web" namespace:"web" env-namespace:"WEB"\`
	Plugin struct {
		Listen string \`long:"listen" env:"LISTEN" default:"127.0.0.1:7002"\`
	} \`group:"plugin" namespace:"plugin" env-namespace:"PLUGIN"\`
}

func address(given string) string {
	if given != "" {
		return given
	}
	if inContainer() {
		return "0.0.0.0:7001"
	}
	return "127.0.0.1:81"
}
`;

  it('is replaced by its variable, with the names of the groups of go-flags', async () => {
    const { targets } = await go.plan([await plannedFor({ 'main.go': main }, { port: 7001 })]);
    expect(targets[0]?.runtime.environment).toMatchObject([{ name: 'WEB_LISTEN', value: ':7001' }]);
  });

  it('has the flag of its groups', async () => {
    const found = await programOf(
      main.replaceAll(/ env:"LISTEN"/g, '').replace('package main', ''),
    );
    expect(noted(found.notes)).toContain('start it with --web.listen=:81');
    expect(found.port).toMatchObject({
      candidates: [{ value: 7001 }, {}, {}],
    });
  });
});

describe('an address on localhost beside a setting for the port', () => {
  const planned = async (body: string) => {
    const { targets } = await go.plan([
      await plannedFor({ 'main.go': `package main\n\nfunc main() {\n${body}\n}\n` }),
    ]);
    return targets[0]?.runtime.environment;
  };
  const service = (body: string) => programOf(`func main() {\n${body}\n}\n`);

  it.each([
    'net.JoinHostPort(cmp.Or(os.Getenv("HOST"), "127.0.0.1"), cmp.Or(os.Getenv("PORT"), "8080"))',
    'fmt.Sprintf("%s:%s", cmp.Or(os.Getenv("HOST"), "localhost"), "8080")',
  ])('is replaced by its own variable: %s', async (address) => {
    expect(await planned(`http.ListenAndServe(${address}, nil)`)).toContainEqual(
      expect.objectContaining({ name: 'HOST', value: '0.0.0.0' }),
    );
  });

  it('is replaced by a variable of the address beside the port, also in brackets', async () => {
    const server =
      'l, _ := net.Listen("tcp", fmt.Sprintf("[%s]:%s", getEnv("SHOP_LISTENIP", "127.0.0.1"), getEnv("SHOP_PORT", "8080")))\nhttp.Serve(l, nil)';
    const check = 'check := &http.Server{Addr: "127.0.0.1:5555"}\ngo check.ListenAndServe()';
    expect(await planned(`${check}\n${server}`)).toContainEqual(
      expect.objectContaining({ name: 'SHOP_LISTENIP', value: '0.0.0.0' }),
    );
    expect(said((await service(`${check}\n${server}`)).port)).toMatch(/^found 8080 /);
  });

  it('is replaced by the variable of an IPv4 address', async () => {
    const address = 'getEnv("LISTEN_IPV4", "127.0.0.1")+":"+getEnv("PORT", "8080")';
    expect(await planned(`http.ListenAndServe(${address}, nil)`)).toContainEqual(
      expect.objectContaining({ name: 'LISTEN_IPV4', value: '0.0.0.0' }),
    );
  });

  it('is not spoken of for a port that is any which is free', async () => {
    const found = await service(
      'net.Listen("tcp", "127.0.0.1:0")\nhttp.ListenAndServe(":81", nil)',
    );
    expect(noted(found.notes)).not.toContain('127.0.0.1');
  });

  it('is replaced by its own flag', async () => {
    const found = await service(
      'host := flag.String("host", "127.0.0.1", "x")\nport := flag.String("port", "8080", "x")\nhttp.ListenAndServe(net.JoinHostPort(*host, *port), nil)',
    );
    expect(said(found.start)).toBe('suggested ["shop","--host=0.0.0.0"] main.go:5');
    expect(noted(found.notes)).toContain('start it with --host=0.0.0.0, as proposed');
  });

  it('is replaced by its own variable', async () => {
    const body =
      'http.ListenAndServe(getEnv("BIND_HOST", "127.0.0.1")+":"+getEnv("PORT", "8080"), nil)';
    expect(await planned(body)).toContainEqual({
      name: 'BIND_HOST',
      value: '0.0.0.0',
      why: 'Makes the program listen on all addresses (main.go:4).',
    });
    expect(noted((await service(body)).notes)).toContain('the image sets BIND_HOST');
  });

  it('is replaced by a variable that a helper reads into a field', async () => {
    const body = `host, port := "localhost", 8080
if v := text("HOST"); v != "" {
	host = v
}
if v := text("PORT"); v != "" {
	port, _ = strconv.Atoi(v)
}
http.ListenAndServe(fmt.Sprintf("%v:%v", host, port), nil)
}

func text(key string) string {
	if os.Getenv("SHOP_"+key) != "" {
		return os.Getenv("SHOP_" + key)
	}
	return ""`;
    expect(await planned(body)).toEqual([
      {
        name: 'SHOP_HOST',
        value: '0.0.0.0',
        why: expect.stringContaining('listen on all addresses') as unknown,
      },
    ]);
    expect(noted((await service(body)).notes)).toContain('the image sets SHOP_HOST');
  });

  it('is replaced as a whole, also where the program looks at its parts', async () => {
    const body = `host, _, _ := net.SplitHostPort(address())
fmt.Println(host)
http.ListenAndServe(address(), nil)
}

func address() string {
	if v := os.Getenv("GUI_ADDRESS"); v != "" {
		return v
	}
	return "127.0.0.1:8384"`;
    expect(await planned(body)).toEqual([
      {
        name: 'GUI_ADDRESS',
        value: ':8080',
        why: expect.stringContaining('Sets the port') as unknown,
      },
    ]);
  });

  it('is nothing to warn of where only a setting limits the program to it', async () => {
    const found = await service(
      'address := fmt.Sprintf(":%d", 9300)\nif os.Getenv("PROXY") != "" {\n\taddress = fmt.Sprintf("127.0.0.1:%d", 9300)\n}\nhttp.ListenAndServe(address, nil)',
    );
    expect(noted(found.notes)).not.toContain('127.0.0.1');
  });

  it('of a profiler is nothing to warn of, and that of the chosen port comes first', async () => {
    const found = await service(
      'go http.ListenAndServe("127.0.0.1:6060", pprofMux)\nhttp.ListenAndServe("localhost:8080", nil)',
    );
    expect(noted(found.notes)).toContain('listens on localhost by default');
    expect(noted(found.notes)).not.toContain('127.0.0.1');
  });

  it('is replaced where the host can also be one that is not known', async () => {
    const found = await programOf(`import "strings"

func main() {
	host := flag.String("host", "127.0.0.1", "x")
	name := strings.Repeat("x", 2)
	if *local {
		name = *host
	}
	port := flag.String("port", "8080", "x")
	http.ListenAndServe(name+":"+*port, nil)
}
`);
    expect(said(found.start)).toMatch(/^suggested \["shop","--host=0.0.0.0"\]/);
  });

  it.each([
    ['of the same name', '*host, getEnv("SHOP_HOST", "127.0.0.1")', ['SHOP_HOST'], []],
    ['only of the same name', '*host, getEnv("BIND", "127.0.0.1")', [], ['--host=0.0.0.0']],
    ['not of another service', 'getEnv("REDIS_HOST", "127.0.0.1"), *host', [], ['--host=0.0.0.0']],
  ])('is replaced by a variable before a flag: %s', async (_, hosts, variables, flags) => {
    const body = `host := flag.String("host", "127.0.0.1", "x")
port := flag.String("port", "8080", "x")
http.ListenAndServe(net.JoinHostPort(cmp.Or(${hosts}), *port), nil)`;
    expect((await planned(body))?.map(({ name }) => name)).toEqual(variables);
    expect(said((await service(body)).start)).toContain(JSON.stringify(['shop', ...flags]));
  });

  it('stays where nothing sets it', async () => {
    const body =
      'port := flag.String("port", "8080", "x")\nother := flag.String("redis", "127.0.0.1", "x")\nhttp.ListenAndServe("127.0.0.1:"+*port, *other)';
    const found = await service(body);
    expect(said(found.start)).toBe('found ["shop"] main.go:3');
    expect(noted(found.notes)).toContain('let a variable or a flag set the address, too');
    expect(await planned(body)).toEqual([]);
  });
});
