ARG BASE=scratch
FROM ${BASE}
COPY a /a
