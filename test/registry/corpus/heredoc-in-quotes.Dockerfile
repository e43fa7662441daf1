FROM alpine:3.24
RUN echo "1 <<EOF 2" > /x
FROM busybox:1
RUN echo '<<EOF' \<<EOF a<<EOF <<<EOF
