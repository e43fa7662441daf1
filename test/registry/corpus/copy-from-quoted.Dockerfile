FROM alpine:3.24
COPY --from="busybox:1" / /
