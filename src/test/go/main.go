// Command goftp serves a directory with goftp.io/server, for the tests of the client.
package main

import (
	"log"
	"os"
	"strconv"

	"goftp.io/server/v2"
	"goftp.io/server/v2/driver/file"
)

// The arguments are the port, the home and, for TLS, a file with the certificate and its key.
func main() {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	driver, err := file.NewDriver(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	options := &server.Options{
		Driver:   driver,
		Auth:     &server.SimpleAuth{Name: "test", Password: "potato"},
		Perm:     server.NewSimplePerm("test", "test"),
		Hostname: "127.0.0.1",
		Port:     port,
		Logger:   new(server.DiscardLogger),
	}
	if len(os.Args) > 3 {
		options.TLS = true
		options.ExplicitFTPS = true
		options.CertFile = os.Args[3]
		options.KeyFile = os.Args[3]
	}
	goftp, err := server.NewServer(options)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(goftp.ListenAndServe())
}
