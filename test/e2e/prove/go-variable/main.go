// Ends without a variable whose name only the run makes.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	go stopOnSignal()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	name := strings.Join([]string{"BACKEND", "URL"}, "_")
	if os.Getenv(name) == "" {
		log.Fatalf("%s is not set", name)
	}
	log.Fatal(http.ListenAndServe(":8080", nil))
}

// stopOnSignal ends the program on SIGTERM, which process 1 would otherwise ignore.
func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	os.Exit(0)
}
