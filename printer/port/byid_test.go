package port

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.bug.st/serial"
	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// bus is a directory that stands for /dev: adapters are plugged in as pseudo-terminals.
type bus struct {
	*testing.T
	dev, links string
}

func newBus(t *testing.T) *bus {
	b := &bus{t, t.TempDir(), ""}
	b.links = filepath.Join(b.dev, "serial", "by-id")
	if err := os.MkdirAll(b.links, 0o700); err != nil {
		t.Fatal(err)
	}
	return b
}

// plug gives a terminal a name in /dev, and one after its device.
func (b *bus) plug(tty, port, id string) {
	b.Helper()
	for _, name := range []string{filepath.Join(b.dev, port), filepath.Join(b.links, id)} {
		_ = os.Remove(name)
		if filepath.Base(name) == "" || id == "" && filepath.Dir(name) == b.links {
			continue
		}
		if err := os.Symlink(tty, name); err != nil {
			b.Fatal(err)
		}
	}
}

func (b *bus) pull(port, id string) {
	_ = os.Remove(filepath.Join(b.dev, port))
	_ = os.Remove(filepath.Join(b.links, id))
}

// open opens a device and tells which terminal it led to.
func (b *bus) open(d *Device, ttys map[string]*os.File) (string, error) {
	b.Helper()
	line, err := d.Open(b.Context())
	if err != nil {
		return "", err
	}
	defer func() { _ = line.Close() }()
	if n, err := line.Write([]byte("x"), soon); n != 1 || err != nil {
		b.Fatal(n, err)
	}
	return reader(ttys), nil
}

// reader tells to which terminal a byte comes, and takes it.
func reader(ttys map[string]*os.File) string {
	var names []string
	var polled []unix.PollFd
	for name, far := range ttys {
		names = append(names, name)
		polled = append(polled, unix.PollFd{Fd: int32(far.Fd()), Events: unix.POLLIN})
	}
	if _, err := unix.Poll(polled, int(soon.Milliseconds())); err != nil {
		return err.Error()
	}
	for i, p := range polled {
		if p.Revents&unix.POLLIN != 0 {
			_, _ = ttys[names[i]].Read(make([]byte, 1))
			return names[i]
		}
	}
	return "none"
}

func TestAPortIsFoundUnderItsNewNumber(t *testing.T) {
	farA, a := terminal(t)
	farB, other := terminal(t)
	ttys := map[string]*os.File{"a": farA, "b": farB}
	b := newBus(t)
	b.plug(a, "ttyUSB0", "usb-Prolific_A-if00-port0")
	d := NewDevice(printer.URL{Scheme: printer.Serial, Address: filepath.Join(b.dev, "ttyUSB0")})
	d.place.links = b.links
	if got, err := b.open(d, ttys); got != "a" {
		t.Fatalf("opened %q: %v", got, err)
	}

	b.pull("ttyUSB0", "usb-Prolific_A-if00-port0")
	_, err := d.Open(t.Context())
	if err == nil || why(t, err) != printer.WhyUnplugged || !strings.Contains(err.Error(), "usb-Prolific_A-if00-port0") {
		t.Errorf("pulled: %v", err)
	}

	b.plug(other, "ttyUSB0", "usb-FTDI_B-if00-port0") // another's number now
	if _, err = d.Open(t.Context()); err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("another adapter was taken for ours: %v", err)
	}

	b.plug(a, "ttyUSB1", "usb-Prolific_A-if00-port0")
	if got, err := b.open(d, ttys); got != "a" {
		t.Errorf("opened %q: %v", got, err)
	}
}

func TestAPortWithoutANameIsFoundByItsPath(t *testing.T) {
	far, tty := terminal(t)
	b := newBus(t)
	b.plug(tty, "ttyS0", "")
	d := NewDevice(printer.URL{Scheme: printer.Serial, Address: filepath.Join(b.dev, "ttyS0")})
	d.place.links = b.links
	for range 2 {
		if got, err := b.open(d, map[string]*os.File{"a": far}); got != "a" {
			t.Errorf("opened %q: %v", got, err)
		}
	}
	if d.place.known != "" {
		t.Errorf("it is taken for %q", d.place.known)
	}
}

func TestAPortGivenByItsNameIsFoundByIt(t *testing.T) {
	far, tty := terminal(t)
	b := newBus(t)
	b.plug(tty, "ttyUSB3", "usb-Prolific_A-if00-port0")
	d := NewDevice(printer.URL{Scheme: printer.Serial, Address: filepath.Join(b.links, "usb-Prolific_A-if00-port0")})
	d.place.links = b.links
	for _, number := range []string{"ttyUSB3", "ttyUSB4"} {
		b.plug(tty, number, "usb-Prolific_A-if00-port0")
		if got, err := b.open(d, map[string]*os.File{"a": far}); got != "a" {
			t.Errorf("opened %q: %v", got, err)
		}
	}
}

func TestAMissingPortsHintNamesThoseThatAreThere(t *testing.T) {
	_, tty := terminal(t)
	b := newBus(t)
	b.plug(tty, "ttyUSB1", "usb-Prolific_A-if00-port0")
	d := NewDevice(printer.URL{Scheme: printer.Serial, Address: filepath.Join(b.dev, "ttyUSB0")})
	d.place.links = b.links
	_, err := d.Open(t.Context())
	var device *printer.DeviceError
	if !errors.As(err, &device) || !strings.Contains(device.Hint, filepath.Join(b.links, "usb-Prolific_A-if00-port0")) {
		t.Errorf("the hint is missing: %v", err)
	}
}

func TestALinesFrame(t *testing.T) {
	for _, c := range []struct {
		parity printer.Parity
		stop   int
		want   serial.Mode
	}{
		{"", 0, serial.Mode{BaudRate: 19200, DataBits: 8, Parity: serial.NoParity, StopBits: serial.OneStopBit}},
		{printer.ParityNone, 1, serial.Mode{BaudRate: 19200, DataBits: 8, Parity: serial.NoParity, StopBits: serial.OneStopBit}},
		{printer.ParityEven, 1, serial.Mode{BaudRate: 19200, DataBits: 8, Parity: serial.EvenParity, StopBits: serial.OneStopBit}},
		{printer.ParityOdd, 2, serial.Mode{BaudRate: 19200, DataBits: 8, Parity: serial.OddParity, StopBits: serial.TwoStopBits}},
	} {
		m, err := mode(printer.URL{Parity: c.parity, Stop: c.stop})
		if err != nil || m.BaudRate != c.want.BaudRate || m.DataBits != c.want.DataBits || m.Parity != c.want.Parity || m.StopBits != c.want.StopBits {
			t.Errorf("%+v: %+v, %v", c, m, err)
		}
	}
	if _, err := mode(printer.URL{Parity: "mark"}); err == nil || why(t, err) != printer.WhyUnsupported {
		t.Errorf("mark: %v", err)
	}
	_, tty := terminal(t) // which always has eight bits without parity
	p, err := NewDevice(printer.URL{Scheme: printer.Serial, Address: tty, Stop: 2, Flow: printer.FlowRTSCTS}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	if term := settings(t, tty); term.Cflag&unix.CSTOPB == 0 || term.Cflag&unix.CRTSCTS == 0 || term.Cflag&unix.CSIZE != unix.CS8 {
		t.Errorf("the line's flags are %o", term.Cflag)
	}
}
