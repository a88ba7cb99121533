package port

import (
	"os"

	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// openFlags keep a terminal from becoming ours to be hung up with, and an open
// from waiting for a modem.
const openFlags = unix.O_NOCTTY | unix.O_NONBLOCK

// control runs f on the descriptor without making it blocking, as Fd would.
func control(f *os.File, do func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := conn.Control(func(fd uintptr) { failed = do(int(fd)) }); err != nil {
		return err
	}
	return failed
}

// lock claims the device among those who ask. Root can open a busy port twice, and
// the driver's own claim wouldn't stop it.
func lock(f *os.File) error {
	return control(f, func(fd int) error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) })
}

func setFlow(f *os.File, flow printer.Flow) error {
	return control(f, func(fd int) error {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		t.Iflag &^= unix.IXON | unix.IXOFF | unix.IXANY
		t.Cflag &^= unix.CRTSCTS
		switch flow {
		case printer.FlowXonXoff:
			t.Iflag |= unix.IXON // the printer's XOFF stops us; we never stop the printer
		case printer.FlowRTSCTS:
			t.Cflag |= unix.CRTSCTS
		case printer.FlowNone, "":
		}
		return unix.IoctlSetTermios(fd, unix.TCSETS, t)
	})
}

// held counts the bytes that the system has accepted and the line hasn't sent.
func held(f *os.File) (n int, err error) {
	err = control(f, func(fd int) (err error) {
		n, err = unix.IoctlGetInt(fd, unix.TIOCOUTQ)
		return err
	})
	return n, err
}

// drop throws away what the line hasn't sent, and reports whether it is gone. The
// drivers of USB adapters have no way to do that, say nothing of it, and send it all
// the same as soon as the printer takes it.
func drop(f *os.File) bool {
	err := control(f, func(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) })
	left, unknown := held(f)
	return err == nil && unknown == nil && left == 0
}
