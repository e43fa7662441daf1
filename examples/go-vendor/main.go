// Prints a line of JSON every second until it is stopped: a program without a port, its modules in vendor/.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/uuid"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	encoder := json.NewEncoder(os.Stdout)
	for ctx.Err() == nil {
		if err := encoder.Encode(map[string]string{"id": uuid.NewString(), "word": "world"}); err != nil {
			log.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}
