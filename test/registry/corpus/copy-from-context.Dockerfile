FROM alpine:3.24
COPY --from=certificates / /
COPY --from=docs.example.com/site / /
