# Written by create-secure-dockerfile 0.0.0-golden: go on distroless, service go-echo.
# Write it again: npx create-secure-dockerfile --base distroless --yes

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
WORKDIR /src
# The modules before the sources: a change of code downloads nothing.
COPY ["go.mod", "go.sum", "./"]
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
# docker build --build-arg VERSION=1.2.3 says which version this is (main.go:20).
ARG VERSION="development"
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w -X=main.version=$VERSION" -o /out/app .

FROM gcr.io/distroless/static-debian13:nonroot@sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9
COPY --from=build /out/app /usr/local/bin/go-echo
LABEL org.opencontainers.image.title="go-echo"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/static-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 1323
# The program checks itself (main.go:32).
HEALTHCHECK CMD ["/usr/local/bin/go-echo", "--healthcheck"]
ENTRYPOINT ["/usr/local/bin/go-echo"]
