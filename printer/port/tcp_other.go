//go:build !linux

package port

import (
	"net"
	"syscall"
)

func impatient(string, string, syscall.RawConn) error { return nil }

func unsent(*net.TCPConn) (int, error) { return 0, nil }
