package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"

	"example.com/dashboard/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: ":8080", Handler: web.Handler()}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	log.Print(server.ListenAndServe())
}
