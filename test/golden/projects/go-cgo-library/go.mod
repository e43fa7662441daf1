module example.com/deflate

go 1.26.0
