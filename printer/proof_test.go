package printer

import (
	"testing"
	"testing/synctest"
	"time"
)

// onBenchWith is onBench for a printer with abilities of its own.
func onBenchWith(t *testing.T, able Abilities, test func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		p := profile(t, "generic-80")
		p.Status = able
		b.start(Options{Name: "main", Profile: p, Open: m.Open, Ledger: b.book, Seed: 1})
		defer b.stop()
		test(b)
	})
}

// A printer that tells how it is, and has nothing to prove a slip's end by, is asked
// when the slip should be out.
func TestAPrinterWithoutProofsIsAskedHowItIs(t *testing.T) {
	onBenchWith(t, Abilities{RealTime: true}, func(b *bench) {
		b.submit(7)
		b.after(time.Second, "begin 7/1 after 0") // it may still stop
		b.after(time.Second, "begin 7/1 after 0", "7 sent ")
		b.m.set(func(m *machine) { m.onSlip = func(m *machine) { m.status[1], m.status[4] = 0x1A, 0x72 } })
		b.submit(8)
		b.after(10*time.Second, "begin 7/1 after 0", "7 sent ", "begin 8/1 after 1", "8 in_doubt paper_out")
		b.m.set(func(m *machine) { m.onSlip, m.status[1], m.status[4] = nil, 0x12, 0x12 })
		b.submit(9)
		b.after(10*time.Second, "begin 7/1 after 0", "7 sent ", "begin 8/1 after 1", "8 in_doubt paper_out", "begin 9/1 after 2", "9 sent ")
		if n := b.m.seen().wipes; n != 1 {
			b.Errorf("half a slip was cleared away %d times", n)
		}
	})
}

func TestAPrinterWithoutQuestionsIsAskedNone(t *testing.T) {
	onBenchWith(t, Abilities{}, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "begin 7/1 after 0", "7 sent ")
		if n := b.m.seen().asked; n != 0 {
			b.Errorf("it was asked %d times", n)
		}
		if st := b.s.Status(); !st.Online || st.Answers || st.Paper != PaperUnknown {
			b.Errorf("%+v", st)
		}
	})
}

// One answer that got lost doesn't make a question unknown for ever.
func TestALostAnswerIsAskedForAgain(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.mute[4] = true }, func(b *bench) {
		b.after(5 * time.Second)
		if st := b.s.Status(); st.Paper != PaperUnknown || !st.Online {
			b.Errorf("without a word of its paper: %+v", st)
		}
		b.m.set(func(m *machine) { m.mute[4], m.status[4] = false, 0x1E })
		b.after(muteFor + 15*time.Second)
		if st := b.s.Status(); st.Paper != PaperNearEnd {
			b.Errorf("near its end: %+v", st)
		}
	})
	onBench(t, "generic-80", func(m *machine) { m.mute[4] = true }, func(b *bench) {
		b.after(5 * time.Second)
		b.m.set(func(m *machine) { m.mute[0] = true }) // switched off
		b.after(20 * time.Second)
		b.m.set(func(m *machine) { m.mute[0], m.mute[4] = false, false })
		b.after(20 * time.Second)
		if st := b.s.Status(); st.Paper != PaperOK {
			b.Errorf("switched off and on: %+v", st)
		}
	})
}
