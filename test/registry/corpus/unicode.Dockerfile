# Größe, 大きさ, 🐳
FROM alpine:3.24 AS build
LABEL title="naïve — 🐳 café"
COPY --from=busybox:1 /ü /ß
