package main

// int sum(int a, int b) { return a + b; }
import "C"

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	log.Fatal(http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, C.sum(1, 2))
	})))
}
