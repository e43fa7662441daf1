// Demands variables whose names only the run makes: two in one message, and then one after the other.
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
	demand("BACKEND", "STORE")
	demand("QUEUE")
	demand("MIRROR")
	log.Fatal(http.ListenAndServe(":8080", nil))
}

// stopOnSignal ends the program on SIGTERM, which process 1 would otherwise ignore.
func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	os.Exit(0)
}

// demand ends the program with one message that names every missing variable.
func demand(names ...string) {
	var missing []string
	for _, name := range names {
		if variable := name + "_URL"; os.Getenv(variable) == "" {
			missing = append(missing, "required variable "+variable+" is not set")
		}
	}
	if len(missing) > 0 {
		log.Fatal(strings.Join(missing, "; "))
	}
}
