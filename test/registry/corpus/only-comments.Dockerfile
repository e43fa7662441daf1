# FROM alpine:3.24
# nothing here
