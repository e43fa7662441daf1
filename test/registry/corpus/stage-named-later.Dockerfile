FROM debian AS first
FROM busybox AS debian
