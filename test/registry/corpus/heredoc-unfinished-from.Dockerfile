FROM alpine:3.24
RUN <<EOF
FROM debian:12
