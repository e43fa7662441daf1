FROM golang:1.27
RUN apt-get update \
# FROM debian:12
    # COPY --from=debian:12 / /
  && true
FROM alpine:3.24
