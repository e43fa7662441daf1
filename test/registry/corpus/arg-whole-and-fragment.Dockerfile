ARG BASE=golang:1.27
FROM ${BASE} AS a
FROM ${BASE}-trixie AS b
