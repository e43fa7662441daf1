FROM alpine:3.24
RUN <<EOF
# EOF
echo \
EOF
FROM busybox:1
