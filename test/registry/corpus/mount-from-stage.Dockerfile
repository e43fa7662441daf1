FROM golang:1.27 AS build
FROM alpine:3.24
RUN --mount=from=build,target=/b --mount=type=secret,id=x,env=from ls
