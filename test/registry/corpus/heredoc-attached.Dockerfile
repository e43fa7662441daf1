FROM alpine:3.24
RUN cat<<EOF
FROM busybox:1
