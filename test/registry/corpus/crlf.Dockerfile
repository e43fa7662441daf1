# syntax=docker/dockerfile:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
FROM golang:1.27 AS build
RUN go build \
  -o /app .

FROM scratch
COPY --from=build /app /app
