package printer

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestLongestBlock(t *testing.T) {
	native := []byte("\x1b@A012\n\x1d(k\x03\x001C\x06\x1d(k\x07\x001P0data\x1d(k\x03\x001Q0\x1dVB\x00")
	raster := append([]byte("\x1b@\x1dv0\x03\x04\x00\x02\x00"), 1, 2, 3, 4, 0x1D, '(', 'k', 0xFF)
	for name, c := range map[string]struct {
		in   []byte
		want int
	}{
		"none":                    {[]byte("\x1b@A012\n\x1dVB\x00"), 0},
		"native code":             {native, 7},
		"before its store":        {native[:16], 3},
		"header without an end":   {[]byte("\x1d(k\x05"), 5},
		"picture":                 {raster, 8},
		"picture's header in two": {[]byte("\x1dv0\x00\x30\x00"), 0},
		"picture's, almost whole": {[]byte("\x1dv0\x00\x30\x00\x18"), 1152},
		"picture of nothing":      {[]byte("\x1dv0\x00\x30\x00\x00\x00"), 0},
		"data isn't a header":     {append([]byte("\x1d(k\x05\x00"), "1\x1d(k\xFF\x0A"...), 5},
	} {
		if got := longestBlock(c.in); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// The encoder must make no block that a spool which knows nothing of the slip
// wouldn't end.
func TestNoBlockIsLongerThanIsClearedAway(t *testing.T) {
	for name, p := range BuiltIn() {
		for _, s := range samples() {
			b, err := Encode(p, s.Slip(nil))
			if err != nil {
				t.Fatal(name, err)
			}
			if n := longestBlock(b); n > unknownWay(p).nuls-slack {
				t.Errorf("%s: a block of %d bytes, and %d NULs", name, n, unknownWay(p).nuls)
			}
		}
	}
}

func TestHalfASlipIsClearedAwayAtOnce(t *testing.T) {
	for _, name := range []string{"epson-80", "generic-80", "generic-58", "raster-58"} {
		onBench(t, name, func(m *machine) { m.take = 5 }, func(b *bench) {
			b.submit(7)
			b.after(20*time.Second, "begin 7/1 after 0", "7 in_doubt short_write")
			if b.m.seen().wipes != 1 || b.m.seen().nuls < slack {
				b.Errorf("%s: cleared away %d times, with %d NULs", name, b.m.seen().wipes, b.m.seen().nuls)
			}
			b.after(time.Hour, "begin 7/1 after 0", "7 in_doubt short_write")
			if b.m.seen().wipes != 1 {
				b.Errorf("%s: cleared away %d times", name, b.m.seen().wipes)
			}
			if st := b.s.Status(); st.Why != "" || st.Opened != 2 {
				b.Errorf("%s: status %+v", name, st)
			}
		})
	}
}

func TestASlipThatLeftWholeIsClearedAwayBeforeTheNext(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(time.Hour, "begin 7/1 after 0", "7 in_doubt timeout")
		if b.m.seen().wipes != 0 {
			b.Error("paper was cut off for nobody")
		}
		b.submit(8)
		b.after(20*time.Second, "begin 7/1 after 0", "7 in_doubt timeout", "begin 8/1 after 1", "8 in_doubt timeout")
		if b.m.seen().wipes != 1 {
			b.Errorf("cleared away %d times", b.m.seen().wipes)
		}
	})
}

