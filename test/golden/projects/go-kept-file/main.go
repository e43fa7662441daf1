package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	page, err := os.ReadFile("page.html")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := os.WriteFile("last-visit.txt", []byte(r.URL.Path), 0o600); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Write(page)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
