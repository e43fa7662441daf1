FROM golang:1.27
RUN echo \
FROM debian:12 \
COPY --from=debian:12
FROM alpine:3.24
