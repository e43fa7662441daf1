FROM alpine:3.24
LABEL a=<<EOF
FROM busybox:1
