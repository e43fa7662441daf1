module example.com/quits

go 1.26
