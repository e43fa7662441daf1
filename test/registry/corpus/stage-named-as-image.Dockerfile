FROM alpine AS alpine
FROM alpine
COPY --from=alpine / /
