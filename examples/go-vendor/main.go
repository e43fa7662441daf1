// Prints one line of JSON for each line that it is told on its command line, and ends: a program without a port, its modules in vendor/.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/google/uuid"
)

func main() {
	words := os.Args[1:]
	if len(words) == 0 {
		words = []string{"hello", "world"}
	}
	encoder := json.NewEncoder(os.Stdout)
	for _, word := range words {
		if err := encoder.Encode(map[string]string{"id": uuid.NewString(), "word": word}); err != nil {
			log.Fatal(err)
		}
	}
}
