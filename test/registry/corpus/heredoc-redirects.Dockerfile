FROM alpine:3.24
RUN cat <<EOF >/x && cat <<EOT >/y
FROM debian:12
EOF
FROM debian:11
EOT
FROM busybox:1
