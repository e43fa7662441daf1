FROM golang:1.27 AS build
FROM alpine:3.24
COPY --from=build /a /a
COPY --from=0 /b /b
COPY --from=BUILD /c /c
