// clockctl asks a clockd from the command line.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/spf13/pflag"
)

func main() {
	server := pflag.String("server", "http://localhost:8123", "the clockd to ask")
	zone := pflag.String("zone", "UTC", "the time zone")
	pflag.Parse()
	answer, err := http.Get(*server + "/time?zone=" + *zone)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(os.Stdout, answer.Body)
}
