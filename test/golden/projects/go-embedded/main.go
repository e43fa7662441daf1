// Serves the files of a new project, which it embeds.
package main

import (
	"embed"
	"io/fs"
	"log"
	"net/http"
)

//go:embed all:templates
var templates embed.FS

func main() {
	files, err := fs.Sub(templates, "templates")
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(":8080", http.FileServerFS(files)))
}
