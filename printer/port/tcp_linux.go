package port

import (
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unacknowledged is how long the other side may leave bytes unacknowledged: the
// system's own patience is a quarter of an hour.
const unacknowledged = 20 * time.Second

// impatient has a connection given up when the other side is gone.
func impatient(_, _ string, conn syscall.RawConn) error {
	var failed error
	err := conn.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unacknowledged.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}

// unsent counts the bytes that the system has accepted and never sent, because the
// printer's own buffer is full. What was sent and isn't acknowledged may have
// arrived, and counts as left.
func unsent(tcp *net.TCPConn) (n int, err error) {
	conn, err := tcp.SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	err = conn.Control(func(fd uintptr) { n, failed = unix.IoctlGetInt(int(fd), unix.SIOCOUTQNSD) })
	if err != nil {
		return 0, err
	}
	return n, failed
}
