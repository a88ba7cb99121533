package port

import (
	"context"
	"net"
	"time"

	"onedoor/printer"
)

// dialing is how long a network printer may take to be reached.
const dialing = 5 * time.Second

// openTCP opens a network printer's raw port. A printer that has gone without a
// word, its cable pulled, is noticed within half a minute also when nothing is
// asked of it.
func openTCP(ctx context.Context, address string) (printer.Port, error) {
	ctx, cancel := context.WithTimeout(ctx, dialing)
	defer cancel()
	dialer := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3},
		Control:         impatient,
	}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, deviceError("open", err)
	}
	l := newLine(conn)
	if tcp, ok := conn.(*net.TCPConn); ok {
		l.held = func() (int, error) { return unsent(tcp) }
		l.drop = func() bool { return reset(tcp) }
	}
	return l, nil
}

// reset closes a connection so that the system sends nothing more of what it
// holds, and reports whether it does so: else it would go on after the close. To
// ask for the reset alone throws nothing away.
func reset(tcp *net.TCPConn) bool { return tcp.SetLinger(0) == nil && tcp.Close() == nil }
