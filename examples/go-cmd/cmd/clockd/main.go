// clockd tells the time anywhere, and how far it is from what a trusted server says: it needs time zones and certificate authorities.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"example.com/clockd/internal/zones"
)

func main() {
	address := pflag.StringP("listen-address", "l", ":8123", "where to listen")
	trusted := pflag.String("trusted", "https://www.google.com", "whose Date header to compare with")
	pflag.Parse()

	mux := http.NewServeMux()
	mux.Handle("GET /time", zones.Handler())
	mux.Handle("GET /drift", zones.DriftHandler(*trusted))
	server := &http.Server{Addr: *address, Handler: mux, ReadHeaderTimeout: 5 * time.Second}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	slog.Info("clockd is ready", "address", *address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("clockd stopped", "error", err)
		os.Exit(1)
	}
}
