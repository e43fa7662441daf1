// Counts visits in a SQLite database, through SQLite translated to Go: no cgo, so any base will do.
package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	_ "modernc.org/sqlite"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	folder := cmp.Or(os.Getenv("DATA_DIR"), os.TempDir())
	db, err := sql.Open("sqlite", filepath.Join(folder, "visits.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS visits (name TEXT PRIMARY KEY, count INTEGER NOT NULL)`); err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("GET /visit/{name}", func(w http.ResponseWriter, r *http.Request) {
		var count int
		row := db.QueryRowContext(r.Context(), `INSERT INTO visits VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1 RETURNING count`, r.PathValue("name"))
		if err := row.Scan(&count); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "visit %d of %s\n", count, r.PathValue("name"))
	})
	server := &http.Server{Addr: ":8080"}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.Background())
	}()
	log.Print("counting visits")
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Print(err)
	}
}
