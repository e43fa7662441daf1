FROM alpine:3.24
RUN --mount="type=bind,target=/x,from=node:26@sha256:cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4" true
RUN "--mount=type=bind,from=busybox:1" true
RUN --mount='type=bind,"target=/a,b","from=debian:12"' true
