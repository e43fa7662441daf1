FROM golang:1.27 AS a
RUN true
FROM alpine:3.24
