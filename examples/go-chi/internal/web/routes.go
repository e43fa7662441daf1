// Package web serves notes over HTTP.
package web

import (
	"embed"
	"encoding/json"
	"html/template"
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/notes/internal/notes"
)

//go:embed pages/*.html
var pages embed.FS

var index = template.Must(template.ParseFS(pages, "pages/*.html"))

// Routes returns the handler for all requests.
func Routes(store *notes.Store) http.Handler {
	router := chi.NewRouter()
	router.Use(middleware.RequestID, middleware.Recoverer)
	router.Get("/", func(w http.ResponseWriter, _ *http.Request) {
		_ = index.ExecuteTemplate(w, "index.html", "notes")
	})
	router.Get("/notes/{id}", func(w http.ResponseWriter, r *http.Request) {
		note, ok := store.Get(chi.URLParam(r, "id"))
		if !ok {
			http.NotFound(w, r)
			return
		}
		answer(w, note)
	})
	router.Post("/notes", func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<16))
		if err != nil {
			http.Error(w, "the note is too long", http.StatusRequestEntityTooLarge)
			return
		}
		answer(w, store.Add(string(text)))
	})
	return router
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
