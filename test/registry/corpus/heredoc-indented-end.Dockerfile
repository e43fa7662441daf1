FROM alpine:3.24
RUN <<EOF
  EOF
FROM debian:12
EOF
FROM busybox:1
