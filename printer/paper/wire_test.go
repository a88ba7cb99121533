package paper

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
)

// inMemory runs f with a printer on a line in memory, in a bubble whose clock
// jumps.
func inMemory(t *testing.T, o Options, f func(t *testing.T, v *Virtual)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o.InMemory = true
		v, err := NewVirtual(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		var work sync.WaitGroup
		work.Go(func() { _ = v.Run(ctx) })
		defer func() { stop(); work.Wait() }()
		f(t, v)
	})
}

func connect(t *testing.T, v *Virtual) printer.Port {
	t.Helper()
	port, err := v.Connect()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// why is the kind of a device's error.
func why(err error) printer.Why {
	if d, ok := errors.AsType[*printer.DeviceError](err); ok {
		return d.Why
	}
	return ""
}

func TestLineKeepsTime(t *testing.T) {
	inMemory(t, Options{Profile: profile(t, "epson-80"), Baud: 9600, Speed: -1}, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		start := time.Now()
		if n, err := port.Write([]byte("\x1b@"+strings.Repeat("x", 957)+"\n"), time.Minute); n != 960 || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
		if took := time.Since(start); took < 950*time.Millisecond || took > time.Second {
			t.Errorf("960 bytes at 9600 baud took %v", took)
		}
		start = time.Now()
		if n, err := port.Read(make([]byte, 1), time.Second); n != 0 || err != nil || time.Since(start) != time.Second {
			t.Errorf("read %d, %v after %v of silence", n, err, time.Since(start))
		}
		if n, err := port.Read(make([]byte, 1), 0); n != 0 || err != nil {
			t.Errorf("read %d, %v at once", n, err)
		}
		if _, err := port.Write([]byte("\x10\x04\x01"), time.Second); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 8)
		if n, err := port.Read(b, time.Second); n != 1 || b[0] != 0x12 || err != nil {
			t.Errorf("answer % X, %v", b[:n], err)
		}
	})
}

// TestLineIsCutShort has a printer that takes nothing more: the write ends by its
// deadline, and tells how much may have left.
func TestLineIsCutShort(t *testing.T) {
	inMemory(t, Options{Profile: profile(t, "epson-80"), Buffer: 100, Baud: 9600}, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		v.Set(CoverOpen, true)
		start := time.Now()
		n, err := port.Write([]byte(strings.Repeat("x", 10_000)), 3*time.Second)
		if n != 100 || why(err) != printer.WhyTimeout || time.Since(start) != 3*time.Second {
			t.Errorf("wrote %d, %v, after %v", n, err, time.Since(start))
		}
		if n, err = port.Write([]byte("y"), time.Second); n != 0 || why(err) != printer.WhyTimeout {
			t.Errorf("wrote %d more, %v", n, err)
		}
		v.Set(CoverOpen, false)
		if n, err = port.Write([]byte("\n\x1dVB\x00"), 3*time.Second); n != 5 || err != nil {
			t.Errorf("wrote %d at last, %v", n, err)
		}
		page := wait(t, v, 0)[0]
		if got := strings.Join(page.Texts, ""); got != strings.Repeat("x", 100) {
			t.Errorf("on paper is %q", got)
		}
	})
}

func TestLineIsUnplugged(t *testing.T) {
	inMemory(t, Options{Profile: profile(t, "epson-80")}, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		if _, err := v.Connect(); why(err) != printer.WhyPortBusy {
			t.Errorf("opened twice: %v", err)
		}
		v.After(50, v.Unplug)
		n, err := port.Write([]byte(strings.Repeat("x", 200)), time.Minute)
		if n != 50 || why(err) != printer.WhyUnplugged {
			t.Errorf("wrote %d, %v", n, err)
		}
		if n, err := port.Write([]byte("x"), time.Minute); n != 0 || why(err) != printer.WhyUnplugged {
			t.Errorf("wrote %d to nothing, %v", n, err)
		}
		if n, err := port.Read(make([]byte, 1), time.Minute); n != 0 || why(err) != printer.WhyUnplugged {
			t.Errorf("read %d from nothing, %v", n, err)
		}
		if _, err := v.Connect(); why(err) != printer.WhyUnplugged {
			t.Errorf("opened while unplugged: %v", err)
		}
		if _, err := v.Plug(); err != nil {
			t.Fatal(err)
		}
		if n, err := port.Write([]byte("x"), time.Minute); n != 0 || why(err) != printer.WhyUnplugged {
			t.Errorf("wrote %d to the line before, %v", n, err)
		}
		port = connect(t, v)
		if n, err := port.Write([]byte("\n\x1dVB\x00"), time.Minute); n != 5 || err != nil {
			t.Errorf("wrote %d once it was back, %v", n, err)
		}
		if got := strings.Join(wait(t, v, 0)[0].Texts, ""); got != strings.Repeat("x", 50) {
			t.Errorf("on paper is %q", got)
		}
	})
}

// TestLineAfterClose has nothing leave any more, neither of a write under way.
func TestLineAfterClose(t *testing.T) {
	inMemory(t, Options{Profile: profile(t, "epson-80"), Baud: 1200}, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			time.Sleep(time.Second)
			_ = port.Close()
		}()
		n, err := port.Write([]byte(strings.Repeat("x", 1000)), time.Minute)
		if n < 119 || n > 122 || err == nil {
			t.Errorf("wrote %d in a second, %v", n, err)
		}
		<-closed
		if m, err := port.Write([]byte("y"), time.Minute); m != 0 || err == nil {
			t.Errorf("wrote %d after close, %v", m, err)
		}
		port = connect(t, v)
		if _, err := port.Write([]byte("\n\x1dVB\x00"), time.Minute); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(wait(t, v, 0)[0].Texts, ""); got != strings.Repeat("x", n) {
			t.Errorf("%d left, on paper is %q", n, got)
		}
	})
}

func TestLineObeysXoff(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Buffer: 100, Flow: printer.FlowXonXoff}
	inMemory(t, o, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		if n, err := port.Write([]byte(strings.Repeat("x", 3000)+"\n\x1dVB\x00"), time.Minute); n != 3005 || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
		if got := strings.Join(wait(t, v, 0)[0].Texts, ""); len(got) != 3000 {
			t.Errorf("%d characters are on paper", len(got))
		}
		if n, _ := port.Read(make([]byte, 9), 0); n != 0 {
			t.Error("the line's own bytes were given to the reader")
		}
	})
}

// TestLineWithAnAdapter has bytes leave into an adapter, where they stay while the
// printer takes none, and go on when it does, also after Close.
func TestLineWithAnAdapter(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Adapter: 100, Flow: printer.FlowRTSCTS}
	inMemory(t, o, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		v.PowerOff()
		send(t, port, strings.Repeat("x", 80))
		if n, err := port.Write([]byte(strings.Repeat("y", 50)), time.Second); n != 20 || why(err) != printer.WhyTimeout {
			t.Errorf("wrote %d more, %v", n, err)
		}
		if err := port.Close(); err != nil {
			t.Error(err)
		}
		v.PowerOn()
		send(t, connect(t, v), "\n\x1dVB\x00")
		if got := strings.Join(wait(t, v, 0)[0].Texts, ""); got != strings.Repeat("x", 80)+strings.Repeat("y", 20) {
			t.Errorf("on paper: %q", got)
		}
	})
}
