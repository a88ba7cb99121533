package printer

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// gauge is a line that takes all, or what is said, and notes when.
type gauge struct {
	took  []int
	given []time.Duration
	at    []time.Duration
	start time.Time
	each  time.Duration // that a byte takes
	room  int           // bytes until it fails; negative: none
	err   error
}

func (g *gauge) Read(_ []byte, within time.Duration) (int, error) {
	time.Sleep(within)
	return 0, nil
}

func (g *gauge) Write(p []byte, within time.Duration) (int, error) {
	g.given = append(g.given, within)
	time.Sleep(time.Duration(len(p)) * g.each)
	n := len(p)
	if g.room >= 0 && n > g.room {
		n = g.room
	}
	g.room -= n
	g.took = append(g.took, n)
	g.at = append(g.at, time.Since(g.start))
	if n < len(p) {
		return n, g.err
	}
	return n, nil
}

func (g *gauge) Close() error { return nil }

func TestASlipIsSentAtThePrintersPace(t *testing.T) {
	for _, c := range []struct {
		buffer, pace, bytes int
		chunk               int
		takes               time.Duration // until the last piece
	}{
		{4096, 0, 1000, 256, 0},
		{0, 0, 1000, 256, 0},
		{40, 0, 100, 10, 0},
		{2, 0, 5, 1, 0},
		{45, 100, 110, 11, 990 * time.Millisecond},
		{4096, 512, 1024, 256, 1500 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			g := &gauge{start: time.Now(), room: -1}
			talk := newTalk(g, time.Second)
			talk.follow(Profile{Buffer: c.buffer, Pace: c.pace})
			n, err := talk.send(make([]byte, c.bytes), talk.sending(c.bytes, time.Second))
			if n != c.bytes || err != nil {
				t.Fatalf("sent %d: %v", n, err)
			}
			for i, took := range g.took {
				if took > c.chunk {
					t.Errorf("%+v: piece %d has %d bytes", c, i, took)
				}
				if due := time.Duration(i*c.chunk) * time.Second / time.Duration(max(c.pace, 1)); c.pace > 0 && g.at[i] < due {
					t.Errorf("%+v: piece %d came after %v, due after %v", c, i, g.at[i], due)
				}
			}
			if last := g.at[len(g.at)-1]; last != c.takes {
				t.Errorf("%+v: it took %v", c, last)
			}
		})
	}
}

func TestWhatLeftBeforeALineFailedIsCounted(t *testing.T) {
	gone := errors.New("gone")
	for _, c := range []struct {
		room, want int
		err        error
	}{{0, 0, gone}, {10, 10, gone}, {256, 256, gone}, {300, 300, gone}, {300, 300, nil}, {1000, 1000, nil}} {
		g := &gauge{room: c.room, err: c.err}
		talk := newTalk(g, time.Second)
		talk.follow(Profile{})
		if n, err := talk.send(make([]byte, 1000), time.Second); n != c.want || !errors.Is(err, c.err) {
			t.Errorf("%+v: sent %d, %v", c, n, err)
		}
	}
}

// What a line needs for its bytes is learnt from it: at 1200 baud a piece takes two
// seconds, at 115200 a few milliseconds.
func TestALineMayNotStandStillWithinASlip(t *testing.T) {
	for _, c := range []struct {
		buffer int
		each   time.Duration
		want   time.Duration // for a piece of 256 bytes
	}{
		{4096, 0, time.Second},
		{4096, time.Second / 120, time.Second + 512*time.Second/120},
		{0, 0, 3 * time.Second},
		{1024, 0, 3 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			g := &gauge{room: -1, each: c.each}
			talk := newTalk(g, time.Second)
			talk.follow(Profile{Buffer: c.buffer})
			for _, size := range []int{3, 256} { // a question, a slip
				if _, err := talk.send(make([]byte, size), time.Minute); err != nil {
					t.Fatal(err)
				}
			}
			if first := talk.still + 2*3*slowest; g.given[0] != first {
				t.Errorf("%+v: %v for the first piece, on a line of which nothing is known", c, g.given[0])
			}
			if g.given[1]-c.want > 10*time.Microsecond || c.want-g.given[1] > 10*time.Microsecond {
				t.Errorf("%+v: given %v", c, g.given)
			}
		})
	}
}

// TestAQuestionThatWasCutShortIsEnded has a line take two bytes of a question: what
// is sent next doesn't become its third.
func TestAQuestionThatWasCutShortIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stalled := &DeviceError{Op: "write", Why: WhyTimeout}
		g := &gauge{start: time.Now(), room: 2, err: stalled}
		talk := newTalk(g, time.Second)
		if _, ok, err := talk.ask(1); ok || err != nil || !talk.cut {
			t.Fatalf("answered %v, %v, cut short %v", ok, err, talk.cut)
		}
		if n, err := talk.send([]byte("slip"), time.Second); n != 0 || !stuck(err) || !talk.cut {
			t.Errorf("%d bytes left of a line that takes none, %v", n, err)
		}
		g.room = -1
		if n, err := talk.send([]byte("slip"), time.Second); n != 4 || err != nil || talk.cut {
			t.Errorf("%d bytes left, %v", n, err)
		}
		if got := g.took[len(g.took)-2:]; got[0] != 2 || got[1] != 4 {
			t.Errorf("written were pieces of %v bytes", g.took)
		}
	})
}
