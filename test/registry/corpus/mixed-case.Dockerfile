From golang:1.27 As Build
FrOm BUILD AS next
CoPy --from=alpine:3.24 / /
