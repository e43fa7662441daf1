FROM alpine:3.24
ONBUILD COPY --from=busybox:1 / /
ONBUILD RUN --mount=type=bind,from=debian:12,target=/x ls
ONBUILD COPY --from=assets / /
