FROM ${BASE
COPY --from=busybox:1 / /
