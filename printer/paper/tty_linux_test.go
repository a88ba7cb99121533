package paper

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.bug.st/serial"
	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// start runs a printer on a real pseudo-terminal until the test ends.
func start(t *testing.T, o Options) *Virtual {
	t.Helper()
	v, err := NewVirtual(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		if err := v.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); work.Wait() })
	return v
}

// open opens a device with the driver that real printers are driven with.
func open(t *testing.T, path string) serial.Port {
	t.Helper()
	port, err := serial.Open(path, &serial.Mode{BaudRate: 115200})
	if err != nil {
		t.Fatalf("open %s: %v", path, err)
	}
	t.Cleanup(func() { _ = port.Close() })
	if err := port.SetReadTimeout(5 * time.Second); err != nil {
		t.Fatal(err)
	}
	return port
}

// ask writes and returns the first n bytes that come back.
func ask(t *testing.T, port serial.Port, s string, n int) string {
	t.Helper()
	if _, err := port.Write([]byte(s)); err != nil {
		t.Fatalf("write: %v", err)
	}
	var got []byte
	b := make([]byte, 64)
	for len(got) < n {
		m, err := port.Read(b)
		if err != nil || m == 0 {
			t.Fatalf("read: %d bytes, %v, after % X", m, err, got)
		}
		got = append(got, b[:m]...)
	}
	return string(got)
}

func TestSerialDriverPrints(t *testing.T) {
	v := start(t, Options{Profile: profile(t, "epson-80"), Speed: -1})
	port := open(t, v.Path())
	if got := ask(t, port, "\x10\x04\x01", 1); got != "\x12" {
		t.Errorf("status % X", got)
	}
	slip := string(assembled(t, "slip-80")) // asks for reports, hence four bytes first
	const done = "\x10\x00\x00\x00\x37\x22abcd\x00"
	if got := ask(t, port, slip+"\x1d(H\x06\x0000abcd", len(done)); got != done {
		t.Errorf("done % X", got)
	}
	page := wait(t, v, 0)[0]
	if len(page.Problems) > 0 || page.Texts[2] != "A012" || page.Bytes != len(slip) {
		t.Errorf("%q, %d bytes, problems %v", page.Texts, page.Bytes, page.Problems)
	}
}

// TestSerialPace holds the line's speeds against each other. The machine is
// shared: nothing may be faster than the line, and the best of some tries on a
// fast line must be far ahead of the slow one.
func TestSerialPace(t *testing.T) {
	slip := string(assembled(t, "slip-80"))
	took := func(baud int) time.Duration {
		v := start(t, Options{Profile: profile(t, "epson-80"), Speed: -1, Baud: baud})
		port := open(t, v.Path())
		begin := time.Now()
		ask(t, port, slip+"\x1d(H\x06\x0000abcd", 11)
		return time.Since(begin)
	}
	slow, fast := took(9600), took(115200)
	if least := time.Duration(len(slip)) * time.Second / 960; slow < least*9/10 {
		t.Errorf("9600 baud took %v, %v is the line's", slow, least)
	}
	for range 9 {
		if fast < slow/2 {
			return
		}
		fast = min(fast, took(115200))
	}
	t.Errorf("9600 baud took %v, 115200 at the best %v", slow, fast)
}

func TestUnpluggedAndBack(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	v := start(t, Options{Profile: profile(t, "epson-80"), Link: link})
	port := open(t, link)
	ask(t, port, "\x10\x04\x01", 1)
	v.Unplug()
	if n, err := port.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("reading from an unplugged printer: %d bytes, %v", n, err)
	}
	if _, err := os.Stat(link); !errors.Is(err, os.ErrNotExist) || v.Path() != "" {
		t.Errorf("link after unplugging: %v, path %q", err, v.Path())
	}
	_ = port.Close()
	if _, err := v.Plug(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, open(t, link), "\x10\x04\x01", 1); got != "\x12" {
		t.Errorf("status % X", got)
	}
}

// TestOpenedAgain closes and opens the port, as a killed and restarted program
// does: the descriptor goes without giving the exclusive use back.
func TestOpenedAgain(t *testing.T) {
	v := start(t, Options{Profile: profile(t, "epson-80")})
	for range 3 {
		fd, err := unix.Open(v.Path(), unix.O_RDWR|unix.O_NOCTTY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.IoctlSetInt(fd, unix.TIOCEXCL, 0); err != nil {
			t.Fatal(err)
		}
		if err := unix.Close(fd); err != nil {
			t.Fatal(err)
		}
		free := time.Now().Add(5 * time.Second)
		for {
			fd, err = unix.Open(v.Path(), unix.O_RDWR|unix.O_NOCTTY, 0)
			if !errors.Is(err, unix.EBUSY) || time.Now().After(free) {
				break
			}
		}
		if err != nil {
			t.Fatalf("after an ungraceful end: %v", err)
		}
		port := open(t, v.Path())
		if err := unix.Close(fd); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, port, "\x10\x04\x01", 1); got != "\x12" {
			t.Errorf("status % X", got)
		}
		if err := port.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestXoffOnATerminal has a driver that obeys XOFF send more than there is room
// for, while nothing can be printed.
func TestXoffOnATerminal(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Speed: -1, Baud: -1, Buffer: 256, Flow: printer.FlowXonXoff}
	v := start(t, o)
	f, err := os.OpenFile(v.Path(), os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	err = control(f, func(fd int) error {
		s, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil {
			return err
		}
		s.Iflag |= unix.IXON
		return unix.IoctlSetTermios(fd, unix.TCSETS, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	v.Set(Offline, true)
	done := make(chan error, 1)
	go func() {
		_, err := f.WriteString("\x1b@" + strings.Repeat("x", 9_600) + "\n\x1dVB\x00")
		done <- err
	}()
	held := func() bool { return strings.Contains(v.Timeline().String(), "XOFF") }
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if !v.await(ctx, func() bool { return v.held }) || !held() {
		t.Fatalf("it doesn't say XOFF:\n%v", v.Timeline())
	}
	v.Set(Offline, false)
	pages, err := v.Wait(ctx, 0)
	if err != nil || v.Overrun() > 0 {
		t.Fatalf("%v; %d bytes were lost", err, v.Overrun())
	}
	if got := strings.Join(pages[0].Texts, ""); len(got) != 9_600 {
		t.Errorf("%d characters of 9,600 are on paper", len(got))
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestNobodyReads has a host that writes and never reads: the printer must not
// hang on its answers.
func TestNobodyReads(t *testing.T) {
	v := start(t, Options{Profile: profile(t, "epson-80"), Baud: -1, Speed: -1})
	port := open(t, v.Path())
	for range 60 {
		if _, err := port.Write([]byte("\x1dI\x43\x1dI\x43\x1dI\x43\x1dI\x43\x1dI\x43")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := port.Write([]byte("hello\n\x1dVB\x00")); err != nil {
		t.Fatal(err)
	}
	wait(t, v, 0)
}

func TestDeviceIsGoneAfterRun(t *testing.T) {
	v, err := NewVirtual(Options{Profile: profile(t, "epson-80")})
	if err != nil {
		t.Fatal(err)
	}
	port := open(t, v.Path())
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := v.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := port.Read(make([]byte, 1)); n != 0 || err == nil || v.Path() != "" {
		t.Errorf("after the end: %d bytes, %v, path %q", n, err, v.Path())
	}
}
