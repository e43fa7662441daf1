package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
)

func main() {
	text, err := os.ReadFile("quotes.json")
	if err != nil {
		log.Fatal(err)
	}
	var quotes []string
	if err := json.Unmarshal(text, &quotes); err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(quotes)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
