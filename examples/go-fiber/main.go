// A JSON API on fiber: configuration from the environment by struct tags.
package main

import (
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/caarlos0/env/v11"
	"github.com/gofiber/fiber/v2"
)

type config struct {
	Port     int    `env:"PORT" envDefault:"3000"`
	Greeting string `env:"GREETING" envDefault:"hello"`
}

func main() {
	settings, err := env.ParseAs[config]()
	if err != nil {
		log.Fatal(err)
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/hello/:name", func(c *fiber.Ctx) error {
		return c.JSON(fiber.Map{"message": settings.Greeting + " " + c.Params("name")})
	})

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-stop
		_ = app.Shutdown()
	}()
	log.Printf("greeting on port %d", settings.Port)
	if err := app.Listen(":" + strconv.Itoa(settings.Port)); err != nil {
		log.Fatal(err)
	}
}
