// Listens on its loopback, unless --host says otherwise; only the run makes the address.
package main

import (
	"flag"
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
	host := flag.String("host", strings.Join([]string{"127", "0", "0", "1"}, "."), "where to listen")
	flag.Parse()
	log.Fatal(http.ListenAndServe(*host+":8080", nil))
}

// stopOnSignal ends the program on SIGTERM, which process 1 would otherwise ignore.
func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	os.Exit(0)
}
