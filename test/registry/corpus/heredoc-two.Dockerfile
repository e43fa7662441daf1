FROM alpine:3.24
COPY <<one <<"two" /x/
FROM debian:12
one
FROM debian:11
two
FROM busybox:1