// A printer that gave proofs before and gives none now may still take all for
// the data of a block.
func TestNothingIsSentIntoAnUnclearWay(t *testing.T) {
	for _, name := range []string{"epson-80", "generic-80"} {
		weak := map[bool]string{true: "weak ", false: ""}[name == "generic-80"]
		onBench(t, name, nil, func(b *bench) {
			b.submit(6)
			b.after(time.Minute, "begin 6/1 after 0", "6 confirmed "+weak)
			b.m.set(func(m *machine) { m.ids, m.fences = false, false })
			b.submit(7)
			b.after(time.Minute, "begin 6/1 after 0", "6 confirmed "+weak, "begin 7/1 after 1", "7 in_doubt timeout")
			b.submit(8)
			b.after(50*time.Second, "begin 6/1 after 0", "6 confirmed "+weak, "begin 7/1 after 1", "7 in_doubt timeout", "8 waits timeout")
			if b.m.seen().wipes < 2 || b.m.seen().nuls < 4*slack {
				b.Errorf("%s: cleared away %d times, with %d NULs", name, b.m.seen().wipes, b.m.seen().nuls)
			}
			b.m.set(func(m *machine) { m.ids, m.fences = true, true })
			b.after(40*time.Second, "begin 6/1 after 0", "6 confirmed "+weak, "begin 7/1 after 1", "7 in_doubt timeout", "8 waits timeout",
				"begin 8/1 after 2", "8 confirmed "+weak)
		})
	}
}

func TestAnEarlierRunsHalfSlipIsClearedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		b.start(Options{
			Name: "main", Profile: profile(t, "generic-80"), Open: m.Open, Ledger: b.book, Seed: 1,
			Await: []Awaited{{Job: 3, Attempt: 1}},
		})
		defer b.stop()
		b.after(10 * time.Second)
		if m.seen().wipes != 1 || m.seen().nuls < 2048 {
			t.Errorf("cleared away %d times, with %d NULs", m.seen().wipes, m.seen().nuls)
		}
	})
}

func TestAnOrderlyStartWastesNoPaper(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "begin 7/1 after 0", "7 confirmed ")
		if b.m.seen().wipes != 0 || b.m.seen().nuls != 0 {
			b.Errorf("cleared away %d times, with %d NULs", b.m.seen().wipes, b.m.seen().nuls)
		}
	})
}

func TestAJammedKnifeIsTriedAgain(t *testing.T) {
	stuck := func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x1A }
	for _, name := range []string{"epson-80", "generic-80"} {
		weak := map[bool]string{true: "weak ", false: ""}[name == "generic-80"]
		onBench(t, name, stuck, func(b *bench) { // before a slip
			b.m.set(func(m *machine) { m.onFree = func(m *machine) { m.status = newMachine().status } })
			b.submit(7)
			b.after(10*time.Second, "7 waits cutter", "begin 7/1 after 0", "7 confirmed "+weak)
		})
	}
	onBench(t, "epson-80", nil, func(b *bench) { // within one
		b.m.set(func(m *machine) {
			m.ids = false
			m.onSlip = stuck
			m.onFree = func(m *machine) { m.status = newMachine().status; m.say(m.idOf(0)...) }
		})
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 confirmed ")
		b.slips(1)
	})
	onBench(t, "epson-80", stuck, func(b *bench) { // in vain, until somebody has opened the cover
		b.after(time.Hour)
		if b.m.seen().frees != jamTries {
			b.Errorf("tried %d times in an hour", b.m.seen().frees)
		}
		b.m.set(func(m *machine) { m.status[2] = 0x16 })
		b.after(time.Hour)
		if b.m.seen().frees != jamTries {
			b.Error("the knife was moved while the cover was open")
		}
		b.m.set(func(m *machine) { m.status[2] = 0x12 })
		b.after(time.Hour)
		if b.m.seen().frees != 2*jamTries {
			b.Errorf("tried %d times after the cover was closed", b.m.seen().frees-jamTries)
		}
	})
	onBench(t, "epson-80", func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x32 }, func(b *bench) {
		b.after(time.Hour)
		if b.m.seen().frees != 0 {
			b.Error("a fault that only switching off ends was meddled with")
		}
	})
}

