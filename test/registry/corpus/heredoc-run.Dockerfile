FROM alpine:3.24
RUN <<EOF
FROM debian:12
COPY --from=debian:12 / /
EOF
COPY --from=busybox:1 / /
