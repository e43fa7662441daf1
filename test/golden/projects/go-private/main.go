// Bills are in a currency that only this company knows.
package main

import (
	"fmt"
	"log"
	"net/http"

	"git.example.com/team/money"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, money.Format(17)) })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
