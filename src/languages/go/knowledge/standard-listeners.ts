/**
 * The standard library: https://pkg.go.dev/net and https://pkg.go.dev/net/http
 */
import type { Row } from '../../shared/knowledge.ts';

export const standardListeners = [
  {
    call: 'net/http.ListenAndServe',
    argument: 0,
    means: 'listens-http',
    example: 'import "net/http"; http.ListenAndServe(":8081", nil)',
    seen: 'listens 8081',
  },
  {
    call: 'net/http.ListenAndServeTLS',
    argument: 0,
    means: 'listens-http',
    example: 'import "net/http"; http.ListenAndServeTLS(":8443", "a", "b", nil)',
    seen: 'listens 8443',
  },
  {
    call: 'net/http.Server{}',
    argument: 'Addr',
    means: 'listens-http',
    example: 'import "net/http"; s := &http.Server{Addr: ":8082"}; s.ListenAndServe()',
    seen: 'listens 8082',
  },
  {
    call: 'net/http.Serve',
    argument: 0,
    means: 'listens-http',
    example: 'import ("net"; "net/http"); l, _ := net.Listen("tcp", ":8083"); http.Serve(l, nil)',
    seen: 'listens 8083',
  },
  {
    call: 'net/http.ServeTLS',
    argument: 0,
    means: 'listens-http',
    example:
      'import ("net"; "net/http"); l, _ := net.Listen("tcp", ":8084"); http.ServeTLS(l, nil, "a", "b")',
    seen: 'listens 8084',
  },
  {
    call: 'net/http.*.Serve',
    argument: 0,
    means: 'listens-http',
    example:
      'import ("net"; "net/http"); l, _ := net.Listen("tcp", ":8085"); s := &http.Server{}; s.Serve(l)',
    seen: 'listens 8085',
  },
  {
    call: 'net/http.*.ServeTLS',
    argument: 0,
    means: 'listens-http',
    example:
      'import ("net"; "net/http"); l, _ := net.Listen("tcp", ":8086"); s := &http.Server{}; s.ServeTLS(l, "a", "b")',
    seen: 'listens 8086',
  },
  {
    call: 'net.Listen',
    argument: 1,
    means: 'listens-tcp',
    example: 'import "net"; net.Listen("tcp", "0.0.0.0:9000")',
    seen: 'listens 9000',
  },
  {
    call: 'net.ListenTCP',
    argument: 1,
    means: 'listens-tcp',
    example: 'import "net"; net.ListenTCP("tcp", &net.TCPAddr{Port: 9001})',
    seen: 'listens 9001',
  },
  {
    call: 'net.ListenPacket',
    argument: 1,
    means: 'listens-udp',
    example: 'import "net"; net.ListenPacket("udp", ":5514")',
    seen: 'listens 5514/udp',
  },
  {
    call: 'net.ListenUDP',
    argument: 1,
    means: 'listens-udp',
    example: 'import "net"; a, _ := net.ResolveUDPAddr("udp", ":5515"); net.ListenUDP("udp", a)',
    seen: 'listens 5515/udp',
  },
  {
    call: 'net.*.Listen',
    argument: 2,
    means: 'listens-tcp',
    example: 'import "net"; var c net.ListenConfig; c.Listen(ctx, "tcp", ":9002")',
    seen: 'listens 9002',
  },
  {
    call: 'net.*.ListenPacket',
    argument: 2,
    means: 'listens-udp',
    example: 'import "net"; var c net.ListenConfig; c.ListenPacket(ctx, "udp", ":9003")',
    seen: 'listens 9003/udp',
  },
  {
    call: 'crypto/tls.Listen',
    argument: 1,
    means: 'listens-tcp',
    example: 'import "crypto/tls"; tls.Listen("tcp", ":9443", nil)',
    seen: 'listens 9443',
  },
] as const satisfies readonly Row[];
