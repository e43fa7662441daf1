// The folder has a name that only the run makes.
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
	folder, err := base64.StdEncoding.DecodeString("L3Zhci9saWIvc3RhdGU=")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(string(folder), 0o755); err != nil {
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
