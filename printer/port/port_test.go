package port

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// soon is how long a test waits for what must come.
const soon = 5 * time.Second

// terminal returns a pseudo-terminal: the printer's end, and the path of ours.
func terminal(t *testing.T) (*os.File, string) {
	t.Helper()
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	path := near.Name()
	t.Cleanup(func() { _ = far.Close() })
	// As long as one end of ours is open, closing a port doesn't hang the line up.
	t.Cleanup(func() { _ = near.Close() })
	return far, path
}

func openSerial(t *testing.T, path string, flow printer.Flow) printer.Port {
	t.Helper()
	p, err := OpenSerial(path, 19200, flow)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func why(t *testing.T, err error) printer.Why {
	t.Helper()
	var d *printer.DeviceError
	if !errors.As(err, &d) {
		t.Fatalf("%v is no DeviceError", err)
	}
	return d.Why
}

func TestSerialBothWays(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	every := make([]byte, 256) // raw: no byte may be changed or swallowed
	for i := range every {
		every[i] = byte(i)
	}
	if n, err := p.Write(every, soon); n != len(every) || err != nil {
		t.Fatal(n, err)
	}
	got := make([]byte, len(every))
	if _, err := io.ReadFull(far, got); err != nil || !bytes.Equal(got, every) {
		t.Errorf("came as % X, %v", got, err)
	}
	if _, err := far.Write(every); err != nil {
		t.Fatal(err)
	}
	var back []byte
	for len(back) < len(every) {
		n, err := p.Read(got, soon)
		if err != nil || n == 0 {
			t.Fatal(n, err)
		}
		back = append(back, got[:n]...)
	}
	if !bytes.Equal(back, every) {
		t.Errorf("came back as % X", back)
	}
}

func TestReadingNothing(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	var buf [8]byte
	if n, err := p.Read(buf[:], 0); n != 0 || err != nil {
		t.Errorf("an empty line: %d, %v", n, err)
	}
	if _, err := far.Write([]byte{0x12}); err != nil {
		t.Fatal(err)
	}
	if n, err := p.Read(buf[:], soon); n != 1 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestWriteEndsWhenNobodyReads(t *testing.T) {
	_, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	start := time.Now()
	n, err := p.Write(make([]byte, 1<<20), 100*time.Millisecond)
	if err == nil || n <= 0 || n >= 1<<20 || why(t, err) != printer.WhyTimeout {
		t.Errorf("wrote %d: %v", n, err)
	}
	if d := time.Since(start); d > soon {
		t.Errorf("it took %v", d)
	}
	start = time.Now()
	if err := p.Close(); err != nil || time.Since(start) > soon {
		t.Errorf("closing a stuck line took %v: %v", time.Since(start), err)
	}
}

func TestNothingIsWrittenAfterClose(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	// These get the numbers of the descriptors that were just closed.
	var files []*os.File
	for range 8 {
		f, err := os.Create(filepath.Join(t.TempDir(), "ledger"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	if n, err := p.Write([]byte("slip"), soon); n != 0 || err == nil {
		t.Errorf("wrote %d: %v", n, err)
	}
	if _, err := p.Read(make([]byte, 8), 0); err == nil {
		t.Error("read from a closed line")
	}
	if err := p.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	for _, f := range files {
		if st, err := f.Stat(); err != nil || st.Size() != 0 {
			t.Errorf("%s has %d bytes: %v", f.Name(), st.Size(), err)
		}
		_ = f.Close()
	}
	_ = far.SetReadDeadline(time.Now())
	if n, _ := far.Read(make([]byte, 8)); n != 0 {
		t.Errorf("the printer got %d bytes", n)
	}
}

func TestClosingEndsABlockedWrite(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	type result struct {
		n   int
		err error
	}
	done := make(chan result)
	go func() {
		n, err := p.Write(make([]byte, 1<<20), time.Hour)
		done <- result{n, err}
	}()
	if _, err := io.ReadFull(far, make([]byte, 1)); err != nil { // it has begun, and can't end
		t.Fatal(err)
	}
	_ = p.Close()
	select {
	case r := <-done:
		if r.err == nil {
			t.Errorf("a write of %d bytes that was cut short is no success", r.n)
		}
	case <-time.After(soon):
		t.Fatal("still writing")
	}
}

func TestOneDeviceIsOpenedOnce(t *testing.T) {
	_, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	_, err := OpenSerial(path, 0, "")
	if err == nil || why(t, err) != printer.WhyPortBusy {
		t.Errorf("opened twice: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	openSerial(t, path, "")
}

func TestAVanishedPort(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowNone)
	if err := far.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := p.Read(make([]byte, 8), soon)
	if err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("read: %v", err)
	}
	n, err := p.Write([]byte("slip"), soon)
	if n != 0 || err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("wrote %d: %v", n, err)
	}
}

func TestFlowControl(t *testing.T) {
	_, path := terminal(t)
	for flow, want := range map[printer.Flow]struct{ xon, cts bool }{
		printer.FlowNone: {}, printer.FlowXonXoff: {xon: true}, printer.FlowRTSCTS: {cts: true},
	} {
		p := openSerial(t, path, flow)
		term := settings(t, path)
		if xon := term.Iflag&unix.IXON != 0; xon != want.xon {
			t.Errorf("%s: IXON is %v", flow, xon)
		}
		if cts := term.Cflag&unix.CRTSCTS != 0; cts != want.cts {
			t.Errorf("%s: CRTSCTS is %v", flow, cts)
		}
		_ = p.Close()
	}
}

func settings(t *testing.T, path string) *unix.Termios {
	t.Helper()
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	term, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return term
}

func TestXoffStopsTheLine(t *testing.T) {
	far, path := terminal(t)
	p := openSerial(t, path, printer.FlowXonXoff)
	if _, err := far.Write([]byte{0x13}); err != nil {
		t.Fatal(err)
	}
	// The terminal takes the XOFF in by itself, in its own time; then a byte waits.
	stopped := false
	for end := time.Now().Add(soon); !stopped && time.Now().Before(end); {
		n, err := p.Write([]byte("x"), 20*time.Millisecond)
		stopped = err != nil && n == 0 && why(t, err) == printer.WhyTimeout
	}
	if !stopped {
		t.Error("XOFF doesn't stop a write")
	}
	if _, err := far.Write([]byte{0x11}); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil { // a write has failed: the line is opened anew
		t.Fatal(err)
	}
	p = openSerial(t, path, printer.FlowXonXoff)
	if n, err := p.Write([]byte("y"), soon); n != 1 || err != nil {
		t.Errorf("after XON: %d, %v", n, err)
	}
}

// driver is a serial port's, whose line stands still with some bytes in it, or
// moves on by some before each look.
type driver struct {
	file
	held, moves int
	deaf        bool // it can't throw away what it holds, as those of USB adapters
}

func (d *driver) SetWriteDeadline(time.Time) error { return nil }

func (d *driver) Write(p []byte) (int, error) {
	d.held += len(p)
	return len(p), nil
}

func (d *driver) left() (int, error) {
	d.held = max(d.held-d.moves, 0)
	return d.held, nil
}

func (d *driver) drop() bool {
	if !d.deaf {
		d.held = 0
	}
	return d.held == 0
}

// What a failed write says of what left is true however much comes out later:
// only what was thrown away counts as not left.
func TestOnlyWhatIsThrownAwayHasNotLeft(t *testing.T) {
	for name, c := range map[string]struct {
		driver driver
		left   int
		forget bool // the driver can't say what it holds
	}{
		"stands still":     {driver{}, 0, false},
		"can't throw away": {driver{deaf: true}, 100, false},
		"moves":            {driver{moves: 1}, 100, false},
		"can't say":        {driver{}, 100, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := c.driver
				l := newLine(&d)
				l.held, l.drop = d.left, d.drop
				if c.forget {
					l.held = func() (int, error) { return 0, syscall.ENOTTY }
				}
				n, err := l.Write(make([]byte, 100), 50*time.Millisecond)
				if n != c.left || err == nil {
					t.Errorf("%d may have left: %v", n, err)
				}
				if held := d.held; held > n {
					t.Errorf("%d are still to come, and %d may have left", held, n)
				}
			})
		})
	}
}

func TestPlainFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	u, err := printer.ParseURL("file:"+path, printer.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.Write(make([]byte, 1000), soon); n != 1000 || err != nil {
		t.Error(n, err)
	}
	if n, err := p.Read(make([]byte, 8), time.Millisecond); n != 0 || err != nil {
		t.Errorf("a one-way printer's silence is no error: %d, %v", n, err)
	}
	if _, err := Open(t.Context(), u); err == nil || why(t, err) != printer.WhyPortBusy {
		t.Errorf("opened twice: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if n, err := p.Write([]byte("x"), soon); n != 0 || err == nil {
		t.Errorf("wrote %d after close", n)
	}
}

func TestNetworkPrinter(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	u := printer.URL{Scheme: printer.TCP, Address: listener.Addr().String()}
	p, err := Open(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	far, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.Write([]byte("slip"), soon); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	var buf [4]byte
	if _, err := io.ReadFull(far, buf[:]); err != nil || string(buf[:]) != "slip" {
		t.Fatalf("%q %v", buf, err)
	}
	n, err := p.Write(make([]byte, 64<<20), 200*time.Millisecond)
	if err == nil || n >= 64<<20 || why(t, err) != printer.WhyTimeout {
		t.Errorf("nobody reads, and %d were written: %v", n, err)
	}
	_ = far.Close()
	if _, err := p.Read(buf[:], soon); err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("hung up: %v", err)
	}
	_ = listener.Close()
	if _, err := Open(t.Context(), u); err == nil || why(t, err) != printer.WhyRefused {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestWhatCanNotBeOpened(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "ttyUSB0")
	plain := filepath.Join(t.TempDir(), "notes")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]printer.Why{
		"serial:" + missing: printer.WhyUnplugged,
		"file:" + missing:   printer.WhyUnplugged,
		"serial:" + plain:   printer.WhyUnsupported,
		"virtual:":          printer.WhyUnsupported,
		"none:":             printer.WhyUnsupported,
	} {
		u, err := printer.ParseURL(url, printer.BuiltIn())
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(context.Background(), u)
		if err == nil || p != nil || why(t, err) != want {
			t.Errorf("%s: %v", url, err)
		}
	}
}
