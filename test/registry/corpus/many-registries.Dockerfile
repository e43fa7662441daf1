FROM localhost:5000/team/app:1.0 AS a
FROM registry.example.com:8443/a/b/c:x_y AS b
FROM public.ecr.aws/docker/library/node:26 AS c
FROM [::1]:5000/app:1 AS d
FROM oven/bun:1 AS e
