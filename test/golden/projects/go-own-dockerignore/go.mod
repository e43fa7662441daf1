module example.com/player

go 1.26.0
