module example.com/clockd

go 1.26.0

toolchain go1.26.2

require github.com/spf13/pflag v1.0.10
