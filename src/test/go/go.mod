module goftp

go 1.23.0

require goftp.io/server/v2 v2.0.2
