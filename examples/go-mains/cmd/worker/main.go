// Ships orders on a schedule, and keeps a journal of them. It serves no port.
package main

import (
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"example.com/orders/internal/orders"
	"github.com/robfig/cron/v3"
)

func main() {
	if err := os.MkdirAll("journal", 0o755); err != nil {
		log.Fatal(err)
	}
	schedule := cron.New()
	ship := func() {
		line := orders.Describe("17") + " is shipped"
		if err := os.WriteFile(filepath.Join("journal", "shipped"), []byte(line), 0o644); err != nil {
			log.Fatal(err)
		}
		log.Print(line)
	}
	if _, err := schedule.AddFunc("@hourly", ship); err != nil {
		log.Fatal(err)
	}
	ship()
	schedule.Start()

	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	<-interrupted
	<-schedule.Stop().Done()
}
