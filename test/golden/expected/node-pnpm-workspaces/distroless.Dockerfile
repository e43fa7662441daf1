# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service api.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# pnpm 10.34.8: packageManager is pnpm@10.34.8.
RUN --mount=type=cache,target=/root/.npm \
    npm install --global pnpm@10.34.8
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "./"]
COPY ["libraries/money/package.json", "./libraries/money/"]
COPY ["services/api/package.json", "./services/api/"]
COPY ["site/package.json", "./site/"]

FROM manifests AS dependencies
# Exactly what the lock file says, without development dependencies.
RUN --mount=type=cache,target=/pnpm/store \
    pnpm --filter=@shop/api... --filter='{.}' install --frozen-lockfile --prod --store-dir=/pnpm/store \
 && for folder in . services/api libraries/money; do mkdir -p "/modules/$folder"; if [ -d "$folder/node_modules" ]; then mv "$folder/node_modules" "/modules/$folder/"; fi; done

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/pnpm/store \
    pnpm --filter=@shop/api... --filter='{.}' install --frozen-lockfile --store-dir=/pnpm/store
COPY . .
RUN pnpm --filter=@shop/money run build \
 && pnpm --filter=@shop/api run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w services/api/package.json services/api/dist libraries/money/package.json libraries/money/dist

FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294
COPY --from=dependencies /modules/ /app/
COPY --from=build /app/services/api/package.json /app/services/api/package.json
COPY --from=build /app/services/api/dist /app/services/api/dist
COPY --from=build /app/libraries/money/package.json /app/libraries/money/package.json
COPY --from=build /app/libraries/money/dist /app/libraries/money/dist
WORKDIR /app/services/api
LABEL org.opencontainers.image.title="api"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/nodejs24-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# The program listens where this says.
ENV PORT="3000"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 3000
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/nodejs/bin/node", "dist/server.js"]
