package printer

import (
	"testing"
	"testing/synctest"
	"time"
)

// paperOut empties the roll in the midst of a slip: nothing is answered any more
// but the real-time questions.
func paperOut(m *machine) {
	m.status[1], m.status[4] = 0x1A, 0x72
	m.ids, m.fences = false, false
}

// reload puts a new roll in.
func reload(m *machine) { m.status, m.ids, m.fences, m.onSlip = newMachine().status, true, true, nil }

func TestPaperOutWithinASlipIsWaitedOut(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.onSlip = paperOut }, func(b *bench) {
		b.submit(7)
		b.submit(8)
		b.after(time.Minute, "begin 7/1 after 0", "8 waits paper_out")
		if st := b.s.Status(); st.Job != 7 || st.Queued != 1 || st.Why != WhyPaperOut || st.Paper != PaperOut {
			b.Errorf("status %+v", st)
		}
		b.m.set(func(m *machine) {
			reload(m)
			slip := m.slips[0]
			id := slip[len(slip)-4:]
			m.sayIn(time.Second, append(append([]byte{0x37, 0x22}, id...), 0)...)
		})
		b.after(5*time.Second, "begin 7/1 after 0", "8 waits paper_out", "7 confirmed ", "begin 8/1 after 1", "8 confirmed ")
		b.slips(2)
	})
}

func TestPaperOutWithinASlipIsInDoubtWhenNothingComesOfIt(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.onSlip = paperOut }, func(b *bench) {
		b.submit(7)
		b.after(119*time.Second, "begin 7/1 after 0")
		b.after(10*time.Second, "begin 7/1 after 0", "7 in_doubt paper_out")
		b.m.set(reload)
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt paper_out")
		b.slips(1)
	})
}

func TestWhatWaitsBehindAStuckSlipLapsesInTime(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.onSlip = paperOut }, func(b *bench) {
		b.submit(7)
		b.s.Submit(Job{ID: 8, Attempt: 1, Deadline: time.Now().Add(30 * time.Second)})
		b.after(31*time.Second, "begin 7/1 after 0", "8 waits paper_out", "8 lapsed paper_out")
		if st := b.s.Status(); st.Job != 7 || st.Queued != 0 {
			b.Errorf("status %+v", st)
		}
	})
}

func TestSwitchedOffAndOnWithinASlip(t *testing.T) {
	off := func(m *machine) { m.mute[0], m.ids = true, false }
	onBench(t, "epson-80", func(m *machine) { m.onSlip = off }, func(b *bench) {
		b.submit(7)
		b.after(4*time.Second, "begin 7/1 after 0")
		b.m.set(func(m *machine) { m.mute[0], m.ids, m.onSlip = false, true, nil })
		b.after(10*time.Second, "begin 7/1 after 0", "7 in_doubt power_cycled")
	})
	onBench(t, "epson-80", func(m *machine) { m.onSlip = off }, func(b *bench) {
		b.submit(7)
		b.after(15*time.Second, "begin 7/1 after 0", "7 in_doubt silent")
	})
}

func TestUnpluggedWithinASlip(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.onSlip = func(m *machine) { m.gone = true } }, func(b *bench) {
		b.submit(7)
		b.after(5*time.Second, "begin 7/1 after 0", "7 in_doubt unplugged")
		b.m.set(func(m *machine) { m.gone, m.onSlip = false, nil })
		b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt unplugged")
		b.slips(1)
	})
}

func TestAnAbleSilentFenceIsInDoubt(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(12*time.Second, "begin 7/1 after 0", "7 in_doubt timeout")
	})
	onBench(t, "generic-80", nil, func(b *bench) {
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 confirmed weak ")
		b.m.set(func(m *machine) { m.fences = false })
		b.submit(8)
		b.after(12*time.Second, "begin 7/1 after 0", "7 confirmed weak ", "begin 8/1 after 1", "8 in_doubt timeout")
	})
}

func TestALateFenceOfAnotherSlipProvesNothing(t *testing.T) {
	onBench(t, "generic-80", nil, func(b *bench) {
		b.submit(6)
		b.after(10*time.Second, "begin 6/1 after 0", "6 confirmed weak ")
		b.m.set(func(m *machine) { m.onSlip = paperOut })
		b.submit(7)
		b.after(3*time.Minute, "begin 6/1 after 0", "6 confirmed weak ", "begin 7/1 after 1", "7 in_doubt paper_out")
		// A new roll: slip 7 comes out, its fence's answer with it, just as slip 8
		// is asked for, which then runs out of paper again.
		b.m.set(func(m *machine) {
			reload(m)
			m.sayIn(300*time.Millisecond, 0)
			m.onSlip = paperOut
		})
		b.submit(8)
		b.after(20*time.Second, "begin 6/1 after 0", "6 confirmed weak ", "begin 7/1 after 1", "7 in_doubt paper_out",
			"begin 8/1 after 2")
		b.after(3*time.Minute, "begin 6/1 after 0", "6 confirmed weak ", "begin 7/1 after 1", "7 in_doubt paper_out",
			"begin 8/1 after 2", "8 in_doubt paper_out")
	})
}

