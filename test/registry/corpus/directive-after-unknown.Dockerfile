# foo=bar
# escape=`
FROM alpine:3.24
RUN a \
  COPY --from=debian:12 b c
COPY --from=busybox:1 a b
