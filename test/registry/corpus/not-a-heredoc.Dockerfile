FROM alpine:3.24
RUN echo $((1<<2)) && sh -c "cat <<<word"
RUN echo "<<EOF"
FROM busybox:1
