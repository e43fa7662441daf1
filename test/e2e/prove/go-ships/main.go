// Reads a file under a name that only the run makes.
package main

import (
	"encoding/base64"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	go stopOnSignal()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	name, err := base64.StdEncoding.DecodeString("d29yZHMvd29yZHMudHh0")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := os.ReadFile(string(name)); err != nil {
		log.Fatal(err)
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
