// The API of orders, over HTTP.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/orders/internal/orders"
	"github.com/go-chi/chi/v5"
)

var version = "development"

func main() {
	healthcheck := flag.Bool("healthcheck", false, "ask the running server whether it is well, and exit")
	flag.Parse()
	if *healthcheck {
		os.Exit(check())
	}

	router := chi.NewRouter()
	router.Get("/orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s from %s\n", orders.Describe(chi.URLParam(r, "id")), version)
	})
	router.Get("/health", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: ":8070", Handler: router, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(grace)
	}()
	log.Print("the api listens")
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func check() int {
	response, err := http.Get("http://127.0.0.1:8070/health")
	if err != nil || response.StatusCode != http.StatusOK {
		return 1
	}
	return 0
}
