package port

import (
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"onedoor/printer"
)

// network is a network printer: the far end of the line that is opened to it.
func network(t *testing.T) (near printer.Port, far *net.TCPConn) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	near, err = NewDevice(printer.URL{Scheme: printer.TCP, Address: listener.Addr().String()}).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = near.Close() })
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	far = conn.(*net.TCPConn)
	t.Cleanup(func() { _ = far.Close() })
	return near, far
}

func TestAPrinterThatReadsSlowly(t *testing.T) {
	near, far := network(t)
	const size = 1 << 20
	got := make(chan int64)
	go func() {
		n, _ := io.Copy(io.Discard, io.LimitReader(far, size))
		got <- n
	}()
	if n, err := near.Write(make([]byte, size), soon); n != size || err != nil {
		t.Errorf("wrote %d: %v", n, err)
	}
	if n := <-got; n != size {
		t.Errorf("%d arrived", n)
	}
}

// What a printer didn't take in time is taken back, and doesn't arrive later.
func TestAPrinterThatStopsReading(t *testing.T) {
	near, far := network(t)
	_ = far.SetReadBuffer(4096)
	const size = 8 << 20
	n, err := near.Write(make([]byte, size), 200*time.Millisecond)
	if err == nil || n <= 0 || n >= size || why(t, err) != printer.WhyTimeout {
		t.Fatalf("nobody reads, and %d were written: %v", n, err)
	}
	if err := near.Close(); err != nil {
		t.Fatal(err)
	}
	arrived, _ := io.Copy(io.Discard, far) // ends with the line
	if arrived > int64(n) {
		t.Errorf("%d arrived, and at most %d had left", arrived, n)
	}
}

// Nothing follows later either when nobody closes the line: a printer that reads on
// gets what was said to have left, and the line's end.
func TestAPrinterThatReadsOnGetsNoMore(t *testing.T) {
	near, far := network(t)
	_ = far.SetReadBuffer(4096)
	left, failed := 0, error(nil)
	for failed == nil && left < 64<<20 {
		var n int
		n, failed = near.Write(make([]byte, 4096), 100*time.Millisecond)
		left += n
	}
	if failed == nil || why(t, failed) != printer.WhyTimeout {
		t.Fatalf("nobody reads, and %d were written: %v", left, failed)
	}
	if n, err := near.Write([]byte("slip"), soon); n != 0 || err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("after it %d were written: %v", n, err)
	}
	_ = far.SetReadDeadline(time.Now().Add(soon))
	arrived, err := io.Copy(io.Discard, far)
	if arrived > int64(left) || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("%d arrived, and at most %d had left: %v", arrived, left, err)
	}
	if _, err := near.Read(make([]byte, 8), soon); err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("read: %v", err)
	}
	if err := near.Close(); err != nil {
		t.Errorf("closing it: %v", err)
	}
}

func TestALineThatIsResetInTheMiddle(t *testing.T) {
	near, far := network(t)
	if n, err := near.Write([]byte("half a "), soon); n != 7 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := io.ReadFull(far, make([]byte, 7)); err != nil {
		t.Fatal(err)
	}
	_ = far.SetLinger(0)
	_ = far.Close()
	if _, err := near.Read(make([]byte, 8), soon); err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("read: %v", err)
	}
	if n, err := near.Write([]byte("slip"), soon); n != 0 || err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("wrote %d: %v", n, err)
	}
}

// A printer may end its half of the talk, and then nothing it says can be heard:
// the line is opened anew.
func TestALineThatIsHalfOpen(t *testing.T) {
	near, far := network(t)
	_ = far.CloseWrite()
	if _, err := near.Read(make([]byte, 8), soon); err == nil || why(t, err) != printer.WhyUnplugged {
		t.Errorf("read: %v", err)
	}
}

// A printer whose cable was pulled says nothing at all; the system is told to
// find that out by itself.
func TestALineIsWatchedBySystem(t *testing.T) {
	near, _ := network(t)
	conn, err := near.(*line).file.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = conn.Control(func(fd uintptr) {
		for name, option := range map[string]struct{ level, option, want int }{
			"keepalive": {unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1}, "idle": {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 10},
			"interval": {unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5}, "count": {unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 3},
			"patience": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000},
		} {
			if got, err := unix.GetsockoptInt(int(fd), option.level, option.option); err != nil || got != option.want {
				t.Errorf("%s is %d: %v", name, got, err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The bytes of a line that was closed in good order arrive.
func TestClosingLetsWhatWasWrittenArrive(t *testing.T) {
	near, far := network(t)
	if n, err := near.Write(make([]byte, 5000), soon); n != 5000 || err != nil {
		t.Fatal(n, err)
	}
	if err := near.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, far); n != 5000 || err != nil {
		t.Errorf("%d arrived: %v", n, err)
	}
}
