package printer

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// idOf is the answer by which a printer says that slip i is done.
func (m *machine) idOf(i int) []byte {
	slip := m.slips[i]
	return append(append([]byte{0x37, 0x22}, slip[len(slip)-4:]...), 0)
}

func TestASlipInDoubtIsConfirmedLate(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.onSlip = paperOut }, func(b *bench) {
		b.submit(7)
		b.after(3*time.Minute, "begin 7/1 after 0", "7 in_doubt paper_out")
		b.m.set(func(m *machine) {
			reload(m)
			m.sayIn(3500*time.Millisecond, m.idOf(0)...) // between two looks
		})
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt paper_out", "7 confirmed ")
		b.m.set(func(m *machine) { m.say(m.idOf(0)...) })
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt paper_out", "7 confirmed ")
		st := b.s.Status()
		if want := (Tally{InDoubt: 1, Late: 1}); st.Ended != want || st.Confirmed.IsZero() {
			b.Errorf("status %+v", st)
		}
		b.submit(8)
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt paper_out", "7 confirmed ", "begin 8/1 after 1", "8 confirmed ")
		if b.m.seen().wipes > 0 {
			b.Error("the slip came out whole, and yet paper was cut off before the next one")
		}
	})
}

func TestALateEndIsToldUntilItIsWritten(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt timeout")
		b.book.refusing(errors.New("disk full"))
		b.m.set(func(m *machine) { m.say(m.idOf(0)...) })
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt timeout")
		b.book.refusing(nil)
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt timeout", "7 confirmed ")
	})
}

func TestASlipOfAnEarlierRunIsConfirmedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		b.start(Options{
			Name: "main", Profile: profile(t, "epson-80"), Open: m.Open, Ledger: b.book, Seed: 1,
			Await: []Awaited{{Job: 3, Attempt: 1, Process: 0x41423031}, {Job: 4, Attempt: 1}},
		})
		defer b.stop()
		m.set(func(m *machine) {
			m.sayIn(2*time.Second, []byte("7\x22AB0")...)
			m.sayIn(2050*time.Millisecond, '1', 0)
		})
		b.after(time.Minute, "3 confirmed ")
		m.set(func(m *machine) { m.sayIn(2*time.Second, []byte("7\x22AB01\x00")...) })
		b.after(time.Minute, "3 confirmed ")
	})
}

// What is said while the port is being opened is heard, and counts.
func TestALateEndIsHeardAtOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		m.hello = []byte("7\x22AB01\x00")
		b := &bench{T: t, m: m, book: &book{m: m}}
		b.start(Options{
			Name: "main", Profile: profile(t, "epson-80"), Open: m.Open, Ledger: b.book, Seed: 1,
			Await: []Awaited{{Job: 3, Attempt: 1, Process: 0x41423031}},
		})
		defer b.stop()
		b.after(time.Second, "3 confirmed ")
	})
}

func TestOnlySoManyAreAwaited(t *testing.T) {
	var l late
	for i := range uint32(2 * awaitedMax) {
		l.await(Awaited{Job: int64(i), Process: i})
	}
	if l.awaits(awaitedMax-1) || !l.awaits(awaitedMax) || len(l.by) != awaitedMax || len(l.order) != awaitedMax {
		t.Errorf("%d are awaited in %d places", len(l.by), len(l.order))
	}
}

func TestAnIDThatIsAwaitedIsGivenToNobodyElse(t *testing.T) {
	s, err := NewSpool(Options{Profile: profile(t, "epson-80"), Open: newMachine().Open, Ledger: &book{}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	first := s.nextProcess()
	s.tries = 0
	s.late.await(Awaited{Job: 3, Process: first})
	if s.nextProcess() == first {
		t.Error("two slips have one id")
	}
}
