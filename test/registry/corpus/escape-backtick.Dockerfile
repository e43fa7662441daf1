# escape=`
FROM `
  mcr.microsoft.com/windows/nanoserver:ltsc2025
RUN dir C:\
COPY --from=alpine:3.24 /x C:\x\
FROM alpine:3.24
