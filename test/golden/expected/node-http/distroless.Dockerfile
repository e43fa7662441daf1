# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service greeter.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM node:26-trixie-slim@sha256:ff7814d640ff6a4b018ce862cb423fc0c88100a31b73f5d9eeee58223816506a AS build
WORKDIR /app
COPY . .
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w .

FROM gcr.io/distroless/nodejs26-debian13:nonroot@sha256:e2aad49233b18aaacc2c71d5ee6965c71083397c569a331c53e673316f5f4c5e
COPY --from=build /app/ /app/
WORKDIR /app
LABEL org.opencontainers.image.title="greeter"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/nodejs26-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:e2aad49233b18aaacc2c71d5ee6965c71083397c569a331c53e673316f5f4c5e"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# The program listens where this says.
ENV PORT="8080"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/nodejs/bin/node", "server.js"]
