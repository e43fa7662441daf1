ARG REGISTRY=docker.io
FROM ${REGISTRY}/library/alpine:3.24
