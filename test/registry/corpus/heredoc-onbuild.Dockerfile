FROM alpine:3.24
ONBUILD RUN <<-"EOF"
	FROM debian:12
  EOF
	EOF
FROM busybox:1
