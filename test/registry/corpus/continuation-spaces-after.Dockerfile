FROM golang:1.27 \  
  AS build
RUN a \ 	
  b
FROM alpine:3.24
