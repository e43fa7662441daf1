# Written by create-secure-dockerfile 0.0.0-golden: go on scratch, service visits.
# Write it again: npx create-secure-dockerfile --base scratch --yes

# cgo: compiled on the platform that is asked for, because C is not cross-compiled here.
FROM golang:1.27-alpine3.24@sha256:a3668128f033fb829bc691db1eeb5d474ccc3e48ddaeab2c47fe941dcf7d3a4c AS build
RUN apk add --no-cache gcc musl-dev
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
RUN mkdir -p /rootfs/tmp && chmod 1777 /rootfs/tmp
# The certificate authorities that outgoing TLS connections are checked against.
RUN mkdir -p /rootfs/etc/ssl/certs && cp /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/
WORKDIR /src
# The modules before the sources: a change of code downloads nothing.
COPY ["go.mod", "go.sum", "./"]
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
# The C library is linked into the program.
# timetzdata: the final image has no time zones, so the program carries them.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=1 go build -tags=netgo,osusergo,timetzdata -trimpath -ldflags="-s -w -linkmode=external -extldflags=-static" -o /out/app .

FROM scratch
COPY --from=build /rootfs/ /
COPY --from=build /out/app /usr/local/bin/visits
LABEL org.opencontainers.image.title="visits"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/visits"]
