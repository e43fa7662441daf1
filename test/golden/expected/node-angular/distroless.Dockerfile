# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service planner.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "package-lock.json", "./"]

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund
# What browsers may keep, and what answers for a path that is no file.
RUN mkdir -p /rootfs/etc && printf '%s\n' \
      '[general]' \
      'cache-control-headers = false' \
      '[advanced]' \
      '[[advanced.headers]]' \
      'source = "**"' \
      'headers = { Cache-Control = "no-cache", X-Content-Type-Options = "nosniff" }' \
    > /rootfs/etc/static-web-server.toml
COPY . .
# A build asks nobody, and sends no usage data.
ENV NG_CLI_ANALYTICS="false"
RUN --mount=type=cache,target=/app/.angular/cache npm run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w dist/planner/browser

FROM gcr.io/distroless/static-debian13:nonroot@sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9
COPY --from=joseluisq/static-web-server:2@sha256:95699573f6fde7525f76bc563f846db24cb7aed43f59241cd04fd048680f9678 /static-web-server /static-web-server
COPY --from=build /rootfs/ /
COPY --from=build /app/dist/planner/browser/ /srv/
WORKDIR /srv
LABEL org.opencontainers.image.title="planner"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/static-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:fa4c9cebcd3b917a79bd07fff7bd6707c6bea0be05c42f6278d4e4c81ebbf9b9"
# What browsers may keep, and for how long.
ENV SERVER_CONFIG_FILE="/etc/static-web-server.toml"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/static-web-server"]
CMD ["--root", "/srv", "--port", "8080", "--page-fallback", "/srv/index.html"]
