# Written by create-secure-dockerfile 0.0.0-golden: go on distroless, service words.
# Write it again: npx create-secure-dockerfile --base distroless --yes

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
WORKDIR /src
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/app .

FROM gcr.io/distroless/static-debian13:nonroot@sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9
COPY --from=build /out/app /usr/local/bin/words
LABEL org.opencontainers.image.title="words"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/static-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/words"]
