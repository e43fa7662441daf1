# Written by create-secure-dockerfile 0.0.0-golden: python on distroless, service rates.
# Write it again: npx create-secure-dockerfile --base distroless --yes

FROM gcr.io/distroless/cc-debian13:nonroot@sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658 AS base

FROM python:3.14-slim-trixie@sha256:e6f8863a42d2473d49e8d50dedd596500c995b4f621a91a3ce22900d0ec00cf0 AS build
WORKDIR /app
# PDM only translates its lock file, in this stage; pip installs, and checks every hash.
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv /opt/pdm \
 && /opt/pdm/bin/pip install --disable-pip-version-check pdm==2.29.3 hishel==1.1.10 unearth==0.17.5
# The packages of the lock file that production needs, before the sources: a change of source code keeps this layer.
COPY ["pyproject.toml", "pdm.lock", "./"]
RUN --mount=type=cache,target=/root/.cache/pip \
    /opt/pdm/bin/pdm lock --check && \
    /opt/pdm/bin/pdm export --prod --format requirements --output /tmp/requirements.txt && \
    python3 -m venv --without-pip /opt/venv && \
    pip --python /opt/venv/bin/python install --disable-pip-version-check --no-compile --no-deps --require-hashes -r /tmp/requirements.txt
# Bytecode, because nothing can be written at run time; "unchecked": these files never change, so no start compares them with their
# sources. A file that is no valid Python (a template, a test) stays as it is.
RUN find /opt/venv -name __pycache__ -prune -exec rm -rf {} +; \
    python3 -I -m compileall -qq --invalidation-mode unchecked-hash /opt/venv/lib || true
# The interpreter and its standard library, compiled like the packages; without installers, tests and graphical modules. -I: the copy
# is not loaded while it is compiled, which would leave bytecode of another kind in it.
RUN mkdir -p /rootfs/usr/local/bin /rootfs/usr/local/lib && cd /rootfs/usr/local \
 && cp -a /usr/local/bin/python3 /usr/local/bin/python3.14 bin/ \
 && find /usr/local/lib -maxdepth 1 -name 'libpython3*.so*' -exec cp -a {} lib/ \; \
 && cp -a /usr/local/lib/python3.14 lib/ && cd lib/python3.14 \
 && rm -rf site-packages/* config-* ensurepip idlelib lib2to3 pydoc_data test tkinter turtle.py turtledemo venv */test */tests \
      lib-dynload/_test* lib-dynload/_tkinter* lib-dynload/_xxtest* lib-dynload/xx* \
 && find . -name __pycache__ -prune -exec rm -rf {} + \
 && python3 -I -m compileall -q -s /rootfs --invalidation-mode unchecked-hash /rootfs/usr/local/lib/python3.14
COPY . .
RUN rm -r pdm.lock pyproject.toml
# -I: a module of the program may have the name of one that Python itself needs.
RUN python3 -I -m compileall -qq --invalidation-mode unchecked-hash /app || true
# The shared libraries that the interpreter and the extension modules load, and no others, each at its real path. The loader itself
# says which, as it does for ldd. What ships beside a module, or is in the base already, is not copied again.
RUN --mount=type=bind,from=base,target=/base set -eu; mkdir -p /rootfs; \
    loader=$(ls /lib/ld-musl-*.so.1 /lib64/ld*.so.* /lib/ld*.so.* 2>/dev/null | head -n 1); \
    # With --list, the loader of glibc stops at the first library that is not there.
    case "$loader" in *musl*) list=--list;; *) list=;; esac; \
    find /rootfs/usr/local /opt/venv -type f \( -perm -0100 -o -name '*.so' -o -name '*.so.*' -o -name '*.node' \) \
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
        if [ -n "$(find /rootfs/usr/local /opt/venv -name "$library")" ]; then continue; fi; \
        echo "$program needs $library, and nothing in this build brings it: install the system package that has it" >&2; \
        # Some libraries come with optional parts, which are loaded on machines that have what those need.
        if [ "$kind" = missing ]; then exit 1; else continue; fi; \
      fi; \
      directory=$(readlink -f "${library%/*}"); path="$directory/${library##*/}"; \
      case "$path" in /rootfs/usr/local/*) continue;; /opt/venv/*) continue;; esac; \
      if [ ! -e "/base$path" ] && [ ! -e "/rootfs$path" ]; then mkdir -p "/rootfs$directory"; cp -L "$path" "/rootfs$path"; fi; \
    done < /tmp/libraries; \
    for link in /lib /lib64; do if [ -L "$link" ] && [ ! -e "/base$link" ] && [ ! -L "/base$link" ]; then cp -P "$link" /rootfs/; fi; done

FROM base
COPY --from=build /rootfs/ /
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
LABEL org.opencontainers.image.title="rates"
LABEL org.opencontainers.image.base.name="gcr.io/distroless/cc-debian13:nonroot"
LABEL org.opencontainers.image.base.digest="sha256:8d90aef8f982bed24808818011010922c7398738c67064f51bc29bb7c93de658"
# Output reaches the log at once.
ENV PYTHONUNBUFFERED="1"
# Bytecode was compiled in the build: nothing is written at run time.
ENV PYTHONDONTWRITEBYTECODE="1"
# Where the modules are imported from.
ENV PYTHONPATH="/app/src"
# Numeric, so that Kubernetes can tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 8000
# Healthy: it answers HTTP, with no error of its own.
HEALTHCHECK CMD ["/opt/venv/bin/python", "-I", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=3); c.request('GET', '/'); raise SystemExit(c.getresponse().status >= 500)"]
ENTRYPOINT ["/opt/venv/bin/python", "-m", "uvicorn", "rates.asgi:application"]
CMD ["--host", "0.0.0.0", "--port", "8000"]
