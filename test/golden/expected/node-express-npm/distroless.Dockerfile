# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service notes.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "package-lock.json", "./"]
# An install would run these, and they only set up a developer's machine.
RUN npm pkg delete scripts.prepare

FROM manifests AS dependencies
# Exactly what the lock file says, without development dependencies.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --no-audit --no-fund

FROM manifests AS build
COPY . .
# What only the build needs stays here.
RUN rm -rf package-lock.json
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w .

FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=build /app/ /app/
WORKDIR /app
LABEL org.opencontainers.image.title="notes"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/nodejs24-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# From the start script.
ENV LOG_LEVEL="info"
# The program listens where this says.
ENV PORT="3000"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 3000
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
# Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.
ENTRYPOINT ["/nodejs/bin/node", "--import", "data:text/javascript,for(const s of['SIGTERM','SIGINT'])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))", "server.js"]
CMD ["--trace-warnings"]
