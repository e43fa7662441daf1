/**
 * Servers of other protocols: gRPC, DNS, SSH, SMTP, MQTT, Redis, QUIC.
 * https://pkg.go.dev/google.golang.org/grpc, https://pkg.go.dev/github.com/miekg/dns,
 * https://pkg.go.dev/github.com/gliderlabs/ssh, https://pkg.go.dev/github.com/emersion/go-smtp
 */
import type { Row } from '../../shared/knowledge.ts';

export const otherListeners = [
  {
    call: 'google.golang.org/grpc.*.Serve',
    argument: 0,
    means: 'listens-tcp',
    example:
      'import ("net"; "google.golang.org/grpc"); l, _ := net.Listen("tcp", ":50051"); grpc.NewServer().Serve(l)',
    seen: 'listens 50051',
  },
  {
    call: 'github.com/miekg/dns.Server{}',
    argument: 'Addr',
    means: 'listens-udp',
    example:
      'import "github.com/miekg/dns"; s := &dns.Server{Addr: ":5353", Net: "udp"}; s.ListenAndServe()',
    seen: 'listens 5353/udp',
  },
  {
    call: 'github.com/miekg/dns.ListenAndServe',
    argument: 0,
    means: 'listens-udp',
    example: 'import "github.com/miekg/dns"; dns.ListenAndServe(":5354", "udp", nil)',
    seen: 'listens 5354/udp',
  },
  {
    call: 'github.com/kavu/go_reuseport.Listen',
    argument: 1,
    means: 'listens-tcp',
    example: 'import reuseport "github.com/kavu/go_reuseport"; reuseport.Listen("tcp", ":9101")',
    seen: 'listens 9101',
  },
  {
    call: 'github.com/libp2p/go-reuseport.Listen',
    argument: 1,
    means: 'listens-tcp',
    example: 'import reuseport "github.com/libp2p/go-reuseport"; reuseport.Listen("tcp", ":9102")',
    seen: 'listens 9102',
  },
  {
    call: 'github.com/valyala/fasthttp/reuseport.Listen',
    argument: 1,
    means: 'listens-tcp',
    example: 'import "github.com/valyala/fasthttp/reuseport"; reuseport.Listen("tcp", ":9103")',
    seen: 'listens 9103',
  },
  {
    call: 'github.com/gliderlabs/ssh.ListenAndServe',
    argument: 0,
    means: 'listens-tcp',
    example: 'import "github.com/gliderlabs/ssh"; ssh.ListenAndServe(":2222", nil)',
    seen: 'listens 2222',
  },
  {
    call: 'github.com/gliderlabs/ssh.Server{}',
    argument: 'Addr',
    means: 'listens-tcp',
    example:
      'import "github.com/gliderlabs/ssh"; s := &ssh.Server{Addr: ":2223"}; s.ListenAndServe()',
    seen: 'listens 2223',
  },
  {
    call: 'github.com/charmbracelet/wish.WithAddress',
    argument: 0,
    means: 'listens-tcp',
    example:
      'import ("net"; "github.com/charmbracelet/wish"); wish.NewServer(wish.WithAddress(net.JoinHostPort("0.0.0.0", "23234")))',
    seen: 'listens 23234',
  },
  {
    call: 'github.com/emersion/go-smtp.Server{}',
    argument: 'Addr',
    means: 'listens-tcp',
    example:
      'import smtp "github.com/emersion/go-smtp"; s := smtp.NewServer(b); s.Addr = ":1025"; s.ListenAndServe()',
    seen: 'listens 1025',
  },
  {
    call: 'github.com/mochi-mqtt/server/listeners.Config{}',
    argument: 'Address',
    means: 'listens-tcp',
    example:
      'import "github.com/mochi-mqtt/server/v2/listeners"; listeners.NewTCP(listeners.Config{ID: "t", Address: ":1883"})',
    seen: 'listens 1883',
  },
  {
    call: 'github.com/nats-io/nats-server/server.Options{}',
    argument: 'Port',
    means: 'listens-tcp',
    example:
      'import "github.com/nats-io/nats-server/v2/server"; o := &server.Options{Port: 4222}; server.NewServer(o)',
    seen: 'listens 4222',
  },
  {
    call: 'github.com/tidwall/redcon.ListenAndServe',
    argument: 0,
    means: 'listens-tcp',
    example: 'import "github.com/tidwall/redcon"; redcon.ListenAndServe(":6380", a, b, c)',
    seen: 'listens 6380',
  },
  {
    call: 'github.com/panjf2000/gnet.Run',
    argument: 1,
    means: 'listens-tcp',
    example: 'import "github.com/panjf2000/gnet/v2"; gnet.Run(s, "tcp://:9005")',
    seen: 'listens 9005',
  },
  {
    call: 'github.com/grafana/dskit/server.Config{}',
    argument: 'HTTPListenPort',
    means: 'listens-http',
    example:
      'import "github.com/grafana/dskit/server"; c := server.Config{HTTPListenPort: 3100}; server.New(c)',
    seen: 'listens 3100',
  },
  {
    call: 'github.com/grafana/dskit/server.Config{}',
    argument: 'GRPCListenPort',
    means: 'listens-tcp',
    example:
      'import "github.com/grafana/dskit/server"; c := server.Config{GRPCListenPort: 9095}; server.New(c)',
    seen: 'listens 9095',
  },
  {
    call: 'github.com/quic-go/quic-go.ListenAddr',
    argument: 0,
    means: 'listens-udp',
    example: 'import quic "github.com/quic-go/quic-go"; quic.ListenAddr(":4242", t, c)',
    seen: 'listens 4242/udp',
  },
  {
    call: 'github.com/soheilhy/cmux.New',
    argument: 0,
    means: 'listens-tcp',
    example:
      'import ("net"; "github.com/soheilhy/cmux"); l, _ := net.Listen("tcp", ":23456"); cmux.New(l)',
    seen: 'listens 23456',
  },
  {
    call: 'github.com/pires/go-proxyproto.Listener{}',
    argument: 'Listener',
    means: 'listens-tcp',
    example:
      'import ("net"; proxyproto "github.com/pires/go-proxyproto"); l, _ := net.Listen("tcp", ":9006"); p := &proxyproto.Listener{Listener: l}; p.Accept()',
    seen: 'listens 9006',
  },
] as const satisfies readonly Row[];
