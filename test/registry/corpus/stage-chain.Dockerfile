FROM golang:1.27 AS base
FROM base AS build
FROM Base AS test
FROM build
