# Written by create-secure-dockerfile 0.0.0-golden: node on scratch, service handbook.
# Write it again: npx create-secure-dockerfile --base scratch --yes

FROM node:26-trixie-slim@sha256:ff7814d640ff6a4b018ce862cb423fc0c88100a31b73f5d9eeee58223816506a AS manifests
WORKDIR /app
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "package-lock.json", "./"]

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
RUN mkdir -p /rootfs/tmp && chmod 1777 /rootfs/tmp
# What browsers may keep, and what answers for a path that is no file.
RUN mkdir -p /rootfs/etc && printf '%s\n' \
      '[general]' \
      'cache-control-headers = false' \
      '[advanced]' \
      '[[advanced.headers]]' \
      'source = "**"' \
      'headers = { Cache-Control = "no-cache", X-Content-Type-Options = "nosniff" }' \
      '[[advanced.headers]]' \
      'source = "/_astro/**"' \
      'headers = { Cache-Control = "public, max-age=31536000, immutable", X-Content-Type-Options = "nosniff" }' \
    > /rootfs/etc/static-web-server.toml
COPY . .
# No anonymous usage data from a build.
ENV ASTRO_TELEMETRY_DISABLED="1"
RUN npm run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w dist

FROM scratch
COPY --from=joseluisq/static-web-server:2@sha256:95699573f6fde7525f76bc563f846db24cb7aed43f59241cd04fd048680f9678 /static-web-server /static-web-server
COPY --from=build /rootfs/ /
COPY --from=build /app/dist/ /srv/
WORKDIR /srv
LABEL org.opencontainers.image.title="handbook"
# What browsers may keep, and for how long.
ENV SERVER_CONFIG_FILE="/etc/static-web-server.toml"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/static-web-server"]
CMD ["--root", "/srv", "--port", "8080", "--page404", "/srv/404.html"]
