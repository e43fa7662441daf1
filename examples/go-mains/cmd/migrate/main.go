// Prints the migrations in their order, as a tool that runs once and ends.
package main

import (
	"fmt"
	"io/fs"
	"log"
	"os"
)

func main() {
	files, err := fs.Glob(os.DirFS("migrations"), "*.sql")
	if err != nil || len(files) == 0 {
		log.Fatalf("no migrations: %v", err)
	}
	for _, file := range files {
		fmt.Println("would apply", file)
	}
}
