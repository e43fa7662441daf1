# Written by create-secure-dockerfile 0.0.0-golden: node on scratch, service guestbook.
# Write it again: npx create-secure-dockerfile --base scratch --yes

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
RUN install -D -m 0755 /usr/local/bin/node /rootfs/usr/local/bin/node
# Prebuilt binaries for other systems, and for the other C library, are never loaded here.
RUN find /app/build -type f \( -name '*.musl.node' -o -path '*/prebuilds/darwin-*' -o -path '*/prebuilds/win32-*' -o -path '*/prebuilds/android-*' -o -path '*/prebuilds/ios-*' -o -path '*/prebuilds/freebsd-*' -o -path '*/prebuilds/linuxmusl-*' \) -exec rm {} +
# The shared libraries that the interpreter and the extension modules load, and no others, each at its real path. The loader itself
# says which, as it does for ldd. What ships beside a module, or is in the base already, is not copied again.
RUN set -eu; mkdir -p /rootfs; \
    loader=$(ls /lib/ld-musl-*.so.1 /lib64/ld*.so.* /lib/ld*.so.* 2>/dev/null | head -n 1); \
    # With --list, the loader of glibc stops at the first library that is not there.
    case "$loader" in *musl*) list=--list;; *) list=;; esac; \
    find /usr/local/bin/node /app/build -type f \( -perm -0100 -o -name '*.so' -o -name '*.so.*' -o -name '*.node' \) \
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
        if [ -n "$(find /usr/local/bin/node /app/build -name "$library")" ]; then continue; fi; \
        echo "$program needs $library, and nothing in this build brings it: install the system package that has it" >&2; \
        # Some libraries come with optional parts, which are loaded on machines that have what those need.
        if [ "$kind" = missing ]; then exit 1; else continue; fi; \
      fi; \
      directory=$(readlink -f "${library%/*}"); path="$directory/${library##*/}"; \
      case "$path" in /app/build/*) continue;; esac; \
      if [ ! -e "/base$path" ] && [ ! -e "/rootfs$path" ]; then mkdir -p "/rootfs$directory"; cp -L "$path" "/rootfs$path"; fi; \
    done < /tmp/libraries; \
    for link in /lib /lib64; do if [ -L "$link" ] && [ ! -e "/base$link" ] && [ ! -L "/base$link" ]; then cp -P "$link" /rootfs/; fi; done
# The user by name, with a home: programs look themselves up (os.userInfo, getpass.getuser, user.Current).
RUN mkdir -p /rootfs/etc /rootfs/home/nonroot \
 && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /rootfs/etc/passwd \
 && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group
RUN mkdir -p /rootfs/tmp && chmod 1777 /rootfs/tmp

FROM scratch
COPY --from=build /rootfs/ /
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/build /app/build
WORKDIR /app
LABEL org.opencontainers.image.title="guestbook"
# Frameworks and libraries leave out what only development needs.
ENV NODE_ENV="production"
# The program listens where this says.
ENV PORT="3000"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 3000
# Asks the program itself, without a shell or curl: any answer below 500 is a healthy one.
HEALTHCHECK CMD ["/usr/local/bin/node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/',{redirect:'manual'}).then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "build"]
