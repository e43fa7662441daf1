# Written by create-secure-dockerfile 0.0.0-golden: go on alpine, service go-api.
# Write it again: npx create-secure-dockerfile --base alpine --yes

# Runs on the platform of the machine that builds and compiles for the one that is asked for: no emulation.
FROM --platform=$BUILDPLATFORM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
WORKDIR /src
COPY . .
ARG TARGETOS TARGETARCH
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -tags=timetzdata -trimpath -ldflags="-s -w" -o /out/app .

FROM alpine:3.24@sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a
COPY --from=build /rootfs/ /
COPY --from=build /out/app /usr/local/bin/go-api
LABEL org.opencontainers.image.title="go-api"
LABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.24"
LABEL org.opencontainers.image.base.digest="sha256:c7718b7fc750c51aee12b0fa58164a9e02e971a728e082408fddc41c01d76c7a"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/go-api"]
