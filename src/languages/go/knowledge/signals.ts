/**
 * Signals that a program handles, itself or by a framework, and libraries that it loads. Each row by
 * the documentation on pkg.go.dev.
 */
import type { Row } from '../../shared/knowledge.ts';

export const signals = [
  // https://pkg.go.dev/os/signal
  {
    call: 'os/signal.Notify',
    argument: 1,
    rest: true,
    means: 'handles-sigterm',
    example: 'import "os/signal"; import "syscall"; signal.Notify(c, syscall.SIGTERM)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'os/signal.NotifyContext',
    argument: 1,
    rest: true,
    means: 'handles-sigterm',
    example:
      'import "os/signal"; import "os"; import "syscall"; signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'go.uber.org/fx.New().Run',
    means: 'handles-sigterm',
    example: 'import "go.uber.org/fx"; fx.New().Run()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'sigs.k8s.io/controller-runtime.SetupSignalHandler',
    means: 'handles-sigterm',
    example:
      'import ctrl "sigs.k8s.io/controller-runtime"; manager.Start(ctrl.SetupSignalHandler())',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'sigs.k8s.io/controller-runtime/pkg/manager/signals.SetupSignalHandler',
    means: 'handles-sigterm',
    example:
      'import "sigs.k8s.io/controller-runtime/pkg/manager/signals"; manager.Start(signals.SetupSignalHandler())',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'k8s.io/apiserver/pkg/server.SetupSignalHandler',
    means: 'handles-sigterm',
    example: 'import "k8s.io/apiserver/pkg/server"; stop := server.SetupSignalHandler()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'k8s.io/apiserver/pkg/server.SetupSignalContext',
    means: 'handles-sigterm',
    example: 'import "k8s.io/apiserver/pkg/server"; ctx := server.SetupSignalContext()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/oklog/run.SignalHandler',
    argument: 1,
    rest: true,
    means: 'handles-sigterm',
    example:
      'import "github.com/oklog/run"; import "syscall"; group.Add(run.SignalHandler(ctx, syscall.SIGTERM))',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/go-kratos/kratos.New',
    means: 'handles-sigterm',
    example: 'import "github.com/go-kratos/kratos/v2"; kratos.New()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/gobuffalo/buffalo.New',
    means: 'handles-sigterm',
    example: 'import "github.com/gobuffalo/buffalo"; buffalo.New(o)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/pocketbase/pocketbase.New',
    means: 'handles-sigterm',
    example: 'import "github.com/pocketbase/pocketbase"; app := pocketbase.New(); app.Start()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/pocketbase/pocketbase.NewWithConfig',
    means: 'handles-sigterm',
    example:
      'import "github.com/pocketbase/pocketbase"; app := pocketbase.NewWithConfig(c); app.Start()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/zeromicro/go-zero/rest.MustNewServer',
    means: 'handles-sigterm',
    example: 'import "github.com/zeromicro/go-zero/rest"; rest.MustNewServer(c)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/zeromicro/go-zero/rest.NewServer',
    means: 'handles-sigterm',
    example: 'import "github.com/zeromicro/go-zero/rest"; rest.NewServer(c)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/zeromicro/go-zero/zrpc.MustNewServer',
    means: 'handles-sigterm',
    example: 'import "github.com/zeromicro/go-zero/zrpc"; zrpc.MustNewServer(c, nil)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/zeromicro/go-zero/zrpc.NewServer',
    means: 'handles-sigterm',
    example: 'import "github.com/zeromicro/go-zero/zrpc"; zrpc.NewServer(c, nil)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'gofr.dev/pkg/gofr.New',
    means: 'handles-sigterm',
    example: 'import "gofr.dev/pkg/gofr"; gofr.New().Run()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/cloudwego/hertz/pkg/app/server.Default().Spin',
    means: 'handles-sigterm',
    example: 'import "github.com/cloudwego/hertz/pkg/app/server"; server.Default().Spin()',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/aws/aws-lambda-go/lambda.Start',
    means: 'handles-sigterm',
    example: 'import "github.com/aws/aws-lambda-go/lambda"; lambda.Start(handle)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/aws/aws-lambda-go/lambda.StartWithOptions',
    means: 'handles-sigterm',
    example: 'import "github.com/aws/aws-lambda-go/lambda"; lambda.StartWithOptions(handle)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/aws/aws-lambda-go/lambda.StartHandlerFunc',
    means: 'handles-sigterm',
    example: 'import "github.com/aws/aws-lambda-go/lambda"; lambda.StartHandlerFunc(handle)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/charmbracelet/fang.Execute',
    means: 'handles-sigterm',
    example: 'import "github.com/charmbracelet/fang"; fang.Execute(ctx, root)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/ory/graceful.Graceful',
    means: 'handles-sigterm',
    example:
      'import "github.com/ory/graceful"; graceful.Graceful(server.ListenAndServe, server.Shutdown)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/TV4/graceful.ListenAndServe',
    means: 'handles-sigterm',
    example: 'import "github.com/TV4/graceful"; graceful.ListenAndServe(server)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/TV4/graceful.LogListenAndServe',
    means: 'handles-sigterm',
    example: 'import "github.com/TV4/graceful"; graceful.LogListenAndServe(server)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/grafana/dskit/server.New',
    means: 'handles-sigterm',
    example: 'import "github.com/grafana/dskit/server"; server.New(c)',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'github.com/grafana/dskit/signals.NewHandler',
    means: 'handles-sigterm',
    example: 'import "github.com/grafana/dskit/signals"; signals.NewHandler(logger).Loop()',
    seen: 'stops on SIGTERM',
  },
  // https://pkg.go.dev/plugin
  {
    call: 'plugin.Open',
    argument: 0,
    means: 'loads-library',
    example: 'import "plugin"; plugin.Open("plugins/audit.so")',
    seen: 'loads plugins/audit.so',
  },
  // https://pkg.go.dev/github.com/ebitengine/purego
  {
    call: 'github.com/ebitengine/purego.Dlopen',
    argument: 0,
    means: 'loads-library',
    example: 'import "github.com/ebitengine/purego"; purego.Dlopen("libvlc.so.5", 0)',
    seen: 'loads libvlc.so.5',
  },
] as const satisfies readonly Row[];
