FROM golang:1.27
RUN a \

  && b \


  && c
FROM alpine:3.24
