FROM --platform=$BUILDPLATFORM golang:1.27 AS build
FROM --platform=linux/arm64 alpine:3.24
