# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service feeds.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:22-trixie-slim@sha256:3b9ca3d462aa68d056f991dd86e82417520dc0f2e6248a10e4d5242e211117d4 AS manifests
WORKDIR /app
# Bun 1.4.5: the newest release.
RUN --mount=type=cache,target=/root/.npm \
    npm install --global bun@1.4.5
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "bun.lock", "./"]

FROM manifests AS dependencies
# Exactly what the lock file says, without development dependencies.
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --production

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile
COPY . .
RUN bun run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w package.json dist

FROM gcr.io/distroless/nodejs22-debian13:nonroot@sha256:6faaaf7a78c34aef68bfaca806d50dbf9a74bf2347356c7fdef4a6617573426c
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/dist /app/dist
WORKDIR /app
LABEL org.opencontainers.image.title="feeds"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/nodejs22-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:6faaaf7a78c34aef68bfaca806d50dbf9a74bf2347356c7fdef4a6617573426c"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
# Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.
ENTRYPOINT ["/nodejs/bin/node", "--import", "data:text/javascript,for(const s of['SIGTERM','SIGINT'])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))", "dist/index.js"]
