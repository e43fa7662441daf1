// Writes a package with the pages of a folder.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	source := flag.String("source", "site", "the folder of the pages")
	out := flag.String("out", "pages/pages.go", "the file to write")
	flag.Parse()
	text, err := os.ReadFile(filepath.Join(*source, "index.html"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(*out), 0o755); err != nil {
		log.Fatal(err)
	}
	code := fmt.Sprintf("package pages\n\nconst Home = %q\n", text)
	if err := os.WriteFile(*out, []byte(code), 0o644); err != nil {
		log.Fatal(err)
	}
}
