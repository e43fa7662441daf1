FROM alpine:3.24
RUN <<'EOF' sh
FROM $X
EOF
FROM busybox:1
