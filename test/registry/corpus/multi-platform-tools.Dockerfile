FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.7.0 AS xx
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24 AS build
COPY --from=xx / /
ARG TARGETPLATFORM
FROM scratch
COPY --from=build /app /
