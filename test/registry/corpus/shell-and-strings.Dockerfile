FROM alpine:3.24
SHELL ["/bin/sh", "-c"]
RUN printf 'FROM debian:12\n' > Dockerfile && echo "COPY --from=debian:12 / /"
CMD ["sh", "-c", "echo FROM debian:12"]
