ARG BASE=golang:1.27@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
ARG RUNTIME="alpine:3.24"
FROM $BASE AS build
FROM ${RUNTIME}
