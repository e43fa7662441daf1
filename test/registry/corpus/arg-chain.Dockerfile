ARG A=alpine:3.24
ARG B=${A}
ARG C="$B"
FROM $C
