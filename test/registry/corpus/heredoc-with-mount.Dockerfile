FROM alpine:3.24
RUN --mount=from=busybox:1,target=/x <<EOF
FROM debian:12
EOF
COPY --from=debian:13 <<EOF /x
FROM debian:12
EOF
