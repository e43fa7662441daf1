# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service orders.
# Write it again: npx create-secure-dockerfile --base distroless --yes
# Build it: docker build --secret id=NPM_TOKEN,env=NPM_TOKEN -t orders .

FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:362127a54aff9631ce1d46332850422fde439faf54914488f0d314e052c6c294 AS base

FROM node:24-trixie-slim@sha256:027dc419c9baae5265c2a73378c289cbc17ec955f5c8403947bd4a7561bc5530 AS manifests
WORKDIR /app
# better-sqlite3 may have to be compiled; the compiler stays in this stage.
RUN apt-get update && apt-get install --yes --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
# Prisma chooses its engine by the OpenSSL that it finds.
RUN apt-get update && apt-get install --yes --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "package-lock.json", ".npmrc", "./"]
COPY ["prisma", "./prisma/"]
# An install would run these, and they only set up a developer's machine.
RUN npm pkg delete scripts.prepare

FROM manifests AS build
# Exactly what the lock file says, development dependencies included: the build needs them.
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=NPM_TOKEN,required=true \
    export NPM_TOKEN="$(cat /run/secrets/NPM_TOKEN)" && npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM build AS dependencies
# Only what runs in production is left.
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=NPM_TOKEN,required=true \
    export NPM_TOKEN="$(cat /run/secrets/NPM_TOKEN)" && npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# Prebuilt binaries for other systems, and for the other C library, are never loaded here.
RUN find /app/node_modules -type f \( -name '*.musl.node' -o -path '*/prebuilds/darwin-*' -o -path '*/prebuilds/win32-*' -o -path '*/prebuilds/android-*' -o -path '*/prebuilds/ios-*' -o -path '*/prebuilds/freebsd-*' -o -path '*/prebuilds/linuxmusl-*' \) -exec rm {} +
# The shared libraries that the interpreter and the extension modules load, and no others, each at its real path. The loader itself
# says which, as it does for ldd. What ships beside a module, or is in the base already, is not copied again.
RUN --mount=type=bind,from=base,target=/base set -eu; mkdir -p /rootfs; \
    loader=$(ls /lib/ld-musl-*.so.1 /lib64/ld*.so.* /lib/ld*.so.* 2>/dev/null | head -n 1); \
    # With --list, the loader of glibc stops at the first library that is not there.
    case "$loader" in *musl*) list=--list;; *) list=;; esac; \
    find /app/node_modules -type f \( -perm -0100 -o -name '*.so' -o -name '*.so.*' -o -name '*.node' \) \
      -exec grep -l "^$(printf '\177')ELF" {} + | while read -r program; do LD_TRACE_LOADED_OBJECTS=1 "$loader" $list "$program" 2>&1 | awk -v program="$program" ' \
        /=> not found/ { print (program ~ /\.node$/ ? "missing" : "absent"), $1, program } \
        /^Error loading shared library/ { sub(/:$/, "", $5); print "missing", $5, program } \
        /=> \// { print "library", $3 }'; done | sort -u > /tmp/libraries; \
    # The C library loads libgcc_s by name when a thread ends: nothing links it.
    { echo "library $loader"; find /lib/ /usr/lib/ -name libgcc_s.so.1 | sed 's/^/library /'; } >> /tmp/libraries; \
    while read -r kind library program; do \
      if [ "$kind" != library ]; then \
        # Built for the other C library: never loaded here.
        case "$library" in libc.so|libc.musl-*|ld-linux*) continue;; esac; \
        if [ -n "$(find /app/node_modules -name "$library")" ]; then continue; fi; \
        echo "$program needs $library, and nothing in this build brings it: install the system package that has it" >&2; \
        # Some libraries come with optional parts, which are loaded on machines that have what those need.
        if [ "$kind" = missing ]; then exit 1; else continue; fi; \
      fi; \
      directory=$(readlink -f "${library%/*}"); path="$directory/${library##*/}"; \
      case "$path" in /app/node_modules/*) continue;; esac; \
      if [ ! -e "/base$path" ] && [ ! -e "/rootfs$path" ]; then mkdir -p "/rootfs$directory"; cp -L "$path" "/rootfs$path"; fi; \
    done < /tmp/libraries; \
    for link in /lib /lib64; do if [ -L "$link" ] && [ ! -e "/base$link" ] && [ ! -L "/base$link" ]; then cp -P "$link" /rootfs/; fi; done

FROM build AS program
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w package.json dist prisma

FROM base
COPY --from=dependencies /rootfs/ /
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=program /app/package.json /app/package.json
COPY --from=program /app/dist /app/dist
COPY --from=program /app/prisma /app/prisma
WORKDIR /app
LABEL org.opencontainers.image.title="orders"
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
# Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.
ENTRYPOINT ["/nodejs/bin/node", "--import", "data:text/javascript,for(const s of['SIGTERM','SIGINT'])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))", "dist/index.js"]
