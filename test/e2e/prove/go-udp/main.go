// The port is counted, not written, and speaks UDP.
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	go stopOnSignal()
	port := 5000
	for _, letter := range "dns" {
		port += int(letter)
	}
	connection, err := net.ListenPacket("udp", fmt.Sprintf(":%d", port))
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 1500)
	for {
		length, from, err := connection.ReadFrom(buffer)
		if err != nil {
			log.Fatal(err)
		}
		_, _ = connection.WriteTo(buffer[:length], from)
	}
}

// stopOnSignal ends the program on SIGTERM, which process 1 would otherwise ignore.
func stopOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	os.Exit(0)
}
