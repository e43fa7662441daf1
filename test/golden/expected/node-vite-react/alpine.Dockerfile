# Written by create-secure-dockerfile 0.0.0-golden: node on alpine, service dashboard.
# Write it again: npx create-secure-dockerfile --base alpine --yes

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
# What browsers may keep, and what answers for a path that is no file.
RUN mkdir -p /rootfs/etc/nginx/conf.d && printf '%s\n' \
      'server {' \
      '  listen 8080;' \
      '  root /srv;' \
      '  server_tokens off;' \
      '  absolute_redirect off;' \
      '  gzip on;' \
      '  gzip_vary on;' \
      '  gzip_types text/css text/javascript application/javascript application/json application/manifest+json application/wasm image/svg+xml;' \
      '  location / {' \
      '    try_files $uri $uri/index.html $uri.html /index.html;' \
      '    add_header Cache-Control "no-cache";' \
      '    add_header X-Content-Type-Options nosniff;' \
      '  }' \
      '  location /assets/ {' \
      '    add_header Cache-Control "public, max-age=31536000, immutable";' \
      '    add_header X-Content-Type-Options nosniff;' \
      '  }' \
      '}' \
    > /rootfs/etc/nginx/conf.d/default.conf
COPY . .
RUN npm run build
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w dist

FROM nginxinc/nginx-unprivileged:stable-alpine@sha256:bdfe35f2bc888cc1a21410244147991a3873903abc521e9538d7999a0de7f23a
COPY --from=build /rootfs/ /
COPY --from=build /app/dist/ /srv/
WORKDIR /srv
LABEL org.opencontainers.image.title="dashboard"
LABEL org.opencontainers.image.base.name="docker.io/nginxinc/nginx-unprivileged:stable-alpine"
LABEL org.opencontainers.image.base.digest="sha256:bdfe35f2bc888cc1a21410244147991a3873903abc521e9538d7999a0de7f23a"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8080
# nginx finishes what it is answering on SIGQUIT; on SIGTERM it cuts it off.
STOPSIGNAL SIGQUIT
ENTRYPOINT ["nginx"]
CMD ["-g", "daemon off;"]
