FROM alpine:3.24
RUN --mount=type=cache,target=/c --mount=type=bind,from=busybox:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,source=/bin,target=/b --network=none ls --mount=from=debian:12
