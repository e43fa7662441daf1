# Written by create-secure-dockerfile 0.0.0-golden: go on distroless, service dashboard.
# Write it again: npx create-secure-dockerfile --base distroless --yes

# The front end that the program embeds (web/web.go:10).
FROM --platform=$BUILDPLATFORM node:26-alpine3.24@sha256:4c1ddf9524a8111c22243e67ae632d4cfb0a22a8c314f7466f57dc3b1fcef114 AS frontend
WORKDIR /src/web
COPY ["web/package.json", "web/package-lock.json", "./"]
RUN --mount=type=cache,target=/root/.npm npm ci
COPY ["web", "./"]
RUN npm run build

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
WORKDIR /src
COPY . .
COPY --from=frontend ["/src/web/dist", "./web/dist"]
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /out/app .

FROM gcr.io/distroless/static-debian13:nonroot@sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9
COPY --from=build /out/app /usr/local/bin/dashboard
LABEL org.opencontainers.image.title="dashboard"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/static-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/dashboard"]
