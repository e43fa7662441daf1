FROM alpine:3.24
RUN --mount="type=bind,from=busybox:1,target=/z" ls
