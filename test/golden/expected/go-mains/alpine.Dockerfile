# Written by create-secure-dockerfile 0.0.0-golden: go on alpine, services api, migrate, worker.
# Write it again: npx create-secure-dockerfile --base alpine --yes

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
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
FROM alpine:3.24@sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a AS migrate
COPY --from=build /rootfs/ /
COPY --from=build-migrate /out/app /usr/local/bin/migrate
# The program finds files by its working directory, which stays root's: COPY makes it, because WORKDIR would make it the user's.
COPY ["migrations", "/app/migrations"]
WORKDIR /app
LABEL org.opencontainers.image.title="migrate"
LABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.24"
LABEL org.opencontainers.image.base.digest="sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/migrate"]

FROM build AS build-worker
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -tags=timetzdata -trimpath -ldflags="-s -w" -o /out/app ./cmd/worker

# docker build --target worker
FROM alpine:3.24@sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a AS worker
COPY --from=build /rootfs/ /
COPY --from=build /rootfs-worker/ /
COPY --from=build-worker /out/app /usr/local/bin/worker
# The program finds files by its working directory, which stays root's: COPY makes it, because WORKDIR would make it the user's.
WORKDIR /app
LABEL org.opencontainers.image.title="worker"
LABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.24"
LABEL org.opencontainers.image.base.digest="sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a"
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
FROM alpine:3.24@sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a AS api
COPY --from=build /rootfs/ /
COPY --from=build-api /out/app /usr/local/bin/api
LABEL org.opencontainers.image.title="api"
LABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.24"
LABEL org.opencontainers.image.base.digest="sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8070
# The program checks itself (cmd/api/main.go:23).
HEALTHCHECK CMD ["/usr/local/bin/api", "--healthcheck"]
ENTRYPOINT ["/usr/local/bin/api"]
