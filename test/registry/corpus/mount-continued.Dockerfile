FROM alpine:3.24
RUN --mount=type=bind,target=/b,from=busybox:1 \
    --mount=type=bind,from=ghcr.io/astral-sh/uv:0.13,source=/uv,target=/uv \
    ls
