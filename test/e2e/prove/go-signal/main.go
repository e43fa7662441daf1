// Ends cleanly on one signal, whose name is in a file of no known kind.
package main

import (
	_ "embed"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

//go:embed signal.txt
var name string

var known = map[string]os.Signal{"SIGINT": syscall.SIGINT, "SIGQUIT": syscall.SIGQUIT, "SIGTERM": syscall.SIGTERM}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, known[strings.TrimSpace(name)])
	go http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) }))
	<-stop
}
