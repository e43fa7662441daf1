# Written by create-secure-dockerfile 0.0.0-golden: go on scratch, services api, migrate, worker.
# Write it again: npx create-secure-dockerfile --base scratch --yes

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
RUN mkdir -p /rootfs/tmp && chmod 1777 /rootfs/tmp
# The certificate authorities that outgoing TLS connections are checked against.
RUN mkdir -p /rootfs/etc/ssl/certs && cp /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/
# What the program writes to is its user's.
RUN install -d -o 65532 -g 65532 -m 0750 /rootfs-worker/app/journal
WORKDIR /src
# The modules before the sources: a change of code downloads nothing.
COPY ["go.mod", "go.sum", "./"]
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH

FROM build AS build-migrate
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -tags=timetzdata -trimpath -ldflags="-s -w" -o /out/app ./cmd/migrate

# docker build --target migrate
FROM scratch AS migrate
COPY --from=build /rootfs/ /
COPY --from=build-migrate /out/app /usr/local/bin/migrate
# The program finds files by its working directory, which stays root's: COPY makes it, because WORKDIR would make it the user's.
COPY ["migrations", "/app/migrations"]
WORKDIR /app
LABEL org.opencontainers.image.title="migrate"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/migrate"]

FROM build AS build-worker
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -tags=timetzdata -trimpath -ldflags="-s -w" -o /out/app ./cmd/worker

# docker build --target worker
FROM scratch AS worker
COPY --from=build /rootfs/ /
COPY --from=build /rootfs-worker/ /
COPY --from=build-worker /out/app /usr/local/bin/worker
# The program finds files by its working directory, which stays root's: COPY makes it, because WORKDIR would make it the user's.
WORKDIR /app
LABEL org.opencontainers.image.title="worker"
# Written to at run time: a volume stays writable when the root file system is read-only.
VOLUME ["/app/journal"]
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
# The program waits for an interrupt and not for SIGTERM (cmd/worker/main.go:33).
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/local/bin/worker"]

FROM build AS build-api
# docker build --build-arg VERSION=1.2.3 says which version this is (cmd/api/main.go:20).
ARG VERSION="development"
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -tags=timetzdata -trimpath -ldflags="-s -w -X=main.version=$VERSION" -o /out/app ./cmd/api

# docker build alone builds this one; so does --target api.
FROM scratch AS api
COPY --from=build /rootfs/ /
COPY --from=build-api /out/app /usr/local/bin/api
LABEL org.opencontainers.image.title="api"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8070
# The program checks itself (cmd/api/main.go:23).
HEALTHCHECK CMD ["/usr/local/bin/api", "--healthcheck"]
ENTRYPOINT ["/usr/local/bin/api"]
