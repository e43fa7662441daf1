from golang:1.27 as build
run go version
from scratch
copy --from=build /a /a
copy --from=alpine:3.24 /etc/ssl /etc/ssl
