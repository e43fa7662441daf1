FROM alpine:3.24
ADD --from=debian:12 / /
ADD https://example.com/FROM /x
