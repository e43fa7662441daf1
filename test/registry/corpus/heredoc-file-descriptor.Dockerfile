FROM alpine:3.24
RUN 3<<EOF cat /dev/fd/3
FROM debian:12
EOF
FROM busybox:1
