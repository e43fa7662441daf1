FROM alpine:3.24
RUN cat <<-EOT | sh
	FROM debian:12
	EOT
FROM busybox:1
