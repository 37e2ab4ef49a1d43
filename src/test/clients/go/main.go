// jlaffaye/ftp as one of the clients of ForeignClientsIT.
// Arguments: TLS host port user password certificate active command ...
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"os"
	"path"
	"time"

	"github.com/jlaffaye/ftp"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6], os.Args[8], os.Args[9:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(mode, host, port, user, password, certificate, command string, paths []string) error {
	options := []ftp.DialOption{ftp.DialWithTimeout(20 * time.Second)}
	if mode != "none" {
		pem, err := os.ReadFile(certificate)
		if err != nil {
			return err
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		config := &tls.Config{ServerName: host, RootCAs: roots, ClientSessionCache: tls.NewLRUClientSessionCache(4)}
		if mode == "implicit" {
			options = append(options, ftp.DialWithTLS(config))
		} else {
			options = append(options, ftp.DialWithExplicitTLS(config))
		}
	}
	conn, err := ftp.Dial(net.JoinHostPort(host, port), options...)
	if err != nil {
		return err
	}
	defer conn.Quit()
	if err := conn.Login(user, password); err != nil {
		return err
	}
	switch command {
	case "list":
		return list(conn, paths[0])
	case "download":
		return download(conn, paths[0], paths[1], 0)
	case "upload", "append":
		return upload(conn, command, paths[0], paths[1])
	case "resume":
		there, err := os.Stat(paths[1])
		if err != nil {
			return err
		}
		return download(conn, paths[0], paths[1], uint64(there.Size()))
	case "delete":
		return conn.Delete(paths[0])
	case "rename":
		return conn.Rename(paths[0], paths[1])
	case "make_directory":
		return conn.MakeDir(paths[0])
	case "mirror":
		names, err := conn.NameList(paths[0])
		for _, name := range names {
			if err == nil {
				err = download(conn, path.Join(paths[0], name), path.Join(paths[1], path.Base(name)), 0)
			}
		}
		return err
	}
	return fmt.Errorf("unknown command %s", command)
}

func list(conn *ftp.ServerConn, directory string) error {
	entries, err := conn.List(directory)
	for _, entry := range entries {
		kind := "-"
		if entry.Type == ftp.EntryTypeFolder {
			kind = "d"
		}
		fmt.Printf("%srw-r--r--   1 - - %d - %s\n", kind, entry.Size, entry.Name)
	}
	return err
}

func download(conn *ftp.ServerConn, remote, local string, offset uint64) error {
	response, err := conn.RetrFrom(remote, offset)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(local, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Seek(int64(offset), io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(file, response); err != nil {
		return err
	}
	return response.Close()
}

func upload(conn *ftp.ServerConn, command, local, remote string) error {
	file, err := os.Open(local)
	if err != nil {
		return err
	}
	defer file.Close()
	if command == "append" {
		return conn.Append(remote, file)
	}
	return conn.Stor(remote, file)
}
