package printer

import (
	"log/slog"
	"slices"
	"strings"
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

// Where a proof is expected for the first time and none comes, the printer may not know
// such a thing, or may have been switched off: the next slip gets paper of its own.
func TestTheFirstSlipWithoutAProofIsClearedAway(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.fences = false }, func(b *bench) {
		for id, wipes := range []int{0, 1, 1} {
			b.submit(int64(id + 7))
			time.Sleep(20 * time.Second)
			synctest.Wait()
			if n := b.m.seen().wipes; n != wipes {
				b.Errorf("half a slip was cleared away %d times by the end of slip %d, want %d", n, id+1, wipes)
			}
		}
		b.slips(3)
	})
}

// A slip that was only sent may hang out of a printer that was switched off meanwhile.
func TestASilenceAfterASlipThatWasOnlySent(t *testing.T) {
	silent := func(m *machine, off bool) { m.mute[0] = off }
	gone := func(m *machine, off bool) { m.gone = off } // as on USB or a network, whose line ends
	for name, c := range map[string]struct {
		off   func(m *machine, off bool)
		after time.Duration // from the slip's end
		wipes int
	}{
		"silent soon": {silent, 5 * time.Second, 1}, "silent long after": {silent, time.Hour, 0},
		"gone soon": {gone, 5 * time.Second, 1}, "gone long after": {gone, time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onBenchWith(t, Abilities{RealTime: true}, func(b *bench) {
				b.submit(7)
				b.after(4*time.Second, "begin 7/1 after 0", "7 sent ")
				time.Sleep(c.after)
				b.m.set(func(m *machine) { c.off(m, true) })
				time.Sleep(time.Minute)
				b.m.set(func(m *machine) { c.off(m, false) })
				time.Sleep(time.Minute)
				synctest.Wait()
				if n := b.m.seen().wipes; n != c.wipes {
					b.Errorf("half a slip was cleared away %d times, want %d", n, c.wipes)
				}
			})
		})
	}
}

// What only switching off ends has made the printer forget the slip's beginning, though
// it was never silent when it was asked.
func TestAnErrorThatNeedsSwitchingOff(t *testing.T) {
	for _, name := range []string{"epson-80", "generic-80"} {
		onBench(t, name, func(m *machine) {
			m.busy = time.Minute
			m.onSlip = func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x32 }
		}, func(b *bench) {
			b.submit(7)
			b.after(10*time.Second, "begin 7/1 after 0")
			b.m.set(func(m *machine) { m.onSlip, m.busy, m.status[1], m.status[3] = nil, time.Second, 0x12, 0x12 })
			b.after(5*time.Minute, "begin 7/1 after 0", "7 in_doubt power_cycled")
			if n := b.m.seen().wipes; n != 1 {
				b.Errorf("%s: half a slip was cleared away %d times", name, n)
			}
		})
	}
}

// An id that comes late, after the printer was silent, says nothing of the cut.
func TestALateIDAfterASilenceClearsNothing(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) {
		m.ids, m.onSlip = false, func(m *machine) { m.mute[0] = true }
	}, func(b *bench) {
		b.submit(7)
		b.after(15*time.Second, "begin 7/1 after 0", "7 in_doubt silent")
		b.m.set(func(m *machine) {
			m.say(m.idOf(0)...)
			m.ids, m.onSlip, m.mute[0] = true, nil, false
		})
		b.submit(8)
		b.after(20*time.Second, "begin 7/1 after 0", "7 in_doubt silent", "begin 8/1 after 1", "8 confirmed ")
		if n := b.m.seen().wipes; n != 1 {
			b.Errorf("half a slip was cleared away %d times", n)
		}
	})
}

// The log has each change of what stands in the way, once.
func TestTheLogTellsWhatStandsInTheWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		b := &bench{T: t, m: m, book: &book{m: m}}
		var log strings.Builder
		b.start(Options{
			Name: "main", Profile: profile(t, "generic-80"), Open: m.Open, Ledger: b.book, Seed: 1,
			Log: slog.New(slog.NewTextHandler(&log, nil)),
		})
		for _, bits := range []byte{0x72, 0x1E, 0x12} { // paper out, near its end, full
			m.set(func(m *machine) { m.status[4] = bits })
			b.after(time.Minute)
		}
		m.set(func(m *machine) { m.mute[0] = true })
		b.after(time.Minute)
		b.stop()
		var told []string
		for line := range strings.Lines(log.String()) {
			if _, msg, ok := strings.Cut(strings.TrimSpace(line), "msg="); ok && strings.Contains(msg, "printer") {
				told = append(told, strings.ReplaceAll(msg, " printer=main", ""))
			}
		}
		want := []string{
			`"printer's line is open"`, `"the printer can't print" why=paper_out`, `"the printer can print again"`,
			`"the printer's paper is near its end"`, `"the printer can't print" why=silent`,
		}
		if !slices.Equal(told, want) {
			t.Errorf("%q\nwant\n%q", told, want)
		}
	})
}
