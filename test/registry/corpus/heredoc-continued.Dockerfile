FROM alpine:3.24
RUN cat <<EOF \
  && true
FROM debian:12
EOF
FROM busybox:1
