FROM alpine:3.24@sha256:abc123
FROM busybox:1@md5:00
