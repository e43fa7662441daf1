FROM \
  --platform=linux/amd64 \
  # not here: FROM alpine:1
  golang:1.27 \
  AS build
