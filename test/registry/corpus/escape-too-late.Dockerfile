FROM alpine:3.24
# escape=`
RUN a \
FROM debian:12
