FROM \
  golang:1.27 \
  AS build
RUN a && \
    b
