// Needs none.
package main

import (
	"log"
	"net/http"
)

func main() {
	log.Fatal(http.ListenAndServe(":8060", http.NotFoundHandler()))
}
