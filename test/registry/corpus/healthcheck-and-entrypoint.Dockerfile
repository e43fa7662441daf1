FROM alpine:3.24
HEALTHCHECK --interval=5s CMD wget -q --mount=from=debian:12 localhost
ENTRYPOINT ["/app", "--from=debian:12"]
