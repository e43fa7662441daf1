// A gRPC server with the standard health service; it asks itself when it is started as "healthcheck".
package main

import (
	"context"
	"flag"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	pb "google.golang.org/grpc/health/grpc_health_v1"
)

func main() {
	address := flag.String("listen", ":50051", "address to listen on")
	flag.Parse()
	if flag.Arg(0) == "healthcheck" {
		os.Exit(check("127.0.0.1:50051"))
	}

	listener, err := net.Listen("tcp", *address)
	if err != nil {
		slog.Error("cannot listen", "error", err)
		os.Exit(1)
	}
	server := grpc.NewServer()
	pb.RegisterHealthServer(server, health.NewServer())

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		server.GracefulStop()
	}()
	slog.Info("gRPC is served", "address", *address)
	if err := server.Serve(listener); err != nil {
		slog.Error("the server stopped", "error", err)
		os.Exit(1)
	}
}

func check(address string) int {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 1
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	answer, err := pb.NewHealthClient(connection).Check(ctx, &pb.HealthCheckRequest{})
	if err != nil || answer.GetStatus() != pb.HealthCheckResponse_SERVING {
		return 1
	}
	return 0
}
