// A site on echo whose templates are part of the program, with its own health check for images without a shell.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"html/template"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
)

var version = "development"

//go:embed views
var views embed.FS

type renderer struct{ templates *template.Template }

func (r renderer) Render(w io.Writer, name string, data any, _ echo.Context) error {
	return r.templates.ExecuteTemplate(w, name, data)
}

func main() {
	check := flag.Bool("healthcheck", false, "ask the running server whether it is well, and end")
	flag.Parse()
	if *check {
		os.Exit(checkHealth("http://127.0.0.1:1323/healthz"))
	}

	e := echo.New()
	e.HideBanner = true
	e.Renderer = renderer{template.Must(template.ParseFS(views, "views/*.html"))}
	e.GET("/healthz", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	e.GET("/", func(c echo.Context) error {
		return c.Render(http.StatusOK, "index.html", map[string]string{"version": version, "path": c.QueryParam("name")})
	})

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		_ = e.Shutdown(context.Background())
	}()
	if err := e.Start(":1323"); !errors.Is(err, http.ErrServerClosed) {
		e.Logger.Fatal(err)
	}
}

func checkHealth(url string) int {
	client := http.Client{Timeout: 2 * time.Second}
	answer, err := client.Get(url)
	if err != nil || answer.StatusCode >= 400 {
		return 1
	}
	return 0
}
