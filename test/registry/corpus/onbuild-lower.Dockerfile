from alpine:3.24
onbuild copy --from=busybox:1 / /
