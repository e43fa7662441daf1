module example.com/orders

go 1.26.0

require (
	github.com/go-chi/chi/v5 v5.5.0
	github.com/robfig/cron/v3 v3.0.1
)
