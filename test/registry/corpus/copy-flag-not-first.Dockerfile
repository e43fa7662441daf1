FROM alpine:3.24
COPY a --from=debian:12 /x
