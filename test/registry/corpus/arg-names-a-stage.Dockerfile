ARG TARGET=dev
FROM alpine:3.24 AS dev
FROM ${TARGET} AS final
