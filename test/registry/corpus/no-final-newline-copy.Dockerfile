FROM scratch
COPY --from=alpine:3.24 / /