func TestALateIDOfAnotherSlipProvesNothing(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(12*time.Second, "begin 7/1 after 0", "7 in_doubt timeout")
		b.m.set(func(m *machine) {
			slip := m.slips[0]
			late := append(append([]byte{0x37, 0x22}, slip[len(slip)-4:]...), 0)
			m.onSlip = func(m *machine) { m.sayIn(time.Second, late...) }
		})
		b.submit(8)
		b.after(12*time.Second, "begin 7/1 after 0", "7 in_doubt timeout", "begin 8/1 after 1", "7 confirmed ", "8 in_doubt timeout")
	})
}

func TestAnswersMayBeSplitAnywhere(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(time.Millisecond, "begin 7/1 after 0")
		b.m.set(func(m *machine) {
			slip := m.slips[0]
			block := append(append([]byte{0x37, 0x22}, slip[len(slip)-4:]...), 0)
			for i, c := range block {
				m.sayIn(time.Duration(20*(i+1))*time.Millisecond, 0x13, c, 0x11)
			}
		})
		b.after(time.Second, "begin 7/1 after 0", "7 confirmed ")
	})
}

func TestACloneThatAnswersInTurnIsNotTakenForOff(t *testing.T) {
	for fences, end := range map[bool]string{true: "confirmed weak ", false: "sent "} {
		slow := func(m *machine) { m.turns, m.busy, m.fences = true, 1300*time.Millisecond, fences }
		onBench(t, "generic-80", slow, func(b *bench) {
			b.submit(7)
			b.after(20*time.Second, "begin 7/1 after 0", "7 "+end)
			b.submit(8)
			b.after(20*time.Second, "begin 7/1 after 0", "7 "+end, "begin 8/1 after 1", "8 "+end)
		})
	}
}

func TestFencelessAndThenSilent(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.fences = false }, func(b *bench) {
		b.submit(7)
		b.after(15*time.Second, "begin 7/1 after 0", "7 sent ")
		b.m.set(func(m *machine) { m.onSlip = func(m *machine) { m.mute[0] = true } })
		b.submit(8)
		b.after(15*time.Second, "begin 7/1 after 0", "7 sent ", "begin 8/1 after 1", "8 in_doubt silent")
	})
}

func TestAnOpenedCoverIsSeenUnasked(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.after(time.Millisecond, "begin 7/1 after 0")
		b.m.set(func(m *machine) { m.say(0x38, 0x00, 0x00, 0x0F) })
		b.after(time.Millisecond, "begin 7/1 after 0")
		if st := b.s.Status(); st.Why != WhyCoverOpen || !st.Cover || st.Paper != PaperOK {
			b.Errorf("status %+v", st)
		}
	})
}

func TestALateAnswerIsNotTheNextOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		m.status[4] = 0x72 // out of paper
		port, _ := m.Open(t.Context())
		talk := newTalk(port, 500*time.Millisecond)
		if h, ok, err := talk.health(); err != nil || !ok || !h.PaperOut {
			t.Fatalf("%+v %v %v", h, ok, err)
		}
		m.set(func(m *machine) { m.late = 600 * time.Millisecond })
		if _, ok, err := talk.health(); err != nil || ok {
			t.Fatalf("late answers should read as none: %v %v", ok, err)
		}
		// One more comes just when question 1 is asked again: from then on every
		// answer would be the one before.
		time.Sleep(time.Second)
		m.set(func(m *machine) {
			m.late = 5 * time.Millisecond
			m.sayIn(2*time.Millisecond, 0x12)
		})
		h, ok, err := talk.health()
		if err != nil || !ok || !h.PaperOut {
			t.Errorf("answers are taken for the wrong questions: %+v %v %v", h, ok, err)
		}
	})
}

func TestNoiseIsForgottenAfterASilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		m.status = [5]byte{0, 0x32, 0x32, 0x32, 0x72} // they'd all go into a block
		port, _ := m.Open(t.Context())
		m.set(func(m *machine) { m.say('7') })
		talk := newTalk(port, 500*time.Millisecond)
		if _, ok, _ := talk.health(); ok {
			t.Log("the noise did no harm")
		}
		if h, ok, err := talk.health(); err != nil || !ok || !h.PaperOut {
			t.Errorf("the noise is still heard: %+v %v %v", h, ok, err)
		}
	})
}

func TestAnAnswerFromBeforeTheSlipProvesNothing(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.fences = false }, func(b *bench) {
		b.book.onBegin = func() { b.m.set(func(m *machine) { m.say(0) }) }
		b.submit(7)
		b.after(12*time.Second, "begin 7/1 after 0", "7 sent ")
	})
}

func TestAQuestionThePrinterDoesNotKnow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		m.mute[2], m.mute[3] = true, true
		m.status[4] = 0x72
		port, _ := m.Open(t.Context())
		talk := newTalk(port, 500*time.Millisecond)
		h, ok, err := talk.health()
		if err != nil || !ok || !h.PaperOut {
			t.Fatalf("%+v %v %v", h, ok, err)
		}
		start := time.Now()
		if _, ok, _ := talk.health(); !ok || time.Since(start) > quiet {
			t.Errorf("the unknown questions are asked again: %v", time.Since(start))
		}
	})
}

func TestSubmitDoesNotWaitForAPrinter(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.take, m.stall = 5, true }, func(b *bench) {
		start := time.Now()
		for id := range int64(100) {
			b.submit(id + 1)
		}
		if time.Since(start) != 0 {
			b.Errorf("submitting took %v", time.Since(start))
		}
	})
}
