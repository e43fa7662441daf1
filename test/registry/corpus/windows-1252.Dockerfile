# Größe  
FROM alpine:3.24
LABEL x="café"
COPY --from=busybox:1 / /
