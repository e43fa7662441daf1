FROM "alpine:3.24" AS a
FROM 'busybox:1'
FROM "gol"ang:1.27