func TestTheWordThatItCanPrintIsFreshWhenTheSlipGoes(t *testing.T) {
	slow := func(b *bench, in time.Duration, do func(m *machine)) {
		b.book.onBegin = func() {
			b.book.onBegin = nil
			time.Sleep(in)
			b.m.set(do)
		}
	}
	onBench(t, "generic-80", nil, func(b *bench) { // no word came, but much time went by
		slow(b, 2*time.Second, empty)
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 waits paper_out")
		b.slips(0)
	})
	onBench(t, "epson-80", nil, func(b *bench) { // a word came
		slow(b, time.Millisecond, func(m *machine) { m.say(0x38, 0x00, 0x00, 0x0F) })
		b.submit(7)
		b.after(5*time.Second, "begin 7/1 after 0", "7 waits cover_open", "begin 7/1 after 0", "7 confirmed ")
	})
	onBench(t, "epson-80", nil, func(b *bench) { // the line went
		slow(b, 2*time.Second, func(m *machine) { m.gone = true })
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 waits unplugged")
		b.slips(0)
	})
}

func TestWhatAnIdlePrinterSaysIsHeardAtOnce(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.after(3 * time.Second)
		asks := b.m.seen().asked
		b.m.set(func(m *machine) { m.status[4] = 0x1E; m.say(0x10, 0x00, 0x03, 0x0F) })
		b.after(time.Millisecond)
		if st := b.s.Status(); st.Paper != PaperNearEnd || st.Why != "" || !st.Online {
			b.Errorf("near its end: %+v", st)
		}
		b.m.set(func(m *machine) { m.status[1], m.status[2] = 0x1A, 0x16; m.say(0x38, 0x00, 0x03, 0x0F) })
		b.after(time.Millisecond)
		if st := b.s.Status(); st.Why != WhyCoverOpen || !st.Cover || st.Online {
			b.Errorf("opened: %+v", st)
		}
		b.after(100 * time.Millisecond)
		b.m.set(func(m *machine) { m.status[1], m.status[2] = 0x12, 0x12; m.say(0x10, 0x00, 0x03, 0x0F) })
		b.after(time.Millisecond)
		if st := b.s.Status(); st.Why != "" || st.Cover || !st.Online {
			b.Errorf("closed: %+v", st)
		}
		if b.m.seen().asked <= asks {
			b.Error("nothing was asked")
		}
		asks = b.m.seen().asked
		for range 1000 { // babble is no reason to ask
			b.m.set(func(m *machine) { m.say(0x10, 0x00, 0x03, 0x0F) })
			b.after(time.Millisecond)
		}
		if b.m.seen().asked > asks+4 {
			b.Errorf("asked %d times for nothing", b.m.seen().asked-asks)
		}
	})
}

func TestAnIdleLinesEndIsNoticedAtOnce(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.after(3 * time.Second)
		b.m.set(func(m *machine) { m.gone = true; m.say() })
		b.after(time.Millisecond)
		if st := b.s.Status(); st.Why != WhyUnplugged || st.Open {
			b.Errorf("status %+v", st)
		}
	})
}

func TestAJobIsBegunWhileTheLineIsListenedTo(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		for id := int64(1); id < 20; id++ {
			time.Sleep(time.Duration(id) * 777 * time.Millisecond)
			synctest.Wait()
			asks := b.m.seen().asked
			b.submit(id)
			synctest.Wait()
			if b.m.seen().asked == asks {
				b.Errorf("job %d: no question in no time", id)
			}
		}
	})
}

// What half a slip is cut off with reaches past the knife wherever lines stand as
// far apart as the profile says.
func TestClearingAwayFeedsLikeASlip(t *testing.T) {
	p := profile(t, "epson-80")
	p.Cutter, p.Spacing, p.Quirks.HalfDots = FullCut, 60, false
	b, err := Encode(p, Slip{})
	if err != nil || !bytes.HasPrefix(b, []byte("\x1b@")) || !bytes.Contains(b, []byte{0x1B, '3', 60}) || !bytes.HasSuffix(b, []byte{0x1D, 'V', 0}) {
		t.Errorf("% X %v", b, err)
	}
}

