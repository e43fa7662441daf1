# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service shortener.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# Yarn 1.22.22: packageManager is yarn@1.22.22.
RUN --mount=type=cache,target=/root/.npm \
    npm install --global --force yarn@1.22.22
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "yarn.lock", "./"]

FROM manifests AS dependencies
# Exactly what the lock file says, without development dependencies.
RUN --mount=type=cache,target=/root/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile --production --non-interactive --cache-folder=/root/.cache/yarn

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile --non-interactive --cache-folder=/root/.cache/yarn
COPY . .
RUN yarn run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w package.json dist

FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/dist /app/dist
WORKDIR /app
LABEL org.opencontainers.image.title="shortener"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/nodejs24-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 4000
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:4000/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
# Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.
ENTRYPOINT ["/nodejs/bin/node", "--import", "data:text/javascript,for(const s of['SIGTERM','SIGINT'])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))", "dist/index.js"]
