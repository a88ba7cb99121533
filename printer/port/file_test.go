package port

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// lp is a device that is a plain file to the system.
func lp(t *testing.T, path string) printer.Port {
	t.Helper()
	p, err := NewDevice(printer.URL{Scheme: printer.File, Address: path}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// A parallel or USB printer device is read and written like this terminal, that
// says EAGAIN when it has nothing, or no room.
func TestADeviceThatAnswers(t *testing.T) {
	far, path := terminal(t)
	raw(t, far)
	p := lp(t, path)
	if n, err := p.Read(make([]byte, 8), 0); n != 0 || err != nil {
		t.Errorf("nothing there: %d, %v", n, err)
	}
	if n, err := p.Write([]byte("\x10\x04\x01"), soon); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	got := make([]byte, 3)
	if _, err := io.ReadFull(far, got); err != nil || string(got) != "\x10\x04\x01" {
		t.Fatalf("% X %v", got, err)
	}
	if _, err := far.Write([]byte{0x12}); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Read(got, soon); n != 1 || got[0] != 0x12 || err != nil {
		t.Errorf("answered % X: %v", got[:n], err)
	}
}

// raw has a terminal change nothing: a printer's device doesn't.
func raw(t *testing.T, far *os.File) {
	t.Helper()
	err := control(far, func(fd int) error {
		term, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		term.Iflag, term.Oflag, term.Lflag = 0, 0, 0
		return unix.IoctlSetTermios(fd, unix.TCSETS, term)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADeviceThatTakesNoMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	p := lp(t, path)
	const size = 1 << 20 // far more than a pipe holds
	n, err := p.Write(make([]byte, size), 100*time.Millisecond)
	if err == nil || n <= 0 || n >= size || why(t, err) != printer.WhyTimeout {
		t.Errorf("wrote %d: %v", n, err)
	}
}

func TestADeviceThatCanNotBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	far, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close() }()
	f, err := openDevice(path, os.O_WRONLY)
	if err != nil {
		t.Fatal(err)
	}
	p := newLine(f)
	p.plain = true
	start := time.Now()
	if n, err := p.Read(make([]byte, 8), 50*time.Millisecond); n != 0 || err != nil || time.Since(start) < 50*time.Millisecond {
		t.Errorf("read %d after %v: %v", n, time.Since(start), err)
	}
	if n, err := p.Write([]byte("slip"), soon); n != 4 || err != nil {
		t.Errorf("wrote %d: %v", n, err)
	}
	ended := make(chan error)
	go func() {
		_, err := p.Read(make([]byte, 8), time.Hour)
		ended <- err
	}()
	_ = p.Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a closed line was read")
		}
	case <-time.After(soon):
		t.Error("closing doesn't end a read")
	}
}

// hesitant is a USB printer's device: empty packets come before the answer, and
// each is read as an end.
type hesitant struct {
	file
	empty  int
	answer string
}

func (h *hesitant) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

func (h *hesitant) Read(p []byte) (int, error) {
	if h.empty > 0 {
		h.empty--
		return 0, io.EOF
	}
	return copy(p, h.answer), nil
}

// An empty packet isn't the answer to a question: it is waited for as long as was
// asked for.
func TestADeviceThatReadsEmptyAndThenAnswers(t *testing.T) {
	for _, c := range []struct {
		empty, got int
		took       time.Duration
	}{{0, 1, 0}, {1, 1, again}, {3, 1, 3 * again}, {1000, 0, 500 * time.Millisecond}} {
		synctest.Test(t, func(t *testing.T) {
			p := newLine(&hesitant{empty: c.empty, answer: "\x12"})
			p.plain = true
			start := time.Now()
			n, err := p.Read(make([]byte, 8), 500*time.Millisecond)
			if took := time.Since(start); n != c.got || err != nil || took != c.took {
				t.Errorf("%d empty ones: read %d after %v: %v", c.empty, n, took, err)
			}
		})
	}
}

func TestADeviceWhoseDriverSaysThatThePaperIsOut(t *testing.T) {
	err := deviceError("write", &os.PathError{Op: "write", Path: "/dev/usb/lp0", Err: syscall.ENOSPC})
	if why(t, err) != printer.WhyPaperOut || !errors.Is(err, syscall.ENOSPC) || !err.Retry {
		t.Errorf("%+v", err)
	}
}
