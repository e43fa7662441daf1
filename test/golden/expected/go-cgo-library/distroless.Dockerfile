# Written by create-secure-dockerfile 0.0.0-golden: go on distroless, service deflate.
# Write it again: npx create-secure-dockerfile --base distroless --yes

# cgo: compiled on the platform that is asked for, because C is not cross-compiled here.
FROM golang:1.27-trixie@sha256:31a900a6c5194acfc4bdc36239a665304375ba9c280c4aadb1df5c52ecf01114 AS build
WORKDIR /src
COPY . .
# Linked against the C library of this image, which is the one of the final image.
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=1 go build -trimpath -ldflags="-s -w" -o /out/app .

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658
COPY --from=build /out/app /usr/local/bin/deflate
LABEL org.opencontainers.image.title="deflate"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/deflate"]
