# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service guestbook.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "package-lock.json", "./"]
# An install would run these, and they only set up a developer's machine.
RUN npm pkg delete scripts.prepare

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund
COPY . .
RUN npm run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w package.json build

FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/build /app/build
WORKDIR /app
LABEL org.opencontainers.image.title="guestbook"
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
ENTRYPOINT ["/nodejs/bin/node", "build"]
