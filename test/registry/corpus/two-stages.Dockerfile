FROM golang:1.27-trixie AS build
RUN go build -o /app .

FROM gcr.io/distroless/static-debian13:nonroot@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
COPY --from=build /app /app
