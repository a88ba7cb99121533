package printertest

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// Start runs a virtual printer on a pseudo-terminal until the test ends.
func Start(tb testing.TB, o paper.Options) *paper.Virtual {
	tb.Helper()
	v, err := paper.NewVirtual(o)
	if err != nil {
		tb.Fatalf("start virtual printer: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		if err := v.Run(ctx); err != nil {
			tb.Errorf("virtual printer: %v", err)
		}
	})
	tb.Cleanup(func() { stop(); work.Wait() })
	return v
}

// Profile returns a built-in profile by name.
func Profile(tb testing.TB, name string) printer.Profile {
	tb.Helper()
	p, err := printer.BuiltIn().Find(name)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// Dial opens the device of a virtual printer as a plain port, without a serial
// driver: for tests of what is above the drivers.
func Dial(path string) (printer.Port, error) {
	f, err := os.OpenFile(path, os.O_RDWR|nonblock, 0)
	if err != nil {
		return nil, &printer.DeviceError{Op: "open", Why: printer.WhyUnplugged, Retry: true, Err: err}
	}
	return filePort{f}, nil
}

// filePort is a device file that the runtime's poller waits on.
type filePort struct{ f *os.File }

var _ printer.Port = filePort{}

func (p filePort) Read(b []byte, within time.Duration) (int, error) {
	if err := p.f.SetReadDeadline(time.Now().Add(within)); err != nil {
		return 0, lost("read", err)
	}
	n, err := p.f.Read(b)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, nil
	case err != nil:
		return n, lost("read", err)
	}
	return n, nil
}

func (p filePort) Write(b []byte, within time.Duration) (int, error) {
	if err := p.f.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return 0, lost("write", err)
	}
	n, err := p.f.Write(b)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, &printer.DeviceError{Op: "write", Why: printer.WhyTimeout, Retry: true, Err: err}
	case err != nil:
		return n, lost("write", err)
	}
	return n, nil
}

func (p filePort) Close() error { return p.f.Close() }

func lost(op string, err error) error {
	return &printer.DeviceError{Op: op, Why: printer.WhyUnplugged, Retry: true, Err: err}
}
