// The service that works by itself: no port.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/work/lib/greet"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		log.Print(greet.To("worker"))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
