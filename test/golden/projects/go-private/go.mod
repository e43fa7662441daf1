module example.com/billing

go 1.26.0

require git.example.com/team/money v1.4.0
