FROM alpine:3.24
RUN echo "a <<EOF b" 'c <<EOF'
RUN ["sh", "-c", "cat <<EOF"]
FROM busybox:1
RUN echo \<<EOF ${x:-<<EOF}
FROM debian:13
