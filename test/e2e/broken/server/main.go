// A small server that misbehaves on demand: each image beside it breaks one promise with it.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	listen := flag.String("listen", ":8080", "address; empty: no server")
	status := flag.Int("status", 200, "what to answer")
	write := flag.String("write", "", "file to write at the start")
	udp := flag.String("udp", "", "address to bind for UDP; empty: none")
	health := flag.String("health", "", "ask this address instead of serving, and end with 1 unless it answers below 400")
	exit := flag.Int("exit", -1, "end at once with this code")
	signals := flag.String("signals", "handle", "handle, ignore or fail")
	after := flag.Duration("after", 0, "end with 1 this long after the start; 0: never")
	redirect := flag.String("redirect", "", "redirect / to this path, which answers 500")
	capability := flag.String("give-capability", "", "give this file CAP_NET_BIND_SERVICE, and end (needs root)")
	reach := flag.String("reach", "", "address to find a route to at the start, over UDP; empty: none")
	flag.String("password", "", "does nothing")
	flag.Parse()

	if *capability != "" {
		// struct vfs_cap_data, revision 2, effective: permitted holds bit 10.
		data := []byte{1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
		check(syscall.Setxattr(*capability, "security.capability", data, 0))
		return
	}
	if *health != "" {
		answer, err := http.Get(*health)
		check(err)
		if answer.StatusCode >= 400 {
			os.Exit(1)
		}
		return
	}
	if *reach != "" {
		_, err := net.Dial("udp", *reach)
		check(err)
	}
	if *udp != "" {
		_, err := net.ListenPacket("udp", *udp)
		check(err)
	}
	if *write != "" {
		check(os.WriteFile(*write, []byte("state\n"), 0o600))
	}
	if *exit >= 0 {
		fmt.Fprintln(os.Stderr, "told to end with", *exit)
		os.Exit(*exit)
	}
	stopped := make(chan os.Signal, 1)
	switch *signals {
	case "handle", "fail":
		signal.Notify(stopped, syscall.SIGTERM, syscall.SIGINT)
	case "ignore":
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT)
	}
	server := &http.Server{Addr: *listen, ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case *redirect != "" && r.URL.Path == "/":
			http.Redirect(w, r, *redirect, http.StatusFound)
			return
		case *redirect != "":
			w.WriteHeader(http.StatusInternalServerError)
		case r.URL.Path != "/healthz":
			w.WriteHeader(*status)
		}
		fmt.Fprintln(w, "hello")
	})}
	if *listen != "" {
		go func() {
			if err := server.ListenAndServe(); err != http.ErrServerClosed {
				check(err)
			}
		}()
	}
	if *after > 0 {
		time.AfterFunc(*after, func() { check(fmt.Errorf("dial tcp 10.0.0.1:5432: connect: connection refused")) })
	}
	<-stopped
	if *signals == "fail" {
		os.Exit(2)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	check(server.Shutdown(ctx))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
