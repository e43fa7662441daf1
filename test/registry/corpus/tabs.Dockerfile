FROM	alpine:3.24	AS	base
COPY	--from=busybox:1	/	/
