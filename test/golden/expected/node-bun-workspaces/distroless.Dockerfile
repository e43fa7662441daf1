# Written by create-secure-dockerfile 0.0.0-golden: node on distroless, service api.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658 AS base

FROM oven/bun:1-slim@sha256:38c2ef8b8b1180154fefdcf1a1b03bbceb25c1d7de79d37907717dc7e14011b8 AS manifests
WORKDIR /app
# What the install reads, before the sources: a change of source code keeps the dependencies.
COPY ["package.json", "bun.lock", "./"]
COPY ["apps/api/package.json", "./apps/api/"]
COPY ["packages/price/package.json", "./packages/price/"]

FROM manifests AS dependencies
# Exactly what the lock file says, without development dependencies.
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --production --filter=./apps/api --filter=./packages/price \
 && for folder in . apps/api packages/price; do mkdir -p "/modules/$folder"; if [ -d "$folder/node_modules" ]; then mv "$folder/node_modules" "/modules/$folder/"; fi; done
RUN install -D -m 0755 /usr/local/bin/bun /rootfs/usr/local/bin/bun
# What ENTRYPOINT loads before the program.
RUN mkdir -p /rootfs/usr/local/lib && printf '%s\n' 'for(const s of['\''SIGTERM'\'','\''SIGINT'\''])process.on(s,()=>process.listenerCount(s)>1||process.exit(0))' > /rootfs/usr/local/lib/stop.js
# Prebuilt binaries for other systems, and for the other C library, are never loaded here.
RUN find /modules -type f \( -name '*.musl.node' -o -path '*/prebuilds/darwin-*' -o -path '*/prebuilds/win32-*' -o -path '*/prebuilds/android-*' -o -path '*/prebuilds/ios-*' -o -path '*/prebuilds/freebsd-*' -o -path '*/prebuilds/linuxmusl-*' \) -exec rm {} +
# The shared libraries that the interpreter and the extension modules load, and no others, each at its real path. The loader itself
# says which, as it does for ldd. What ships beside a module, or is in the base already, is not copied again.
RUN --mount=type=bind,from=base,target=/base set -eu; mkdir -p /rootfs; \
    loader=$(ls /lib/ld-musl-*.so.1 /lib64/ld*.so.* /lib/ld*.so.* 2>/dev/null | head -n 1); \
    # With --list, the loader of glibc stops at the first library that is not there.
    case "$loader" in *musl*) list=--list;; *) list=;; esac; \
    find /usr/local/bin/bun /modules -type f \( -perm -0100 -o -name '*.so' -o -name '*.so.*' -o -name '*.node' \) \
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
        if [ -n "$(find /usr/local/bin/bun /modules -name "$library")" ]; then continue; fi; \
        echo "$program needs $library, and nothing in this build brings it: install the system package that has it" >&2; \
        # Some libraries come with optional parts, which are loaded on machines that have what those need.
        if [ "$kind" = missing ]; then exit 1; else continue; fi; \
      fi; \
      directory=$(readlink -f "${library%/*}"); path="$directory/${library##*/}"; \
      case "$path" in /modules/*) continue;; esac; \
      if [ ! -e "/base$path" ] && [ ! -e "/rootfs$path" ]; then mkdir -p "/rootfs$directory"; cp -L "$path" "/rootfs$path"; fi; \
    done < /tmp/libraries; \
    for link in /lib /lib64; do if [ -L "$link" ] && [ ! -e "/base$link" ] && [ ! -L "/base$link" ]; then cp -P "$link" /rootfs/; fi; done

FROM manifests AS build
COPY . .
# Any user can read the program, whatever the modes were in the checkout, and nobody can change it.
RUN chmod -R a+rX,go-w apps/api packages/price

FROM base
COPY --from=dependencies /rootfs/ /
COPY --from=dependencies /modules/ /app/
COPY --from=build /app/apps/api/ /app/apps/api/
COPY --from=build /app/packages/price/ /app/packages/price/
WORKDIR /app/apps/api
LABEL org.opencontainers.image.title="api"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# The program listens where this says.
ENV PORT="3000"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 3000
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/usr/local/bin/bun", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
# Bun would fetch a package that is missing while the program runs: --no-install. Process 1 is not ended by SIGTERM unless it handles it, and this program does not: the preload ends it, so that "docker stop" need not wait and kill.
ENTRYPOINT ["/usr/local/bin/bun", "--no-install", "--preload", "/usr/local/lib/stop.js", "src/index.ts"]
