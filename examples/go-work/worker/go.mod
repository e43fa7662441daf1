module example.com/work/worker

go 1.26.0

require example.com/work/lib v0.0.0

require github.com/google/uuid v1.6.0 // indirect

replace example.com/work/lib => ../lib
