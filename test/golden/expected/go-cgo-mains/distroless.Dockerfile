# Written by create-secure-dockerfile 0.0.0-golden: go on distroless, services serve, hash.
# Write it again: npx create-secure-dockerfile --base distroless --yes

# cgo: compiled on the platform that is asked for, because C is not cross-compiled here.
FROM golang:1.27-trixie@sha256:31a900a6c5194acfc4bdc36239a665304375ba9c280c4aadb1df5c52ecf01114 AS build
WORKDIR /src
COPY . .

FROM build AS build-hash
# Linked against the C library of this image, which is the one of the final image.
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=1 go build -trimpath -ldflags="-s -w" -o /out/app ./cmd/hash

# docker build --target hash
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658 AS hash
COPY --from=build-hash /out/app /usr/local/bin/hash
LABEL org.opencontainers.image.title="hash"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/hash"]

FROM build AS build-serve
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/app ./cmd/serve

# docker build alone builds this one; so does --target serve.
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658 AS serve
COPY --from=build-serve /out/app /usr/local/bin/serve
LABEL org.opencontainers.image.title="serve"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8060
ENTRYPOINT ["/usr/local/bin/serve"]
