FROM alpine:3.24
COPY <<Dockerfile /inner/Dockerfile
FROM debian:12
Dockerfile
RUN --mount=from=busybox:1,target=/b true
