FROM alpine:3.24
ARG BASE=golang:1.27
RUN echo $BASE