// A slip that is handed in after the look at who waits, for whom the way would have
// been cleared, and before the claim: while an answer that is owed is waited for.
func TestASlipThatComesLateFindsAClearWay(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.onSlip = func(m *machine) { m.mute[0], m.fences = true, false } }, func(b *bench) {
		b.submit(7)
		b.after(15*time.Second, "begin 7/1 after 0", "7 in_doubt silent")
		b.m.set(func(m *machine) {
			m.mute[0], m.fences, m.onSlip = false, true, nil
			m.onElse = func(m *machine) {
				m.onElse = nil
				b.submit(8)
			}
		})
		b.after(30*time.Second, "begin 7/1 after 0", "7 in_doubt silent", "begin 8/1 after 1", "8 confirmed weak ")
		if n := b.m.seen().wipes; n != 1 {
			b.Errorf("half a slip was cleared away %d times", n)
		}
	})
}

func TestALineThatBabblesHoldsNothingUp(t *testing.T) {
	onBench(t, "generic-80", nil, func(b *bench) {
		b.submit(6)
		b.after(time.Minute, "begin 6/1 after 0", "6 confirmed weak ")
		b.m.set(func(m *machine) { m.fences = false })
		b.submit(7)
		before := []string{"begin 6/1 after 0", "6 confirmed weak ", "begin 7/1 after 1", "7 in_doubt timeout"}
		b.after(time.Minute, before...)
		b.m.set(func(m *machine) { m.fences = true })
		ctx, calm := context.WithCancel(b.Context())
		var babble sync.WaitGroup
		babble.Go(func() {
			for ; ctx.Err() == nil; time.Sleep(300 * time.Millisecond) {
				b.m.set(func(m *machine) { m.say(0x11) })
			}
		})
		defer babble.Wait()
		defer calm()
		b.submit(8)
		b.after(20*time.Second, append(before, "begin 8/1 after 2", "8 confirmed weak ")...)
		start := time.Now()
		if b.stop(); time.Since(start) > time.Second {
			b.Errorf("a stop took %v", time.Since(start))
		}
	})
}

func TestAWayIsFilledAtThePrintersPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		p := profile(t, "generic-80")
		p.Pace = 500
		b.start(Options{Name: "main", Profile: p, Open: m.Open, Ledger: b.book, Await: []Awaited{{Job: 3, Attempt: 1}}})
		defer b.stop()
		b.after(2 * time.Second)
		if n := m.seen().nuls; n < 500 || n > 1300 {
			t.Errorf("%d bytes went in two seconds to a printer that takes 500 in one", n)
		}
	})
}

// deaf is a line that takes nothing.
type deaf struct{}

func (deaf) Read(_ []byte, within time.Duration) (int, error) { time.Sleep(within); return 0, nil }

func (deaf) Write(_ []byte, within time.Duration) (int, error) {
	time.Sleep(within)
	return 0, &DeviceError{Op: "write", Why: WhyTimeout, Retry: true}
}

func (deaf) Close() error { return nil }

func TestAWayThatTakesNothingCostsNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		b.start(Options{
			Name: "main", Profile: profile(t, "generic-80"), Ledger: b.book, Await: []Awaited{{Job: 3, Attempt: 1}},
			Open: func(context.Context) (Port, error) { return deaf{}, nil },
		})
		b.s.Submit(Job{ID: 7, Attempt: 1, Slip: line("slip", Style{}), Deadline: time.Now().Add(5 * time.Second)})
		b.after(8*time.Second, "7 waits timeout", "7 lapsed timeout")
		start := time.Now()
		if b.stop(); time.Since(start) > 2*time.Second {
			t.Errorf("a stop took %v", time.Since(start))
		}
	})
}

// Of a line that took nothing in time nobody knows whether it does so later: what is
// sent again goes over another one.
func TestALineThatTookNothingIsOpenedAnew(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.take, m.stall = 0, true }, func(b *bench) {
		b.submit(7)
		b.after(30*time.Second, "begin 7/1 after 0", "7 waits timeout", "begin 7/1 after 0", "7 confirmed weak ")
		if st := b.s.Status(); st.Opened != 2 {
			b.Errorf("the line was opened %d times", st.Opened)
		}
		b.slips(1)
	})
}
