package paper

import (
	"fmt"
	"os"
	"sync"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// tty is the printer's end of a pseudo-terminal. It holds the other end open as
// well: else each closing of the port would end in EIO here, and waiting for the
// next opening would mean asking again and again.
type tty struct {
	master, slave *os.File
	watch         *os.File // tells when others close the port; nil where it can't be told
	done          sync.WaitGroup
}

func openTTY() (*tty, error) {
	master, slave, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("open pseudo-terminal: %w", err)
	}
	polled, err := pollable(master)
	_ = master.Close()
	if err != nil {
		_ = slave.Close()
		return nil, fmt.Errorf("open pseudo-terminal: %w", err)
	}
	t := &tty{master: polled, slave: slave}
	if err := t.raw(); err != nil {
		t.close()
		return nil, fmt.Errorf("make pseudo-terminal raw: %w", err)
	}
	t.follow()
	return t, nil
}

// pollable returns a second file for the same terminal that the runtime waits
// on. pty.Open leaves its own in blocking mode, where a Close doesn't end a Read.
func pollable(file *os.File) (*os.File, error) {
	var fd int
	err := control(file, func(old int) (err error) {
		fd, err = unix.FcntlInt(uintptr(old), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), file.Name()), nil
}

func (t *tty) path() string { return t.slave.Name() }

// ready can't be told without a poll; a read waits as well.
func (t *tty) ready() {}

func (t *tty) read(p []byte) (int, error) { return t.master.Read(p) }

// answer writes what there is room for, and doesn't wait for somebody to read: a
// printer doesn't either.
func (t *tty) answer(p []byte) {
	conn, err := t.master.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Write(func(fd uintptr) bool {
		_, _ = unix.Write(int(fd), p)
		return true
	})
}

// close takes the device away, as pulling the plug does, and waits for what
// works on it.
func (t *tty) close() {
	_ = t.master.Close()
	_ = t.slave.Close()
	if t.watch != nil {
		_ = t.watch.Close()
	}
	t.done.Wait()
}

// raw switches off everything a terminal does with bytes.
func (t *tty) raw() error {
	return control(t.slave, func(fd int) error {
		s, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		s.Iflag, s.Oflag, s.Lflag = 0, 0, 0
		s.Cflag = s.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8 | unix.CREAD | unix.CLOCAL
		s.Cc[unix.VMIN], s.Cc[unix.VTIME] = 1, 0
		return unix.IoctlSetTermios(fd, unix.TCSETS, s)
	})
}

// follow gives the port free again whenever somebody closes it. Serial drivers
// open a port exclusively; on a real one that ends with the program, even a
// killed one, but here it would last as long as the pseudo-terminal.
func (t *tty) follow() {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return // without it only an ungraceful end of another user's program is noticed
	}
	if _, err := unix.InotifyAddWatch(fd, t.path(), unix.IN_CLOSE); err != nil {
		_ = unix.Close(fd)
		return
	}
	watch := os.NewFile(uintptr(fd), "inotify")
	t.watch = watch
	t.done.Go(func() {
		buf := make([]byte, 4096)
		for {
			if _, err := watch.Read(buf); err != nil {
				return
			}
			_ = control(t.slave, func(fd int) error { return unix.IoctlSetInt(fd, unix.TIOCNXCL, 0) })
		}
	})
}

// control runs f on a file's descriptor without taking it out of the poller.
func control(file *os.File, f func(fd int) error) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := conn.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil {
		return err
	}
	return inner
}
