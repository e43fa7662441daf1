// Gets every signal, and ends on one, whose name is in a file of no known kind.
package main

import (
	_ "embed"
	"net/http"
	"os"
	"os/signal"
	"strings"
)

//go:embed signal.txt
var name string

func main() {
	go http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) }))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals)
	for it := range signals {
		if it.String() == strings.TrimSpace(name) {
			return
		}
	}
}
